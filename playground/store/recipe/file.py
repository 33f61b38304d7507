"""The recipe file, .rlr: JSON that people may read, mail and paste.

It takes a few kilobytes.
"""

from __future__ import annotations

import codecs
import json
import math
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from playground.engine.history.recipe import Reached, Recipe
from playground.engine.run.settings import values_of
from playground.errors import CancelledError, PlaygroundError, Term, never
from playground.i18n import N_
from playground.store.format.fields import (
    escaped,
    read_count,
    read_fingerprint,
    read_moment,
    read_settings,
    require,
    require_keys,
)
from playground.store.format.kind import FileKind, open_file, save_file
from playground.store.format.migrations import Schema, migrated
from playground.store.format.strict_json import strict_json
from playground.store.recipe.inputs import inputs_json, read_inputs, read_sha256
from playground.store.safe.atomic import StrPath
from playground.store.safe.bounded_read import MIB
from playground.store.safe.errors import BadFileError, SaveError
from playground.store.safe.sanitize import plain

RECIPE = (
    FileKind(  # few have more than some kilobytes, but whoever drags a slider for a minute makes thousands of inputs
        format="rl-playground recipe", noun=N_("recipe"), suffix=".rlr", max_bytes=4 * MIB, max_values=200_000
    )
)
MAX_STEPS = 10**12  # of a run

_RECIPE_1 = frozenset(
    {
        "format",
        "schema",
        "created",
        "environment",
        "algorithm",
        "preset",
        "run",
        "reached",
        "fingerprint",
        "settings",
        "environment_settings",
        "inputs",
    }
)


def _with_cost(manifest: dict[str, Any]) -> dict[str, Any]:
    """Add what a step of an added environment costs (1 to 2): as measured here."""
    return manifest | {"schema": 2, "step_us": None}


def _with_arithmetic(manifest: dict[str, Any]) -> dict[str, Any]:
    """Change nothing (2 to 3).

    A fingerprint that names no arithmetic is of before there was one of ours.
    """
    return manifest | {"schema": 3}


RECIPE_HISTORY = (
    Schema(_RECIPE_1, _with_cost),
    Schema(_RECIPE_1 | {"step_us"}, _with_arithmetic),
    Schema(_RECIPE_1 | {"step_us"}),
)

_FORMAT = re.compile(r'\s*\{\s*"format"\s*:\s*"([^"\\]{0,80})"')
_PASTED = N_("the pasted text")
_BLANKS, _FENCE = b" \t\r\n", b"```"


def save_recipe(recipe: Recipe, path: StrPath) -> None:
    """Write the file, and read it back before it takes its name.

    Raises SaveError with whatever was there before untouched.
    """
    save_file(path, recipe_text(recipe).encode(), RECIPE, parse_recipe)


def load_recipe(path: StrPath, should_stop: Callable[[], bool] = never) -> Recipe:
    """Read a recipe.

    Raises BadFileError, whose `reason` says why, for anything but a sound file, and CancelledError if it should stop.
    """
    found = open_file(path, RECIPE, partial(parse_recipe, should_stop=should_stop))
    return replace(found, name=plain(Path(path).name, 200))


def recipe_json(recipe: Recipe) -> dict[str, Any]:
    """Return the content of the file as an object."""
    reached = recipe.reached
    return {
        "format": RECIPE.format,
        "schema": len(RECIPE_HISTORY),
        "created": recipe.created,
        "environment": recipe.settings.environment,
        "algorithm": recipe.settings.algorithm,
        "preset": recipe.settings.preset,
        "run": {"steps": recipe.n_steps, "until_solved": recipe.until_solved, "eval_every": recipe.eval_every},
        "reached": reached
        and {"steps": reached.n_steps, "weights_sha256": reached.weights_sha256, "mean": reached.mean},
        "fingerprint": dict(recipe.fingerprint),
        "settings": recipe.settings.values(),
        "environment_settings": values_of(recipe.settings.environment_params),
        "step_us": recipe.settings.step_us,
        "inputs": inputs_json(recipe.inputs),
    }


def recipe_text(recipe: Recipe) -> str:
    """Return the content of the file, which is also the text to paste.

    The same recipe gives the same text. Raises SaveError for a run with so many changes that no recipe would hold them.
    """
    text = (
        "{\n"
        + ",\n".join(f" {json.dumps(key)}: {_block(value)}" for key, value in recipe_json(recipe).items())
        + "\n}\n"
    )
    if len(text.encode()) > RECIPE.max_bytes:
        raise SaveError(
            N_(
                "The {n} changes of this run are more than a recipe holds ({limit} KiB), so none was written and nothing was changed. Save the session instead."
            ),
            n=f"{len(recipe.inputs):,}",
            limit=RECIPE.max_bytes // 1024,
        )
    return text


