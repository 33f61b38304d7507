"""Deep Q-network (DQN): Q-learning with a replay buffer and a target network.

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
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.agents.base import CHECK_EVERY, Decision, LearningTrace, Space, UpdateStats
from playground.agents.dqn.dueling import joined, split
from playground.agents.dqn.next_values import of_next, q_again
from playground.agents.dqn.params import LAYER_PREFIX, DQNParams, layer_sizes
from playground.agents.nn.architecture import Architecture, uniform_weights
from playground.agents.nn.backend import Array
from playground.agents.nn.divergence import diverged
from playground.agents.nn.inputs import NetworkInputs
from playground.agents.nn.losses import LOSSES
from playground.agents.nn.make_mlp import make_mlp
from playground.agents.nn.optimizers import OPTIMIZERS, largest_norm, shorten, step_down
from playground.agents.nn.plain_layers import PlainLayers, dueling_head
from playground.agents.replay.prioritized import PrioritizedReplay
from playground.agents.replay.replay_window import ReplayWindow
from playground.agents.replay.sampler import Sampler, Samples
from playground.agents.replay.transition_log import TransitionLog
from playground.agents.rng import RunRng
from playground.agents.schedules import Schedules
from playground.agents.state_columns import NOT_NEGATIVE, StateColumns
from playground.arithmetic.optimizers import follow
from playground.arithmetic.q_learning import bellman_targets, spread_slopes, taken
from playground.arithmetic.sums import largest, mean

MEAN_EVERY = 5  # updates between two means of Q: it moves slowly, and computing it takes time


class DQN:
    """DQN learner; read act, updates_due, update, end_step: the paper's loop.

    Matrices are feature-major: Q of a minibatch has shape (actions, batch).
    """

    def __init__(self, params: DQNParams, space: Space, log: TransitionLog, rng: RunRng) -> None:
        self.params = params
        self.n_environments = 1
        self.schedules = Schedules(params, "epsilon", "learning_rate", "importance_exponent")
        self.stats = UpdateStats()
        self.n_updates, self.adds_noise = 0, False
        self.n_actions = space.n_actions
        self._rng = rng
        self._priorities = PrioritizedReplay(log, params.buffer_size, params) if params.prioritized == "on" else None
        self._replay = self._priorities or ReplayWindow(log, params.buffer_size)  # D; the log stores them [make_buffer]
        self._mirror = space.mirror
        self._inputs = NetworkInputs(space, scaled=params.scale_observations == "on")
        self._is_dueling = params.dueling == "on"  # Q = V + A - mean A; the outputs are the advantages A, then V
        plain = Architecture(layer_sizes(params, space))
        architecture = Architecture((*plain.sizes[:-1], space.n_actions + 1)) if self._is_dueling else plain
        head = dueling_head(space.n_actions) if self._is_dueling else None
        self._plain_layers = PlainLayers(architecture, plain, head, self._inputs.scale, LAYER_PREFIX)
        self._networks = make_mlp(architecture, 2, 1, params.arithmetic)  # online and target, together [make_networks:]
        self._online, self._target = self._networks.parameters[:1], self._networks.parameters[1:]  # (1, P) each
        flat = uniform_weights(architecture, rng.initial_weights)
        np.add(bias := architecture.split(flat)[-1].bias, params.initial_value, out=bias)
        self._online[0] = flat
        self._largest_norm = largest_norm(self._online)
        self._target[:] = self._online  # initialize Q_target with the weights of Q

        self._average = self._online.copy() if params.average_part is not None else None
        self._acting = self._networks.acting()
        self._optimizer = OPTIMIZERS[params.optimizer](self._online)
        self._flat_gradient = self._networks.gradient[0]
        self._since_copy = 0  # in target_unit; a unit changed live goes on from the number reached
        self._sampler, self._sampler_key = Sampler(self._replay, 1, 1), (0, 0, "")

    def act(self, observations: NDArray[np.float32], *, inspect: bool = False) -> Decision:
        """Choose epsilon-greedily."""
        # Both numbers are drawn at every step, used or not, so that runs stay comparable.
        draw = self._rng.exploration.random()  # [choose:]
        explored = draw < self.params.epsilon  # with probability epsilon select a random action
        random_action = int(self._rng.action.random() * self.n_actions)
        if explored and not inspect:
            return Decision((random_action,), (True,), None, draw)
        q = self.look(observations[0])  # [q_values]
        action = random_action if explored else int(q.argmax())  # otherwise select argmax_a Q(s, a)
        return Decision((action,), (explored,), q, draw, {"parameters": self._online[0].copy()} if inspect else {})

    def look(self, observation: Array) -> Array:
        """Return Q(s, .), shape (actions,)."""
        outputs = self._acting.forward(self._inputs(observation))
        return self._joined(outputs[None, :, None])[0, :, 0] if self._is_dueling else outputs

    def curve(self) -> tuple[float, float, float]:
        """Return epsilon, the newest loss and the mean of Q(s, a) of a minibatch."""
        return self.params.epsilon, self.stats.loss, self.stats.mean_value

    def insight(self) -> dict[str, Any]:
        """Return how full D is, and how far Q has moved away from Q_target."""
        params = self.params
        return {
            **self._replay.insight(None if params.replay == "on" else params.n_steps),
            "epsilon": params.epsilon,
            "since_copy": self._since_copy,
            "target_period": params.target_period,
            "target_distance": float(largest((self._online - self._target)[0])),
        }

    def updates_due(self) -> int:
        params, n_made = self.params, self._replay.log.n_own_rows  # an added episode never changes when it learns
        if n_made < params.learning_starts:
            return 0
        if params.replay == "off":  # from the newest transition, once
            return int(n_made >= params.n_steps)
        if n_made % params.train_every or n_made < params.rows_needed:
            return 0
        return params.updates_per_training

    def update(self, trace: LearningTrace | None = None) -> None:
        """Learn from one minibatch: Mnih et al. 2015, algorithm 1, the inner loop."""
        params = self.params
        if trace is not None:
            trace.keep(parameters=self._online[0], target_parameters=self._target[0])
        batch = self._draw()  # sample random minibatch of transitions from D [draw]

        q, q_next, q_choose = self._q_values(batch)  # [target:]
        y, q_taken, loss_gradient = np.empty((3, len(batch.returns)), np.float32)
        # set y = r + gamma max_a' Q_target(s', a'), or y = r where the episode terminated: there the discount is 0
        bellman_targets(batch.returns, batch.discounts, q_next, q_choose, y)

        taken(q, batch.actions, q_taken)  # [loss:]
        td_error = q_taken - y
        weights = self._priorities.weights() if self._priorities is not None and params.replay == "on" else None
        loss = LOSSES[params.loss](td_error, loss_gradient, weights)  # loss_gradient = dL/d(td_error)
        q_gradient = np.empty_like(q)
        spread_slopes(loss_gradient, batch.actions, q_gradient)  # the other actions have no error

        norm = self._descend(q_gradient, loss)  # perform a gradient descent step on (y - Q(s, a))^2
        if weights is not None and self._priorities is not None:
            self._priorities.learned(td_error)

        if trace is not None:
            trace.record(
                **self._sampler.numbers(),
                q_values=q,
                q_taken=q_taken,
                **of_next(q_next, q_choose),
                q_after=q_again(self._acting, self._joined, batch),
                target=y,
                td_error=td_error,
                loss=loss,
                gradient_norm=norm,
                weights=weights,
            )
        self.stats.loss = loss
        if self.n_updates % MEAN_EVERY == 0:
            self.stats.mean_value = float(mean(q_taken))
        if self.n_updates % CHECK_EVERY == 0:
            self.stats.largest_value = float(largest(q.reshape(-1)))
        self.n_updates += 1
        self._end_update()

    def _draw(self) -> Samples:
        """Draw a minibatch; without replay, take the newest transition."""
        params = self.params
        size = params.batch_size if params.replay == "on" else 1
        key = size, params.n_steps, params.mirror
        if key != self._sampler_key:
            mirror = self._mirror if params.mirror == "on" else None
            self._sampler_key, self._sampler = key, Sampler(self._replay, size, params.n_steps, self._inputs, mirror)
        uniforms = self._rng.replay.random(params.batch_size)  # also when unused: forks stay comparable
        if params.replay == "on":
            return self._sampler.sample(uniforms, params.gamma, params.reward_on_termination)
        return self._sampler.newest(params.gamma, params.reward_on_termination)

    def _q_values(self, batch: Samples) -> tuple[Array, Array, Array]:
        """Return Q(s, .), Q_target(s', .), and the Q(s', .) that chooses a'.

        The shape is (actions, batch) each. What chooses is Q_target itself, or in Double DQN the online network: van
        Hasselt et al. 2016, equation 4.
        """
        if self.params.target_network == "off":  # Q(s', .) stands in for Q_target(s', .)
            q_next = self._q(batch.next_observations)[0].copy()  # the next pass of one network overwrites it
            return self._q(batch.observations)[0], q_next, q_next
        q_choose = self._q(batch.next_observations)[0] if self.params.double == "on" else None
        q, q_next = self._q(batch.both)
        return q, q_next, q_next if q_choose is None else q_choose

    def _q(self, inputs: Array) -> Array:
        """Return Q of online, or of online and target: shape (1 or 2, actions, batch)."""
        return self._joined(self._networks.forward(inputs))

    def _joined(self, outputs: Array) -> Array:
        """Return Q, (networks, actions, batch), for outputs of the networks."""
        return joined(outputs) if self._is_dueling else outputs

    def _descend(self, q_gradient: Array, loss: float) -> float:
        """Take one step down dL/dQ, (actions, batch); return the norm of the gradient.

        Raises DivergedError, with no weight changed, where the loss or the norm is not finite, or the step too far.
        """
        params = self.params
        gradient = self._networks.backward(split(q_gradient) if self._is_dueling else q_gradient[None])  # [descend:]
        norm = shorten(self._flat_gradient, params.gradient_clip)
        is_finite = math.isfinite(loss + norm)
        if not is_finite or not step_down(self._optimizer, gradient, params.learning_rate, self._largest_norm):
            raise diverged(params)
        return norm

    def _end_update(self) -> None:
        """Finish an update: averaged weights, epsilon's decay, target network."""
        params = self.params
        if self._average is not None and params.average_part is not None:  # Shamir & Zhang 2013, section 4
            follow(self._average[0], self._online[0], 1 / (1 + params.average_part * (self.n_updates - 1)))
        if params.epsilon_schedule == "exponential":
            self.schedules.step_decay("epsilon", params.epsilon_min, params.epsilon_decay)
        if params.target_unit == "updates":
            self._count_towards_copy()

    def end_step(self, *, n_episodes_ended: int) -> None:
        """Move the linear schedules, and count towards the next copy of the network."""
        params, schedules = self.params, self.schedules
        if params.epsilon_schedule == "linear":
            schedules.step_line("epsilon", params.epsilon_min, params.epsilon_fraction * params.run_length)
        schedules.step_to_end("learning_rate", params.learning_rate_fraction * params.run_length)
        if self._priorities is not None:  # Schaul et al. 2016, section 3.4
            schedules.step_line("importance_exponent", 1.0, params.run_length)
        if params.target_unit == "steps" or (params.target_unit == "episodes" and n_episodes_ended):
            self._count_towards_copy()

    def _count_towards_copy(self) -> None:
        """Copy Q to Q_target every target_period, or move it a part of the way."""
        self._since_copy += 1
        if self._since_copy >= self.params.target_period:
            if self.params.target_tau == 1.0:  # [copy:]
                self._target[:] = self._online  # every C steps reset Q_target = Q
            else:
                follow(self._target[0], self._online[0], self.params.target_tau)
            self._since_copy = 0
            self.stats.n_target_copies += 1

    def weights(self) -> dict[str, Array]:
        """Return a plain network that acts like the average, if any, or the online one."""
        parameters = self._online if self._average is None else self._average
        return self._plain_layers.fold(parameters[0])

    def state(self) -> dict[str, Any]:
        """Return copies of networks, optimiser, counters, schedules and priorities."""
        state = {
            "online": self._online.copy(),
            "target": self._target.copy(),
            "optimizer": self._optimizer.state(),
            "largest_norm": self._largest_norm,
            "n_updates": self.n_updates,
            "stats": copy.copy(self.stats),
            "since_copy": self._since_copy,
            **self.schedules.state(),
        }
        if self._average is not None:
            state["average"] = self._average.copy()
        if self._priorities is not None:
            state["priorities"] = self._priorities.state()
        return state

    def state_columns(self) -> StateColumns:
        """Declare what is never negative, and the priorities, which vary in number."""
        priorities = {} if self._priorities is None else {"priorities": self._priorities.state_columns()}
        return {"optimizer": self._optimizer.state_columns(), "largest_norm": NOT_NEGATIVE, **priorities}

    def restore(self, state: dict[str, Any]) -> None:
        """Continue from what state() returned."""
        self.roll_back(state)
        self.schedules.restore(state)
        self.n_updates, self.stats = state["n_updates"], copy.copy(state["stats"])
        self._since_copy, self._largest_norm = state["since_copy"], state["largest_norm"]
        if self._priorities is not None:
            self._priorities.restore(state["priorities"])

    def roll_back(self, state: dict[str, Any]) -> None:
        """Restore networks and optimiser from what state() returned."""
        self._online[:] = state["online"]
        self._target[:] = state["target"]
        if self._average is not None:
            self._average[:] = state["average"]
        self._optimizer.restore(state["optimizer"])

    def load_weights(self, weights: dict[str, Array]) -> None:
        """Start from what weights() returned: online, target and average alike."""
        self._online[0] = self._plain_layers.unfold(weights)
        self._target[:] = self._online
        if self._average is not None:
            self._average[:] = self._online
        self._optimizer = OPTIMIZERS[self.params.optimizer](self._online)  # its moments were of other weights
        self._largest_norm = max(self._largest_norm, largest_norm(self._online))
