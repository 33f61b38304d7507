"""Sine and cosine of our own: near the true ones, the same compiled and as Python, and whole where numbers end."""

from __future__ import annotations

import math
import os
import subprocess
import sys

import mpmath
import numpy as np
import pytest

from playground.arithmetic.trigonometry import FAR, cosine, sine_and_cosine

# Run by a Python of its own, once compiled and once not.
BITS = """
import hashlib
import numpy as np
from playground.arithmetic.trigonometry import sine_and_cosine
rng = np.random.default_rng(3)
angles = np.concatenate([rng.random(300) * size - size / 2 for size in (2.0, 20.0, 2000.0, 1e6, 1e9)] + [[0.0, -0.0]])
values = np.array([sine_and_cosine(angle) for angle in angles.tolist()])
print(type(sine_and_cosine).__name__, hashlib.sha256(values.tobytes()).hexdigest())
"""


def drawn(size, n=4000):
    """Return angles within +- size, and those beside whole quarter turns, where a value or its rest is all but 0."""
    rng = np.random.default_rng(0)
    quarters = rng.integers(-int(size), int(size) + 1, n // 8) * (math.pi / 2)
    near = np.concatenate([quarters, np.nextafter(quarters, math.inf), np.nextafter(quarters, -math.inf)])
    return np.concatenate([rng.uniform(-size, size, n), near[np.abs(near) <= size]])


def ulps(true, found):
    return abs(float((true - mpmath.mpf(found)) / mpmath.mpf(math.ulp(float(true)))))


@pytest.mark.parametrize("size", [0.8, 4.0, 300.0, 10_000.0])
def test_a_sine_and_a_cosine_are_within_an_ulp_of_the_true_ones(size):
    with mpmath.workprec(160):
        for angle in drawn(size).tolist():
            sine, cosine = sine_and_cosine(angle)
            assert ulps(mpmath.sin(angle), sine) < 1.0
            assert ulps(mpmath.cos(angle), cosine) < 1.0


@pytest.mark.parametrize("size", [1e6, FAR, 1e9, 1e12])
def test_far_angles_err_no_more_than_the_documented_bound(size):
    with mpmath.workprec(160):
        for angle in drawn(size, 1000).tolist():
            allowed = 1e-28 if abs(angle) <= FAR else abs(angle) * 4e-17
            for true, found in zip((mpmath.sin(angle), mpmath.cos(angle)), sine_and_cosine(angle), strict=True):
                assert abs(true - mpmath.mpf(found)) <= allowed + math.ulp(float(true))


@pytest.mark.parametrize("angle", [math.nan, math.inf, -math.inf])
def test_what_is_no_angle_gives_nan(angle):
    assert all(map(math.isnan, sine_and_cosine(angle)))
    assert math.isnan(cosine(angle))


def test_a_sine_is_odd_and_a_cosine_even_to_the_last_bit():
    for angle in [*drawn(1e4).tolist(), 0.0, 1e8, 1e300]:
        (sine, even), (mirrored, also_even) = sine_and_cosine(angle), sine_and_cosine(-angle)
        assert mirrored.hex() == (-sine).hex()
        assert also_even.hex() == even.hex() == cosine(angle).hex()


def test_compiled_and_as_plain_python_the_bits_are_the_same():
    said = []
    for off in ("0", "1"):
        environment = {**os.environ, "NUMBA_DISABLE_JIT": off}
        child = subprocess.run(
            [sys.executable, "-c", BITS], env=environment, capture_output=True, text=True, check=True
        )
        said.append(child.stdout.split())
    assert [kind for kind, _bits in said] == ["CPUDispatcher", "function"]
    assert said[0][1] == said[1][1]
