"""Sine and cosine in float64, the same bits on every computer.

The C library's and NumPy's differ between systems and processors in a last bit now and then. These are sums and products
in an order that is written here. The method is fdlibm's (Sun Microsystems 1993): the angle less the nearest multiple of
pi / 2, by Cody & Waite's subtraction in parts, and on the rest, within pi / 4, fdlibm's two minimax polynomials.

Up to |x| = 10,000 a value is within 1 ulp of the true one, and beyond, up to FAR, within 1 ulp or 1e-28, whichever is
more. An angle farther out first loses its whole turns by the float64 number nearest to 2 pi, exactly: it is then as if
the circle were 2.4e-16 shorter, and the error grows to |x| * 4e-17. NaN and infinity give NaN.
"""

from __future__ import annotations

import math

from playground.arithmetic.compiled import kernel

FAR = 2**20 * (math.pi / 2)  # rad; up to here the products with the parts of pi / 2 are exact
TURN = 2.0 * math.pi

_PER_QUARTER = 0.6366197723675814  # 2 / pi
# pi / 2 in three parts. The first two have 33 bits, so that up to 2**20 of either are exact.
_QUARTER_1 = 1.5707963267341256
_QUARTER_2 = 6.077100506303966e-11
_QUARTER_3 = 2.0222662487959506e-21
# Added to a number and taken away again, it leaves the nearest whole one, ties to even, without a call.
_ROUNDER = 6755399441055744.0  # 1.5 * 2**52

# sin(r) = r + r^3 (S1 + S2 r^2 + ... + S6 r^10) and cos(r) = 1 - r^2 / 2 + r^4 (C1 + C2 r^2 + ... + C6 r^10)
_S1, _S2, _S3 = -1.66666666666666324348e-01, 8.33333333332248946124e-03, -1.98412698298579493134e-04
_S4, _S5, _S6 = 2.75573137070700676789e-06, -2.50507602534068634195e-08, 1.58969099521155010221e-10
_C1, _C2, _C3 = 4.16666666666666019037e-02, -1.38888888888741095749e-03, 2.48015872894767294178e-05
_C4, _C5, _C6 = -2.75573143513906633035e-07, 2.08757232129817482790e-09, -1.13596475577881948265e-11


@kernel()
def _near_both(x: float) -> tuple[float, float]:
    """Return sine and cosine of an angle up to FAR, without a branch."""
    n = (x * _PER_QUARTER + _ROUNDER) - _ROUNDER  # quarter turns
    # x - n pi / 2 = r + tail. The first difference is exact; the second loses `lost`, and the third takes it up.
    first = x - n * _QUARTER_1
    taken = n * _QUARTER_2
    second = first - taken
    back = second - first
    lost = (first - (second - back)) - (taken + back)
    less = n * _QUARTER_3 - lost
    r = second - less
    tail = (second - r) - less

    z = r * r
    cube = z * r
    ahead = _S2 + z * (_S3 + z * (_S4 + z * (_S5 + z * _S6)))
    sine_of_rest = r - ((z * (0.5 * tail - cube * ahead) - tail) - cube * _S1)
    ahead = z * (_C1 + z * (_C2 + z * (_C3 + z * (_C4 + z * (_C5 + z * _C6)))))
    half = 0.5 * z
    begun = 1.0 - half
    cosine_of_rest = begun + (((1.0 - begun) - half) + (z * ahead - r * tail))

    quarter = n - 4.0 * ((n * 0.25 + _ROUNDER) - _ROUNDER)  # -2 or 2, -1, 0, 1
    is_odd = quarter * quarter == 1.0
    sine_now = cosine_of_rest if is_odd else sine_of_rest
    cosine_now = sine_of_rest if is_odd else cosine_of_rest
    sine_now = -sine_now if quarter == 2.0 or quarter <= -1.0 else sine_now
    cosine_now = -cosine_now if quarter >= 1.0 or quarter == -2.0 else cosine_now
    return sine_now, cosine_now


@kernel()
def without_whole_turns(x: float) -> float:
    """Return the angle less its whole turns, exactly; infinity gives NaN."""
    rest = abs(x) % TURN
    return -rest if x < 0.0 else rest


@kernel("UniTuple(float64, 2)(float64)")
def sine_and_cosine(x: float) -> tuple[float, float]:
    """Return the sine and the cosine of an angle in radians."""
    return _near_both(x if abs(x) <= FAR else without_whole_turns(x))


@kernel("float64(float64)")
def cosine(x: float) -> float:
    """Return the cosine of an angle in radians."""
    return sine_and_cosine(x)[1]