def parse_text(text: str, should_stop: Callable[[], bool] = never) -> Recipe:
    """Return the recipe that somebody pasted.

    What is taken as a file is taken here, and nothing else. Raises BadFileError.
    """
    try:
        data = text.encode("utf-8", "replace")
        if len(data) > RECIPE.max_bytes:
            raise BadFileError("too_large", limit=f"{RECIPE.max_bytes // MIB} MiB")
        return replace(parse_recipe(data, should_stop), name=str(Term(_PASTED)))
    except BadFileError as error:
        error.values.update(file=Term(_PASTED), kind=Term(RECIPE.noun), suffix=RECIPE.suffix)
        raise


def parse_recipe(data: bytes, should_stop: Callable[[], bool] = never) -> Recipe:
    """Return the recipe that the bytes of a file, or of a pasted text, hold.

    What editors and messages put around it may be there. Raises BadFileError if they are not sound.
    """
    item = migrated(_read_json(_bare(data)), RECIPE_HISTORY)
    run = item["run"]
    require_keys(run, {"steps", "until_solved", "eval_every"}, "run")
    require(isinstance(run["until_solved"], bool), "until_solved")
    settings = read_settings(item)
    recipe = Recipe(
        settings=settings,
        inputs=read_inputs(
            item["inputs"], settings.learner.weight_shapes(settings.params, settings.space), should_stop
        ),
        n_steps=_read_steps(run["steps"], "steps"),
        until_solved=run["until_solved"],
        eval_every=None if run["eval_every"] is None else _read_steps(run["eval_every"], "eval_every"),
        reached=_read_reached(item["reached"]),
        created=read_moment(item["created"]),
        fingerprint=read_fingerprint(item["fingerprint"]),
    )
    try:
        recipe.check(should_stop)
    except CancelledError:
        raise
    except PlaygroundError as error:
        raise BadFileError("inputs", error=escaped(error)) from None
    return recipe


def _bare(data: bytes) -> bytes:
    """Return the text without a byte order mark, a code fence and blanks.

    In UTF-16 it is what Windows' own terminal writes to a file.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    data = data.strip(_BLANKS).removeprefix(codecs.BOM_UTF8).strip(_BLANKS)
    opening, _, rest = data.partition(b"\n")  # no pattern: one that looks for both ends takes the square of the time
    if opening.startswith(_FENCE) and rest.endswith(_FENCE):
        return rest.removesuffix(_FENCE).strip(_BLANKS)
    return data


def _read_json(data: bytes) -> dict[str, Any]:
    if not data.strip():
        raise BadFileError("empty")
    opening = _FORMAT.match(data[:400].decode("utf-8", "replace"))
    if opening is None or opening[1] != RECIPE.format:
        raise BadFileError("foreign")
    try:
        item = strict_json(data, RECIPE.max_values)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            raise BadFileError("trailing") from None
        raise BadFileError("manifest" if data.rstrip().endswith(b"}") else "truncated", what="JSON") from None
    except ValueError:
        raise BadFileError("manifest", what="JSON") from None
    assert isinstance(item, dict)  # it begins with a brace
    return item


def _read_reached(item: Any) -> Reached | None:
    if item is None:
        return None
    require_keys(item, {"steps", "weights_sha256", "mean"}, "reached")
    mean = item["mean"]
    require(mean is None or (type(mean) in (int, float) and math.isfinite(mean)), "mean")
    steps, digest = read_count(item["steps"], "steps"), read_sha256(item["weights_sha256"])
    return Reached(steps, digest, None if mean is None else float(mean))


def _read_steps(item: Any, what: str) -> int:
    require(1 <= read_count(item, what) <= MAX_STEPS, what)
    return int(item)


def _block(value: Any) -> str:
    """Write what is longer than a line with one entry in each line."""
    text = json.dumps(value, allow_nan=False)
    if len(text) <= 100 or not value:
        return text
    if isinstance(value, list):
        return "[\n" + ",\n".join(f"  {json.dumps(item, allow_nan=False)}" for item in value) + "\n ]"
    return "{\n" + ",\n".join(f"  {json.dumps(k)}: {json.dumps(v, allow_nan=False)}" for k, v in value.items()) + "\n }"
