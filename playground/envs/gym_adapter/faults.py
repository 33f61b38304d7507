"""Checks of all that a user's environment returns, and its faults in words."""

from __future__ import annotations

import importlib.util
import math
import traceback
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from playground.envs.gym_adapter.spaces import Form, parts_of
from playground.errors import EnvironmentFault, Term, raised_words
from playground.i18n import N_
from playground.number_range import LARGEST, LARGEST_WORDS
from playground.surroundings import started_as_python

_LONGEST = 200  # characters of an error's own words
_STEP_GIVES = 5  # observation, reward, terminated, truncated, info

StepResult: TypeAlias = "tuple[NDArray[np.float32], float, bool, bool]"


class Misbehaved(Exception):
    """A value from an environment that cannot be used; `what` says why."""

    def __init__(self, template: str, **values: object) -> None:
        self.what = Term(template, **values)
        super().__init__(self.what.english())


def fault(name: str, where: Term, error: BaseException) -> EnvironmentFault:
    """Return the sentence about an error.

    Raise it `from error`, so that the log has the traceback.
    """
    what = error.what if isinstance(error, Misbehaved) else _raised(error)
    return EnvironmentFault(
        N_("The environment “{name}” went wrong in {where}: {what}."), name=name, where=where, what=what
    )


def in_step(step: int, seed: int) -> Term:
    return Term(N_("step {step} of the episode with seed {seed}"), step=step, seed=seed)


def in_reset(seed: int) -> Term:
    return Term(N_("reset, seed {seed}"), seed=seed)


def read_reset(result: Any, form: Form, space: Any) -> NDArray[np.float32]:
    """Return the observation of `space` that reset() gave, as one row.

    Raises Misbehaved.
    """
    if not isinstance(result, tuple) or len(result) != 2:
        raise Misbehaved(N_("it returned {found} instead of an observation and a dictionary"), found=_kind(result))
    return read_observation(result[0], form, space)


def read_step(result: Any, form: Form, space: Any) -> StepResult:
    """Return what step() gave: observation, reward, terminated and truncated.

    The observation is one row. Raises Misbehaved.
    """
    if not isinstance(result, tuple) or len(result) != _STEP_GIVES:
        raise Misbehaved(
            N_("it returned {found} instead of observation, reward, terminated, truncated and a dictionary"),
            found=_kind(result),
        )
    observation, reward, terminated, truncated, _info = result
    return (
        read_observation(observation, form, space),
        _read_reward(reward),
        _read_flag(terminated, "terminated"),
        _read_flag(truncated, "truncated"),
    )


def read_observation(observation: Any, form: Form, space: Any) -> NDArray[np.float32]:
    """Return a copy as one row of float32.

    Raises Misbehaved unless it is what the space says: finite numbers in this shape, or whole ones that count.
    """
    if not form.counts:
        return _in_range(_array(observation, form.shape).reshape(-1))
    row = np.concatenate([array.reshape(-1) for array in _arrays_in(observation, space)], dtype=np.float64)
    for number, (count, first, low) in enumerate(zip(form.counts, form.firsts, form.lows, strict=True)):
        if not count:
            continue
        value = row[number] - first
        if value != int(value) or not 0 <= value < count:
            raise Misbehaved(
                N_(
                    "number {number} of its observation is {value}, and its space has the whole numbers {low} to {high}"
                ),
                number=number + 1,
                value=f"{row[number]:g}",
                low=first,
                high=first + count - 1,
            )
        row[number] = low + value
    return _in_range(row)


