"""The gallery: policies that come with the program.

They are of several ages of one training in each environment.
`python3 packaging/dev.py gallery-policies` makes its files: packaging/gallery_policies.py.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playground.agents.base import ALGORITHMS
from playground.engine.evaluation.policy import Policy
from playground.engine.history.recipe import Reached, Recipe
from playground.engine.run.fingerprint import fingerprint
from playground.envs.base import ENVIRONMENTS
from playground.errors import FileError
from playground.hyper import Value
from playground.i18n import N_
from playground.registry import Registry
from playground.resources import resource_folder
from playground.store.format.fields import read_count, read_text, require, require_keys
from playground.store.format.strict_json import strict_json
from playground.store.policy.file import POLICY, load_policy
from playground.store.recipe.inputs import read_sha256
from playground.store.safe.bounded_read import read_bounded
from playground.store.safe.errors import BadFileError
from playground.store.safe.sanitize import plain

INDEX = "gallery.json"
AGES = ("newborn", "half-way", "solved", "forgotten")  # of one training, in this order
TYPED = "gallery:"  # before a name where a file could stand, too
_FORMAT = "rl-playground gallery"
_MAX_BYTES = 256 * 1024  # of the index
_FIELDS = {"name", "title", "environment", "age", "step", "recipe", "starts", "mean", "std", "weights_sha256"}


class GalleryError(FileError):
    """The gallery lacks a file, or has another one than it came with."""


@dataclass(frozen=True)
class GalleryPolicy:
    """What the index says of a policy. Its file is read when it is wanted."""

    name: str  # of its file, without the suffix
    title: str  # in English
    environment: str
    age: str  # one of AGES
    step: int  # env steps it had learned for
    algorithm: str
    preset: str
    values: dict[str, Value]  # where its run differs from the preset; the seed among them
    n_starts: int  # that it was measured on, none of them used to choose it
    mean: float
    std: float
    weights_sha256: str
    path: Path

    def load(self) -> Policy:
        """Read its file.

        Raises GalleryError where that is missing, damaged, or holds other weights.
        """
        try:
            policy = load_policy(self.path)
        except BadFileError as error:
            raise _incomplete(self.path, error.reason) from error
        if policy.weights_sha256 != self.weights_sha256 or policy.settings.environment != self.environment:
            raise _incomplete(self.path, "changed")
        return policy


def gallery(folder: Path | None = None) -> tuple[GalleryPolicy, ...]:
    """Return what there is, by environment and age, the youngest of each first.

    Left out, the folder is the one that came with the program. Raises GalleryError where the index is missing or
    damaged.
    """
    folder = folder or resource_folder() / "gallery"
    path = folder / INDEX
    try:
        try:
            item = strict_json(read_bounded(path, _MAX_BYTES))
        except ValueError:  # also bytes that are no text
            raise BadFileError("manifest", what="JSON") from None
        require_keys(item, {"format", "policies"}, "gallery")
        require(item["format"] == _FORMAT and isinstance(item["policies"], list), "format")
        return tuple(_entry(each, folder) for each in item["policies"])
    except BadFileError as error:
        raise _incomplete(path, error.reason) from error


def typed_file(name: str) -> str:
    """Return the file that a person means by what was typed.

    It is the file of that name, or that of a policy of the gallery: "gallery:cartpole-solved". Raises UnknownNameError,
    which says what there is, and GalleryError as gallery() does.
    """
    if not name.startswith(TYPED):
        return name
    table: Registry[GalleryPolicy] = Registry(POLICY.noun)
    for entry in gallery():
        table.add(entry.name, entry)
    return str(table.get(name.removeprefix(TYPED)).path)


def index_json(entries: tuple[GalleryPolicy, ...]) -> dict[str, Any]:
    """Return the content of the index as an object."""
    return {
        "format": _FORMAT,
        "policies": [
            {
                "name": each.name,
                "title": each.title,
                "environment": each.environment,
                "age": each.age,
                "step": each.step,
                "recipe": {"algorithm": each.algorithm, "preset": each.preset, "values": each.values},
                "starts": each.n_starts,
                "mean": each.mean,
                "std": each.std,
                "weights_sha256": each.weights_sha256,
            }
            for each in entries
        ],
    }


def training_recipe(policy: Policy, until: Policy | None = None) -> Recipe:
    """Return the recipe of the training that made a policy, from its beginning.

    It ends at the policy, or at an older one of the same training: a newborn one would end where it begins.
    """
    last = until or policy
    reached = Reached(last.step, last.weights_sha256, None if last.evaluation is None else last.evaluation.mean)
    return Recipe(
        policy.settings, (), last.step, reached=reached, created=last.created, fingerprint=fingerprint(policy.settings)
    )


def _entry(item: Any, folder: Path) -> GalleryPolicy:
    require_keys(item, _FIELDS, "policies")
    name, recipe = read_text(item["name"], "name"), item["recipe"]
    require(name.replace("-", "").isalnum(), "name")  # no way into another folder
    require_keys(recipe, {"algorithm", "preset", "values"}, "recipe")
    require(item["environment"] in ENVIRONMENTS and recipe["algorithm"] in ALGORITHMS, "environment")
    require(item["age"] in AGES, "age")
    require(isinstance(recipe["values"], dict), "values")
    return GalleryPolicy(
        name=name,
        title=read_text(item["title"], "title"),
        environment=item["environment"],
        age=item["age"],
        step=read_count(item["step"], "step"),
        algorithm=recipe["algorithm"],
        preset=read_text(recipe["preset"], "preset"),
        values={key: _value(value) for key, value in recipe["values"].items()},
        n_starts=read_count(item["starts"], "starts"),
        mean=_number(item["mean"], "mean"),
        std=_number(item["std"], "std"),
        weights_sha256=read_sha256(item["weights_sha256"]),
        path=folder / f"{name}{POLICY.suffix}",
    )


def _value(item: Any) -> Value:
    """Return the value of a hyperparameter; JSON has lists for layers."""
    return tuple(item) if isinstance(item, list) else item


def _number(item: Any, what: str) -> float:
    require(type(item) in (int, float) and math.isfinite(item), what)
    return float(item)


def _incomplete(path: Path, reason: str) -> GalleryError:
    if reason == "missing":
        template = N_(
            "This part of the gallery cannot be shown, for its file “{file}” is missing. Install the program again to have it back; everything else works."
        )
    else:
        template = N_(
            "This part of the gallery cannot be shown, for its file “{file}” is not the one that came with the program. Install the program again to have it back; everything else works."
        )
    return GalleryError(template, file=plain(path.name))
