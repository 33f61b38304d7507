"""Migrations: manifests of earlier schemas brought to today's, step by step.

Each step is a pure function of a dict to a dict. A step is never changed once a file could have been written by what
came before it: files of every schema are kept in tests/store/fixtures and opened for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from playground.store.format.fields import read_count, require, require_keys
from playground.store.safe.errors import BadFileError

Manifest = dict[str, Any]


@dataclass(frozen=True)
class Schema:
    """One schema of a kind of file.

    Its number is its place in the history, counted from 1.
    """

    keys: frozenset[str]  # neither more nor fewer
    to_next: Callable[[Manifest], Manifest] | None = None  # the newest has none


def migrated(manifest: Manifest, history: Sequence[Schema]) -> Manifest:
    """Return the manifest in the newest schema.

    Raises BadFileError for one that no schema allows.
    """
    number = read_count(manifest.get("schema"), "schema")
    if number > len(history):
        raise BadFileError("newer", version=number)
    require(number >= 1, "schema")
    require_keys(manifest, set(history[number - 1].keys))
    for schema in history[number - 1 :]:
        if schema.to_next is not None:
            manifest = schema.to_next(manifest)
    return manifest


def _with_environment(manifest: Manifest) -> Manifest:
    """Add the environment's parameters (1 to 2), which were the defaults.

    One that is not named still has its default.
    """
    return manifest | {"schema": 2, "environment_settings": {}, "environment_values": {}}


_POLICY_1 = frozenset(
    {
        "format",
        "size",
        "checksum",  # container.py
        "schema",
        "title",
        "created",
        "environment",
        "algorithm",
        "layer_sizes",
        "preset",
        "settings",
        "values",
        "progress",
        "evaluation",
        "versions",
    }
)
POLICY_HISTORY = (
    Schema(_POLICY_1, _with_environment),
    Schema(_POLICY_1 | {"environment_settings", "environment_values"}),
)
