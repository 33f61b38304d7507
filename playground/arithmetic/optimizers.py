"""Steps of optimisers on flat parameters, all arrays of shape (n,)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.arithmetic.compiled import kernel

Array = NDArray[np.float32]

F = np.float32
TINY = F(1e-30)  # what is nearly 0 is 0: denormals are slow, and some processors flush them where others do not


@kernel(
    "void(float32[::1], float32[::1], float32[::1], float32[::1], float32[::1], float64, float64, float64, float64)"
)
def adam(
    parameters: Array,
    gradient: Array,
    mean: Array,
    square: Array,
    n_steps: Array,
    rate: float,
    beta1: float,
    beta2: float,
    epsilon: float,
) -> None:
    """Take one step of Adam and count it: Kingma & Ba 2015, algorithm 1.

    m <- beta1 m + (1 - beta1) g, v <- beta2 v + (1 - beta2) g^2, and with both divided by 1 - beta^t,
    w <- w - rate m / (sqrt(v) + epsilon). `n_steps`, (1,), is t.
    """
    n_steps[0] += F(1)
    t = int(n_steps[0])
    rate_t = F(rate / (1.0 - whole_power(beta1, t)))
    root_t = F(np.sqrt(1.0 - whole_power(beta2, t)))
    b1, b2, e = F(beta1), F(beta2), F(epsilon)
    c1, c2 = F(1.0 - beta1), F(1.0 - beta2)
    for p in range(len(parameters)):
        g = gradient[p]
        m = b1 * mean[p] + c1 * g
        v = b2 * square[p] + c2 * (g * g)
        m = F(0) if abs(m) < TINY else m  # not the other way round, which would make 0 of NaN
        v = F(0) if v < TINY else v
        mean[p], square[p] = m, v
        parameters[p] -= rate_t * m / (np.sqrt(v) / root_t + e)


@kernel("void(float32[::1], float32[::1], float32[::1], float64, float64, float64)")
def rmsprop(parameters: Array, gradient: Array, square: Array, rate: float, decay: float, epsilon: float) -> None:
    """Take one step of RMSprop, Hinton's lecture 6e.

    v <- decay v + (1 - decay) g^2, w <- w - rate g / (sqrt(v) + epsilon).
    """
    kept, added, r, e = F(decay), F(1.0 - decay), F(rate), F(epsilon)
    for p in range(len(parameters)):
        g = gradient[p]
        v = kept * square[p] + added * (g * g)
        v = F(0) if v < TINY else v
        square[p] = v
        parameters[p] -= r * g / (np.sqrt(v) + e)


@kernel("void(float32[::1], float32[::1], float64)")
def follow(target: Array, online: Array, part: float) -> None:
    """Move the target a part of the way.

    Lillicrap et al. 2016, algorithm 1, last lines.
    """
    t = F(part)
    for p in range(len(target)):
        target[p] += t * (online[p] - target[p])


@kernel("void(float32[::1], float64)")
def scale(values: Array, factor: float) -> None:
    """Multiply values in place."""
    f = F(factor)
    for p in range(len(values)):
        values[p] *= f


@kernel("float64(float64, int64)")
def whole_power(base: float, n: int) -> float:
    """Return base^n, n >= 0, by multiplications alone: pow() is the system's."""
    result = 1.0
    while n > 0:
        if n & 1:
            result *= base
        base *= base
        n >>= 1
    return result
