"""Rollouts: the newest steps of all environments, read from the transition log."""

from __future__ import annotations

import numpy as np

from playground.agents.nn.inputs import NetworkInputs
from playground.agents.replay.transition_log import TransitionLog
from playground.arithmetic.advantages import split_rows
from playground.arithmetic.minibatch import spread


class Rollout:
    """Rows of the log as an on-policy update needs them.

    Row t n + i is step t of environment i of n. Per-step arrays have shape (steps, environments). What a network takes
    is feature-major, (inputs, rows).
    """

    def __init__(
        self, log: TransitionLog, begin: int, n_environments: int, inputs: NetworkInputs, reward_scale: float = 1.0
    ) -> None:
        """Read everything from row `begin` on.

        Observations become `inputs` of a network; rewards are multiplied by `reward_scale`.
        """
        rows = log.read(begin, log.n_rows)
        n, n_rows = log.observation_size, len(rows)
        shape = n_rows // n_environments, n_environments
        both = np.empty((2, n, n_rows), np.float32)
        self.rewards, self.not_terminated = np.empty((2, *shape), np.float32)  # the latter is 0 where nothing follows
        self.ended = np.empty(shape, np.bool_)  # what follows is another episode
        split_rows(rows, reward_scale, both, self.rewards, self.not_terminated, self.ended)
        if inputs.spreads:
            numbers, both = both, np.empty((2, inputs.n_inputs, n_rows), np.float32)
            spread(numbers, inputs.counts, inputs.lows, both)
        if inputs.scale is not None:
            both /= inputs.scale[:, None]
        self.observations, self.next_observations = both
        self.actions = rows[:, 2 * n : -3]  # as the log keeps them, (rows, action size)
