"""Presets of tabular Q-learning."""

from __future__ import annotations

from playground.engine.presets.preset import PRESETS, Preset
from playground.i18n import N_

PRESETS.add(
    Preset(
        "bins",
        N_(
            "What a small table can do, and how hard it finds it: all states inside one cell are one and the same to it, and"
            " each cell learns alone. Our own settings: the angle of the pole in 6 parts and its velocity in 12, 72 cells in"
            " all, which are soon known. The place of the cart is part of none, so for the first half of the run the return"
            " stays near 200, the pole up and the cart rolling off the track. Yet a policy comes by that keeps the cart in"
            " the middle too: in ten of ten runs, first after some 20,000 to 160,000 steps. It is lost and found again many"
            " times; at the end, when the learning rate has fallen, nine of ten still reach 475."
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
            "Twelve parts for each of the four numbers: 20,736 cells. They tell the places of the cart apart, but what one cell"
            " has learned says nothing to its neighbours. Of ten runs seven solve the task, after 140,000 to 320,000 steps,"
            " where the network of dqn's preset fast needs some 1,300; at the end four reach 475. Even then only about one"
            " cell in eight was ever visited: see the plot."
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
            " learns alone. The best policies of ten runs return −117 to −152, −141 on average, those of a network −100; with"
            " 40 parts each the average is −181 after 500,000 steps. Our own settings: position in 20 parts, velocity in 10."
            " Every step costs 1, so a table of zeros is an optimistic one, and the car seeks what it has not tried."
        ),
        {
            "gamma": 0.99,
            "epsilon": 0.1,
            "epsilon_min": 0.0,
            "epsilon_fraction": 0.5,
            "learning_rate": 0.2,
            "learning_rate_end": 0.05,
            "bins": (20, 10),
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
            " there are few. It solves the maze after some 2,000 to 6,000 steps, and nothing in it is an estimate of anything"
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
