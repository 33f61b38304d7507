"""The dueling network: Q = V + A - mean A, Wang et al. 2016, equation 9."""

from __future__ import annotations

import numpy as np

from playground.agents.nn.backend import Array
from playground.arithmetic.q_learning import dueling, dueling_gradient


def joined(outputs: Array) -> Array:
    """Return Q, (networks, actions, batch).

    `outputs` are the advantages A and then the value V, (networks, actions + 1, batch).
    """
    networks, n_outputs, batch = outputs.shape
    q = np.empty((networks, n_outputs - 1, batch), np.float32)
    dueling(outputs, q)
    return q


def split(q_gradient: Array) -> Array:
    """Return dL/d(outputs), (1, actions + 1, batch), for dL/dQ, (actions, batch)."""
    n_actions, batch = q_gradient.shape
    gradient = np.empty((1, n_actions + 1, batch), np.float32)
    dueling_gradient(q_gradient[None], gradient)
    return gradient
