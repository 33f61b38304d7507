"""Proximal policy optimisation (PPO): many clipped updates on each rollout.

It learns from each rollout many times over, but hardly moves away from the policy that made it.

Schulman et al. 2017, "Proximal policy optimization algorithms", algorithm 1, with the clipped objective. For each state
of a minibatch, with ratio r = pi(a | s) / pi_old(a | s), advantage A from GAE (Schulman et al. 2016) and R = A + V_old(s):

    L = mean[ -min(r A, clip(r, 1 - clip_range, 1 + clip_range) A) ]                      equation 7
        + value_coefficient mean[ (R - V(s))^2 ] - entropy_coefficient mean[ H(pi(. | s)) ]     equation 9

    dL/d(log pi) = -r A, and 0 where the clipped term is the smaller one

Differences from the paper:
1. Advantages are normalised in each minibatch; a switch.
2. Gradients are shortened to gradient_clip; Adam's epsilon is 1e-5.
3. Policy and value are two networks that share nothing.
4. A truncated episode, and one the rollout breaks off, bootstrap from V of the state they really reached.
5. Networks begin with orthogonal weights. (1, 2, 3 and 5 as in Stable-Baselines3; of the 37 details of Huang et al. 2022.)
6. The value's own clipping, which OpenAI's code has and the paper has not, is left out.
7. The learning rate and the clip range may each fall over the run in a straight line to a part that can be chosen.
8. Rewards may be multiplied by reward_scale, by default 1.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.agents.base import LearningTrace
from playground.agents.nn.backend import Array
from playground.agents.policy_gradient.advantages import advantage_parts, generalized_advantages, normalized
from playground.agents.policy_gradient.distributions import Likelihood, Sample
from playground.agents.policy_gradient.learner import PolicyGradient
from playground.agents.policy_gradient.rollout import Rollout
from playground.agents.state_columns import Moment, Rows, StateColumns
from playground.arithmetic import policies
from playground.arithmetic.advantages import squared_errors
from playground.arithmetic.sums import mean


class Experience(NamedTuple):
    """Rollout with what was known of it before the first update.

    n is steps times environments, or the part of them in a minibatch.
    """

    observations: Array  # as the networks take them, (inputs, n); all else has n as its first axis
    actions: NDArray[Any]
    old_log_probability: Array
    advantage: Array
    target: Array


class Surrogate(NamedTuple):
    """Clipped objective over a minibatch, and its derivative."""

    loss: float
    by_log_probability: Array  # dL/d(log pi), (batch,)
    ratio: Array
    clip_fraction: float  # the part of the ratios beyond the clip range
    approx_kl: float  # mean of (r - 1) - log r, Schulman's estimator of KL(pi_old, pi)


def clipped_surrogate(likelihood: Likelihood, old_log_probability: Array, advantage: Array, clip: float) -> Surrogate:
    """Return -mean[min(r A, clip(r) A)] and its derivative.

    Schulman et al. 2017, equation 7; the sign turns what is to grow into a loss.
    """
    ratio, by_log_probability = np.empty((2, len(advantage)), np.float32)  # [ratio:]
    loss, clip_fraction, approx_kl = policies.clipped_surrogate(
        likelihood.log_probability, old_log_probability, advantage, clip, ratio, by_log_probability
    )
    return Surrogate(loss, by_log_probability, ratio, clip_fraction, approx_kl)


class PPO(PolicyGradient):
    """PPO learner; read PolicyGradient.act, updates_due, update: algorithm 1."""

    curves = ("value_loss", "entropy", "clip_fraction", "approx_kl")
    scheduled = ("learning_rate", "clip_range")
    optimizer = ("adam", 1e-5)

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self._old_log_probabilities: list[Array] = []  # of the rollout's actions, (n_environments,) each step
        self._experience: Experience | None = None  # while it is learned from
        self._valued: tuple[Rollout, Array, Array, Array] | None = None  # V(s), V(s') and advantages of its rollout
        self._order: NDArray[np.int64] = np.empty(0, np.int64)  # in which this epoch takes it, from _position on
        self._position = 0
        self._chosen = self._order  # those of the newest minibatch

    def remember(self, sample: Sample) -> None:
        """Keep log pi_old(a | s): the policy may be another one when the rollout is full."""
        self._old_log_probabilities.append(sample.log_probability)

    def force(self, observations: Array, action: Any) -> dict[str, float]:
        """Keep log pi_old of the action that the first environment was made to take."""
        told = super().force(observations, action)
        self._old_log_probabilities[-1][0] = told["log_probability"]
        return told

    def updates_due(self) -> int:
        """Return the number of minibatches in all epochs once the rollout is full, else 0.

        It is full when every environment has made rollout_steps steps.
        """
        params, n_steps = self.params, self.rollout_steps
        if n_steps < params.rollout_steps:  # run policy pi_old in the environment for T timesteps
            return 0
        per_epoch = -(-n_steps * self.n_environments // params.batch_size)
        return int(per_epoch * params.n_epochs)

    def update(self, trace: LearningTrace | None = None) -> None:
        """Take one step down the loss over one minibatch."""
        params, learner = self.params, self._learner
        if trace is not None:
            trace.keep(parameters=learner.parameters)
        batch = self._next_minibatch()
        outputs, values = learner.forward(batch.observations)
        likelihood = self._head.likelihood(outputs, batch.actions)
        advantage = normalized(batch.advantage) if params.normalize_advantages == "on" else batch.advantage

        policy = clipped_surrogate(likelihood, batch.old_log_probability, advantage, params.clip_range)  # [loss:]
        value_gradient = np.empty_like(values)
        value_loss = squared_errors(values, batch.target, params.value_coefficient, value_gradient)
        entropy = float(mean(likelihood.entropy))
        loss = policy.loss + params.value_coefficient * value_loss - params.entropy_coefficient * entropy

        # optimize surrogate L wrt theta, with K epochs and minibatch size M: one minibatch of it [descend:]
        policy_gradient = likelihood.gradient(policy.by_log_probability, -params.entropy_coefficient / len(values))
        norm = learner.descend(loss, policy_gradient, value_gradient)

        self._count_update(values)
        stats = self.stats
        stats.loss, stats.policy_loss, stats.value_loss, stats.entropy = loss, policy.loss, value_loss, entropy
        stats.clip_fraction, stats.approx_kl = policy.clip_fraction, policy.approx_kl
        if trace is not None:
            trace.record(
                positions=self._begin + self._chosen,
                loss=loss,
                policy_loss=policy.loss,
                value_loss=value_loss,
                entropy=entropy,
                gradient_norm=norm,
                log_probability=likelihood.log_probability,
                old_log_probability=batch.old_log_probability,
                ratio=policy.ratio,
                clip_fraction=policy.clip_fraction,
                approx_kl=policy.approx_kl,
                clip_range=params.clip_range,
                log_probability_after=self._head.likelihood(
                    learner.outputs_now(batch.observations), batch.actions
                ).log_probability,
                advantage=advantage,
                **self._told_of_advantages(),
                normalised=advantage is not batch.advantage,
                value=values,
                target=batch.target,
            )

    def begin_rollout(self) -> None:
        """Start a rollout, and forget the old one."""
        super().begin_rollout()  # theta_old <- theta: from here on, the policy as it is now acts
        self._old_log_probabilities.clear()
        self._experience, self._valued, self._position = None, None, 0

    def state(self) -> dict[str, Any]:
        """Return copies of what a policy gradient keeps, and log pi_old of the rollout."""
        return {**super().state(), "old_log_probabilities": self._old_log_probabilities.copy()}

    def state_columns(self) -> StateColumns:
        """Declare that there are log-probabilities for each step of the rollout."""
        rows = Rows((self.n_environments,), finite=False, check=_is_one_for_each_step)
        return {**super().state_columns(), "old_log_probabilities": rows}

    def restore(self, state: dict[str, Any]) -> None:
        """Continue from what state() returned."""
        super().restore(state)
        self._old_log_probabilities = state["old_log_probabilities"].copy()

    def _next_minibatch(self) -> Experience:
        """Return the next batch_size steps of the epoch, in an order drawn for each."""
        if self._experience is None:
            self._experience, self._position = self._gather(), 0
        experience = self._experience
        n = len(experience.target)
        if self._position == 0:  # [draw:]
            self._order = self._rng.replay.permutation(n)
        chosen = self._chosen = self._order[self._position : self._position + self.params.batch_size]
        self._position = (self._position + len(chosen)) % n
        observations, *rest = experience
        return Experience(observations.take(chosen, axis=1), *(part.take(chosen, axis=0) for part in rest))

    def _told_of_advantages(self) -> dict[str, Any]:
        """Return what the advantages of the newest minibatch were made of, (batch,) each."""
        assert self._valued is not None
        rollout, values, next_values, advantages = self._valued
        parts = advantage_parts(rollout, values, next_values, advantages, self.params.gamma)
        parts |= {"old_value": values.reshape(-1), "raw_advantage": advantages.reshape(-1)}
        return {name: part[self._chosen] for name, part in parts.items()}

    def _gather(self) -> Experience:
        """Read the rollout, and value it by the critic as it is before the first update."""
        params, learner, rollout = self.params, self._learner, self._read_rollout()
        shape = rollout.rewards.shape
        values = learner.values(rollout.observations).reshape(shape)
        next_values = learner.values(rollout.next_observations).reshape(shape)
        # compute advantage estimates A_1, ..., A_T [advantage:]
        advantages = generalized_advantages(rollout, values, next_values, params.gamma, params.gae_lambda)
        self._valued = rollout, values, next_values, advantages
        return Experience(
            observations=rollout.observations,
            actions=self._head.actions_in_log(rollout.actions),
            old_log_probability=np.concatenate(self._old_log_probabilities),
            advantage=advantages.reshape(-1),
            target=(advantages + values).reshape(-1),
        )


def _is_one_for_each_step(rows: list[Array], moment: Moment) -> bool:
    return bool(len(rows) * moment.n_environments == moment.n_steps - moment.state["begin"])
