"""REINFORCE: plays whole episodes, then makes actions with high returns likelier.

Williams 1992, "Simple statistical gradient-following algorithms for connectionist reinforcement learning", equations 3
and 11; with the return from each step on as in Sutton & Barto 2018, section 13.3, and with a learned baseline as in
section 13.4. For each step of the newest episodes, with G the discounted sum of the rewards that followed:

    L = mean[ -(G - b) log pi(a | s) ]  +  value_coefficient mean[ (G - b)^2 ]  -  entropy_coefficient mean[ H ]

where b = V(s), a second network, or b = 0 without a baseline, and then without the second term.

Differences from the paper:
1. An action is credited with the rewards after it, Williams's with all of the episode.
2. gamma^t, by which a discounted problem would weight the t-th step, is left out, as nearly everywhere.
3. Episodes are gathered (episodes_per_update), and the sum over their steps is divided by their number of steps.
4. The step is Adam's, on a gradient that is shortened to gradient_clip.
5. An episode cut off by the time limit is worth b of the state it reached; without a baseline nothing can stand for what
   would have followed, and its return ends there.
6. The entropy term is Williams & Peng's (1991); by default it is 0.
7. Rewards may be multiplied by reward_scale, by default 1.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from playground.agents.base import LearningTrace
from playground.agents.nn.backend import Array
from playground.agents.policy_gradient.advantages import discounted_returns, return_parts
from playground.agents.policy_gradient.learner import PolicyGradient
from playground.arithmetic.sums import dot, mean


class REINFORCE(PolicyGradient):
    """REINFORCE learner; read PolicyGradient.act, updates_due, update."""

    curves = ("policy_loss", "value_loss", "entropy")
    optimizer = ("adam", 1e-8)

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self._n_episodes = 0  # ended in the rollout, before this step

    def state_values(self, observations: Array) -> Array | None:
        """Return the baseline, (batch,), or None without one."""
        return super().state_values(observations) if self.params.baseline == "on" else None

    def updates_due(self) -> int:
        """Return 1 when the last of episodes_per_update episodes has ended, otherwise 0."""
        log = self._log
        newest = log.ring[(log.n_rows - 1) % len(log.ring)]
        has_ended = newest[-1] or newest[-2]  # truncated, terminated
        return int(bool(has_ended) and self._n_episodes + 1 >= self.params.episodes_per_update)

    def update(self, trace: LearningTrace | None = None) -> None:
        """Take one step down the loss over the episodes."""
        params, learner = self.params, self._learner
        if trace is not None:
            trace.keep(parameters=learner.parameters)
        rollout = self._read_rollout()
        batch, with_baseline = len(rollout.actions), params.baseline == "on"
        next_values = np.zeros_like(rollout.rewards)
        if with_baseline:
            next_values[rollout.ended] = learner.values(rollout.next_observations[:, rollout.ended[:, 0]])
        returns = discounted_returns(rollout, next_values, params.gamma).reshape(-1)  # [returns]

        outputs, values = learner.forward(rollout.observations)
        likelihood = self._head.likelihood(outputs, self._head.actions_in_log(rollout.actions))
        baseline = values if with_baseline else np.zeros_like(values)  # [advantage:]
        advantages = returns - baseline

        policy_loss = -float(dot(advantages, likelihood.log_probability)) / batch  # [loss:]
        value_loss = float(dot(advantages, advantages)) / batch if with_baseline else 0.0
        entropy = float(mean(likelihood.entropy))
        loss = policy_loss + params.value_coefficient * value_loss - params.entropy_coefficient * entropy

        # delta w = alpha (r - b) d log pi(a | s) / dw: equations 3 and 11, with G for r [descend:]
        policy_gradient = likelihood.gradient(advantages / np.float32(-batch), -params.entropy_coefficient / batch)
        value_gradient = (-2 * params.value_coefficient / batch if with_baseline else 0.0) * advantages
        norm = learner.descend(loss, policy_gradient, value_gradient)

        self._count_update(baseline)
        stats = self.stats
        stats.loss, stats.policy_loss, stats.entropy = loss, policy_loss, entropy
        stats.value_loss = value_loss if with_baseline else math.nan
        if trace is not None:
            trace.record(
                positions=self.rows,
                loss=loss,
                policy_loss=policy_loss,
                value_loss=value_loss,
                entropy=entropy,
                gradient_norm=norm,
                log_probability=likelihood.log_probability,
                log_probability_after=self._head.likelihood(
                    learner.outputs_now(rollout.observations), self._head.actions_in_log(rollout.actions)
                ).log_probability,
                advantage=advantages,
                **return_parts(rollout, next_values, returns),
                value=baseline,
                target=returns,
            )

    def end_step(self, *, n_episodes_ended: int) -> None:
        """Count the episodes of the rollout, and move the schedules."""
        super().end_step(n_episodes_ended=n_episodes_ended)
        self._n_episodes = self._n_episodes + n_episodes_ended if self.rollout_steps else 0

    @property
    def held(self) -> int:
        """How much there is of what an update waits for: episodes that have ended."""
        return self._n_episodes

    def progress(self) -> dict[str, int]:
        """Return how many episodes ended before this step, and how many an update needs."""
        return {"held": self._n_episodes, "needed": self.params.episodes_per_update}

    def state(self) -> dict[str, Any]:
        """Return copies of what a policy gradient keeps, and the number of episodes."""
        return {**super().state(), "n_episodes": self._n_episodes}

    def restore(self, state: dict[str, Any]) -> None:
        """Continue from what state() returned."""
        super().restore(state)
        self._n_episodes = state["n_episodes"]
