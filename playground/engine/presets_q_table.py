"""Presets of tabular Q-learning."""

from __future__ import annotations

from playground.engine.preset import PRESETS, Preset
from playground.i18n import N_

PRESETS.add(
    Preset(
        "bins",
        N_("Our own."),
        {
            "gamma": 0.99,
            "bins": (3, 3, 6, 6),
            "run_length": 500_000,
        },
        algorithm="q-table",
    ),
)
