"""Deep deterministic policy gradient (DDPG): an actor climbs a critic's slope.

Lillicrap et al. 2016, "Continuous control with deep reinforcement learning", algorithm 1. By switches also the three
changes of TD3, Fujimoto et al. 2018, "Addressing function approximation error in actor-critic methods", algorithm 1:
two critics of which the target takes the smaller value, an actor and targets that move only at every other update, and
noise on the next action in the target. Actions are numbers from -1 to 1 in here, and in the environment's units outside.

Differences from the papers:
1. Actor and critic have one learning rate, and no weight decay: as in Stable-Baselines3, like the settings at the start.
   Lillicrap: 1e-4 for the actor, 1e-3 for the critic, and a decay of 1e-2.
2. The critic takes the action in its first layer, as in TD3. Lillicrap: in its second.
3. All layers begin as torch.nn.Linear does, within +-1/sqrt(inputs). Lillicrap: the last within +-3e-3.
4. No batch normalisation; observations can be divided by their usual sizes instead.
5. Noise is drawn afresh for each step; Lillicrap's Ornstein-Uhlenbeck process is a choice, with theta = 0.15.
6. Actions are drawn evenly from their range until learning starts, as in TD3; a run that begins from saved weights acts
   by them at once.
7. A minibatch has one transition from each of batch_size equal parts of the replay window, so hardly ever one twice.
8. A truncated episode still bootstraps: only after termination is what follows worth 0.
"""

from __future__ import annotations

import copy
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.agents.action_scaling import ActionScaling
from playground.agents.base import Decision, LearningTrace, Space, UpdateStats
from playground.agents.ddpg.noise import ActionNoise, smoothed
from playground.agents.ddpg.params import ACTOR_PREFIX, DDPGParams, parts
from playground.agents.nn.backend import Array
from playground.agents.nn.divergence import diverged
from playground.agents.nn.inputs import NetworkInputs
from playground.agents.nn.plain_layers import PlainLayers
from playground.agents.nn.target_networks import WithTargets
from playground.agents.replay.replay_window import ReplayWindow
from playground.agents.replay.sampler import Sampler, Samples
from playground.agents.replay.transition_log import TransitionLog
from playground.agents.rng import RunRng
from playground.agents.schedules import Schedules
from playground.agents.state_columns import AsNew, StateColumns
from playground.arithmetic.functions import tanh_of
from playground.arithmetic.sums import dot, largest, mean


