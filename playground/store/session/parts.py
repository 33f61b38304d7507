"""Columns of a session file: environments of the run, its guard, its curves."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from playground.agents.base import CHECK_EVERY
from playground.engine.run.divergence_guard import GROWING_FOR, KEEP
from playground.engine.run.metrics import FIRST_STRIDE_ENDS, Metrics
from playground.engine.run.settings import Settings
from playground.envs.base import EnvironmentCard, State
from playground.envs.gym_adapter.adapter import ReplayedState
from playground.store.session.columns import (
    COUNT,
    POSITIVE,
    POSITIVE_OR_INFINITE,
    REAL,
    REAL_OR_NOT,
    TRUTH,
    Column,
    Fields,
    Numbers,
    Ragged,
    Several,
    Since,
    counts,
    require_state,
)

LONGEST_EPISODE = 100_000  # steps: what steps_per_episode can be at most
MOST_VALUES = GROWING_FOR // CHECK_EVERY + 1  # that the guard remembers
_NOT_YET = -1


def sub_env_column(settings: Settings) -> Fields:
    """Return the column of SubEnv.state().

    Left out is what settings say of it: its number and its seed.
    """
    space, card = settings.space, settings.card
    if space.is_continuous:
        action: Column = Numbers((space.action_size,))
        none: Any = [0.0] * space.action_size
    else:
        action, none = counts(space.n_actions - 1), 0

    def parts(state: dict[str, Any]) -> dict[str, Any]:
        values = {name.removeprefix("_"): value for name, value in state.items() if name not in ("_number", "_seed")}
        values["explored"] = _NOT_YET if state["explored"] is None else int(state["explored"])
        values["action"] = none if state["action"] is None else state["action"]
        return values

    def make(explored: int, action: Any, is_reset: bool, **values: Any) -> dict[str, Any]:
        is_new = explored == _NOT_YET
        return values | {
            "explored": None if is_new else bool(explored),
            "action": None if is_new else action,
            "_is_reset": is_reset,
        }

    columns: dict[str, Column] = {
        "n_episodes": COUNT,
        "episode_step": counts(LONGEST_EPISODE),
        "episode_return": REAL,
        "over": TRUTH,
        "action": action,
        "explored": counts(1, low=_NOT_YET),
        "terminated": TRUTH,
        "truncated": TRUTH,
        "is_reset": TRUTH,
        "observation": Numbers((len(space.scale),)),
        "environment": _moment_column(settings) if card.restored_by == "replay" else _state_column(card),
    }
    return Fields(columns, make, parts)


def check_sub_env(state: dict[str, Any], card: EnvironmentCard, n_calls: int) -> None:
    """Raise BadFileError for an impossible state of an environment.

    None of the run could be in it after so many calls.
    """
    require_state(state["n_episodes"] <= n_calls, "lanes.n_episodes")
    require_state(state["episode_step"] <= n_calls, "lanes.episode_step")
    environment = state["environment"]
    if isinstance(environment, ReplayedState):
        require_state(environment.n_actions <= state["episode_step"], "lanes.environment.actions")
    else:
        require_state(card.is_state(environment), "lanes.environment")


def _state_column(card: EnvironmentCard) -> Fields:
    def parts(state: State) -> dict[str, Any]:
        return {"numbers": state}

    def make(numbers: Any) -> State:
        return tuple(numbers.tolist())

    return Fields({"numbers": Numbers((len(card.idle),), "F64")}, make, parts)


def _moment_column(settings: Settings) -> Fields:
    space = settings.space
    if space.is_continuous:
        actions = Ragged("F32", (space.action_size,))
        listed: Callable[[Any], list[Any]] = list
    else:
        actions = Ragged("I64", low=0, high=space.n_actions - 1)
        listed = _as_ints

    def parts(moment: ReplayedState) -> dict[str, Any]:
        return {"numbers": tuple(moment), "seed": moment.seed, "actions": moment.actions[: moment.n_actions]}

    def make(numbers: Any, seed: int, actions: Any) -> ReplayedState:
        return ReplayedState.of(numbers, seed, listed(actions))

    return Fields(
        {"numbers": Numbers((len(space.scale),), "F64"), "seed": counts(2**32 - 1), "actions": actions}, make, parts
    )


def _as_ints(actions: Any) -> list[Any]:
    listed: list[Any] = actions.tolist()
    return listed


def guard_column() -> Fields:
    """Return the column of DivergenceGuard.state().

    Its memories are numbers, as they have in a table.
    """
    columns: dict[str, Column] = {
        "largest_reward": POSITIVE,
        "longest": POSITIVE_OR_INFINITE,
        "began_with": Since(3, POSITIVE_OR_INFINITE, 0.0),
        "values": Several(REAL_OR_NOT, MOST_VALUES),
        "next_check": COUNT,
        "next_memory": COUNT,
        "memories": Several(COUNT, KEEP),
    }
    return Fields(columns, parts=_without_underscores)


def guard_state(parts: dict[str, Any], memories: list[Any], n_updates: int) -> dict[str, Any]:
    """Return DivergenceGuard.state() from the parts of its column.

    Raises BadFileError where no guard could have it.
    """
    numbers = parts["memories"]
    require_state(numbers and all(number < len(memories) for number in numbers), "guard.memories")
    require_state(parts["next_check"] <= n_updates + CHECK_EVERY, "guard.next_check")
    require_state(parts["next_memory"] <= n_updates + GROWING_FOR, "guard.next_memory")
    return {
        "_largest_reward": parts["largest_reward"],
        "_longest": parts["longest"],
        "_began_with": parts["began_with"],
        "_values": deque(parts["values"], MOST_VALUES),
        "_next_check": parts["next_check"],
        "memories": deque([memories[number] for number in numbers], KEEP),
        "_next_memory": parts["next_memory"],
    }


def _without_underscores(state: dict[str, Any]) -> dict[str, Any]:
    return {name.removeprefix("_"): value for name, value in state.items()}


def curves_column(metrics: Metrics, n_marks: int) -> Fields:
    """Return the column of Metrics.state().

    Its marks are numbers, as they have in a table.
    """
    n_curves, n_actions = len(metrics.curve.names) - 1, len(metrics.action_counts)
    columns: dict[str, Column] = {
        "n_rows": Fields(dict.fromkeys(("curve", "episodes", "evaluations", "actions"), COUNT)),
        "marks": Ragged("I64", low=0, high=n_marks - 1),
        "sums": Numbers((n_curves,), "F64", finite=False),
        "n_summed": Numbers((n_curves,), "I64", low=0),
        "actions_due": COUNT,
        "action_counts": Numbers((n_actions,), "I64", low=0),
    }
    return Fields(columns, parts=_curve_parts)


def _curve_parts(state: dict[str, Any]) -> dict[str, Any]:
    """Leave out what follows from the number of steps made."""
    kept = {name: value for name, value in state.items() if name not in ("stride", "stride_ends")}
    return kept | {"actions_due": 0 if math.isinf(state["actions_due"]) else state["actions_due"]}


def curves_state(parts: dict[str, Any], marks: list[Any], n_steps: int, lengths: Mapping[str, int]) -> dict[str, Any]:
    """Return Metrics.state() from the parts of its column.

    `lengths` are how many rows the curves have.
    """
    require_state(all(parts["n_rows"][name] <= length for name, length in lengths.items()), "curves.n_rows")
    counted = tuple(parts["action_counts"].tolist())
    stride = 1
    while n_steps > FIRST_STRIDE_ENDS * stride:
        stride *= 10
    return {
        "n_rows": parts["n_rows"],
        "marks": tuple(marks[number] for number in parts["marks"].tolist()),
        "sums": tuple(parts["sums"].tolist()),
        "n_summed": tuple(parts["n_summed"].tolist()),
        "stride": stride,
        "stride_ends": FIRST_STRIDE_ENDS * stride,
        "actions_due": parts["actions_due"] if counted else math.inf,
        "action_counts": counted,
    }
