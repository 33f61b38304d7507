"""Guard that notices when learning diverges, and remembers good states.

Two things trip it. Numbers that are not finite, or weights that have grown out of all proportion, trip it at once: the
agent refuses the update. Values that stay finite trip it when they are far beyond what rewards allow, ten times
max|reward| / (1 - gamma), and larger than 500 updates ago. gamma is the largest this run has used: a value learned
under 0.99 may stand for a while under 0.5. At gamma 1 nothing bounds a value, for an episode that is cut off goes on to
count: there it trips when values grow faster than rewards could make them. Values that a network began with are allowed
too, and until a reward other than 0 was seen nothing is judged: there is nothing yet to judge by.
"""

from __future__ import annotations

import copy
import math
from collections import deque
from dataclasses import dataclass
from typing import Any

from playground.agents.base import CHECK_EVERY, Agent
from playground.agents.nn.divergence import diverged

GROWING_FOR = 500  # updates
KEEP = 3  # memories of the learner, GROWING_FOR updates apart
FACTOR = 10.0  # beyond what rewards allow


@dataclass(frozen=True)
class LearnerCopy:
    """A copy of the learner's state, to go back to."""

    step: int  # env steps
    state: dict[str, Any]


class DivergenceGuard:
    """A check of an agent after its updates.

    What it does depends on the run alone.
    """

    def __init__(self, agent: Agent) -> None:
        self._agent = agent
        self._largest_reward = 0.0
        self._longest = 0.0  # steps into the future that a value may count: 1 / (1 - gamma)
        initial_value: float = getattr(agent.params, "initial_value", 0.0)
        self._began_with = abs(initial_value)  # |Q| of the network before any learning
        self._values: deque[float] = deque(maxlen=GROWING_FOR // CHECK_EVERY + 1)
        self._next_check = CHECK_EVERY
        self.memories: deque[LearnerCopy] = deque(maxlen=KEEP)
        self.see_settings()
        self._remember(0)

    def remember_if_due(self, n_steps: int) -> None:
        """Keep a copy of the learner now and then.

        Called after a step that went well, with how many there were.
        """
        if self._agent.n_updates >= self._next_memory:
            self._remember(n_steps)

    def _remember(self, n_steps: int) -> None:
        self.memories.append(LearnerCopy(n_steps, self._agent.state()))
        self._next_memory = self._agent.n_updates + GROWING_FOR

    def see_settings(self) -> None:
        """Note which values the settings allow; called whenever they change."""
        params = self._agent.params
        gamma = getattr(params, "gamma", 0.0)
        self._longest = max(self._longest, 1 / (1 - gamma) if gamma < 1 else math.inf)
        self.see_reward(getattr(params, "reward_on_termination", None) or 0.0)

    def see_reward(self, reward: float) -> None:
        """Note a reward of the environment."""
        if abs(reward) > self._largest_reward:
            self._largest_reward = abs(reward)

    def check(self) -> None:
        """Raise DivergedError when the values run away; called after every update."""
        agent, params = self._agent, self._agent.params
        if agent.n_updates < self._next_check:
            return
        self._next_check = agent.n_updates + CHECK_EVERY
        reached = agent.stats.largest_value
        if agent.n_updates <= CHECK_EVERY:  # then this was taken in the first update, before any learning
            self._began_with = max(self._began_with, reached)
        self._values.append(reached)
        if self._largest_reward > 0.0 and self._is_growing() and self._is_impossible():
            raise diverged(params, reached=reached)

    @property
    def possible(self) -> float:
        """The largest |Q| that the rewards seen allow, or what the network began with.

        At gamma 1 it is infinite.
        """
        if not self._largest_reward:
            return self._began_with
        return max(self._largest_reward * self._longest, self._began_with)

    def state(self) -> dict[str, Any]:
        """Return copies of all that it has noted."""
        return {
            name: copy.copy(value) if isinstance(value, deque) else value
            for name, value in vars(self).items()
            if name != "_agent"
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Take over what state() gave, and no more."""
        for name, value in state.items():
            setattr(self, name, copy.copy(value))
        self.see_settings()  # files of before have another number for a gamma of 1

    def _is_growing(self) -> bool:
        values = self._values
        return len(values) == values.maxlen and values[-1] > values[0]

    def _is_impossible(self) -> bool:
        """Whether the newest value is far beyond what rewards allow, or grew too fast.

        Each update adds the rewards of one target at most to what is thought of what follows them.
        """
        values, params = self._values, self._agent.params
        if math.isfinite(self._longest):
            return values[-1] > FACTOR * self.possible
        in_a_target: int = getattr(params, "n_steps", None) or getattr(
            params, "rollout_steps", params.steps_per_episode
        )
        return values[-1] - values[0] > GROWING_FOR * self._largest_reward * in_a_target

    def recovered(self, n_steps: int) -> None:
        """Begin anew, after the learner was put back or given other weights."""
        self._values.clear()
        self.memories.clear()
        self._next_check = self._agent.n_updates + CHECK_EVERY
        self._remember(n_steps)
