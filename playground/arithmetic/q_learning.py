"""Kernels of Q-learning: targets, Q of what was done, the dueling network.

Q of a minibatch has shape (actions, batch).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.arithmetic.compiled import kernel

Array = NDArray[np.float32]
Actions = NDArray[np.int64]

F = np.float32


@kernel()
def best_action(q: Array, s: int) -> int:
    """Return the first action whose Q is the largest in column s, or NaN."""
    best = 0
    for a in range(1, len(q)):
        if np.isnan(q[best, s]):
            break
        if not q[a, s] <= q[best, s]:
            best = a
    return best


@kernel("void(float32[::1], float32[::1], float32[:, ::1], float32[:, ::1], float32[::1])")
def bellman_targets(returns: Array, discounts: Array, q_next: Array, q_choose: Array, out: Array) -> None:
    """Put r + gamma Q(s', a') into `out`, where a' is what `q_choose` thinks best.

    That is `q_next` itself, or for Double DQN what the online network says.
    """
    for s in range(len(out)):
        out[s] = returns[s] + discounts[s] * q_next[best_action(q_choose, s), s]


@kernel("void(float32[:, ::1], int64[::1], float32[::1])")
def taken(q: Array, actions: Actions, out: Array) -> None:
    """Put Q(s, a) of the actions, (batch,), into `out`."""
    for s in range(len(out)):
        out[s] = q[actions[s], s]


@kernel("void(float32[::1], int64[::1], float32[:, ::1])")
def spread_slopes(slopes: Array, actions: Actions, out: Array) -> None:
    """Put dL/dQ into `out`: 0 where an action was not taken."""
    for a in range(len(out)):
        for s in range(len(slopes)):
            out[a, s] = slopes[s] if actions[s] == a else F(0)


@kernel("void(float32[:, :, ::1], float32[:, :, ::1])")
def dueling(outputs: Array, out: Array) -> None:
    """Put Q = V + A - mean A into `out`, (networks, actions, batch).

    Wang et al. 2016, equation 9. `outputs` are the advantages A and then the value V, (networks, actions + 1, batch).
    """
    n_actions = out.shape[1]
    for network in range(len(out)):
        for s in range(out.shape[2]):
            mean = F(0)
            for a in range(n_actions):
                mean = mean + outputs[network, a, s]
            mean = mean / F(n_actions)
            for a in range(n_actions):
                out[network, a, s] = outputs[network, n_actions, s] + (outputs[network, a, s] - mean)


@kernel("void(float32[:, :, ::1], float32[:, :, ::1])")
def dueling_gradient(slopes: Array, out: Array) -> None:
    """Put dL/d(outputs) into `out`, (networks, actions + 1, batch), for dL/dQ.

    dL/dA = dL/dQ - its mean over the actions; dL/dV = its sum over them.
    """
    n_actions = slopes.shape[1]
    for network in range(len(slopes)):
        for s in range(slopes.shape[2]):
            total = F(0)
            for a in range(n_actions):
                total = total + slopes[network, a, s]
            for a in range(n_actions):
                out[network, a, s] = slopes[network, a, s] - total / F(n_actions)
            out[network, n_actions, s] = total
