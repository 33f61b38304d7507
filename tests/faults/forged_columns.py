"""Session files whose columns somebody changed on purpose: other numbers, near or far, lengths, names, whole rows."""

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


def _some_numbers(lot: Random, arrays: Arrays, manifest: dict[str, Any]) -> None:
    """Change a few numbers of an array to others, near or far."""
    array = _one_of(lot, arrays)
    flat = array.reshape(-1)
    for _ in range(lot.randint(1, 3)):
        at = lot.randrange(len(flat))
        value = lot.choice(_EXTREMES[array.dtype.kind])
        if array.dtype.kind in "if" and lot.random() < 0.5:
            value = flat[at] + lot.choice((-100, -3, -1, 1, 2, 3, 100))
        flat[at] = np.array(value).astype(array.dtype)


def _a_whole_array(lot: Random, arrays: Arrays, manifest: dict[str, Any]) -> None:
    """Make all numbers of an array the same, or bring them into disorder."""
    array = _one_of(lot, arrays)
    if lot.random() < 0.5:
        array[...] = np.array(lot.choice(_EXTREMES[array.dtype.kind])).astype(array.dtype)
    else:
        flat = array.reshape(-1)
        flat[:] = flat[::-1].copy()


def _some_bits(lot: Random, arrays: Arrays, manifest: dict[str, Any]) -> None:
    array = _one_of(lot, arrays)
    raw = array.reshape(-1).view(np.uint8)
    for _ in range(lot.randint(1, 8)):
        raw[lot.randrange(len(raw))] ^= 1 << lot.randrange(8)


def _another_length(lot: Random, arrays: Arrays, manifest: dict[str, Any]) -> None:
    """Leave out the first or the last row of an array, or repeat it."""
    name = lot.choice([name for name, array in arrays.items() if array.size and array.ndim])
    array = arrays[name]
    arrays[name] = lot.choice((array[1:], array[:-1], np.concatenate([array, array[-1:]]), array[:0]))


def _rows_everywhere(lot: Random, arrays: Arrays, manifest: dict[str, Any]) -> None:
    """Leave out one keyframe, evaluation or row of the log, everywhere: what is left fits together."""
    prefix = lot.choice(("keyframe.", "finding.", "log", "table."))
    n = {len(arrays[name]) for name in ("keyframe.calls", "finding.calls")}
    at = lot.choice((0, -1))
    for name, array in arrays.items():
        if name.startswith(prefix) and array.ndim and (len(array) in n or prefix in ("log", "table.")) and len(array):
            arrays[name] = np.delete(array, at, axis=0)
    if prefix == "keyframe.":
        del manifest["values"][at]


def _lengths_moved(lot: Random, arrays: Arrays, manifest: dict[str, Any]) -> None:
    """Give a part of one row to another: the sum stays."""
    names = [name for name, array in arrays.items() if name.endswith(".lengths") and len(array) > 1]
    if not names:  # a run too short for it
        return
    array = arrays[lot.choice(names)]
    one, two = lot.sample(range(len(array)), 2)
    n = lot.choice((1, int(array[one]), 10**6))
    array[one] -= n
    array[two] += n


def _a_tensor_gone(lot: Random, arrays: Arrays, manifest: dict[str, Any]) -> None:
    del arrays[lot.choice(list(arrays))]


def _another_type(lot: Random, arrays: Arrays, manifest: dict[str, Any]) -> None:
    name = lot.choice(list(arrays))
    with np.errstate(all="ignore"):
        arrays[name] = arrays[name].astype(
            lot.choice((np.float32, np.float64, np.int64, np.uint64, np.uint8, np.bool_))
        )


def _names_exchanged(lot: Random, arrays: Arrays, manifest: dict[str, Any]) -> None:
    one, two = lot.sample(list(arrays), 2)
    arrays[one], arrays[two] = arrays[two], arrays[one]


def _a_word(lot: Random, arrays: Arrays, manifest: dict[str, Any]) -> None:
    """Change something in the manifest, at any depth."""
    place: Any = manifest
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return
        key = lot.choice(keys)
        if not isinstance(place[key], (dict, list)) or lot.random() < 0.2:
            break
        place = place[key]
    was = place[key]
    if lot.random() < 0.1:
        del place[key]
    elif type(was) in (int, float) and lot.random() < 0.6:
        place[key] = was + lot.choice((-100, -1, 1, 2, 100)) if lot.random() < 0.5 else was * lot.choice((-1, 0.5, 2))
    else:
        place[key] = anything(lot)


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


def changed_in_columns(lot: Random, good: bytes) -> tuple[str, bytes]:
    """Return what was done to a file, and the file, with the right checksum."""
    container = unpack(good, SESSION)
    arrays: Arrays = {name: container.tensor(name, finite=False) for name in container.entries}
    manifest = {name: item for name, item in container.manifest.items() if name not in ("format", "size", "checksum")}
    how = lot.choices(list(CHANGES), _WEIGHTS)[0]
    with np.errstate(all="ignore"):
        CHANGES[how](lot, arrays, manifest)
    if takes_liberties(manifest):  # which the writer refuses, and the reader of policies is tested with
        return changed_in_columns(lot, good)
    arrays = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    return how, pack(SESSION, manifest, arrays)


def _one_of(lot: Random, arrays: Arrays) -> NDArray[Any]:
    return arrays[lot.choice([name for name, array in arrays.items() if array.size])]
