"""What an update of DDPG writes into: made once for each batch width, so that learning allocates nothing."""

from __future__ import annotations

import numpy as np

from playground.agents.nn.backend import Array


class DDPGBuffers:
    """What an update of one batch width writes into."""

    def __init__(self, batch: int, n_features: int, n_numbers: int, n_critics: int) -> None:
        def empty(*shape: int) -> Array:
            return np.empty((*shape, batch), np.float32)

        n, n_inputs = n_critics, n_features + n_numbers + 1
        self.batch = batch
        # [s, a, 1] for the critics that learn, then [s', a', 1] for their targets
        self.critic_inputs = np.ones((2 * n, n_inputs, batch), np.float32)
        self.observations, self.next_observations = (half[:, :n_features] for half in self._halves(n))
        self.actions, self.next_actions = (half[:, n_features:-1] for half in self._halves(n))
        # [s, mu(s), 1] for the critic that the actor climbs
        self.policy_inputs = np.ones((1, n_inputs, batch), np.float32)
        self.policy_observations = self.policy_inputs[:, :n_features]
        self.policy_actions = self.policy_inputs[:, n_features:-1]
        self.sampled_actions, self.smoothing = empty(n_numbers), empty(n_numbers)
        self.next_value, self.target = empty(), empty()
        self.td_error, self.q_gradient = empty(n), empty(n, 1)
        self.flat_td_error, self.flat_q_gradient = self.td_error.reshape(-1), self.q_gradient.reshape(-1)
        self.uphill = np.full((1, 1, batch), -1 / batch, np.float32)  # dL/dQ of the actor's loss, -mean Q
        self.output_gradient, self.work = empty(1, n_numbers), empty(1, n_numbers)
        self.means = np.full(batch, 1 / batch, np.float32)  # its product with a vector is the vector's mean

    def _halves(self, n: int) -> tuple[Array, Array]:
        return self.critic_inputs[:n], self.critic_inputs[n:]
