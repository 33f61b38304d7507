"""Rollouts: the newest steps of all environments, read from the transition log."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.agents.nn.backend import Array
from playground.agents.nn.inputs import NetworkInputs
from playground.agents.replay.transition_log import TransitionLog


class Rollout:
    """Rows of the log as an on-policy update needs them.

    Row t n + i is step t of environment i of n. Per-step arrays have shape (steps, environments), the rest first axis
    steps times environments.
    """

    def __init__(
        self, log: TransitionLog, begin: int, n_environments: int, inputs: NetworkInputs, reward_scale: float = 1.0
    ) -> None:
        """Read everything from row `begin` on.

        Observations become `inputs` of a network; rewards are multiplied by `reward_scale`.
        """
        rows = log.read(begin, log.n_rows)
        n = log.observation_size
        if inputs.spreads:
            rows = np.hstack((inputs(rows[:, :n]), inputs(rows[:, n : 2 * n]), rows[:, 2 * n :]))
            n = inputs.n_inputs
        elif inputs.scale is not None:
            rows[:, :n] /= inputs.scale
            rows[:, n : 2 * n] /= inputs.scale
        self.observations = rows[:, :n]
        self.columns: Array = np.ascontiguousarray(self.observations.T)  # as networks take them, (inputs, rows)
        self.next_observations = rows[:, n : 2 * n]
        self.actions = rows[:, 2 * n : -3]  # as the log keeps them, (rows, action size)
        rows[:, -3] *= reward_scale
        by_kind = np.ascontiguousarray(rows[:, -3:].T).reshape(3, -1, n_environments)
        self.rewards, terminated, truncated = by_kind
        self.not_terminated: Array = 1 - terminated  # 0 where nothing follows
        self.ended: NDArray[np.bool_] = (terminated + truncated) > 0  # what follows is another episode
