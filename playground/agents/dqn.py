"""Deep Q-network: Q-learning with a neural network, a replay buffer and a target network.

Mnih et al. 2015, "Human-level control through deep reinforcement learning", Nature 518, algorithm 1.

Differences from the paper:
1. Observations are a few numbers, not images: no convolution, no frame stacking, no reward clipping.
2. One update per environment step instead of one per four; learning starts as soon as one minibatch is stored.
3. The loss is the squared error, or Huber's, on the error itself; the paper clips the error to [-1, 1], which is
   the gradient of Huber's loss. The optimiser is Adam or RMSprop.
4. Epsilon falls by a factor per update, or linearly over a part of the run (the paper: linearly).
5. A truncated episode still bootstraps: only `terminated` ends the sum of rewards.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.agents.base import ALGORITHMS, Algorithm, CommonParams, Decision, LearningTrace, UpdateStats
from playground.agents.dice import Dice
from playground.agents.networks import MLP, OPTIMIZERS, Architecture, flat_parameters, initial_weights, named_layers
from playground.agents.replay import ReplayWindow, TransitionLog
from playground.errors import DivergedError, HyperError
from playground.hyper import hyper
from playground.i18n import N_
from playground.lazy import lazy_import

if TYPE_CHECKING:
    import torch
    from torch import Tensor
else:
    torch = lazy_import("torch")

LAYER_PREFIX = "q"  # of the names in a policy file: q.0.weight, q.0.bias, ...


@dataclass
class Params(CommonParams):
    """The hyperparameters of DQN, in the order of the form."""

    gamma: float = hyper(
        0.99, low=0.0, high=1.0, basic=True,
        formula="y = r + γ · max Q(s′, a)",
        doc=N_("How much the next reward counts against this one. 0 looks one step ahead, 0.95 some 20 steps, 0.99 some 100: about 1/(1 − γ). At 1 every reward counts fully; then nothing bounds Q but the length of an episode, and learning may drift."),
    )  # fmt: skip
    epsilon: float = hyper(
        1.0, low=0.0, high=1.0, scheduled=True, basic=True,
        formula=N_("a = random if die < ε, else argmax Q(s, a)"),
        doc=N_("The chance that an action is drawn at random instead of chosen by the network. It follows its schedule until you hold it."),
    )  # fmt: skip
    epsilon_schedule: str = hyper(
        "exponential", choices=("exponential", "linear"),
        doc=N_("How epsilon falls: exponential multiplies it by epsilon_decay at each update; linear takes it to epsilon_min over the first epsilon_fraction of the run and leaves it there."),
    )  # fmt: skip
    epsilon_decay: float = hyper(
        0.995, low=0.9, high=1.0, slider=(0.98, 1.0), basic=True,
        formula="ε ← max(ε_min, ε · decay)",
        doc=N_("What epsilon is multiplied by after each update, when its schedule is exponential. At 1 it stays."),
    )  # fmt: skip
    epsilon_fraction: float = hyper(
        0.1, low=0.001, high=1.0,
        doc=N_("The part of the run over which a linear epsilon falls to epsilon_min."),
    )  # fmt: skip
    epsilon_min: float = hyper(
        0.01, low=0.0, high=1.0, slider=(0.0, 0.5), basic=True,
        doc=N_("Where epsilon comes to rest. A little exploring keeps the replay buffer from filling with one kind of episode. Moving it never makes epsilon jump: epsilon glides there."),
    )  # fmt: skip
    learning_rate: float = hyper(
        1e-3, low=0.0, high=1e6, slider=(1e-5, 1.0), log=True, basic=True,
        formula="w ← w − α · m / (√v + 10⁻⁸)",
        doc=N_("How far each update moves the weights. Too small and nothing is learned in time; too large and the values explode, which pauses the run."),
    )  # fmt: skip
    batch_size: int = hyper(
        64, low=1, high=4096, slider=(8, 512), log=True, unit=N_("transitions"),
        doc=N_("How many remembered transitions each update learns from."),
    )  # fmt: skip
    target_period: int = hyper(
        500, low=1, high=1_000_000, slider=(1, 2000), log=True, unit_from="target_unit",
        doc=N_("How often the target network becomes a copy of the Q-network. In between it stands still, so that the network does not chase its own tail."),
    )  # fmt: skip
    target_unit: str = hyper(
        "steps", choices=("steps", "updates", "episodes"),
        doc=N_("What target_period counts: environment steps, updates, or episodes."),
    )  # fmt: skip
    reward_on_termination: float | None = hyper(
        None, low=-1000.0, high=1000.0, slider=(-20.0, 20.0), optional="own",
        doc=N_("The reward learned from on the step that ends an episode by failing, in place of the environment's own. It shapes learning only: the return you see and every evaluation use the environment's own rewards. Applied when a sample is drawn, so it acts on the past too."),
    )  # fmt: skip
    loss: str = hyper(
        "squared", choices=("squared", "huber"),
        formula=N_("δ², or ½δ² and beyond 1 |δ| − ½"),
        doc=N_("What the update makes small. The squared error pulls hard on large errors; Huber's pulls no harder beyond 1."),
    )  # fmt: skip
    buffer_size: int = hyper(
        50_000, low=100, high=1_000_000, slider=(500, 200_000), log=True, live=False, unit=N_("transitions"),
        doc=N_("How many of the newest transitions can be drawn. Small: quick to forget. Large: much old experience."),
    )  # fmt: skip
    hidden_layers: tuple[int, ...] = hyper(
        (24, 24), live=False,
        doc=N_("The widths of the hidden layers of the Q-network, such as “24, 24”. Each is followed by ReLU."),
    )  # fmt: skip
    optimizer: str = hyper(
        "adam", choices=tuple(OPTIMIZERS), live=False,
        doc=N_("How a gradient becomes a step: Adam (Kingma & Ba 2015) or RMSprop (Hinton)."),
    )  # fmt: skip

    def check(self) -> None:
        if self.batch_size > self.buffer_size:
            raise HyperError(
                N_("batch_size {batch} is larger than buffer_size {buffer}: it could never be drawn. Lower it or enlarge the buffer."),
                batch=self.batch_size, buffer=self.buffer_size,
            )  # fmt: skip


class DQN:
    """One learner. Reading order: act, updates_due, update, end_step: the paper's loop."""

    def __init__(self, params: Params, observation_size: int, n_actions: int, log: TransitionLog, dice: Dice) -> None:
        self.params = params
        self.held: set[str] = set()
        self.stats = UpdateStats()
        self.n_updates = 0
        self.n_actions = n_actions
        self._dice = dice
        self._replay = ReplayWindow(log, params.buffer_size)
        architecture = Architecture(layer_sizes(params, observation_size, n_actions))
        self._online = MLP(architecture)
        self._target = MLP(architecture)
        self._online.parameters[0] = torch.from_numpy(initial_weights(architecture, dice.initial_weights))
        self._target.parameters.copy_(self._online.parameters)
        self._acting = self._online.numpy()
        self._optimizer = OPTIMIZERS[params.optimizer](self._online.parameters)
        self._first_epsilon = params.epsilon  # where a linear schedule sets out
        self._since_copy = 0  # in target_unit
        self._buffers: dict[int, _Buffers] = {}

    def act(self, observation: NDArray[np.float32], *, inspect: bool = False) -> Decision:
        """Choose epsilon-greedily. Both dice are thrown at every step, used or not, so that runs stay comparable."""
        die = self._dice.exploration.random()
        explored = die < self.params.epsilon
        random_action = int(self._dice.action.random() * self.n_actions)
        if explored and not inspect:
            return Decision(random_action, True, None, die)
        q_values = self._acting.forward(observation)
        return Decision(random_action if explored else int(q_values.argmax()), explored, q_values, die)

    def updates_due(self) -> int:
        return 1 if self._replay.size >= self.params.batch_size else 0

    def update(self, trace: LearningTrace | None = None) -> None:
        """Draw a minibatch and take one step down the loss, Mnih et al. 2015, algorithm 1, lines 11 to 13."""
        params = self.params
        buffers = self._buffers.get(params.batch_size)
        if buffers is None:
            buffers = self._buffers[params.batch_size] = _Buffers(params.batch_size, self.n_actions)
        batch = self._replay.sample(self._dice.replay.random(out=buffers.uniforms))

        # y = r + gamma * max_a' Q_target(s', a'), without the second term where the episode terminated
        next_q = self._target.forward(batch.next_observations)
        target = self._td_target(batch.rewards, batch.terminated, next_q, buffers)
        q_values = self._online.forward(batch.observations)
        q_taken = torch.gather(q_values, 1, batch.actions, out=buffers.q_taken)
        td_error = torch.sub(q_taken, target, out=buffers.td_error)

        loss, loss_slope = self._loss(td_error, buffers)
        output_gradient = buffers.output_gradient.zero_().scatter_(1, batch.actions, loss_slope)
        gradient = self._online.backward(output_gradient)

        gradient_norm = math.sqrt(float(torch.dot(gradient[0], gradient[0])))
        if not math.isfinite(loss + gradient_norm):
            raise DivergedError(
                N_("The values of the network are exploding (learning_rate {rate:g}). This update was left out and the run is paused, with everything before it intact. Lower learning_rate, then Reset, or load a policy you saved."),
                rate=params.learning_rate,
            )  # fmt: skip
        if trace is not None:
            trace.record(
                batch=batch, q_values=q_values, q_taken=q_taken, target=target, td_error=td_error, loss=loss,
                gradient_norm=gradient_norm,
            )  # fmt: skip
        self._optimizer.step(gradient, params.learning_rate)
        self.n_updates += 1
        stats = self.stats
        stats.loss = loss
        stats.mean_value = float(q_taken.mean())

        if params.epsilon_schedule == "exponential":
            self._move_epsilon(factor=params.epsilon_decay)
        if params.target_unit == "updates":
            self._count_towards_copy()

    def _td_target(self, rewards: Tensor, terminated: Tensor, next_q: Tensor, buffers: _Buffers) -> Tensor:
        """One-step target r + gamma * max_a Q_target(s', a), shape (1, 1, batch)."""
        target = torch.amax(next_q, 1, keepdim=True, out=buffers.target)
        target.addcmul_(target, terminated, value=-1.0)  # nothing follows where the episode terminated
        target.mul_(self.params.gamma).add_(rewards)
        if self.params.reward_on_termination is not None:
            # in place of the environment's own reward, where the episode terminated
            target.addcmul_(terminated, rewards, value=-1.0).add_(terminated, alpha=self.params.reward_on_termination)
        return target

    def _loss(self, td_error: Tensor, buffers: _Buffers) -> tuple[float, Tensor]:
        """Return the loss and dL/dq of the action taken, shape (1, 1, batch); dL/dq of the others is 0."""
        batch = self.params.batch_size
        flat = td_error.view(-1)
        if self.params.loss == "squared":  # mean of d^2, slope 2d
            return float(torch.dot(flat, flat)) / batch, torch.mul(td_error, 2.0 / batch, out=buffers.slope)
        # Huber 1964: d^2 / 2 within [-1, 1], |d| - 1/2 beyond, so its slope is d clipped to [-1, 1]
        clipped = torch.clamp(td_error, -1.0, 1.0, out=buffers.slope)
        flat_clipped = clipped.view(-1)
        loss = float(torch.dot(flat_clipped, flat) - 0.5 * torch.dot(flat_clipped, flat_clipped)) / batch
        return loss, clipped.div_(batch)

    def end_step(self, *, episode_ended: bool) -> None:
        """Move a linear epsilon and count towards the next copy of the target network."""
        params = self.params
        if params.epsilon_schedule == "linear":
            way = max(abs(self._first_epsilon - params.epsilon_min), abs(params.epsilon - params.epsilon_min))
            self._move_epsilon(step=way / (params.epsilon_fraction * params.run_length))
        if params.target_unit == "steps" or (params.target_unit == "episodes" and episode_ended):
            self._count_towards_copy()

    def _move_epsilon(self, factor: float = 1.0, step: float = 0.0) -> None:
        """Bring epsilon nearer to epsilon_min, from above or, after epsilon_min was raised, from below: never a jump."""
        params = self.params
        if "epsilon" in self.held:
            self._first_epsilon = params.epsilon  # when it is released, it sets out from here
            return
        if params.epsilon > params.epsilon_min:
            params.epsilon = max(params.epsilon_min, params.epsilon * factor - step)
        elif params.epsilon < params.epsilon_min:
            gap = (params.epsilon_min - params.epsilon) * factor
            params.epsilon = min(params.epsilon_min, params.epsilon_min - gap + step)

    def _count_towards_copy(self) -> None:
        self._since_copy += 1
        if self._since_copy >= self.params.target_period:
            self._target.parameters.copy_(self._online.parameters)
            self._since_copy = 0
            self.stats.n_target_copies += 1

    def weights(self) -> dict[str, NDArray[np.float32]]:
        return named_layers(self._acting.architecture, self._online.parameters[0].numpy().copy(), LAYER_PREFIX)

    def load_weights(self, weights: dict[str, NDArray[np.float32]]) -> None:
        """Begin from these weights, in the online and the target network."""
        flat = flat_parameters(self._acting.architecture, weights, LAYER_PREFIX)
        self._online.parameters[0] = torch.from_numpy(flat)
        self._target.parameters.copy_(self._online.parameters)


class _Buffers:
    """What an update of one batch width writes into."""

    def __init__(self, batch: int, n_actions: int) -> None:
        self.uniforms = np.empty(batch)
        self.q_taken = torch.empty(1, 1, batch)
        self.target = torch.empty(1, 1, batch)
        self.td_error = torch.empty(1, 1, batch)
        self.slope = torch.empty(1, 1, batch)
        self.output_gradient = torch.zeros(1, n_actions, batch)


def layer_sizes(params: Params, observation_size: int, n_actions: int) -> tuple[int, ...]:
    """Return the layer widths of the Q-network."""
    return (observation_size, *params.hidden_layers, n_actions)


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
        architecture=layer_sizes,
        layer_prefix=LAYER_PREFIX,
    ),
)
