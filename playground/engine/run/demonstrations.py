"""Demonstrations: episodes that somebody played, for the replay buffer of a run.

Whoever played it says where it started and which actions were taken; what followed, the environment works out itself.
So an episode that is added is a thing that can happen there, and its bits are those of any step.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.agents.base import Algorithm
from playground.engine.run.interventions import is_action
from playground.engine.run.metrics import ADDED_EPISODE, Mark
from playground.envs.base import EnvironmentCard, EnvironmentParams, State, is_cut_off
from playground.errors import HyperError, Term
from playground.hyper import hypers
from playground.i18n import N_
from playground.number_range import LARGEST

MOST_STEPS = 10_000  # of one episode
MOST_NUMBERS = 100_000  # of all that are added to a run, so that files of it stay within their limits


def check_learns_from_episodes(learner: Algorithm, params: Any) -> None:
    """Raise HyperError, which says why, unless such a run learns from added episodes."""
    if learner.shows == "probabilities":
        raise HyperError(
            N_(
                "{algorithm} is on-policy: it learns only from steps that its own newest policy took, so an episode that somebody played would mislead it. DQN and DDPG can learn from one. The run goes on as it was."
            ),
            algorithm=Term(learner.title),
        )
    if "buffer_size" not in hypers(params):
        raise HyperError(
            N_(
                "{algorithm} keeps no transitions: it learns from each step once, as the run makes it, so there is nothing that an episode could be put into. DQN and DDPG have a replay buffer. The run goes on as it was."
            ),
            algorithm=Term(learner.title),
        )
    if getattr(params, "replay", "on") == "off":
        raise HyperError(
            N_(
                "Replay is off, so nothing but the newest step is learned from, and an added episode never would be. Set replay to on, and add it then. The run goes on as it was."
            )
        )


def check_episode(card: EnvironmentCard, payload: dict[str, Any], n_numbers: int) -> None:
    """Raise HyperError unless an episode could have this "start" and these "actions".

    `n_numbers` have been added to the run so far. What follows the actions is not looked at: see transitions().
    """
    start: Any = payload.get("start")
    actions: Any = payload.get("actions")
    if card.restored_by != "snapshot":
        raise HyperError(
            N_(
                "No episode can be added in {environment}: it cannot be put to a start by its numbers alone. The run goes on as it was."
            ),
            environment=Term(card.title),
        )
    if not _can_start(card, start):
        raise HyperError(
            N_("No episode of {environment} can start at “{start}”. The run goes on as it was."),
            environment=Term(card.title),
            start=str(start)[:80],
        )
    if not isinstance(actions, (list, tuple)) or not 1 <= len(actions) <= MOST_STEPS:
        raise HyperError(
            N_("An episode that is added has 1 to {most} actions. The run goes on as it was."), most=f"{MOST_STEPS:,}"
        )
    for number, action in enumerate(actions, 1):
        if not is_action(card, action):
            raise HyperError(
                N_("Action {number} of the episode, “{action}”, is none of {environment}. The run goes on as it was."),
                number=f"{number:,}",
                action=str(action)[:80],
                environment=Term(card.title),
            )
    if n_numbers + numbers_of(payload) > MOST_NUMBERS:
        raise HyperError(
            N_(
                "With the episodes added before, this one would take more than {most} numbers, which is as many as a file of the run holds. The run goes on as it was."
            ),
            most=f"{MOST_NUMBERS:,}",
        )


def numbers_of(payload: dict[str, Any]) -> int:
    """Return how many numbers, and lists of them, an episode takes in a file."""
    start, actions = payload["start"], payload["actions"]
    is_continuous = isinstance(actions[0], (list, tuple))
    return len(start) + len(actions) * (1 + len(actions[0]) if is_continuous else 1)


def transitions(card: EnvironmentCard, params: EnvironmentParams, payload: dict[str, Any]) -> NDArray[np.float32]:
    """Return the rows of the log that an episode makes, shape (actions, width).

    It is played in the environment as it is now. Where it did not terminate it counts as truncated: whoever played it stopped. Raises HyperError where it ends before
    its last action.
    """
    environment, actions = card.make(params), payload["actions"]
    start: State = tuple(map(float, payload["start"]))
    observation = environment.restore(start)
    n, n_numbers = len(observation), len(card.action_bounds)
    rows = np.zeros((len(actions), 2 * n + (n_numbers or 1) + 3), np.float32)
    n_made = 0
    for row, action in zip(rows, actions, strict=True):
        row[:n], row[2 * n : -3] = observation, action
        taken = np.array(action, np.float32) if n_numbers else action
        observation, row[-3], row[-2] = environment.step(taken)
        row[n : 2 * n] = observation
        n_made += 1
        if row[-2] or is_cut_off(environment):
            break
    if n_made < len(actions):
        raise HyperError(
            N_(
                "In {environment}, as the run has it now, this episode is over after {n_made} of its {n} actions, so it was played in another one. The run goes on as it was."
            ),
            environment=Term(card.title),
            n_made=f"{n_made:,}",
            n=f"{len(actions):,}",
        )
    if not (np.abs(rows) <= LARGEST).all():  # never true of NaN
        raise HyperError(
            N_("From “{start}” this episode comes to numbers beyond what a run can hold. The run goes on as it was."),
            start=str(payload["start"])[:80],
        )
    rows[-1, -1] = rows[-1, -2] == 0.0
    return rows


def episode_mark(step: int, payload: dict[str, Any]) -> Mark:
    """Return the mark of an added episode, which tells how long it is."""
    return Mark(step, ADDED_EPISODE, None, len(payload["actions"]), 0)


def _can_start(card: EnvironmentCard, start: Any) -> bool:
    """Whether an episode may begin there, as far as the card says."""
    is_list = isinstance(start, (list, tuple)) and len(start) == len(card.idle)
    if not is_list or not all(map(_is_number, start)) or not card.is_state(tuple(start)):
        return False
    placing = card.placing
    return placing is None or (
        all(
            number.low <= value <= number.high
            for number, value in zip(placing.numbers, placing.values(start), strict=True)
        )
        and placing.is_free(tuple(start))
    )


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and abs(value) <= LARGEST  # never true of NaN
