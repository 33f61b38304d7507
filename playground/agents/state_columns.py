"""Columns of a learner's state in a session file, beyond what a new learner shows.

A session file has a column for each entry of Agent.state(). Its type and shape are those of a new learner with the same
settings. What that cannot show, a bound, a length that varies, how entries depend on each other, an algorithm declares
beside its state() in Agent.state_columns(), by the names of the entries; entries of dictionaries in dictionaries.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias


class Moment(NamedTuple):
    """Moment of a run at which a state was taken, to check the state against."""

    state: Mapping[str, Any]  # the whole of it, as state() gave it
    n_steps: int  # environment steps made
    n_rows: int  # of the transition log: these, and those of added episodes
    n_environments: int  # stepped side by side
    rows_in_memory: int  # of the transition log
    values: Callable[[str], Set[Any]]  # every value that a hyperparameter has had, by its name


Check: TypeAlias = Callable[[Any, Moment], bool]  # whether a value is possible at that moment


def always(_value: Any, _moment: Moment) -> bool:
    """Accept every value."""
    return True


@dataclass(frozen=True)
class AsNew:
    """Number or array of the type and shape that a new learner shows."""

    low: float | None = None
    finite: bool = True  # False: NaN and infinity may be kept as well
    check: Check = always


@dataclass(frozen=True)
class Growing:
    """Array (n,) of float32 whose length varies."""

    low: float | None = None
    check: Check = always


@dataclass(frozen=True)
class Rows:
    """List of float32 arrays of one shape; its length varies."""

    shape: tuple[int, ...]
    finite: bool = True
    check: Check = always


StateColumns: TypeAlias = "Mapping[str, AsNew | Growing | Rows | StateColumns]"

NOT_NEGATIVE = AsNew(low=0.0)
