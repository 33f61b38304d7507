"""Session files whose columns somebody changed on purpose."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.store.format.container import pack, unpack
from playground.store.session.file import SESSION
from tests.faults.odd_values import anything, takes_liberties

Arrays = dict[str, NDArray[Any]]
_EXTREMES = {
    "f": (0.0, -0.0, -1.0, 1.0, 0.5, 1e-45, 1e-30, 1e30, -1e30, 3e38, np.nan, np.inf, -np.inf),
    "i": (0, 1, -1, 2, 3, 7, 2**31, 2**53, 2**62, -(2**62)),
    "u": (0, 1, 2, 255, 2**32, 2**63),
    "b": (False, True),
}


def _some_numbers(rng: Random, arrays: Arrays, manifest: dict[str, Any]) -> None:
    """Change a few numbers of an array to others, near or far."""
    array = _one_of(rng, arrays)
    flat = array.reshape(-1)
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(flat))
        value = rng.choice(_EXTREMES[array.dtype.kind])
        if array.dtype.kind in "if" and rng.random() < 0.5:
            value = flat[at] + rng.choice((-100, -3, -1, 1, 2, 3, 100))
        flat[at] = np.array(value).astype(array.dtype)


def _a_whole_array(rng: Random, arrays: Arrays, manifest: dict[str, Any]) -> None:
    """Make all numbers of an array the same, or bring them into disorder."""
    array = _one_of(rng, arrays)
    if rng.random() < 0.5:
        array[...] = np.array(rng.choice(_EXTREMES[array.dtype.kind])).astype(array.dtype)
    else:
        flat = array.reshape(-1)
        flat[:] = flat[::-1].copy()


def _some_bits(rng: Random, arrays: Arrays, manifest: dict[str, Any]) -> None:
    array = _one_of(rng, arrays)
    raw = array.reshape(-1).view(np.uint8)
    for _ in range(rng.randint(1, 8)):
        raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)


def _another_length(rng: Random, arrays: Arrays, manifest: dict[str, Any]) -> None:
    """Leave out the first or the last row of an array, or repeat it."""
    name = rng.choice([name for name, array in arrays.items() if array.size and array.ndim])
    array = arrays[name]
    arrays[name] = rng.choice((array[1:], array[:-1], np.concatenate([array, array[-1:]]), array[:0]))


def _rows_everywhere(rng: Random, arrays: Arrays, manifest: dict[str, Any]) -> None:
    """Leave out one keyframe, evaluation or row of the log, everywhere: what is left fits together."""
    prefix = rng.choice(("keyframe.", "finding.", "log", "table."))
    n = {len(arrays[name]) for name in ("keyframe.calls", "finding.calls")}
    at = rng.choice((0, -1))
    for name, array in arrays.items():
        if name.startswith(prefix) and array.ndim and (len(array) in n or prefix in ("log", "table.")) and len(array):
            arrays[name] = np.delete(array, at, axis=0)
    if prefix == "keyframe.":
        del manifest["values"][at]


def _lengths_moved(rng: Random, arrays: Arrays, manifest: dict[str, Any]) -> None:
    """Give a part of one row to another: the sum stays."""
    names = [name for name, array in arrays.items() if name.endswith(".lengths") and len(array) > 1]
    if not names:  # a run too short for it
        return
    array = arrays[rng.choice(names)]
    one, two = rng.sample(range(len(array)), 2)
    n = rng.choice((1, int(array[one]), 10**6))
    array[one] -= n
    array[two] += n


def _a_tensor_gone(rng: Random, arrays: Arrays, manifest: dict[str, Any]) -> None:
    del arrays[rng.choice(list(arrays))]


def _another_type(rng: Random, arrays: Arrays, manifest: dict[str, Any]) -> None:
    name = rng.choice(list(arrays))
    with np.errstate(all="ignore"):
        arrays[name] = arrays[name].astype(
            rng.choice((np.float32, np.float64, np.int64, np.uint64, np.uint8, np.bool_))
        )


def _names_exchanged(rng: Random, arrays: Arrays, manifest: dict[str, Any]) -> None:
    one, two = rng.sample(list(arrays), 2)
    arrays[one], arrays[two] = arrays[two], arrays[one]


def _a_word(rng: Random, arrays: Arrays, manifest: dict[str, Any]) -> None:
    """Change something in the manifest, at any depth."""
    place: Any = manifest
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return
        key = rng.choice(keys)
        if not isinstance(place[key], (dict, list)) or rng.random() < 0.2:
            break
        place = place[key]
    was = place[key]
    if rng.random() < 0.1:
        del place[key]
    elif type(was) in (int, float) and rng.random() < 0.6:
        place[key] = was + rng.choice((-100, -1, 1, 2, 100)) if rng.random() < 0.5 else was * rng.choice((-1, 0.5, 2))
    else:
        place[key] = anything(rng)


Change = Callable[[Random, Arrays, dict[str, Any]], None]
CHANGES: dict[str, Change] = {
    change.__name__.strip("_").replace("_", " "): change
    for change in (
        _some_numbers,
        _a_whole_array,
        _some_bits,
        _another_length,
        _rows_everywhere,
        _lengths_moved,
        _a_tensor_gone,
        _another_type,
        _names_exchanged,
        _a_word,
    )
}
_WEIGHTS = [6, 3, 3, 2, 2, 1, 1, 1, 1, 4]  # how often each


def changed_in_columns(rng: Random, good: bytes) -> tuple[str, bytes]:
    """Return what was done to a file, and the file, with the right checksum."""
    container = unpack(good, SESSION)
    arrays: Arrays = {name: container.tensor(name, finite=False) for name in container.entries}
    manifest = {name: item for name, item in container.manifest.items() if name not in ("format", "size", "checksum")}
    how = rng.choices(list(CHANGES), _WEIGHTS)[0]
    with np.errstate(all="ignore"):
        CHANGES[how](rng, arrays, manifest)
    if takes_liberties(manifest):  # which the writer refuses, and the reader of policies is tested with
        return changed_in_columns(rng, good)
    arrays = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    return how, pack(SESSION, manifest, arrays)


def _one_of(rng: Random, arrays: Arrays) -> NDArray[Any]:
    return arrays[rng.choice([name for name, array in arrays.items() if array.size])]
