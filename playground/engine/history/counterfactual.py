"""Counterfactuals: what follows each action that is possible in one state.

Every future begins with its own action and goes on greedily, in an environment of its own that is put back to that very
moment, random numbers included: what differs between two futures follows from the first action alone. The run is not
touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.arithmetic.plain_sums import sum_in_order
from playground.engine.evaluation.policy import Policy
from playground.envs.base import EnvironmentCard, State, is_cut_off
from playground.errors import CancelledError, never

MOST_FUTURES = 8  # beside the first; an environment that somebody added may have any number of actions


@dataclass(frozen=True)
class Branching:
    """A frame of an episode that is not over, where futures begin."""

    state: State
    step: int  # of the episode
    limit: int  # steps at which the episode is cut off
    taken: Any = None  # the action that was taken here; None: none was yet, and the policy's own takes its place


@dataclass(frozen=True)
class Future:
    """The future after one action.

    There is one state more than there are rewards: the first is the moment itself.
    """

    action: Any  # the first one; all others are greedy
    states: tuple[State, ...]
    rewards: tuple[float, ...]
    terminated: bool
    truncated: bool
    promised: float | None = None  # the Q-value of the first action, where there are Q-values

    @property
    def total(self) -> float:
        """The return from the moment on."""
        return sum_in_order(self.rewards)

    def discounted(self, gamma: float, on_termination: float | None = None) -> float:
        """Return the discounted return from the moment on.

        With `on_termination` the reward of the step that ends the episode is that one.
        """
        total = 0.0
        rewards = list(self.rewards)
        if self.terminated and on_termination is not None:
            rewards[-1] = on_termination
        for reward in reversed(rewards):
            total = reward + gamma * total
        return total

    def __len__(self) -> int:
        return len(self.rewards)


@dataclass(frozen=True)
class Counterfactual:
    """Two or more futures of one moment.

    The first is that of the action that was taken, or that the policy takes.
    """

    moment: Branching
    futures: tuple[Future, ...]
    gamma: float
    same_draws: bool  # the environment is stochastic: its random numbers were the same in all futures
    on_termination: float | None = None  # the reward that is learned from at an end, if not the environment's own


def counterfactual(policy: Policy, moment: Branching, should_stop: Callable[[], bool] | None = None) -> Counterfactual:
    """Play the futures of `moment` under `policy`, or fewer if it should stop.

    Raises EnvironmentFault where the environment cannot be put back to the moment, or fails on the way.
    """
    card = policy.settings.card
    actor = policy.actor()
    first = moment.taken
    if first is None:
        environment = card.make(policy.environment_params)
        first = actor.act(environment.restore(moment.state))[0]
    futures: list[Future] = []
    for action in (first, *_others(card, first)):
        if futures and should_stop is not None and should_stop():
            break
        futures.append(future_of(policy, moment, action))
    return Counterfactual(
        moment,
        tuple(futures),
        float(policy.values.get("gamma", 1.0)),
        card.is_stochastic(policy.environment_params),
        policy.values.get("reward_on_termination"),
    )


def parted(future: Future, other: Future) -> int | None:
    """Return after how many steps the return of one stays ahead.

    None where both end equal.
    """
    n_steps = max(len(future), len(other))
    lead = np.cumsum(_padded(future, n_steps)) - np.cumsum(_padded(other, n_steps))
    if future.total == other.total:
        return None
    behind = np.flatnonzero(np.sign(lead) != np.sign(future.total - other.total))
    return int(behind[-1]) + 2 if len(behind) else 1


def _others(card: EnvironmentCard, first: Any) -> Iterator[Any]:
    """Yield every other action.

    Of a continuous one, each number is set to its lowest and its highest, with the others as they are.
    """
    if not card.action_bounds:
        yield from [action for action in range(len(card.actions)) if action != first][:MOST_FUTURES]
        return
    chosen = np.asarray(first)
    clipped = np.clip(chosen, *np.transpose(card.action_bounds))
    ends = [(number, end) for number, bounds in enumerate(card.action_bounds) for end in bounds]
    for number, end in [(number, end) for number, end in ends if clipped[number] != end][:MOST_FUTURES]:
        other = chosen.copy()
        other[number] = end
        yield other


def future_of(policy: Policy, moment: Branching, first: Any = None, should_stop: Callable[[], bool] = never) -> Future:
    """Play one future of `moment`: an action, or the policy's own, and greedily on.

    Raises EnvironmentFault as counterfactual() does, and CancelledError if it should stop.
    """
    environment, actor = policy.settings.card.make(policy.environment_params), policy.actor()
    chosen, values = actor.act(environment.restore(moment.state))
    first = chosen if first is None else first
    settings = policy.settings
    promised = float(values[first]) if settings.learner.shown_in(settings.space) == "q" else None
    states: list[State] = [moment.state]
    rewards: list[float] = []
    action, terminated, truncated = first, False, False
    while not (terminated or truncated):
        if should_stop():
            raise CancelledError
        observation, reward, terminated = environment.step(action)
        states.append(environment.snapshot())
        rewards.append(reward)
        truncated = moment.step + len(rewards) >= moment.limit or is_cut_off(environment)
        if not (terminated or truncated):
            action = actor.act(observation)[0]
    return Future(first, tuple(states), tuple(rewards), terminated, truncated, promised)


def _padded(future: Future, n_steps: int) -> NDArray[np.float64]:
    return np.pad(np.array(future.rewards), (0, n_steps - len(future)))
