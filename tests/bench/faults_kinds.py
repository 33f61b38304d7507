"""The kinds of files that the proofs save and load: to add one, a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playground.engine.presets import PRESETS
from playground.engine.recipe import Recipe
from playground.store.policy_file import load_policy, save_policy
from playground.store.recipe_file import load_recipe, save_recipe
from tests.store.forging import make_policy


@dataclass(frozen=True)
class Kind:
    """One kind of file: something to save, how, and how it is loaded."""

    name: str
    suffix: str
    make: Callable[[int], Any]  # from a number: another one gives another thing
    save: Callable[[Any, Path], None]
    load: Callable[[Path], Any]


def _recipe(number: int) -> Recipe:
    return Recipe(
        PRESETS.get("tutorial").settings().with_values({"seed": number}), (), 1000, created="2026-11-23T00:00:00+00:00"
    )


KINDS = (
    Kind("policy", ".rlp", make_policy, save_policy, load_policy),
    Kind("recipe", ".rlr", _recipe, save_recipe, load_recipe),
)  # fmt: skip