class DDPG:
    """DDPG learner; read act, updates_due, update, end_step: the paper's loop.

    Matrices are feature-major: the actions of a minibatch have shape (numbers, batch), the Q of critics (critics, batch).
    """

    def __init__(self, params: DDPGParams, space: Space, log: TransitionLog, rng: RunRng) -> None:
        self.params = params
        self.n_environments = 1
        self.schedules = Schedules(params, "learning_rate", "noise")
        self.stats = UpdateStats()  # its loss is the critic's
        self._actor_loss = math.nan
        self.n_updates = 0
        self._rng = rng
        self._replay = ReplayWindow(log, params.buffer_size)  # R; the log stores them [make_buffer]
        self._n_features, self._n_numbers = space.n_inputs, space.action_size
        self._scaling = ActionScaling(space.action_bounds)
        inputs = self._inputs = NetworkInputs(space, scaled=params.scale_observations == "on")
        networks = parts(params, space)
        actor, critic = networks[ACTOR_PREFIX], networks["critic"]
        # randomly initialize critic Q and actor mu, and the targets as copies [make_networks:]
        self._actor = WithTargets(actor, 1, params.arithmetic, rng.initial_weights)
        self._critics = WithTargets(critic, params.n_critics, params.arithmetic, rng.initial_weights)
        self._acting = self._actor.networks.acting()
        input_scale = None if inputs.scale is None else np.append(inputs.scale, np.ones(self._n_numbers, np.float32))
        scales = dict.fromkeys(networks, input_scale) | {ACTOR_PREFIX: inputs.scale}
        self._plain_layers = [
            PlainLayers(kind, kind, None, scales[prefix], prefix) for prefix, kind in networks.items()
        ]
        self.noise = ActionNoise(params, self._n_numbers, rng.noise)
        self._begins_at_random = True
        self._sampler, self._sampler_key = Sampler(self._replay, 1, 1, continuous=True), (0, 0)

    @property
    def adds_noise(self) -> bool:
        """Whether its newest action was mu(s) + noise, not any action of the range."""
        return not self._is_at_random(self._replay.log.n_own_rows - 1)

    def _is_at_random(self, n_made: int) -> bool:
        return self._begins_at_random and n_made < self.params.learning_starts

    def act(self, observations: NDArray[np.float32], *, inspect: bool = False) -> Decision:
        """Choose mu(s) + noise; until learning starts, any action of the range.

        Noise explores, unless it pushes against a bound that mu(s) is at already.
        """
        # All numbers are drawn at every step, used or not, so that runs stay comparable.
        noise, uniforms = self.noise.draw(), self._rng.action.random(self._n_numbers)  # [choose:]
        at_random = self._is_at_random(self._replay.log.n_own_rows)
        policy = None if at_random and not inspect else self._policy(observations[0])
        if at_random or policy is None:
            action, explored = 2.0 * uniforms - 1.0, True
        else:  # select action a_t = mu(s_t) + N_t
            action = np.minimum(np.maximum(policy + noise, -1.0), 1.0)
            explored = bool((action != policy).any())
        values = None if policy is None else self._scaling.outwards(policy)
        details: dict[str, Any] = {"at_random": at_random} if inspect else {}
        if inspect:
            details |= {"noise": noise * self._scaling.half, "parameters": self._actor.parameters(0).copy()}
        chosen = self._scaling.outwards(action.astype(np.float32))
        return Decision((chosen,), (explored,), values, float(noise[0]), details)

    def look(self, observation: Array) -> Array:
        """Return mu(s) in the environment's units, shape (numbers,)."""
        return self._scaling.outwards(self._policy(observation))

    def _policy(self, observation: Array) -> Array:
        return tanh_of(self._acting.forward(self._inputs(observation)))  # [policy]

    def curve(self) -> tuple[float, float, float, float]:
        """Return the newest losses of actor and critic, the mean of Q(s, a), the noise."""
        return self._actor_loss, self.stats.loss, self.stats.mean_value, self.params.noise

    def insight(self) -> dict[str, Any]:
        """Return how full R is, the noise, and how far the networks are from targets."""
        return {
            **self._replay.insight(),
            "noise": self.params.noise,
            "target_distance": self._critics.distance(),
            "actor_target_distance": self._actor.distance(),
        }

    def updates_due(self) -> int:
        params, n_made = self.params, self._replay.log.n_own_rows  # an added episode never changes when it learns
        if n_made < params.learning_starts or n_made % params.train_every or n_made < params.rows_needed:
            return 0
        return params.updates_per_training

    def update(self, trace: LearningTrace | None = None) -> None:
        """Learn from one minibatch: Lillicrap et al. 2016, algorithm 1, the inner loop."""
        params, critics = self.params, self._critics
        if trace is not None:
            trace.keep(**critics.named_parameters(), **self._actor.named_parameters("actor_"))
        batch = self._draw()  # sample a random minibatch of N transitions (s_i, a_i, r_i, s_i+1) from R [draw]
        moves_policy = (self.n_updates + 1) % params.policy_delay == 0

        policy, next_policy = self._policies(batch, moves_policy)
        next_action = smoothed(next_policy, params, self._rng.target_noise)
        q, q_next = self._q_values(batch, next_action)  # [target:]
        # set y = r + gamma Q'(s', mu'(s')), or y = r where the episode terminated: there the discount is 0;
        # of two critics the smaller Q': Fujimoto et al. 2018, equation 10
        y = batch.returns + batch.discounts * q_next.min(axis=0)

        td_error, n = q - y, len(y)  # [loss:]
        # L = mean (y - Q(s, a))^2, summed over the critics
        critic_loss = float(dot(flat := td_error.reshape(-1), flat)) / n

        critics.networks.backward((2 / n * td_error).reshape(critics.n, 1, n))  # [descend:]
        norm = critics.shorten_gradient(params.gradient_clip)
        if moves_policy:
            critics.keep()
        # update the critic by minimising the loss L
        if not math.isfinite(critic_loss + norm) or not critics.step_down(params.learning_rate):
            raise diverged(params)

        # update the actor policy using the sampled policy gradient, and the target networks
        numbers = {} if policy is None else self._move_policy(batch, policy)

        if trace is not None:
            trace.record(
                **self._sampler.numbers(),
                q_values=q,
                q_taken=q[0],
                next_action=next_action,
                next_q_values=q_next,
                next_value=q_next.min(axis=0),
                q_after=self._q_again(batch),
                target=y,
                td_error=td_error,
                loss=critic_loss,
                gradient_norm=norm,
                **numbers,
            )
        self.n_updates += 1
        self.stats.loss, self.stats.mean_value = critic_loss, float(mean(q[0]))
        self.stats.largest_value = float(largest(q.reshape(-1)))

    def _q_again(self, batch: Samples) -> Array:
        """Return Q(s, a) of the first critic as it is now, (batch,), for those who look."""
        inputs = _critic_input(batch.observations[0], self._scaling.inwards(batch.actions))
        return self._critics.networks.acting().forward_batch(inputs.T)[:, 0]

    def _draw(self) -> Samples:
        params = self.params
        key = params.batch_size, params.n_steps
        if key != self._sampler_key:
            self._sampler_key, self._sampler = key, Sampler(self._replay, *key, self._inputs, continuous=True)
        return self._sampler.sample(self._rng.replay.random(params.batch_size), params.gamma, None)

    def _policies(self, batch: Samples, moves_policy: bool) -> tuple[Array | None, Array]:
        """Return mu(s) and mu'(s'), shape (numbers, batch) each.

        mu(s) is None where this update leaves the actor as it is.
        """
        if not moves_policy:
            (next_policy,) = tanh_of(self._actor.networks.forward(batch.next_observations, first=1))
            return None, next_policy
        policy, next_policy = tanh_of(self._actor.networks.forward(batch.both))
        return policy, next_policy

    def _q_values(self, batch: Samples, next_action: Array) -> tuple[Array, Array]:
        """Return Q(s, a) and Q'(s', a') of all critics, shape (critics, batch) each."""
        n = self._critics.n
        now = _critic_input(batch.observations[0], self._scaling.inwards(batch.actions))
        after = _critic_input(batch.next_observations[0], next_action)
        q = self._critics.networks.forward(np.stack([now] * n + [after] * n))[:, 0]
        return q[:n], q[n:]

    def _move_policy(self, batch: Samples, policy: Array) -> dict[str, Any]:
        """Take one step up the critic, Silver et al. 2014, equation 9; move the targets.

        L = -mean Q(s, mu(s)), so that dL/dw = -mean dQ/da dmu/dw: the critic's slope in the action is carried on into
        the actor, with dmu/dz = 1 - mu^2 for mu = tanh(z). The first critic is the one it climbs.
        """
        params, critics, actor = self.params, self._critics, self._actor
        n = len(batch.returns)
        q = critics.networks.forward(_critic_input(batch.observations[0], policy)[None])
        actor_loss = -float(mean(q.reshape(-1)))  # [climb:]
        uphill = np.full_like(q, -1 / n)  # dL/dQ
        action_gradient = critics.networks.backward_to_input(uphill)[0, self._n_features :]  # dL/da
        actor.networks.backward((action_gradient * (1 - policy * policy))[None])
        norm = actor.shorten_gradient(params.gradient_clip)
        if not math.isfinite(actor_loss + norm) or not actor.step_down(params.learning_rate):
            critics.undo()  # the update is left out as a whole
            raise diverged(params)

        actor.follow(params.tau)  # update the target networks [follow:]
        critics.follow(params.tau)
        self._actor_loss = actor_loss
        self.stats.n_target_copies += 1
        return {
            "actor_loss": actor_loss,
            "actor_gradient_norm": norm,
            "action_gradient": -n * action_gradient,  # dQ/da of each sample
            "policy": policy,
            "policy_after": tanh_of(np.ascontiguousarray(self._acting.forward_batch(batch.observations[0].T).T)),
        }

    def end_step(self, *, n_episodes_ended: int) -> None:
        """Move the linear schedules; when an episode has ended, begin its noise at 0."""
        if n_episodes_ended:
            self.noise.begin()  # initialize a random process N for action exploration
        params, schedules = self.params, self.schedules
        schedules.step_to_end("learning_rate", params.learning_rate_fraction * params.run_length)
        schedules.step_to_end("noise", params.noise_fraction * params.run_length)

    def weights(self) -> dict[str, Array]:
        """Return the layers of the actor and of the critics.

        The actor is what acts; with the critics, a run can be trained on from a policy file.
        """
        critics = (self._critics.parameters(row) for row in range(self._critics.n))
        layers: dict[str, Array] = {}
        for plain, flat in zip(self._plain_layers, (self._actor.parameters(0), *critics), strict=True):
            layers |= plain.fold(flat)
        return layers

    def state(self) -> dict[str, Any]:
        """Return copies of networks, optimisers, counters, noise and schedules."""
        return {
            "actor": self._actor.state(),
            "critics": self._critics.state(),
            "n_updates": self.n_updates,
            "stats": copy.copy(self.stats),
            "actor_loss": self._actor_loss,
            "noise": self.noise.newest.copy(),
            "begins_at_random": self._begins_at_random,
            **self.schedules.state(),
        }

    def state_columns(self) -> StateColumns:
        """Declare what is never negative, and that the actor's loss may be NaN."""
        actor, critics = self._actor.state_columns(), self._critics.state_columns()
        return {"actor": actor, "critics": critics, "actor_loss": AsNew(finite=False)}

    def restore(self, state: dict[str, Any]) -> None:
        """Continue from what state() returned."""
        self.roll_back(state)
        self.schedules.restore(state)
        self.n_updates, self.stats = state["n_updates"], copy.copy(state["stats"])
        self._actor_loss = state["actor_loss"]
        self.noise.newest, self._begins_at_random = state["noise"].copy(), state["begins_at_random"]

    def roll_back(self, state: dict[str, Any]) -> None:
        """Restore networks and optimisers from what state() returned."""
        self._actor.restore(state["actor"])
        self._critics.restore(state["critics"])

    def load_weights(self, weights: dict[str, Array]) -> None:
        """Start from what weights() returned, without moments; targets become copies."""
        actor, *critics = (plain.unfold(weights) for plain in self._plain_layers)
        self._actor.begin([actor])
        self._critics.begin(critics)
        self._begins_at_random = False


def _critic_input(observations: Array, actions: Array) -> Array:
    """Return the critic's input [s, a], shape (features + numbers, batch).

    `observations` have shape (features, batch); `actions` are in -1..1, (numbers, batch).
    """
    return np.concatenate((observations, actions))
