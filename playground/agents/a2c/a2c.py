"""Advantage actor-critic (A2C): n steps of many environments, then one update.

Mnih et al. 2016, "Asynchronous methods for deep reinforcement learning", algorithm S3, in the synchronous form known as
A2C (Wu et al. 2017, section 5). For each state of a rollout, with R the n-step return and A = R - V(s):

    L = mean[ -A log pi(a | s) ]  +  value_coefficient mean[ (R - V(s))^2 ]  -  entropy_coefficient mean[ H(pi(. | s)) ]

Differences from the paper:
1. Synchronous: all environments are stepped together and one gradient is taken over all their steps, where the paper
   has threads that send gradients of their own.
2. Policy and value are two networks that share nothing; the paper's share all but the last layer.
3. With gae_lambda below 1 the advantage is Schulman's exponential mean over all n (2016), and R = A + V(s).
4. A truncated episode, and one the rollout breaks off, bootstrap from V of the state they really reached.
5. Gradients are shortened to gradient_clip; RMSprop adds its epsilon (1e-5) after the root, where the paper adds it under it.
6. The learning rate may fall over the run in a straight line to a part that can be chosen; the paper's falls to 0.
7. Rewards may be multiplied by reward_scale, by default 1.
"""

from __future__ import annotations

import numpy as np

from playground.agents.base import LearningTrace
from playground.agents.policy_gradient.advantages import (
    advantage_parts,
    explained_variance,
    generalized_advantages,
    normalized,
)
from playground.agents.policy_gradient.learner import PolicyGradient
from playground.arithmetic.advantages import squared_errors
from playground.arithmetic.sums import dot, mean


class A2C(PolicyGradient):
    """A2C learner; read PolicyGradient.act, updates_due, update: the paper's loop."""

    curves = ("policy_loss", "value_loss", "entropy", "explained_variance")
    optimizer = ("rmsprop", 1e-5)

    def updates_due(self) -> int:
        """Return 1 when every environment has made rollout_steps steps, otherwise 0."""
        return int(self.rollout_steps >= self.params.rollout_steps)  # until t - t_start == t_max

    def update(self, trace: LearningTrace | None = None) -> None:
        """Take one step down the loss over the whole rollout: algorithm S3, loop over i."""
        params, learner = self.params, self._learner
        if trace is not None:
            trace.keep(parameters=learner.parameters)
        rollout = self._read_rollout()
        batch, shape = len(rollout.actions), rollout.rewards.shape
        next_values = learner.values(rollout.next_observations)
        outputs, values = learner.forward(rollout.observations)
        likelihood = self._head.likelihood(outputs, self._head.actions_in_log(rollout.actions))

        # R <- r_i + gamma R, from V(s_t), or 0 where s_t is terminal; A = R - V(s_i) [advantage:]
        advantages = generalized_advantages(
            rollout, values.reshape(shape), next_values.reshape(shape), params.gamma, params.gae_lambda
        ).reshape(-1)
        returns = advantages + values  # R; with gae_lambda = 1 the n-step return
        weights = normalized(advantages) if params.normalize_advantages == "on" else advantages

        policy_loss = -float(dot(weights, likelihood.log_probability)) / batch  # [loss:]
        value_gradient = np.empty_like(values)
        value_loss = squared_errors(values, returns, params.value_coefficient, value_gradient)
        entropy = float(mean(likelihood.entropy))
        loss = policy_loss + params.value_coefficient * value_loss - params.entropy_coefficient * entropy

        # accumulate gradients of log pi(a_i | s_i) (R - V(s_i)), and of (R - V(s_i))^2 [descend:]
        policy_gradient = likelihood.gradient(weights / np.float32(-batch), -params.entropy_coefficient / batch)
        norm = learner.descend(loss, policy_gradient, value_gradient)  # perform update of theta and theta_v

        self._count_update(values)
        stats = self.stats
        stats.loss, stats.policy_loss, stats.value_loss, stats.entropy = loss, policy_loss, value_loss, entropy
        stats.explained_variance = explained_variance(values, returns)
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
                advantage=weights,
                raw_advantage=advantages,
                normalised=weights is not advantages,
                **advantage_parts(
                    rollout, values.reshape(shape), next_values.reshape(shape), advantages.reshape(shape), params.gamma
                ),
                value=values,
                target=returns,
            )
