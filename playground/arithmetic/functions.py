"""Exponential, logarithm, tanh and power: the same bits on every processor.

Each is within 2 units in the last place (ulp) of the true value. They bring the argument into a small range by exact
steps (Cody & Waite 1980, "Software manual for the elementary functions"), and have a polynomial there, whose
coefficients Remez's algorithm found for the smallest relative error. NaN stays NaN, and a case is chosen by selection
and not by a branch, so that a loop over an array becomes vector instructions.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.arithmetic.compiled import kernel

Array = NDArray[np.float32]

F, I32, I64 = np.float32, np.int32, np.int64

# log 2 in two parts: the first has so few bits that its product with a whole number is exact.
LN2_HIGH_32, LN2_LOW_32 = F(0.693359375), F(-2.12194440e-4)
LN2_HIGH_64, LN2_LOW_64 = 6.93147180369123816490e-01, 1.90821492927058770002e-10
LOG2_E = 1.4426950408889634
LOG2_E_32 = F(LOG2_E)

# What is added to a small number to round it to a whole one, which then stands in the lowest bits of the sum.
ROUND_32, ROUND_64 = F(1.5 * 2**23), 1.5 * 2**52
ROUND_BITS_32, ROUND_BITS_64 = ROUND_32.view(np.int32), np.float64(ROUND_64).view(np.int64)

# e^r = 1 + r + r^2 P(r) for |r| <= log(2) / 2; error 3.1e-9 and 3.7e-18
EXP_32 = (F(0.49999994), F(0.1666652), F(0.0416684), F(0.008368851), F(0.0013814329))
EXP_64 = (
    0.5000000000000011,
    0.16666666666666408,
    0.04166666666652808,
    0.00833333333349678,
    0.0013888888944254588,
    0.00019841269503007822,
    2.4801492382737253e-05,
    2.7557588212115054e-06,
    2.7630525409365665e-07,
    2.499991747636929e-08,
)
# log((1 + s) / (1 - s)) = 2 s + s z P(z) with z = s^2, for sqrt(1/2) <= (1 + s) / (1 - s) <= sqrt(2); 1.7e-9 and 2.7e-18
LOG_32 = (F(0.6666678), F(0.3997708), F(0.2988519))
LOG_64 = (
    0.666666666666674,
    0.3999999999937794,
    0.2857142875131063,
    0.22222197586643924,
    0.18183619021666225,
    0.15312569080441876,
    0.14811547740368633,
)
# tanh x = x + x z P(z) with z = x^2, for |x| <= 0.625; error 4.4e-9
TANH_32 = (F(-0.3333328), F(0.13331436), F(-0.05373912), F(0.02063705), F(-0.005702616))

SQRT_HALF_BITS_32 = F(np.sqrt(0.5)).view(np.int32)
SQRT_HALF_BITS_64 = np.float64(np.sqrt(0.5)).view(np.int64)
SMALLEST_32, SMALLEST_64 = F(2.0**-126), 2.0**-1022  # of the numbers that have all their bits
NAN_32, INF_32, INF_64 = F(np.nan), F(np.inf), np.inf


@kernel()
def bits32(x: Any) -> Any:
    """The bits of a float32, as a whole number."""
    return np.float32(x).view(np.int32)


@kernel()
def bits64(x: Any) -> Any:
    """The bits of a float64, as a whole number."""
    return np.float64(x).view(np.int64)


@kernel()
def number32(bits: Any) -> Any:
    """The float32 of these bits."""
    return np.int32(bits).view(np.float32)


@kernel()
def number64(bits: Any) -> Any:
    """The float64 of these bits."""
    return np.int64(bits).view(np.float64)


@kernel()
def power_of_two32(n: Any) -> Any:
    """2^n for a whole n from -126 to 127: n is the exponent in the bits of the number."""
    return number32(I32(n + I32(127)) << I32(23))


@kernel()
def power_of_two64(n: Any) -> Any:
    """2^n for a whole n from -1022 to 1023."""
    return number64(I64(n + I64(1023)) << I64(52))


@kernel()
def small_exp32(r: Any) -> Any:
    """e^r for |r| <= log(2) / 2."""
    p = EXP_32[3] + r * EXP_32[4]
    p = EXP_32[2] + r * p
    p = EXP_32[1] + r * p
    p = EXP_32[0] + r * p
    return (r * r) * p + r + F(1)


@kernel()
def exp32(x: Any) -> Any:
    """e^x = 2^n e^r with x = n log(2) + r, in float32."""
    x = F(x)
    x = F(89) if x > F(89) else x  # beyond are infinity and 0; NaN stays
    x = F(-105) if x < F(-105) else x
    rounded = x * LOG2_E_32 + ROUND_32
    whole = rounded - ROUND_32
    n = I32(bits32(rounded) - ROUND_BITS_32)
    half = I32(n >> I32(1))  # 2^n may be too large or too small for a number, the product with both halves not
    r = x - whole * LN2_HIGH_32 - whole * LN2_LOW_32
    return small_exp32(r) * power_of_two32(half) * power_of_two32(I32(n - half))


@kernel()
def log32(x: Any) -> Any:
    """Logarithm of x, log x = e log(2) + log(m) with x = 2^e m, in float32."""
    x = F(x)
    is_small = x < SMALLEST_32
    scaled = x * F(2.0**23) if is_small else x
    bits = bits32(scaled)
    e = I32(I32(bits - SQRT_HALF_BITS_32) >> I32(23))
    m = number32(bits - I32(e << I32(23)))
    k = F(I32(e - I32(23)) if is_small else e)
    f = m - F(1)
    s = f / (F(2) + f)
    z = s * s
    p = z * (LOG_32[0] + z * (LOG_32[1] + z * LOG_32[2]))
    half = F(0.5) * f * f  # 2 s = f - s f = f - f^2 / 2 + s f^2 / 2: f is exact, and so the sum begins with it
    y = k * LN2_HIGH_32 - ((half - (s * (half + p) + k * LN2_LOW_32)) - f)
    y = x if x == INF_32 else y
    y = -INF_32 if x == F(0) else y
    y = NAN_32 if x < F(0) else y
    return x if x != x else y


@kernel()
def tanh32(x: Any) -> Any:
    """Tanh x in float32: a polynomial near 0, elsewhere 1 - 2 / (e^(2|x|) + 1)."""
    x = F(x)
    size = abs(x)
    small = F(10) if size > F(10) else size  # from there on it is 1; NaN stays
    z = small * small
    p = TANH_32[3] + z * TANH_32[4]
    p = TANH_32[2] + z * p
    p = TANH_32[1] + z * p
    p = TANH_32[0] + z * p
    near = small + small * (z * p)
    double = small + small
    rounded = double * LOG2_E_32 + ROUND_32
    whole = rounded - ROUND_32
    r = double - whole * LN2_HIGH_32 - whole * LN2_LOW_32
    growth = small_exp32(r) * power_of_two32(I32(bits32(rounded) - ROUND_BITS_32))
    far = F(1) - F(2) / (growth + F(1))
    y = far if size > F(0.625) else near
    return -y if x < F(0) else (x if x == F(0) else y)


@kernel("float64(float64)")
def exp64(x: Any) -> Any:
    """e^x = 2^n e^r with x = n log(2) + r, in float64."""
    x = np.float64(x)
    x = 710.0 if x > 710.0 else x  # beyond are infinity and 0; NaN stays
    x = -746.0 if x < -746.0 else x
    rounded = np.float64(x * LOG2_E + ROUND_64)
    whole = rounded - ROUND_64
    n = I64(bits64(rounded) - ROUND_BITS_64)
    half = I64(n >> I64(1))
    r = x - whole * LN2_HIGH_64 - whole * LN2_LOW_64
    p = EXP_64[8] + r * EXP_64[9]
    p = EXP_64[7] + r * p
    p = EXP_64[6] + r * p
    p = EXP_64[5] + r * p
    p = EXP_64[4] + r * p
    p = EXP_64[3] + r * p
    p = EXP_64[2] + r * p
    p = EXP_64[1] + r * p
    p = EXP_64[0] + r * p
    return ((r * r) * p + r + 1.0) * power_of_two64(half) * power_of_two64(I64(n - half))


@kernel("float64(float64)")
def log64(x: Any) -> Any:
    """Logarithm of x, log x = e log(2) + log(m) with x = 2^e m, in float64."""
    x = np.float64(x)
    is_small = x < SMALLEST_64
    scaled = np.float64(x * 2.0**52 if is_small else x)
    bits = bits64(scaled)
    e = I64(I64(bits - SQRT_HALF_BITS_64) >> I64(52))
    m = number64(bits - I64(e << I64(52)))
    k = np.float64(I64(e - I64(52)) if is_small else e)
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    p = LOG_64[5] + z * LOG_64[6]
    p = LOG_64[4] + z * p
    p = LOG_64[3] + z * p
    p = LOG_64[2] + z * p
    p = LOG_64[1] + z * p
    p = z * (LOG_64[0] + z * p)
    half = 0.5 * f * f
    y = k * LN2_HIGH_64 - ((half - (s * (half + p) + k * LN2_LOW_64)) - f)
    y = x if x == INF_64 else y
    y = -INF_64 if x == 0.0 else y
    y = np.nan if x < 0.0 else y
    return x if x != x else y


@kernel("float64(float64, float64)")
def power64(x: Any, y: Any) -> Any:
    """x^y = e^(y log x) for x >= 0, in float64.

    Its error grows with |y log x|, by as many ulp.
    """
    power = exp64(y * log64(x))
    power = x if y == 1.0 else power
    return 1.0 if x == 1.0 or y == 0.0 else power


@kernel("void(float32[::1], float32[::1])")
def exponentials(x: Array, out: Array) -> None:
    """Put e^x of each x into `out`, which may be `x` itself."""
    for i in range(len(x)):
        out[i] = exp32(x[i])


@kernel("void(float32[::1], float32[::1])")
def logarithms(x: Array, out: Array) -> None:
    """Put log x of each x into `out`, which may be `x` itself."""
    for i in range(len(x)):
        out[i] = log32(x[i])


@kernel("void(float32[::1], float32[::1])")
def tanhs(x: Array, out: Array) -> None:
    """Put tanh x of each x into `out`, which may be `x` itself."""
    for i in range(len(x)):
        out[i] = tanh32(x[i])


def tanh_of(x: Array) -> Array:
    """Return tanh x as a new array of the same shape, whatever it is."""
    out = np.empty(x.shape, np.float32)
    tanhs(np.ascontiguousarray(x).reshape(-1), out.reshape(-1))
    return out
