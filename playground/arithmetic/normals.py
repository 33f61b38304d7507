"""Normal draws, each from one uniform draw.

Wichura 1988, "Algorithm AS 241: the percentage points of the normal distribution", PPND16: the inverse of the normal
distribution function, as three ratios of polynomials. So a purpose makes one draw of its generator for each normal
number, and its bits are those of Generator.random and of our own arithmetic.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.arithmetic.compiled import kernel
from playground.arithmetic.functions import log64

Numbers = NDArray[np.float64]

HALF_UNIT = 2.0**-54  # half of what lies between two uniform draws

# Coefficients of numerator and denominator, the highest power first
CENTRE = (
    (2509.0809287301226727, 5226.4952788528545610),
    (33430.575583588128105, 28729.085735721942674),
    (67265.770927008700853, 39307.895800092710610),
    (45921.953931549871457, 21213.794301586595867),
    (13731.693765509461125, 5394.1960214247511077),
    (1971.5909503065514427, 687.18700749205790830),
    (133.14166789178437745, 42.313330701600911252),
    (3.3871328727963666080, 1.0),
)
SIDES = (
    (7.74545014278341407640e-4, 1.05075007164441684324e-9),
    (2.27238449892691845833e-2, 5.47593808499534494600e-4),
    (2.41780725177450611770e-1, 1.51986665636164571966e-2),
    (1.27045825245236838258, 1.48103976427480074590e-1),
    (3.64784832476320460504, 6.89767334985100004550e-1),
    (5.76949722146069140550, 1.67638483018380384940),
    (4.63033784615654529590, 2.05319162663775882187),
    (1.42343711074968357734, 1.0),
)
TAILS = (
    (2.01033439929228813265e-7, 2.04426310338993978564e-15),
    (2.71155556874348757815e-5, 1.42151175831644588870e-7),
    (1.24266094738807843860e-3, 1.84631831751005468180e-5),
    (2.65321895265761230930e-2, 7.86869131145613259100e-4),
    (2.96560571828504891230e-1, 1.48753612908506148525e-2),
    (1.78482653991729133580, 1.36929880922735805310e-1),
    (5.46378491116411436990, 5.99832206555887937690e-1),
    (6.65790464350110377720, 1.0),
)


@kernel()
def ratio(coefficients: Any, r: float) -> Any:
    """The numerator's polynomial of r through the denominator's."""
    above, below = coefficients[0]
    for a, b in coefficients[1:]:
        above = above * r + a
        below = below * r + b
    return above / below


@kernel("void(float64[::1], float64[::1])")
def standard_normals(uniforms: Numbers, out: Numbers) -> None:
    """Put a normal number for each uniform one in [0, 1) into `out`.

    Their mean is 0, their standard deviation 1. The middle of each draw's interval is meant, so that 0 gives no
    infinity and both sides are alike.
    """
    for i in range(len(uniforms)):
        q = (uniforms[i] - 0.5) + HALF_UNIT
        size = abs(q)
        if size <= 0.425:
            out[i] = q * ratio(CENTRE, 0.180625 - size * size)
            continue
        r = np.sqrt(-log64(0.5 - size))
        z = ratio(SIDES, r - 1.6) if r <= 5.0 else ratio(TAILS, r - 5.0)
        out[i] = -z if q < 0.0 else z


def draw_normals(generator: np.random.Generator, *shape: int) -> Numbers:
    """Draw normal numbers with mean 0 and standard deviation 1, of a shape."""
    uniforms = generator.random(shape)
    flat = uniforms.reshape(-1)
    standard_normals(flat, flat)
    return uniforms
