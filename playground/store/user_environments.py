"""Environments that a person added on this computer, kept in a file.

It is in their own settings. Reading it imports none of them. It is this computer's own: no file that somebody sends
adds to it.
"""

from __future__ import annotations

import dataclasses
import json
import math
from pathlib import Path
from typing import Any

import playground.engine.catalogue  # noqa: F401  ours have their names first
from playground.envs.base import ENVIRONMENTS
from playground.envs.gym_adapter.origin import is_name
from playground.envs.gym_adapter.spaces import MOST_ACTION_NUMBERS, MOST_ACTIONS, MOST_CELLS, MOST_NUMBERS, Form, Usual
from playground.envs.gym_adapter.user_environments import DOUBTS, MOST_TEXT, Added, enter
from playground.errors import FileError, PlaygroundError
from playground.folders import config_folder
from playground.i18n import N_
from playground.store.format.strict_json import strict_json
from playground.store.safe.atomic import write_file
from playground.store.safe.bounded_read import MIB, read_bounded
from playground.store.safe.errors import BadFileError
from playground.store.safe.sanitize import plain

MAX_BYTES = MIB
MOST = 100  # environments


def added_path() -> Path:
    """Return the file they are kept in."""
    return config_folder() / "environments.json"


def load_added() -> list[Added]:
    """Return those that were added.

    Raises FileError for a file that cannot be used, which is left as it is.
    """
    path = added_path()
    if not path.exists():
        return []
    try:
        data = strict_json(read_bounded(path, MAX_BYTES))
        _require(isinstance(data, list) and len(data) <= MOST)
        return [_read(item) for item in data]
    except (BadFileError, PlaygroundError, ValueError, TypeError, KeyError) as error:
        raise FileError(
            N_(
                "The list of the environments you added cannot be read, so they are not offered: {file} was damaged. Delete it, and add them again. It was left as it is."
            ),
            file=plain(path, 200),
        ) from error


def enter_added() -> None:
    """Enter those that were added in the table of environments.

    Raises FileError as load_added() does.
    """
    for added in load_added():
        if added.name not in ENVIRONMENTS:
            enter(added)


def keep(added: Added) -> None:
    """Keep one more, in place of an earlier one of its name.

    Raises FileError with the list as it was.
    """
    _write([*(other for other in load_added() if other.name != added.name), added])


def forget(name: str) -> None:
    """Keep one less; raise FileError with the list as it was."""
    _write([added for added in load_added() if added.name != name])


def _write(all_of_them: list[Added]) -> None:
    path = added_path()
    data = json.dumps([dataclasses.asdict(added) for added in all_of_them], indent=1, allow_nan=False).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, data, _check)


def _check(written: Path) -> None:
    strict_json(read_bounded(written, MAX_BYTES))


def _read(item: Any) -> Added:
    """Return the added environment of an entry.

    Raises ValueError, TypeError or KeyError where it is not what we write.
    """
    _require(isinstance(item, dict))
    if "repeats" in item:  # as an older program wrote it
        item = item | {"doubt": "" if item["repeats"] is True else "chance"}
        del item["repeats"]
    if "draws" in item:
        item = item | {"no_picture": "" if item["draws"] is True else N_("it drew nothing")}
        del item["draws"]
    _require(item.keys() == {field.name for field in dataclasses.fields(Added)})
    _require(isinstance(item["name"], str) and is_name(item["name"]))
    _require(isinstance(item["folder"], str))
    form = _form(item["form"])
    usual = tuple(Usual(_number(scale), None if bounds is None else _pair(bounds)) for scale, bounds in item["usual"])
    _require(len(usual) == form.n_numbers and all(one.scale > 0 for one in usual))
    _require(
        type(item["no_picture"]) is str and len(item["no_picture"]) <= MOST_TEXT and item["doubt"] in ("", *DOUBTS)
    )
    solved_at = item["solved_at"]
    added = Added(
        name=item["name"],
        folder=item["folder"],
        form=form,
        usual=usual,
        steps_per_episode=_count(item["steps_per_episode"], 1, 100_000),
        solved_at=None if solved_at is None else _number(solved_at),
        steps_per_second=_count(item["steps_per_second"], 1, 240),
        doubt=item["doubt"],
        no_picture=item["no_picture"],
        step_us=_number(item["step_us"]),
    )
    _require(added.step_us >= 1)
    return added


def _form(item: Any) -> Form:
    item = {"counts": [], "firsts": []} | item  # which an older list does not have
    form = Form(
        shape=tuple(_count(length, 1, MOST_NUMBERS) for length in item["shape"]),
        n_actions=_count(item["n_actions"], 0, MOST_ACTIONS),
        start=_count(item["start"], -(2**53), 2**53),
        bounds=tuple(_pair(bounds) for bounds in item["bounds"]),
        counts=tuple(_count(count, 0, MOST_CELLS) for count in item["counts"]),
        firsts=tuple(_count(first, -(2**63), 2**63) for first in item["firsts"]),
    )
    _require(len(form.counts) == len(form.firsts) and len(form.counts) in (0, form.n_numbers))
    _require(1 <= form.n_numbers <= MOST_NUMBERS and len(form.bounds) <= MOST_ACTION_NUMBERS)
    _require((form.n_actions > 0) != bool(form.bounds))
    return form


def _pair(item: Any) -> tuple[float, float]:
    low, high = item
    _require(_number(low) < _number(high))
    return float(low), float(high)


def _number(item: Any) -> float:
    _require(type(item) in (int, float) and math.isfinite(item))
    return float(item)


def _count(item: Any, low: int, high: int) -> int:
    _require(type(item) is int and low <= item <= high)
    return int(item)


def _require(holds: bool) -> None:
    if not holds:
        raise ValueError("not what we write")
