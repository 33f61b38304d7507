"""Deep Q-network: Q-learning with a neural network, a replay buffer and a target network.

Mnih et al. 2015, "Human-level control through deep reinforcement learning", Nature 518, algorithm 1. By switches also:
Double DQN (van Hasselt et al. 2016), the dueling network (Wang et al. 2016), prioritised replay (Schaul et al. 2016;
prioritized.py), n-step returns (as in Hessel et al. 2018), a target network that follows softly (Lillicrap et al. 2016),
averaged weights to act by (Polyak & Juditsky 1992; Shamir & Zhang 2013), and mirrored samples.

Differences from the papers:
1. Observations are a few numbers, not images: no convolution, no frame stacking, no reward clipping.
2. One update per environment step instead of one per four; learning starts as soon as one minibatch is stored. Both
   are hyperparameters.
3. A minibatch has one transition from each of batch_size equal parts of the replay window, so hardly ever one twice.
4. The loss is the squared error, or Huber's, on the error itself; the paper clips the error to [-1, 1], which is
   the gradient of Huber's loss. The optimiser is Adam or RMSprop.
5. Epsilon falls by a factor per update, or linearly over a part of the run (the paper: linearly).
6. A truncated episode still bootstraps: only after termination is what follows worth 0.
7. The dueling network shares its hidden layers; only its last layer has two parts.
"""

from __future__ import annotations

import copy
import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.agents.base import CHECK_EVERY, Decision, LearningTrace, Space, UpdateStats
from playground.agents.dqn.buffers import DQNBuffers
from playground.agents.dqn.params import LAYER_PREFIX, DQNParams, layer_sizes
from playground.agents.nn.architecture import Architecture, uniform_weights
from playground.agents.nn.backend import Array
from playground.agents.nn.divergence import HIGH_LEARNING_RATE, diverged
from playground.agents.nn.losses import huber, squared
from playground.agents.nn.mlp import MLP
from playground.agents.nn.optimizers import OPTIMIZERS, largest_norm, step_on_trial
from playground.agents.nn.plain_layers import PlainLayers, dueling_head
from playground.agents.replay.prioritized import PrioritizedReplay
from playground.agents.replay.sampler import Sampler, Samples
from playground.agents.replay.transition_log import ReplayWindow, TransitionLog
from playground.agents.rng import RunRng
from playground.agents.schedules import LinearSchedule, approach
from playground.lazy import lazy_import

if TYPE_CHECKING:
    import torch
    from torch import Tensor
else:
    torch = lazy_import("torch")

MEAN_EVERY = 5  # updates between two looks at the mean of Q: it moves slowly, and looking costs
SCHEDULED = ("epsilon", "learning_rate", "importance_exponent")


