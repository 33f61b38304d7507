"""Random numbers that follow from a seed and a counter alone.

So there is no state to remember. SplitMix64 (Steele, Lea & Flood 2014): whole numbers a fixed step apart, mixed until
they look like chance. The same lines serve Python's numbers and NumPy's arrays of uint64, whose products drop what is
beyond 64 bits by themselves.
"""

from __future__ import annotations

from typing import Any

_STEP = 0x9E3779B97F4A7C15
_ALL_BITS = 0xFFFF_FFFF_FFFF_FFFF
_LEAST = 1 / 2**53  # the distance of two random numbers, exactly


def key_of(seed: Any) -> Any:
    """Return the key of a seed below 2**64, or of an array (n,) of uint64."""
    return _mixed(seed * _STEP & _ALL_BITS)


def random_number(key: Any, number: int) -> Any:
    """Return random number `number` (below 2**32) of a key, in [0, 1).

    An array (n,) of keys gives an array.
    """
    return (_mixed(key + (number + 1) * _STEP % 2**64 & _ALL_BITS) >> 11) * _LEAST


def _mixed(bits: Any) -> Any:
    bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9 & _ALL_BITS
    bits = (bits ^ bits >> 27) * 0x94D049BB133111EB & _ALL_BITS
    return bits ^ bits >> 31
