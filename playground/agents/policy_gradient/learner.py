"""Learner that REINFORCE, A2C and PPO share: all of it except the update.

An algorithm adds when an update is due, and the loss that the update makes smaller.
"""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from playground.agents.base import CHECK_EVERY, Decision, Space, UpdateStats
from playground.agents.nn.backend import Array
from playground.agents.policy_gradient.actor_critic import ActorCritic
from playground.agents.policy_gradient.distributions import Sample
from playground.agents.policy_gradient.rollout import Rollout
from playground.agents.replay.transition_log import TransitionLog
from playground.agents.rng import RunRng
from playground.agents.schedules import Schedules
from playground.agents.state_columns import AsNew, Moment, StateColumns
from playground.arithmetic.sums import largest


@dataclass
class PolicyStats(UpdateStats):
    """Numbers of the newest update of a policy gradient; NaN before the first."""

    policy_loss: float = math.nan
    value_loss: float = math.nan
    entropy: float = math.nan  # nats
    explained_variance: float = math.nan
    clip_fraction: float = math.nan
    approx_kl: float = math.nan


class PolicyGradient:
    """Learner that draws actions from its policy, and learns from its newest rollout.

    Its rollout is what it did since it last learned: the rows of the log from `_begin` on.
    """

    curves: ClassVar[tuple[str, ...]]
    scheduled: ClassVar[tuple[str, ...]] = ("learning_rate",)  # each falls to <name>_end of itself over the run
    optimizer: ClassVar[tuple[str, float]]  # its name and its epsilon

    def __init__(self, params: Any, space: Space, log: TransitionLog, rng: RunRng) -> None:
        self.params = params
        self.n_environments: int = params.n_environments
        self.schedules = Schedules(params, *self.scheduled)
        self.stats = PolicyStats()
        self.n_updates = 0
        self.adds_noise = space.is_continuous
        self._log, self._rng = log, rng
        self._learner = ActorCritic(params, space, rng, *self.optimizer)
        self._head = self._learner.head
        self._begin = 0

    def act(self, observations: Array, *, inspect: bool = False) -> Decision:
        """Draw an action from pi(. | s) for each environment."""
        outputs = self._learner.policy_outputs(observations)  # [policy]
        draws = self._head.draw(self._rng, len(observations))  # [choose:]
        sample = self._head.sample(outputs, draws)
        self.remember(sample)
        taken, explored = self._head.to_environments(sample.actions), sample.explored.tolist()
        first_draw = draws.item(0)
        if not inspect:
            return Decision(taken, explored, None, first_draw)
        values, details = self._head.shown(outputs[:, 0]), self._details(observations, sample)
        return Decision(taken, explored, values, first_draw, details)

    def force(self, observations: Array, action: Any) -> dict[str, float]:
        """Return log pi(a | s) of the action that the first environment was made to take.

        `observations` are its own alone, (1, features).
        """
        columns = np.array(action, np.float32).reshape(1, -1)
        outputs = self._learner.policy_outputs(observations)
        likelihood = self._head.likelihood(outputs, self._head.actions_in_log(columns))
        return {"log_probability": float(likelihood.log_probability[0])}

    def remember(self, sample: Sample) -> None:
        """Keep what an update needs to know of the actions and cannot compute later."""

    def look(self, observation: Array) -> Array:
        """Return the probability of each action, or the mean of a continuous action.

        The shape is (actions,) or (numbers,).
        """
        return self._head.shown(self._learner.policy_outputs(observation[None])[:, 0])

    def state_values(self, observations: Array) -> Array | None:
        """Return V(s), (batch,), for observations (batch, features), without acting.

        None where no value network learns.
        """
        return self._learner.values(self._learner.inputs(observations).T)

    def curve(self) -> tuple[float, ...]:
        """Return the newest value of each of `curves`."""
        stats = vars(self.stats)
        return tuple([stats[name] for name in self.curves])

    @property
    def rollout_steps(self) -> int:
        """Number of steps of each environment in the rollout."""
        return (self._log.n_rows - self._begin) // self.n_environments

    @property
    def held(self) -> int:
        """How much there is of what an update waits for: steps of each environment."""
        return self.rollout_steps

    def updates_due(self) -> int:
        """Return how many updates are due after this step."""
        raise NotImplementedError

    def progress(self) -> dict[str, int]:
        """Return how many steps the rollout holds after this one, and how many it needs."""
        return {"held": self.held + 1, "needed": self.params.rollout_steps}

    def end_step(self, *, n_episodes_ended: int) -> None:
        """Start the next rollout after one was learned from, and move the schedules."""
        if self.updates_due():
            self.begin_rollout()
        for name in self.scheduled:
            self.schedules.step_to_end(name, self.params.run_length / self.n_environments)

    def insight(self) -> dict[str, Any]:
        """Return how full the rollout is, in rows, and what an update waits for."""
        needed = self.progress()["needed"]
        return {
            "memory": "rollout",
            "n_stored": self._log.n_rows - self._begin,
            "capacity": getattr(self.params, "rollout_rows", 0),
            "held": self.held,
            "needed": needed,
            "n_environments": self.n_environments,
        }

    @property
    def rows(self) -> NDArray[np.int64]:
        """Rows of the log that are the rollout, shape (rows,)."""
        return np.arange(self._begin, self._log.n_rows)

    def begin_rollout(self) -> None:
        """Start a rollout, and forget the old one: it tells of the policy as it was."""
        self._begin = self._log.n_rows  # [forget]

    def weights(self) -> dict[str, Array]:
        """Return the layers of both networks, and log_std where actions are continuous."""
        return self._learner.weights()

    def load_weights(self, weights: dict[str, Array]) -> None:
        """Start from what weights() returned."""
        self._learner.load_weights(weights)

    def state(self) -> dict[str, Any]:
        """Return copies of networks, optimiser, counters, schedules and rollout start."""
        return {
            "learner": self._learner.state(),
            "n_updates": self.n_updates,
            "stats": copy.copy(self.stats),
            "begin": self._begin,
            **self.schedules.state(),
        }

    def state_columns(self) -> StateColumns:
        """Declare that a rollout holds whole steps, and what is never negative."""
        return {"begin": AsNew(check=_is_a_step), "learner": self._learner.state_columns()}

    def restore(self, state: dict[str, Any]) -> None:
        """Continue from what state() returned."""
        self._learner.restore(state["learner"])
        self.schedules.restore(state)
        self.n_updates, self.stats = state["n_updates"], copy.copy(state["stats"])
        self._begin = state["begin"]

    def roll_back(self, state: dict[str, Any]) -> None:
        """Restore networks and optimiser from what state() returned."""
        self._learner.restore(state["learner"])

    def _read_rollout(self) -> Rollout:
        return Rollout(self._log, self._begin, self.n_environments, self._learner.inputs, self.params.reward_scale)

    def _count_update(self, values: Array) -> None:
        """Count an update, in which the critic gave these values."""
        if self.n_updates % CHECK_EVERY == 0:
            self.stats.largest_value = float(largest(values))
        self.n_updates += 1

    def _details(self, observations: Array, sample: Sample) -> dict[str, Any]:
        """Return what the explainer says of the first environment's action."""
        return {
            "log_probability": float(sample.log_probability[0]),
            "value": float(self._learner.values(self._learner.inputs(observations[:1]).T)[0]),
            "std": self._learner.std,
            "parameters": self._learner.parameters.copy(),
            "rollout": self.progress(),
        }


def _is_a_step(begin: int, moment: Moment) -> bool:
    n_rows = moment.n_steps - begin
    return n_rows >= 0 and n_rows % moment.n_environments == 0
