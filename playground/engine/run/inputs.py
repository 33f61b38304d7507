"""Inputs: all changes of a run from outside. Nothing else may touch a Session.

A run is given by its settings and this list: the same list gives the same bits again, wherever it runs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from playground.agents.base import Agent
from playground.agents.replay.transition_log import TransitionLog
from playground.engine.run.demonstrations import (
    check_episode,
    check_learns_from_episodes,
    episode_mark,
    numbers_of,
    transitions,
)
from playground.engine.run.divergence_guard import DivergenceGuard
from playground.engine.run.interventions import (
    check_forced_action,
    check_push,
    check_set_state,
    forced_mark,
    placing_mark,
    push_mark,
)
from playground.engine.run.metrics import WEIGHTS, Mark, Metrics
from playground.engine.run.settings import Settings
from playground.engine.run.sub_env import SubEnv
from playground.envs.base import EnvironmentCard, EnvironmentParams
from playground.errors import HyperError, UnknownNameError
from playground.hyper import changed, hypers
from playground.i18n import N_
from playground.number_range import LARGEST, LARGEST_WORDS


@dataclass(frozen=True)
class Input:
    """One change, applied when `step` calls of Session.step() are done.

    An evaluation that is due at that moment comes first, also when the run is repeated.
    """

    step: int
    kind: str
    payload: dict[str, Any]
    gesture: int = 0  # changes of one drag share a number; 0 stands alone


class InputTarget(Protocol):
    """All of a run that an input may read or change; a Session is one."""

    settings: Settings
    params: Any
    card: EnvironmentCard
    environment_params: EnvironmentParams
    agent: Agent
    log: TransitionLog
    guard: DivergenceGuard
    metrics: Metrics
    n_steps: int
    inputs: list[Input]
    to_come: deque[Input]

    @property
    def shown(self) -> SubEnv:
        """The environment that people see: the first."""

    def see_sub_envs(self) -> None:
        """Read the observations anew."""

    def put(self, values: Sequence[float]) -> None:
        """Cut the episode shown off, and begin another where these numbers say."""

    def change_environment(self, parameters: EnvironmentParams) -> None:
        """Go on with these parameters, the episode under way too."""


def check_input(run: InputTarget, kind: str, payload: dict[str, Any]) -> None:
    """Raise a PlaygroundError if the change cannot be made.

    Asking changes nothing.
    """
    if kind not in CHECK:
        raise UnknownNameError(
            N_("There is no change called “{kind}”, so the run goes on as it was. There are: {known}."),
            kind=str(kind)[:80],
            known=", ".join(CHECK),
        )
    CHECK[kind](run, payload)


def apply_input(run: InputTarget, entry: Input) -> None:
    """Make the change; called between two steps only."""
    APPLY[entry.kind](run, entry)


def check_live(params: Any, payload: dict[str, Any]) -> Any:
    """Return the parameters with a live one changed to the "value".

    `payload` has its name and the value. Raises a PlaygroundError unless it may have that.
    """
    record = hypers(params).get(payload.get("name", ""))
    result = changed(params, {record.name: payload.get("value")})
    if not record.live:
        raise HyperError(
            N_("{name} is fixed within a run. The new value is used after Reset; this run goes on with {value}."),
            name=record.name,
            value=record.format(getattr(params, record.name)),
        )
    return result


def check_scheduled(params: Any, payload: dict[str, Any]) -> None:
    """Raise a PlaygroundError unless the named parameter follows a schedule."""
    record = hypers(params).get(payload.get("name", ""))
    if not record.scheduled:
        raise HyperError(
            N_("{name} follows no schedule that it could be given back to. It stays at {value}."),
            name=record.name,
            value=record.format(getattr(params, record.name)),
        )


def check_weights(shapes: Mapping[str, tuple[int, ...]], payload: dict[str, Any]) -> None:
    """Raise HyperError unless the "weights" have these shapes, and numbers in range."""
    given = payload.get("weights") or {}
    if {name: array.shape for name, array in given.items()} != shapes:
        raise HyperError(
            N_(
                "These weights belong to a network of another shape than this run's, which stays as it was. Give hidden_layers the widths they come from, then Reset, and load them again."
            ),
        )
    if not all((np.abs(array) <= LARGEST).all() for array in given.values()):  # never true of NaN
        raise HyperError(
            N_(
                "These weights hold numbers beyond the range from -{limit} to {limit}, so they were not loaded. The run stays as it was."
            ),
            limit=LARGEST_WORDS,
        )


def _check_set_hyper(run: InputTarget, payload: dict[str, Any]) -> None:
    check_live(run.params, payload)


def _check_set_environment(run: InputTarget, payload: dict[str, Any]) -> None:
    check_live(run.environment_params, payload)


def _check_release_hyper(run: InputTarget, payload: dict[str, Any]) -> None:
    check_scheduled(run.params, payload)


def _check_load_weights(run: InputTarget, payload: dict[str, Any]) -> None:
    check_weights({name: array.shape for name, array in run.agent.weights().items()}, payload)


def _check_push(run: InputTarget, payload: dict[str, Any]) -> None:
    check_push(run.card, payload)


def _check_force_action(run: InputTarget, payload: dict[str, Any]) -> None:
    check_forced_action(run.card, payload)


def _check_set_state(run: InputTarget, payload: dict[str, Any]) -> None:
    check_set_state(run.card, payload)


def _check_add_episode(run: InputTarget, payload: dict[str, Any]) -> None:
    check_learns_from_episodes(run.settings.learner, run.params)
    others = (*run.inputs, *run.to_come)
    episodes = (entry.payload for entry in others if entry.kind == "add_episode" and entry.payload is not payload)
    check_episode(run.card, payload, sum(map(numbers_of, episodes)))
    transitions(run.card, run.environment_params, payload)


def _set_hyper(run: InputTarget, entry: Input) -> None:
    """Set a hyperparameter; a scheduled one is held until it is released."""
    record = hypers(run.params).get(entry.payload["name"])
    before = getattr(run.params, record.name)
    after = record.check(entry.payload["value"])
    setattr(run.params, record.name, after)
    if record.scheduled:
        run.agent.schedules.hold(record.name)
    run.guard.see_settings()
    run.metrics.add_mark(
        Mark(run.n_steps, record.name, before, after, entry.gesture, record.optional, held=record.scheduled)
    )


def _set_environment(run: InputTarget, entry: Input) -> None:
    """Set a parameter of the environment; the episode under way goes on."""
    record = hypers(run.environment_params).get(entry.payload["name"])
    before = getattr(run.environment_params, record.name)
    parameters = changed(run.environment_params, {record.name: entry.payload["value"]})
    run.change_environment(parameters)
    after = getattr(parameters, record.name)
    run.metrics.add_mark(Mark(run.n_steps, record.name, before, after, entry.gesture, record.optional))


def _release_hyper(run: InputTarget, entry: Input) -> None:
    """Let the schedule take over again, from the held value."""
    name = entry.payload["name"]
    if name not in run.agent.schedules.held:
        return
    value = getattr(run.params, name)
    run.agent.schedules.release(name)
    run.metrics.add_mark(Mark(run.n_steps, name, value, value, entry.gesture, released=True))


def _load_weights(run: InputTarget, entry: Input) -> None:
    """Begin from the weights of a policy."""
    run.agent.load_weights(entry.payload["weights"])
    run.guard.recovered(run.n_steps)


def _check_restore(run: InputTarget, payload: dict[str, Any]) -> None:
    if payload.get("step") not in [memory.step for memory in run.guard.memories]:
        raise HyperError(
            N_("The learner's state after step {step} is not remembered any more. The run stays as it was."),
            step=payload.get("step"),
        )


def _restore(run: InputTarget, entry: Input) -> None:
    """Restore the networks and the optimiser of an earlier step; all else goes on."""
    memory = next(memory for memory in run.guard.memories if memory.step == entry.payload["step"])
    run.agent.roll_back(memory.state)
    run.guard.recovered(run.n_steps)
    run.metrics.add_mark(Mark(run.n_steps, WEIGHTS, run.n_steps, memory.step, entry.gesture))


def _push(run: InputTarget, entry: Input) -> None:
    """Change the velocity at once; between two episodes, that of the next one's start.

    The transition before it led to where the environment was, and the next one begins where it is.
    """
    change = float(entry.payload["change"])
    assert run.card.push is not None
    run.shown.move(run.card.push, change)
    run.see_sub_envs()
    run.metrics.add_mark(push_mark(run.n_steps, run.card, change))


def _force_action(run: InputTarget, entry: Input) -> None:
    """Mark it; the step that comes reads the action among the inputs."""
    run.metrics.add_mark(forced_mark(run.n_steps, run.card, entry.payload["action"]))


def _set_state(run: InputTarget, entry: Input) -> None:
    """Cut the episode under way off, and begin another in the state that is given.

    It is cut off as at the time limit, in the log: there alone all learners look for the ends of episodes, so no n-step
    window, return or advantage runs on from one side of the jump to the other, and what was reached there still has a
    value. Only its return is nobody's: it is no episode of the curves, and none that an algorithm counts. The cut
    follows from the list of inputs, so neither keyframes nor files hold it, and a fork that drops the input has the
    episode whole. A push, in contrast, is part of its episode.
    """
    values = entry.payload["state"]
    run.put(values)
    run.metrics.add_mark(placing_mark(run.n_steps, run.card, values))


def _add_episode(run: InputTarget, entry: Input) -> None:
    """Put the transitions of an episode into the log, and so into the replay buffer.

    They are no steps of the run: nothing is counted, no die is drawn, and what learns when stays as it was. The episode
    under way goes on after them.
    """
    rows = transitions(run.card, run.environment_params, entry.payload)
    run.log.add_episode(rows)
    for reward in rows[:, -3].tolist():
        run.guard.see_reward(reward)
    run.metrics.add_mark(episode_mark(run.n_steps, entry.payload))


# To add a kind: a line in each table, and a test in tests/engine/run/test_inputs.py that the run repeats with it, bit for bit.
CHECK: dict[str, Callable[[InputTarget, dict[str, Any]], None]] = {
    "set_hyper": _check_set_hyper,
    "release_hyper": _check_release_hyper,
    "set_environment": _check_set_environment,
    "load_weights": _check_load_weights,
    "restore": _check_restore,
    "push": _check_push,
    "force_action": _check_force_action,
    "set_state": _check_set_state,
    "add_episode": _check_add_episode,
}
APPLY: dict[str, Callable[[InputTarget, Input], None]] = {
    "set_hyper": _set_hyper,
    "release_hyper": _release_hyper,
    "set_environment": _set_environment,
    "load_weights": _load_weights,
    "restore": _restore,
    "push": _push,
    "force_action": _force_action,
    "set_state": _set_state,
    "add_episode": _add_episode,
}
