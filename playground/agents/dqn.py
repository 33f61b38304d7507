"""Deep Q-network: Q-learning with a neural network, a replay buffer and a target network.

Mnih et al. 2015, "Human-level control through deep reinforcement learning", Nature 518, algorithm 1. By switches also:
Double DQN (van Hasselt et al. 2016), the dueling network (Wang et al. 2016), n-step returns (as in Hessel et al. 2018),
a target network that follows softly (Lillicrap et al. 2016), averaged weights to act by (Polyak
& Juditsky 1992), and mirrored samples.

Differences from the papers:
1. Observations are a few numbers, not images: no convolution, no frame stacking, no reward clipping.
2. One update per environment step instead of one per four; learning starts as soon as one minibatch is stored. Both
   are hyperparameters.
3. A minibatch has one transition from each of batch_size equal parts of the replay window, so hardly ever one twice.
4. The loss is the squared error, or Huber's, on the error itself; the paper clips the error to [-1, 1], which is
   the gradient of Huber's loss. The optimiser is Adam or RMSprop.
5. Epsilon falls by a factor per update, or linearly over a part of the run (the paper: linearly).
6. A truncated episode still bootstraps: only `terminated` ends the sum of rewards.
7. The dueling network shares its hidden layers; only its last layer has two parts.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.agents.actors import LargestOutput
from playground.agents.architecture import (
    Architecture,
    flat_parameters,
    layer_shapes,
    named_layers,
    uniform_weights,
)
from playground.agents.arrays import Array
from playground.agents.base import ALGORITHMS, CHECK_EVERY, Algorithm, Decision, LearningTrace, Space, UpdateStats
from playground.agents.dice import Dice
from playground.agents.divergence import HIGH_LEARNING_RATE, diverged
from playground.agents.dqn_buffers import Buffers
from playground.agents.dqn_params import Params
from playground.agents.networks import MLP
from playground.agents.optimizers import OPTIMIZERS
from playground.agents.replay import ReplayWindow, TransitionLog
from playground.agents.returns import Sampler, Samples
from playground.agents.schedules import Line, approach
from playground.i18n import N_
from playground.lazy import lazy_import

if TYPE_CHECKING:
    import torch
    from torch import Tensor
else:
    torch = lazy_import("torch")

MEAN_EVERY = 5  # updates between two looks at the mean of Q: it moves slowly, and looking costs
OUT_OF_PROPORTION = 100.0  # times the norm of a new network's weights
LAYER_PREFIX = "q"  # of the names in a policy file: q.0.weight, q.0.bias, ...


class DQN:
    """One learner. Reading order: act, updates_due, update, end_step: the paper's loop."""

    def __init__(self, params: Params, space: Space, log: TransitionLog, dice: Dice) -> None:
        self.params = params
        self.n_environments = 1
        self.held: set[str] = set()
        self.stats = UpdateStats()
        self.n_updates = 0
        self.n_actions = space.n_actions
        self._dice = dice
        self._replay = ReplayWindow(log, params.buffer_size)
        self._mirror = space.mirror
        self._scale = np.array(space.scale, np.float32) if params.scale_observations == "on" else None
        # Q = head @ outputs: V + A - mean A where the outputs are the advantages A and then the value V
        self._head = dueling_head(space.n_actions) if params.dueling == "on" else np.eye(space.n_actions, dtype="f4")
        self._plain = Architecture(layer_sizes(params, space))  # of what is saved, head and scale folded in
        architecture = Architecture((*self._plain.sizes[:-1], self._head.shape[1]))
        self._networks = MLP(architecture, n_networks=2, n_learning=1)  # online and target, which answer together
        self._online, self._target = self._networks.parameters[:1], self._networks.parameters[1:]  # (1, P) each
        flat = uniform_weights(architecture, dice.initial_weights)
        architecture.split(flat)[-1][:, -1] += params.initial_value
        self._online[0] = torch.from_numpy(flat)
        self._largest_norm = OUT_OF_PROPORTION * (float(self._online.norm()) + 10.0)
        self._target.copy_(self._online)
        self._average = self._online.clone() if params.average_part is not None else None
        self._acting = self._networks.numpy()
        self._optimizer = OPTIMIZERS[params.optimizer](self._online)
        self._epsilon_line, self._learning_rate_line = Line(params.epsilon), Line(params.learning_rate)
        self._flat_gradient = self._networks.gradient[0].numpy()
        self._since_copy = 0  # in target_unit
        self._sampler, self._sampler_key = Sampler(self._replay, 1, 1), (0, 0, "")
        self._uniforms, self._buffers = np.empty(0), Buffers(1, self.n_actions)

    def act(self, observations: NDArray[np.float32], *, inspect: bool = False) -> Decision:
        """Choose epsilon-greedily. Both dice are thrown at every step, used or not, so that runs stay comparable."""
        die = self._dice.exploration.random()
        explored = die < self.params.epsilon
        random_action = int(self._dice.action.random() * self.n_actions)
        if explored and not inspect:
            return Decision((random_action,), (True,), None, die)
        observation = observations[0]
        q_values = self._acting.forward(observation if self._scale is None else observation / self._scale)
        if self.params.dueling == "on":
            q_values = self._head @ q_values
        action = random_action if explored else int(q_values.argmax())
        return Decision((action,), (explored,), q_values, die)

    def updates_due(self) -> int:
        params, n_stored = self.params, self._replay.log.n_rows
        if n_stored < params.learning_starts or n_stored % params.train_every:
            return 0
        return params.updates_per_training if self._replay.size >= params.batch_size + params.n_steps - 1 else 0

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
        loss, loss_slope = self._loss(td_error, buffers)
        q_gradient = buffers.q_gradient
        q_gradient.fill(0.0)
        buffers.flat_q_gradient[taken] = loss_slope
        if params.dueling == "on":
            q_gradient = np.matmul(self._head.T, q_gradient, out=buffers.head_gradient)
        gradient = self._networks.backward(q_gradient)

        norm = math.sqrt(np.dot(self._flat_gradient, self._flat_gradient))
        if not math.isfinite(loss + norm):
            raise diverged(params)
        if params.gradient_clip is not None and norm > params.gradient_clip:
            np.multiply(self._flat_gradient, params.gradient_clip / norm, out=self._flat_gradient)
        self._step_down(gradient)
        if trace is not None:
            trace.record(
                positions=self._sampler.positions, q_values=q_values[0], q_taken=q_taken, target=target,
                td_error=td_error, loss=loss, gradient_norm=norm,
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
        """Move the weights; a step that would throw them out of all proportion is not made."""
        parameters, rate = self._online, self.params.learning_rate
        if rate <= HIGH_LEARNING_RATE:
            self._optimizer.step(gradient, rate)
            return
        before, memory = parameters.clone(), self._optimizer.state()
        self._optimizer.step(gradient, rate)
        if not float(parameters.norm()) <= self._largest_norm:
            parameters.copy_(before)
            self._optimizer.restore(memory)
            raise diverged(self.params)

    def _draw(self) -> Samples:
        params = self.params
        size = params.batch_size if params.replay == "on" else 1
        key = size, params.n_steps, params.mirror
        if key != self._sampler_key:
            mirror = self._mirror if params.mirror == "on" else None
            self._sampler_key, self._sampler = key, Sampler(self._replay, size, params.n_steps, self._scale, mirror)
            self._buffers = Buffers(size, self.n_actions)
        if len(self._uniforms) != params.batch_size:
            self._uniforms = np.empty(params.batch_size)
        uniforms = self._dice.replay.random(out=self._uniforms)  # also when unused: forks stay comparable
        if params.replay == "on":
            return self._sampler.sample(uniforms, params.gamma, params.reward_on_termination)
        return self._sampler.newest(params.gamma, params.reward_on_termination)

    def _places(self, actions: NDArray[np.int64], buffers: Buffers) -> NDArray[np.int64]:
        """Return where the Q-values of these actions, (batch,), lie in a flat Q, (1, actions, batch)."""
        places = np.multiply(actions, buffers.batch, out=buffers.taken)
        return np.add(places, buffers.columns, out=places)

    def _q_values(self, inputs: Array, out: Array) -> Array:
        """Return Q, shape (n, actions, batch): online for n = 1, online and target on an input each for n = 2."""
        outputs = self._networks.forward(inputs)
        return outputs if self.params.dueling == "off" else np.matmul(self._head, outputs, out=out)

    def _q_and_next_value(self, batch: Samples, buffers: Buffers) -> tuple[Array, Array]:
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

    def _loss(self, td_error: Array, buffers: Buffers) -> tuple[float, Array]:
        """Return the loss and dL/dq of the action taken, shape (batch,)."""
        if self.params.loss == "squared":  # mean of d^2, slope 2d
            loss = float(np.dot(td_error, td_error)) / buffers.batch
            return loss, np.multiply(td_error, buffers.twice_mean, out=buffers.slope)
        # Huber 1964: d^2 / 2 within [-1, 1], |d| - 1/2 beyond, so its slope is d clipped to [-1, 1]
        clipped = np.clip(td_error, -1.0, 1.0, out=buffers.slope)
        beyond = np.multiply(clipped, -0.5, out=buffers.work)
        np.add(beyond, td_error, out=beyond)
        loss = float(np.dot(clipped, beyond)) / buffers.batch
        return loss, np.multiply(clipped, buffers.mean, out=clipped)

    def end_step(self, *, n_episodes_ended: int) -> None:
        """Move what follows a straight line, and count towards the next copy of the target network."""
        params = self.params
        if "epsilon" in self.held:
            self._epsilon_line.first = params.epsilon  # when it is released, it sets out from here
        elif params.epsilon_schedule == "linear":
            n_steps = params.epsilon_fraction * params.run_length
            params.epsilon = self._epsilon_line.step(params.epsilon, params.epsilon_min, n_steps)
        if "learning_rate" in self.held:
            self._learning_rate_line.first = params.learning_rate
        else:
            goal = self._learning_rate_line.first * params.learning_rate_end
            n_steps = params.learning_rate_fraction * params.run_length
            params.learning_rate = self._learning_rate_line.step(params.learning_rate, goal, n_steps)
        if params.target_unit == "steps" or (params.target_unit == "episodes" and n_episodes_ended):
            self._count_towards_copy()

    def _count_towards_copy(self) -> None:
        self._since_copy += 1
        if self._since_copy >= self.params.target_period:
            if self.params.target_tau == 1.0:
                self._target.copy_(self._online)
            else:
                self._target.lerp_(self._online, self.params.target_tau)
            self._since_copy = 0
            self.stats.n_target_copies += 1

    def weights(self) -> dict[str, NDArray[np.float32]]:
        """Return the layers of a plain network that acts like this one: average, head and scale folded in."""
        parameters = self._online if self._average is None else self._average
        matrices = [matrix.copy() for matrix in self._networks.architecture.split(parameters[0].numpy())]
        if self.params.dueling == "on":
            matrices[-1] = self._head @ matrices[-1]
        if self._scale is not None:
            matrices[0][:, :-1] /= self._scale
        flat = self._plain.blank()
        for plain, matrix in zip(self._plain.split(flat), matrices, strict=True):
            plain[:] = matrix
        return named_layers(self._plain, flat, LAYER_PREFIX)

    def state(self) -> dict[str, Any]:
        """Return copies of the networks and the optimiser's moments."""
        networks = {"online": self._online.clone(), "target": self._target.clone()}
        if self._average is not None:
            networks["average"] = self._average.clone()
        return {**networks, "optimizer": self._optimizer.state()}

    def restore(self, state: dict[str, Any]) -> None:
        """Go back to what state() gave."""
        self._online.copy_(state["online"])
        self._target.copy_(state["target"])
        if self._average is not None:
            self._average.copy_(state["average"])
        self._optimizer.restore(state["optimizer"])

    def load_weights(self, weights: dict[str, NDArray[np.float32]]) -> None:
        """Begin from these layers, in the online, the target and the averaged network; what weights() gives."""
        architecture = self._networks.architecture
        flat = architecture.blank()
        plain = self._plain.split(flat_parameters(self._plain, weights, LAYER_PREFIX))
        for matrix, given in zip(architecture.split(flat), plain, strict=True):
            matrix[: len(given)] = given
            matrix[len(given) :] = given.mean(axis=0)  # dueling: V is the mean of Q, so A may be Q
        if self._scale is not None:
            architecture.split(flat)[0][:, :-1] *= self._scale
        self._online[0] = torch.from_numpy(flat)
        self._target.copy_(self._online)
        if self._average is not None:
            self._average.copy_(self._online)


def dueling_head(n_actions: int) -> NDArray[np.float32]:
    """Return the matrix that makes Q of [A, V]: V + A - mean A, Wang et al. 2016, equation 9."""
    means = np.full((n_actions, n_actions), 1 / n_actions)
    return np.hstack([np.eye(n_actions) - means, np.ones((n_actions, 1))]).astype(np.float32)


def layer_sizes(params: Params, space: Space) -> tuple[int, ...]:
    """Return the layer widths of the network a policy file holds."""
    return (len(space.scale), *params.hidden_layers, space.n_actions)


def weight_shapes(params: Params, space: Space) -> dict[str, tuple[int, ...]]:
    """Return the shapes of the layers a policy file holds."""
    return layer_shapes(Architecture(layer_sizes(params, space)), LAYER_PREFIX)


def actor(params: Params, space: Space, weights: dict[str, Array]) -> LargestOutput:
    """Return what acts by the layers of a policy file."""
    return LargestOutput(Architecture(layer_sizes(params, space)), weights, LAYER_PREFIX)


ALGORITHMS.add(
    "dqn",
    Algorithm(
        name="dqn",
        title=N_("DQN"),
        text=N_(
            "Deep Q-network: learns how good each action is (Q) from remembered transitions, and acts by the best one."
        ),
        params=Params,
        make=DQN,
        layer_sizes=layer_sizes,
        weight_shapes=weight_shapes,
        actor=actor,
    ),
)
