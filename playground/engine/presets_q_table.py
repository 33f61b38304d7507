"""Presets of tabular Q-learning."""

from __future__ import annotations

from playground.engine.preset import PRESETS, Preset
from playground.i18n import N_

PRESETS.add(
    Preset(
        "bins",
        N_(
            "Why a table stops where it does: all states inside one cell are one and the same to it, so it can do no better"
            " than one action for all of them, and each cell learns alone, so that finer ones need far more steps. Our own"
            " settings: the angle of the pole in 6 parts and its velocity in 12, 72 cells in all; position and velocity of"
            " the cart are not told apart. So few cells are soon known. A network learns from each state about all that"
            " are like it."
        ),
        {
            "gamma": 0.99,
            "epsilon_min": 0.05,
            "epsilon_fraction": 0.5,
            "learning_rate": 0.2,
            "learning_rate_end": 0.01,
            "bins": (1, 1, 6, 12),
            "run_length": 500_000,
        },
        algorithm="q-table",
    ),
)
PRESETS.add(
    Preset(
        "fine",
        N_(
            "The same with 12 parts for each of the four numbers: 20,736 cells. It tells far more states apart, and most"
            " cells are hardly ever visited: see the share in the plot. What one cell has learned says nothing to its"
            " neighbours."
        ),
        {
            "gamma": 0.99,
            "epsilon_min": 0.05,
            "epsilon_fraction": 0.5,
            "learning_rate": 0.2,
            "learning_rate_end": 0.01,
            "bins": (12, 12, 12, 12),
            "run_length": 500_000,
        },
        algorithm="q-table",
    ),
)
PRESETS.add(
    Preset(
        "bins",
        N_(
            "Why a table stays behind a network here: all states inside one cell are one and the same to it, and each cell"
            " learns alone. With 40 parts each it is still far worse after 500,000 steps. Our own settings: position and"
            " velocity in 20 parts each. Every step costs 1, so a table of zeros is an optimistic one, and the car seeks"
            " what it has not tried."
        ),
        {
            "gamma": 0.99,
            "epsilon": 0.3,
            "epsilon_min": 0.0,
            "epsilon_fraction": 0.8,
            "learning_rate": 0.2,
            "learning_rate_end": 0.05,
            "bins": (20, 20),
            "run_length": 300_000,
        },
        environment="MountainCar-v0",
        algorithm="q-table",
    ),
)
PRESETS.add(
    Preset(
        "cells",
        N_(
            "A cell of the table for each cell of the maze. Here a table is at its best: it tells all states apart, and"
            " there are few. It finds the best way in some thousand steps, and nothing in it is an estimate of anything"
            " but its own cell."
        ),
        {
            "gamma": 0.99,
            "epsilon_min": 0.1,
            "epsilon_fraction": 0.5,
            "learning_rate": 0.2,
            "learning_rate_end": 0.05,
            "bins": (6, 5),
            "run_length": 20_000,
        },
        environment="GridWorld-v1",
        algorithm="q-table",
    ),
)
