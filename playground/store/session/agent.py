"""The columns of an agent's state in a session file: what its settings say it must be, and what holds within it."""

from __future__ import annotations

import copy
import dataclasses
from typing import Any

import numpy as np

from playground.agents.base import Agent
from playground.agents.replay.transition_log import TransitionLog
from playground.agents.rng import RunRng
from playground.engine.history.recipe import n_sub_envs
from playground.engine.run.session import rows_in_memory
from playground.engine.run.settings import Settings
from playground.hyper import hypers
from playground.lazy import lazy_import
from playground.store.session.columns import (
    COUNT,
    MOST,
    POSITIVE,
    REAL,
    REAL_OR_NOT,
    TRUTH,
    Column,
    Fields,
    Names,
    Numbers,
    Ragged,
    Scalars,
    Several,
    require_state,
)

torch = lazy_import("torch")

_DTYPES = {np.dtype("f4"): "F32", np.dtype("f8"): "F64", np.dtype("u1"): "U8"}
_NEVER_NEGATIVE = ("square", "n_steps")  # of an optimiser
_LEAST_PRIORITY = float(np.finfo(np.float32).smallest_normal)


class AgentForm:
    """What the state of an agent with these settings looks like, as a new one shows it."""

    def __init__(self, settings: Settings) -> None:
        params, space = copy.deepcopy(settings.params), settings.space
        self._settings = settings
        self._in_memory = rows_in_memory(params)
        log = TransitionLog(len(space.scale), self._in_memory, action_size=space.action_size)
        self.rng = RunRng(params.seed)
        agent: Agent = settings.learner.make(params, space, log, self.rng)
        self._n_sub_envs = n_sub_envs(settings)
        self._lines = {
            record.name: Scalars("F64", low=record.low, high=record.high) for record in hypers(params)
        }  # by the names of schedules
        self.column = self._fields(agent.state())

    def check(self, state: dict[str, Any], n_steps: int, exponents: set[float]) -> None:
        """Raise BadFileError for a state that no agent could have after so many env steps.

        `exponents` are those that priorities can be to the power of, for this is what is divided by.
        """
        if "begin" in state:
            n_rows = n_steps - state["begin"]
            require_state(n_rows >= 0 and n_rows % self._n_sub_envs == 0, "begin")
            chances = state.get("old_log_probabilities")
            require_state(chances is None or len(chances) * self._n_sub_envs == n_rows, "old_log_probabilities")
        if "priorities" in state:
            priorities = state["priorities"]
            begin, end = priorities["begin"], priorities["end"]
            require_state(begin <= end <= n_steps and end - begin <= self._in_memory, "priorities.end")
            require_state(len(priorities["leaves"]) == end - begin, "priorities.leaves")
            require_state(priorities["exponent"] in exponents, "priorities.exponent")

    def _fields(self, state: dict[str, Any]) -> Fields:
        return Fields({name: self._column(name, value) for name, value in state.items()})

    def _column(self, name: str, value: Any) -> Column:
        match name:
            case "held":
                return Names([record.name for record in hypers(self._settings.params) if record.scheduled])
            case "lines":
                return Fields({line: self._lines[line] for line in value})
            case "priorities":
                least = Scalars("F64", low=_LEAST_PRIORITY)
                leaves = Ragged(low=_LEAST_PRIORITY)
                return Fields({"leaves": leaves, "begin": COUNT, "end": COUNT, "largest": least, "exponent": POSITIVE})
            case "old_log_probabilities":
                return Several(Numbers((self._n_sub_envs,), finite=False), MOST)
            case "largest_norm" | "largest_value":
                return POSITIVE
        if isinstance(value, torch.Tensor):
            return Numbers(tuple(value.shape), low=0.0 if name in _NEVER_NEGATIVE else None, is_torch=True)
        if isinstance(value, np.ndarray):
            return Numbers(value.shape, _DTYPES[value.dtype])
        if isinstance(value, dict):
            return self._fields(value)
        if dataclasses.is_dataclass(value):
            parts = {part: COUNT if type(number) is int else REAL_OR_NOT for part, number in vars(value).items()}
            return Fields(parts, type(value), vars)
        plain: dict[type, Column] = {bool: TRUTH, int: COUNT, float: REAL_OR_NOT if name == "actor_loss" else REAL}
        return plain[type(value)]
