"""Deep deterministic policy gradient: an actor that says the action, and a critic whose slope it climbs.

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
from playground.agents.ddpg.buffers import DDPGBuffers
from playground.agents.ddpg.params import ACTOR_PREFIX, DDPGParams, parts
from playground.agents.nn.backend import ONE, Array
from playground.agents.nn.divergence import diverged
from playground.agents.nn.plain_layers import PlainLayers
from playground.agents.nn.target_networks import WithTargets
from playground.agents.replay.sampler import Sampler, Samples
from playground.agents.replay.transition_log import ReplayWindow, TransitionLog
from playground.agents.rng import RunRng
from playground.agents.schedules import LinearSchedule

PULL_BACK = 0.15  # theta of the Ornstein-Uhlenbeck process, Lillicrap et al. 2016, section 7


class DDPG:
    """One learner. Reading order: act, updates_due, update, end_step: the paper's loop."""

    def __init__(self, params: DDPGParams, space: Space, log: TransitionLog, rng: RunRng) -> None:
        self.params = params
        self.n_environments = 1
        self.held: set[str] = set()
        self.stats = UpdateStats()  # its loss is the critic's
        self._actor_loss = math.nan
        self.n_updates = 0
        self._rng = rng
        self._replay = ReplayWindow(log, params.buffer_size)
        self._n_features, self._n_numbers = len(space.scale), space.action_size
        self._bounds = ActionScaling(space.action_bounds)
        self._scale = np.array(space.scale, np.float32) if params.scale_observations == "on" else None
        networks = parts(params, space)
        actor, critic = networks[ACTOR_PREFIX], networks["critic"]
        self._actor = WithTargets(actor, 1, params.batch_size, rng.initial_weights)
        self._critics = WithTargets(critic, params.n_critics, params.batch_size, rng.initial_weights)
        self._acting = self._actor.networks.numpy()
        input_scale = None if self._scale is None else np.append(self._scale, np.ones(self._n_numbers, np.float32))
        scales = dict.fromkeys(networks, input_scale) | {ACTOR_PREFIX: self._scale}
        self._foldings = [PlainLayers(kind, kind, None, scales[prefix], prefix) for prefix, kind in networks.items()]
        self._lines = {"learning_rate": LinearSchedule(params.learning_rate), "noise": LinearSchedule(params.noise)}
        self._noise = np.zeros(self._n_numbers)
        self._begins_at_random = True
        self._uniforms, self._sampler_key = np.empty(0), (0, 0)
        self._sampler = Sampler(self._replay, 1, 1, continuous=True)
        self._buffers = DDPGBuffers(1, self._n_features, self._n_numbers, self._critics.n)

    def act(self, observations: NDArray[np.float32], *, inspect: bool = False) -> Decision:
        """Choose mu(s) + noise. All dice are thrown at every step, used or not, so that runs stay comparable."""
        noise, even = self._next_noise(), self._rng.action.random(self._n_numbers)
        at_random = self._begins_at_random and self._replay.log.n_rows < self.params.learning_starts
        policy = None if at_random and not inspect else self._policy(observations[0])
        if at_random or policy is None:
            action = 2.0 * even - 1.0
        else:
            action = np.minimum(np.maximum(policy + noise, -1.0), 1.0)
        values = None if policy is None else self._bounds.outwards(policy)
        details = {"noise": noise * self._bounds.half} if inspect else {}
        chosen = self._bounds.outwards(action.astype(np.float32))
        return Decision((chosen,), (at_random,), values, float(noise[0]), details)

    def look(self, observation: Array) -> Array:
        """Return mu(s) in the environment's units, shape (numbers,)."""
        return self._bounds.outwards(self._policy(observation))

    def _policy(self, observation: Array) -> Array:
        policy = self._acting.forward(observation if self._scale is None else observation / self._scale)
        np.tanh(policy, out=policy)
        return policy

    def _next_noise(self) -> NDArray[np.float64]:
        """Return the noise of this step, shape (numbers,): what is left of the one before, and a new part."""
        params = self.params
        kept = 1 - PULL_BACK if params.noise_kind == "ornstein-uhlenbeck" else 0.0
        self._noise = kept * self._noise + params.noise * self._rng.noise.standard_normal(self._n_numbers)
        return self._noise

    def curve(self) -> tuple[float, float, float, float]:
        """Return the newest loss of the actor and of the critic, the mean of Q(s, a) of a minibatch, and the noise."""
        return self._actor_loss, self.stats.loss, self.stats.mean_value, self.params.noise

    def updates_due(self) -> int:
        params, n_stored = self.params, self._replay.log.n_rows
        if n_stored < params.learning_starts or n_stored % params.train_every or self._replay.size < params.rows_needed:
            return 0
        return params.updates_per_training

    def update(self, trace: LearningTrace | None = None) -> None:
        """Draw a minibatch; move the critic and, unless it is delayed, the actor, Lillicrap et al. 2016, algorithm 1."""
        params, critics = self.params, self._critics
        samples = self._draw()
        buffers = self._buffers
        moves_policy = (self.n_updates + 1) % params.policy_delay == 0

        # y = r + gamma * Q'(s', mu'(s')), without the second term where the episode terminated
        next_policy = self._policies(samples, buffers, moves_policy)
        q_values = self._q_and_next_value(samples, next_policy, buffers)
        target = np.multiply(samples.discounts, buffers.next_value, out=buffers.target)
        np.add(target, samples.returns, out=target)

        # L = sum over critics of mean (Q(s, a) - y)^2
        td_error, flat_td_error = np.subtract(q_values, target, out=buffers.td_error), buffers.flat_td_error
        critic_loss = float(np.dot(flat_td_error, flat_td_error)) / buffers.batch
        np.multiply(flat_td_error, np.float32(2 / buffers.batch), out=buffers.flat_q_gradient)
        critics.networks.backward(buffers.q_gradient)
        norm = critics.gradient_norm(params.gradient_clip)
        if not math.isfinite(critic_loss + norm):
            raise diverged(params)
        if moves_policy:
            critics.keep()
        if not critics.step(params.learning_rate):
            raise diverged(params)
        numbers: dict[str, Any] = {}
        if moves_policy:
            numbers = self._move_policy(buffers)

        if trace is not None:
            trace.record(
                positions=self._sampler.positions, q_values=q_values, target=target, td_error=td_error,
                loss=critic_loss, gradient_norm=norm, **numbers,
            )  # fmt: skip
        self.n_updates += 1
        stats = self.stats
        stats.loss = critic_loss
        stats.mean_value = float(np.dot(q_values[0], buffers.means))
        stats.largest_value = float(max(q_values.max(), -q_values.min()))

    def _policies(self, samples: Samples, buffers: DDPGBuffers, moves_policy: bool) -> Array:
        """Return a' = mu'(s'), (numbers, batch); where the actor is about to move, put mu(s) into the critic's input."""
        networks = self._actor.networks
        if moves_policy:
            policies = networks.forward(samples.both)
            np.tanh(policies, out=policies)
            np.copyto(buffers.policy_actions, policies[:1])
            np.copyto(buffers.policy_observations, samples.observations[:, :-1])
        else:
            policies = networks.forward(samples.next_observations, first=1)
            np.tanh(policies, out=policies)
        next_policy: Array = policies[-1]
        return next_policy

    def _q_and_next_value(self, samples: Samples, next_policy: Array, buffers: DDPGBuffers) -> Array:
        """Return Q(s, a) of each critic, (critics, batch), and put Q'(s', a') of the targets into `next_value`.

        TD3 (Fujimoto et al. 2018, equations 10 and 14) adds clipped noise to a' and takes the smaller of two values.
        """
        params, n = self.params, self._critics.n
        smoothing = self._rng.target_noise.standard_normal(dtype=np.float32, out=buffers.smoothing)  # also when unused
        if params.target_noise > 0:
            np.multiply(smoothing, np.float32(params.target_noise), out=smoothing)
            _clip(smoothing, np.float32(params.target_noise_clip))
            _clip(np.add(next_policy, smoothing, out=next_policy), np.float32(1.0))
        np.copyto(buffers.observations, samples.observations[:, :-1])
        np.copyto(buffers.actions, self._bounds.inwards(samples.actions, buffers.sampled_actions))
        np.copyto(buffers.next_observations, samples.next_observations[:, :-1])
        np.copyto(buffers.next_actions, next_policy)
        q_values = self._critics.networks.forward(buffers.critic_inputs)[:, 0]
        np.minimum.reduce(q_values[n:], 0, out=buffers.next_value)
        return q_values[:n]

    def _move_policy(self, buffers: DDPGBuffers) -> dict[str, Any]:
        """Take one step up the critic, Silver et al. 2014, equation 9, and let the targets follow.

        L = -mean Q(s, mu(s)), so that dL/dw = -mean dQ/da * dmu/dw: the critic's slope in the action is carried on into
        the actor. The first critic is the one it climbs.
        """
        params, critics, actor = self.params, self._critics, self._actor
        policy = buffers.policy_actions
        q_of_policy = critics.networks.forward(buffers.policy_inputs)[0, 0]
        actor_loss = -float(np.dot(q_of_policy, buffers.means))
        action_gradient = critics.networks.backward_to_input(buffers.uphill)[:, self._n_features :]  # dL/da
        tanh_slope = np.multiply(policy, policy, out=buffers.work)
        np.subtract(ONE, tanh_slope, out=tanh_slope)
        actor.networks.backward(np.multiply(action_gradient, tanh_slope, out=buffers.output_gradient))
        norm = actor.gradient_norm(params.gradient_clip)
        if not math.isfinite(actor_loss + norm) or not actor.step(params.learning_rate):
            critics.undo()  # the update is left out as a whole
            raise diverged(params)
        actor.follow(params.tau)
        critics.follow(params.tau)
        self._actor_loss = actor_loss
        self.stats.n_target_copies += 1
        return {
            "actor_loss": actor_loss, "actor_gradient_norm": norm,
            "action_gradient": -buffers.batch * action_gradient[0],  # dQ/da of each sample
        }  # fmt: skip

    def _draw(self) -> Samples:
        params = self.params
        key = params.batch_size, params.n_steps
        if key != self._sampler_key:
            self._sampler_key = key
            self._sampler = Sampler(self._replay, params.batch_size, params.n_steps, self._scale, continuous=True)
            self._buffers = DDPGBuffers(params.batch_size, self._n_features, self._n_numbers, self._critics.n)
            self._uniforms = np.empty(params.batch_size)
        return self._sampler.sample(self._rng.replay.random(out=self._uniforms), params.gamma, None)

    def end_step(self, *, n_episodes_ended: int) -> None:
        """Move what follows a straight line; with an episode ends the drift of its noise."""
        params = self.params
        if n_episodes_ended:
            self._noise = np.zeros(self._n_numbers)
        for name, line in self._lines.items():
            if name not in self.held:
                n_steps = getattr(params, f"{name}_fraction") * params.run_length
                goal = line.first * getattr(params, f"{name}_end")
                setattr(params, name, line.step(getattr(params, name), goal, n_steps))

    def hold(self, name: str) -> None:
        """Leave a scheduled hyperparameter where it is."""
        self.held.add(name)

    def release(self, name: str) -> None:
        """Let its schedule take over again, setting out from where it is."""
        self.held.discard(name)
        self._lines[name].first = getattr(self.params, name)

    def weights(self) -> dict[str, Array]:
        """Return the layers of the actor, which acts, and of the critics, with which a run can be trained on."""
        layers: dict[str, Array] = {}
        for folding, flat in zip(self._foldings, self._learning(), strict=True):
            layers |= folding.fold(flat)
        return layers

    def _learning(self) -> list[Array]:
        """The parameters of the actor and of each critic, in the order of a policy file."""
        return [self._actor.parameters(0), *(self._critics.parameters(row) for row in range(self._critics.n))]

    def state(self) -> dict[str, Any]:
        """Return copies of the networks, the optimisers' moments, and what counts, noise and schedules remember."""
        return {
            "actor": self._actor.state(), "critics": self._critics.state(), "n_updates": self.n_updates,
            "held": set(self.held), "stats": copy.copy(self.stats), "actor_loss": self._actor_loss, "noise": self._noise.copy(),
            "begins_at_random": self._begins_at_random,
            "lines": {name: line.first for name, line in self._lines.items()},
        }  # fmt: skip

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what state() gave."""
        self.roll_back(state)
        self.n_updates, self.held, self.stats = state["n_updates"], set(state["held"]), copy.copy(state["stats"])
        self._actor_loss = state["actor_loss"]
        self._noise, self._begins_at_random = state["noise"].copy(), state["begins_at_random"]
        for name, first in state["lines"].items():
            self._lines[name].first = first

    def roll_back(self, state: dict[str, Any]) -> None:
        """Put the networks and the optimisers back to what state() gave."""
        self._actor.restore(state["actor"])
        self._critics.restore(state["critics"])

    def load_weights(self, weights: dict[str, Array]) -> None:
        """Begin from these layers, what weights() gives, without moments; the targets are copies of them."""
        actor, *critics = (folding.unfold(weights) for folding in self._foldings)
        self._actor.begin([actor])
        self._critics.begin(critics)
        self._begins_at_random = False


def _clip(numbers: Array, largest: np.float32) -> None:
    """Bring numbers into [-largest, largest]; np.clip takes three times as long."""
    np.minimum(numbers, largest, out=numbers)
    np.maximum(numbers, -largest, out=numbers)
