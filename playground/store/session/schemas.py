"""Schemas of the session file, and how a manifest comes from one to the next.

What is laid out otherwise in the tensors is said where they are read: columns.Since, older_layout, past.read_log.
"""

from __future__ import annotations

from typing import Any

from playground.store.format.fields import read_list
from playground.store.format.migrations import Schema
from playground.store.session.columns import MOST

_SESSION_1 = frozenset(
    {
        "format",
        "size",
        "checksum",  # container.py
        "schema",
        "title",
        "created",
        "environment",
        "algorithm",
        "preset",
        "settings",
        "environment_settings",
        "fingerprint",
        "progress",
        "eval_every",
        "inputs",
        "marks",
        "environments",
        "values",
        "bests",
    }
)


def _with_ends(manifest: dict[str, Any]) -> dict[str, Any]:
    """Add where the drags ended (1 to 2), which stood at their ends before."""
    marks = [
        item | {"until": 0} if isinstance(item, dict) else item for item in read_list(manifest["marks"], MOST, "marks")
    ]
    return manifest | {"schema": 2, "marks": marks}


def _with_cost(manifest: dict[str, Any]) -> dict[str, Any]:
    """Add what a step of an added environment costs (2 to 3): as measured here."""
    return manifest | {"schema": 3, "step_us": None}


def _with_arithmetic(manifest: dict[str, Any]) -> dict[str, Any]:
    """Add what was made elsewhere (3 to 4), which nobody wrote down.

    What is laid out otherwise since is in the tensors.
    """
    return manifest | {"schema": 4, "made_elsewhere": None}


SESSION_HISTORY = (
    Schema(_SESSION_1, _with_ends),
    Schema(_SESSION_1, _with_cost),
    Schema(_SESSION_1 | {"step_us"}, _with_arithmetic),
    Schema(_SESSION_1 | {"step_us", "made_elsewhere"}),
)