class DQN:
    """One learner. Reading order: act, updates_due, update, end_step: the paper's loop."""

    def __init__(self, params: DQNParams, space: Space, log: TransitionLog, rng: RunRng) -> None:
        self.params = params
        self.n_environments = 1
        self.held: set[str] = set()
        self.stats = UpdateStats()
        self.n_updates = 0
        self.n_actions = space.n_actions
        self._rng = rng
        self._priorities = PrioritizedReplay(log, params.buffer_size, params) if params.prioritized == "on" else None
        self._replay = self._priorities or ReplayWindow(log, params.buffer_size)
        self._mirror = space.mirror
        self._scale = np.array(space.scale, np.float32) if params.scale_observations == "on" else None
        # Q = head @ outputs: V + A - mean A where the outputs are the advantages A and then the value V
        self._head = dueling_head(space.n_actions) if params.dueling == "on" else None
        plain = Architecture(layer_sizes(params, space))
        architecture = plain if self._head is None else Architecture((*plain.sizes[:-1], self._head.shape[1]))
        self._folding = PlainLayers(architecture, plain, self._head, self._scale, LAYER_PREFIX)
        self._networks = MLP(architecture, n_networks=2, n_learning=1)  # online and target, which answer together
        self._online, self._target = self._networks.parameters[:1], self._networks.parameters[1:]  # (1, P) each
        flat = uniform_weights(architecture, rng.initial_weights)
        architecture.split(flat)[-1][:, -1] += params.initial_value
        self._online[0] = torch.from_numpy(flat)
        self._largest_norm = largest_norm(self._online)
        self._target.copy_(self._online)
        self._average = self._online.clone() if params.average_part is not None else None
        self._acting = self._networks.numpy()
        self._optimizer = OPTIMIZERS[params.optimizer](self._online)
        self._lines = {name: LinearSchedule(getattr(params, name)) for name in SCHEDULED}
        self._flat_gradient = self._networks.gradient[0].numpy()
        self._since_copy = 0  # in target_unit; a unit changed live goes on from the number reached
        self._sampler, self._sampler_key = Sampler(self._replay, 1, 1), (0, 0, "")
        self._uniforms, self._buffers = np.empty(0), DQNBuffers(1, self.n_actions)

    def act(self, observations: NDArray[np.float32], *, inspect: bool = False) -> Decision:
        """Choose epsilon-greedily. Both dice are thrown at every step, used or not, so that runs stay comparable."""
        die = self._rng.exploration.random()
        explored = die < self.params.epsilon
        random_action = int(self._rng.action.random() * self.n_actions)
        if explored and not inspect:
            return Decision((random_action,), (True,), None, die)
        q_values = self.look(observations[0])
        action = random_action if explored else int(q_values.argmax())
        return Decision((action,), (explored,), q_values, die)

    def look(self, observation: Array) -> Array:
        """Return Q(s, .), shape (actions,)."""
        q_values = self._acting.forward(observation if self._scale is None else observation / self._scale)
        return q_values if self._head is None else self._head @ q_values

    def curve(self) -> tuple[float, float, float]:
        """Return epsilon, the newest loss and the mean of Q(s, a) of a minibatch."""
        return self.params.epsilon, self.stats.loss, self.stats.mean_value

    def updates_due(self) -> int:
        params, n_stored = self.params, self._replay.log.n_rows
        if n_stored < params.learning_starts:
            return 0
        if params.replay == "off":  # from the newest transition, once
            return int(n_stored >= params.n_steps)
        if n_stored % params.train_every or self._replay.size < params.rows_needed:
            return 0
        return params.updates_per_training

    def update(self, trace: LearningTrace | None = None) -> None:
        """Draw a minibatch and take one step down the loss, Mnih et al. 2015, algorithm 1, lines 11 to 13."""
        params = self.params
        batch = self._draw()
        buffers = self._buffers

        # y = r + gamma * max_a' Q_target(s', a'), without the second term where the episode terminated
        q_values, next_value = self._q_and_next_value(batch, buffers)
        target = np.multiply(batch.discounts, next_value, out=buffers.target)
        np.add(target, batch.returns, out=target)
        taken = self._places(batch.actions, buffers)
        q_taken = q_values.reshape(-1).take(taken, None, buffers.q_taken, "clip")
        td_error = np.subtract(q_taken, target, out=buffers.td_error)

        # Only the action taken has an error; dL/dq of the others is 0.
        priorities = self._priorities if params.replay == "on" else None
        weights = None if priorities is None else priorities.weights()
        if params.loss == "squared":
            loss = squared(td_error, buffers.slope, weights)
        else:
            loss = huber(td_error, buffers.slope, weights)
        q_gradient = buffers.q_gradient
        q_gradient.fill(0.0)
        buffers.flat_q_gradient[taken] = buffers.slope
        if self._head is not None:
            q_gradient = np.matmul(self._head.T, q_gradient, out=buffers.head_gradient)
        gradient = self._networks.backward(q_gradient)

        norm = math.sqrt(np.dot(self._flat_gradient, self._flat_gradient))
        if not math.isfinite(loss + norm):
            raise diverged(params)
        if params.gradient_clip is not None and norm > params.gradient_clip:
            np.multiply(self._flat_gradient, params.gradient_clip / norm, out=self._flat_gradient)
        self._step_down(gradient)
        if priorities is not None:
            priorities.learned(td_error)
        if trace is not None:
            trace.record(
                positions=self._sampler.positions, q_values=q_values[0], q_taken=q_taken, target=target,
                td_error=td_error, loss=loss, gradient_norm=norm, weights=weights,
            )  # fmt: skip
        if self.n_updates % MEAN_EVERY == 0:
            self.stats.mean_value = float(np.dot(q_taken, buffers.ones)) / buffers.batch
        if self.n_updates % CHECK_EVERY == 0:
            self.stats.largest_value = float(np.abs(q_values).max())
        self.n_updates += 1
        self.stats.loss = loss

        if self._average is not None and params.average_part is not None:  # Shamir & Zhang 2013, section 4
            self._average.lerp_(self._online, 1 / (1 + params.average_part * (self.n_updates - 1)))
        if params.epsilon_schedule == "exponential" and "epsilon" not in self.held:
            params.epsilon = approach(params.epsilon, params.epsilon_min, factor=params.epsilon_decay)
        if params.target_unit == "updates":
            self._count_towards_copy()

    def _step_down(self, gradient: Tensor) -> None:
        """Move the weights; a step that would throw them out of all proportion is not made.

        Up to a rate of HIGH_LEARNING_RATE none can: whatever the gradient, Adam moves no weight by more than some three
        times its rate and RMSprop by ten times. Above it, each step is made on trial.
        """
        rate = self.params.learning_rate
        if rate <= HIGH_LEARNING_RATE:
            self._optimizer.step(gradient, rate)
        elif not step_on_trial(self._optimizer, gradient, rate, self._largest_norm):
            raise diverged(self.params)

    def _draw(self) -> Samples:
        params = self.params
        size = params.batch_size if params.replay == "on" else 1
        key = size, params.n_steps, params.mirror
        if key != self._sampler_key:
            mirror = self._mirror if params.mirror == "on" else None
            self._sampler_key, self._sampler = key, Sampler(self._replay, size, params.n_steps, self._scale, mirror)
            self._buffers = DQNBuffers(size, self.n_actions)
        if len(self._uniforms) != params.batch_size:
            self._uniforms = np.empty(params.batch_size)
        uniforms = self._rng.replay.random(out=self._uniforms)  # also when unused: forks stay comparable
        if params.replay == "on":
            return self._sampler.sample(uniforms, params.gamma, params.reward_on_termination)
        return self._sampler.newest(params.gamma, params.reward_on_termination)

    def _places(self, actions: NDArray[np.int64], buffers: DQNBuffers) -> NDArray[np.int64]:
        """Return where the Q-values of these actions, (batch,), lie in a flat Q, (1, actions, batch)."""
        places = np.multiply(actions, buffers.batch, out=buffers.taken)
        return np.add(places, buffers.columns, out=places)

    def _q_values(self, inputs: Array, out: Array) -> Array:
        """Return Q, shape (n, actions, batch): online for n = 1, online and target on an input each for n = 2."""
        outputs = self._networks.forward(inputs)
        return outputs if self._head is None else np.matmul(self._head, outputs, out=out)

    def _q_and_next_value(self, batch: Samples, buffers: DQNBuffers) -> tuple[Array, Array]:
        """Return Q(s, .), shape (1, actions, batch), and what the best next action is worth, shape (batch,).

        That is max_a Q_target(s', a). Double DQN (van Hasselt et al. 2016, equation 4) asks the target network about
        the action that is best for the online network.
        """
        params, next_value = self.params, buffers.next_value
        if params.target_network == "off":
            q_next = self._q_values(batch.next_observations, buffers.q_online)
            np.maximum.reduce(q_next[0], 0, out=next_value)
            return self._q_values(batch.observations, buffers.q_online), next_value
        if params.double == "on":
            q_next = self._q_values(batch.next_observations, buffers.q_online)
            places = self._places(q_next[0].argmax(0, buffers.best), buffers)
            q_both = self._q_values(batch.both, buffers.q_both)
            q_both[1].reshape(-1).take(places, None, next_value, "clip")
        else:
            q_both = self._q_values(batch.both, buffers.q_both)
            np.maximum.reduce(q_both[1], 0, out=next_value)
        return q_both[:1], next_value

    def end_step(self, *, n_episodes_ended: int) -> None:
        """Move what follows a straight line, and count towards the next copy of the target network."""
        params = self.params
        if "epsilon" not in self.held and params.epsilon_schedule == "linear":
            n_steps = params.epsilon_fraction * params.run_length
            params.epsilon = self._lines["epsilon"].step(params.epsilon, params.epsilon_min, n_steps)
        if "learning_rate" not in self.held:
            line, n_steps = self._lines["learning_rate"], params.learning_rate_fraction * params.run_length
            params.learning_rate = line.step(params.learning_rate, line.first * params.learning_rate_end, n_steps)
        if self._priorities is not None and "importance_exponent" not in self.held:  # Schaul et al. 2016, section 3.4
            line = self._lines["importance_exponent"]
            params.importance_exponent = line.step(params.importance_exponent, 1.0, params.run_length)
        if params.target_unit == "steps" or (params.target_unit == "episodes" and n_episodes_ended):
            self._count_towards_copy()

    def hold(self, name: str) -> None:
        """Leave a scheduled hyperparameter where it is."""
        self.held.add(name)

    def release(self, name: str) -> None:
        """Let its schedule take over again, setting out from where it is."""
        self.held.discard(name)
        self._lines[name].first = getattr(self.params, name)

    def _count_towards_copy(self) -> None:
        self._since_copy += 1
        if self._since_copy >= self.params.target_period:
            if self.params.target_tau == 1.0:
                self._target.copy_(self._online)
            else:
                self._target.lerp_(self._online, self.params.target_tau)
            self._since_copy = 0
            self.stats.n_target_copies += 1

    def weights(self) -> dict[str, Array]:
        """Return the layers of a plain network that acts like this one: the average, where there is one."""
        parameters = self._online if self._average is None else self._average
        return self._folding.fold(parameters[0].numpy())

    def state(self) -> dict[str, Any]:
        """Return copies of the networks, the optimiser's moments, and what counts and schedules remember."""
        networks = {"online": self._online.clone(), "target": self._target.clone()}
        if self._average is not None:
            networks["average"] = self._average.clone()
        priorities = {} if self._priorities is None else {"priorities": self._priorities.state()}
        return {
            **networks, **priorities, "optimizer": self._optimizer.state(), "n_updates": self.n_updates, "held": set(self.held),
            "stats": copy.copy(self.stats), "since_copy": self._since_copy, "largest_norm": self._largest_norm,
            "lines": {name: line.first for name, line in self._lines.items()},
        }  # fmt: skip

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what state() gave."""
        self.roll_back(state)
        self.n_updates, self.held, self.stats = state["n_updates"], set(state["held"]), copy.copy(state["stats"])
        self._since_copy, self._largest_norm = state["since_copy"], state["largest_norm"]
        for name, first in state["lines"].items():
            self._lines[name].first = first
        if self._priorities is not None:
            self._priorities.restore(state["priorities"])

    def roll_back(self, state: dict[str, Any]) -> None:
        """Put the networks and the optimiser back to what state() gave."""
        self._online.copy_(state["online"])
        self._target.copy_(state["target"])
        if self._average is not None:
            self._average.copy_(state["average"])
        self._optimizer.restore(state["optimizer"])

    def load_weights(self, weights: dict[str, Array]) -> None:
        """Begin from these layers, what weights() gives: the online, the target and the averaged network, without moments."""
        self._online[0] = torch.from_numpy(self._folding.unfold(weights))
        self._target.copy_(self._online)
        if self._average is not None:
            self._average.copy_(self._online)
        self._optimizer = OPTIMIZERS[self.params.optimizer](self._online)  # its moments were of other weights
        self._largest_norm = max(self._largest_norm, largest_norm(self._online))