def _arrays_in(observation: Any, space: Any) -> list[NDArray[Any]]:
    """Return the arrays of an observation of a space that is made of others, in order."""
    parts = parts_of(space)
    if parts is None:
        shape = tuple(space.shape or ())
        one = observation.reshape(()) if shape == () and getattr(observation, "shape", ()) == (1,) else observation
        return [_array(one, shape)]
    keys = [key for key, _part in parts]
    is_named = any(isinstance(key, str) for key in keys)
    if isinstance(observation, Mapping) != is_named or not isinstance(observation, Mapping | Sequence | np.ndarray):
        raise Misbehaved(
            N_("its observation is {found}, and its space is {space}"),
            found=_kind(observation),
            space=type(space).__name__,
        )
    if len(observation) != len(keys) or (is_named and set(observation) != set(keys)):
        found = ", ".join(map(str, observation)) if is_named else len(observation)
        raise Misbehaved(
            N_("its observation has the parts {found} instead of {expected}"),
            found=found or Term(N_("none")),
            expected=", ".join(map(str, keys)) if is_named else len(keys),
        )
    return [array for key, part in parts for array in _arrays_in(observation[key], part)]


def _array(observation: Any, shape: tuple[int, ...]) -> NDArray[Any]:
    try:
        array = np.asarray(observation)
    except ValueError:  # lists of different lengths
        raise Misbehaved(N_("its observation is not an array of numbers")) from None
    if array.dtype.kind not in "biuf":
        raise Misbehaved(N_("its observation is of type {found}, which are not numbers"), found=array.dtype.name)
    if array.shape != shape:
        raise Misbehaved(
            N_("its observation has the shape {found} instead of {expected}"), found=array.shape, expected=shape
        )
    return array


def _in_range(row: NDArray[Any]) -> NDArray[np.float32]:
    is_usable = (row >= -LARGEST) & (row <= LARGEST)  # never true of NaN
    if not is_usable.all():
        number = int(np.argmin(is_usable))
        raise Misbehaved(
            N_("number {number} of its observation is {value}, and numbers can be from -{limit} to {limit}"),
            number=number + 1,
            value=f"{row[number]:g}",
            limit=LARGEST_WORDS,
        )
    return row.astype(np.float32)


def _read_reward(reward: Any) -> float:
    number = reward.item() if isinstance(reward, (np.ndarray, np.generic)) and reward.size == 1 else reward
    if not isinstance(number, (int, float)):
        raise Misbehaved(N_("its reward is {found} instead of a number"), found=_kind(reward))
    try:
        value = float(number)
    except OverflowError:  # a whole number beyond any float
        value = math.inf if number > 0 else -math.inf
    if not -LARGEST <= value <= LARGEST:  # never true of NaN
        raise Misbehaved(
            N_("its reward is {value}, and rewards can be from -{limit} to {limit}"),
            value=f"{value:g}",
            limit=LARGEST_WORDS,
        )
    return value


def _read_flag(flag: Any, name: str) -> bool:
    if not isinstance(flag, (bool, np.bool_, int)):
        raise Misbehaved(N_("its {flag} is {found} instead of True or False"), flag=name, found=_kind(flag))
    return bool(flag)


def _kind(value: Any) -> Term | str:
    if isinstance(value, tuple):
        return Term(N_("{n} values"), n=len(value))
    return type(value).__name__


@cache
def _not_theirs() -> tuple[str, ...]:
    """Return how names of files begin that are not the user's.

    No fault is looked for in them, though the error may have come through one.
    """
    specs = map(importlib.util.find_spec, ("gymnasium", "numpy", "playground", "importlib"))
    return "<", *(str(Path(spec.origin).parent) for spec in specs if spec is not None and spec.origin is not None)


def _raised(error: BaseException) -> Term:
    mistaken = started_as_python(error)
    if mistaken is not None:
        return mistaken
    message = raised_words(error)[:_LONGEST]
    frames = traceback.extract_tb(error.__traceback__)
    theirs = [frame for frame in frames if not frame.filename.startswith(_not_theirs())]
    if not theirs:
        return Term(N_("it raised {error}"), error=message)
    file, line = Path(theirs[-1].filename).name, theirs[-1].lineno
    return Term(N_("it raised {error} ({file}, line {line})"), error=message, file=file, line=line)
