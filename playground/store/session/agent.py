"""Columns of an agent's state in a session file, as its algorithm declares them."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Mapping, Sequence, Set
from typing import Any

import numpy as np

from playground.agents.base import Agent
from playground.agents.replay.transition_log import TransitionLog
from playground.agents.rng import RunRng
from playground.agents.state_columns import AsNew, Growing, Moment, Rows, StateColumns
from playground.engine.history.recipe import n_sub_envs
from playground.engine.run.inputs import Input
from playground.engine.run.session import rows_in_memory
from playground.engine.run.settings import Settings
from playground.errors import PlaygroundError
from playground.hyper import hypers
from playground.i18n import N_
from playground.store.session.columns import (
    COUNT,
    MOST,
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
from playground.store.session.older_layout import NetworkNumbers, networks_of

_DTYPES = {np.dtype("f4"): "F32", np.dtype("f8"): "F64", np.dtype("u1"): "U8"}


class UnkeptStateError(PlaygroundError):
    """A part of an agent's state that a session file has no column for."""


class AgentForm:
    """Form that the state of an agent with these settings has."""

    def __init__(self, settings: Settings) -> None:
        """Make an agent and ask it; raise UnkeptStateError for what no file can keep."""
        params, space = copy.deepcopy(settings.params), settings.space
        self._settings = settings
        self._in_memory = rows_in_memory(params)
        log = TransitionLog(len(space.scale), self._in_memory, action_size=space.action_size)
        self.rng = RunRng(params.seed)
        agent: Agent = settings.learner.make_learner(params, space, log, self.rng)
        self._n_sub_envs = n_sub_envs(settings)
        self._networks = networks_of(settings)
        self._declared = agent.state_columns()
        self.column = self._fields(agent.state(), self._declared, "")

    def check(self, state: dict[str, Any], n_steps: int, n_rows: int, values: Mapping[str, Set[Any]]) -> None:
        """Raise BadFileError for a state that no agent could have after so many env steps.

        The log had `n_rows` then. `values` are all that each hyperparameter has had until then.
        """

        def of(name: str) -> Set[Any]:
            return values.get(name, frozenset())

        _check(state, self._declared, Moment(state, n_steps, n_rows, self._n_sub_envs, self._in_memory, of), "")

    def _fields(self, state: Mapping[str, Any], declared: StateColumns, path: str) -> Fields:
        return Fields({name: self._column(value, declared, path, name) for name, value in state.items()})

    def _column(self, value: Any, declared: StateColumns, path: str, name: str) -> Column:
        form = declared.get(name)
        if not path and name in ("held", "lines"):  # of agents.schedules.Schedules, which every learner may have
            return self._schedules(name, value)
        match form:
            case Growing():
                return Ragged(low=form.low)
            case Rows():
                return Several(Numbers(form.shape, finite=form.finite), MOST)
        if isinstance(value, dict):
            return self._fields(value, form if isinstance(form, Mapping) else {}, f"{path}{name}.")
        column = _as_new(value, form if isinstance(form, AsNew) else AsNew())
        if column is None:
            raise UnkeptStateError(
                N_(
                    "The algorithm {algorithm} keeps “{name}” in its state as {kind}, which no session file can hold, so runs of it are not saved. A number, an array of float32 or float64, or a dictionary of these can be kept; where it has a length of its own, state_columns() must say so."
                ),
                algorithm=self._settings.algorithm,
                name=f"{path}{name}",
                kind=type(value).__name__,
            )
        network = self._networks.get(f"{path}{name}".partition(".")[0])
        if network is not None and isinstance(column, Numbers) and column.shape[-1:] == (network.n_parameters,):
            return NetworkNumbers(column, network)
        return column

    def _schedules(self, name: str, value: Any) -> Column:
        records = hypers(self._settings.params)
        if name == "held":
            return Names([record.name for record in records if record.scheduled])
        lines = {line: records.get(line) for line in value}
        return Fields({line: Scalars("F64", low=record.low, high=record.high) for line, record in lines.items()})


def values_had(settings: Settings, inputs: Sequence[Input]) -> dict[str, set[Any]]:
    """Return all values that each hyperparameter had, from the start on."""
    had = {name: {value} for name, value in settings.values().items()}
    for entry in inputs:
        if entry.kind == "set_hyper":
            had[entry.payload["name"]].add(entry.payload["value"])
    return had


def _as_new(value: Any, form: AsNew) -> Column | None:
    """Return the column of values like this one; None where there is none."""
    if isinstance(value, np.ndarray):
        dtype = _DTYPES.get(value.dtype)
        return None if dtype is None else Numbers(value.shape, dtype, low=form.low, finite=form.finite)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {part: COUNT if type(number) is int else REAL_OR_NOT for part, number in vars(value).items()}
        return Fields(parts, type(value), vars)
    if type(value) is float:
        return Scalars("F64", low=form.low, finite=form.finite)
    plain: dict[type, Column] = {bool: TRUTH, int: COUNT}
    return plain.get(type(value))


def _check(state: Mapping[str, Any], declared: StateColumns, moment: Moment, path: str) -> None:
    for name, form in declared.items():
        value = state[name]
        if isinstance(form, Mapping):
            _check(value, form, moment, f"{path}{name}.")
        else:
            require_state(form.check(value, moment), f"{path}{name}")
