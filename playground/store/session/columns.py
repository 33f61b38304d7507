"""Columns: many values of one form in a file, each number checked when read.

What a column holds is known before it is read: its type, its shape and its range. Nothing in the file says what to make
of it. So there is nothing to be told by a file but numbers, and a column that is not as expected is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from playground.store.format.container import DTYPES, Container
from playground.store.safe.errors import BadFileError
from playground.store.safe.sanitize import plain

Array = NDArray[Any]
MOST = 2**53  # of anything that is counted
_HALF = 2**64 - 1


def wrong(what: str) -> BadFileError:
    """Return the error for a state that no run could be in."""
    return BadFileError("state", what=plain(what))


def require_state(holds: Any, what: str) -> None:
    """Raise BadFileError for a state that no run could be in."""
    if not holds:
        raise wrong(what)


class Source:
    """The tensors of a file, each to be taken once."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._left = set(container.entries)
        self.schema: int = container.manifest["schema"]

    def take(self, name: str, dtype: str, shape: tuple[int | None, ...], *, finite: bool = True) -> Array:
        """Return a tensor of this type and shape; None in `shape` is any length.

        Raises BadFileError where it is another or missing.
        """
        if name not in self._left:
            raise BadFileError("tensors", what=plain(name))
        self._left.discard(name)
        entry = self._container.entries[name]
        if entry.dtype != dtype:
            raise BadFileError("dtype", what=plain(name))
        wanted = tuple(
            length if want is None else want for want, length in zip(shape, entry.shape, strict=False)
        )  # of other lengths where the number of axes differs
        if len(shape) != len(entry.shape) or wanted != entry.shape:
            raise BadFileError("shape", what=plain(name))
        return self._container.tensor(name, finite=finite)

    def close(self) -> None:
        """Raise BadFileError if the file holds more than was asked for."""
        for name in sorted(self._left):
            raise BadFileError("tensors", what=plain(name))


class Column(Protocol):
    """A column: it writes values of one form, and reads them again."""

    def write(self, name: str, values: Sequence[Any], out: dict[str, Array]) -> None:
        """Put the values into arrays whose names begin with `name`."""

    def read(self, name: str, n: int, source: Source) -> list[Any]:
        """Return `n` values; raise BadFileError unless they are as they should be."""


class Numbers:
    """Arrays of one shape.

    Their numbers are between `low` and `high`, which no NaN is, where these are given.
    """

    def __init__(
        self,
        shape: tuple[int, ...],
        dtype: str = "F32",
        *,
        low: float | None = None,
        high: float | None = None,
        finite: bool = True,
    ) -> None:
        self.shape, self.dtype, self._low, self._high = shape, dtype, low, high
        self._finite = finite

    def reshaped(self, shape: tuple[int, ...]) -> Numbers:
        """Return the column of arrays of another shape, with the same bounds."""
        return Numbers(shape, self.dtype, low=self._low, high=self._high, finite=self._finite)

    def write(self, name: str, values: Sequence[Any], out: dict[str, Array]) -> None:
        rows = np.empty((len(values), *self.shape), DTYPES[self.dtype])
        for row, value in enumerate(values):
            _require_bits(name, value, rows)
            rows[row, ...] = value
        out[name] = rows

    def read(self, name: str, n: int, source: Source) -> list[Any]:
        rows = source.take(name, self.dtype, (n, *self.shape), finite=self._finite)
        _require_within(rows, self._low, self._high, name)
        return [rows[row, ...] for row in range(n)]


class Scalars:
    """Python's own numbers: int of I64, float of F64, bool of BOOL."""

    def __init__(self, dtype: str, *, low: float | None = None, high: float | None = None, finite: bool = True) -> None:
        self._numbers = Numbers((), dtype, low=low, high=high, finite=finite)

    def write(self, name: str, values: Sequence[Any], out: dict[str, Array]) -> None:
        self._numbers.write(name, values, out)

    def read(self, name: str, n: int, source: Source) -> list[Any]:
        return [value.item() for value in self._numbers.read(name, n, source)]


def counts(high: int = MOST, low: int = 0) -> Scalars:
    """Return the column of whole numbers from `low` to `high`."""
    return Scalars("I64", low=low, high=high)


REAL = Scalars("F64")
REAL_OR_NOT = Scalars("F64", finite=False)  # what is plotted, and NaN before the first
POSITIVE = Scalars("F64", low=0.0)
POSITIVE_OR_INFINITE = Scalars("F64", low=0.0, finite=False)
TRUTH = Scalars("BOOL")
COUNT = counts()


class Since:
    """A column that files have since a schema.

    In earlier ones each value was `before`.
    """

    def __init__(self, schema: int, column: Column, before: Any) -> None:
        self._schema, self._column, self._before = schema, column, before

    def write(self, name: str, values: Sequence[Any], out: dict[str, Array]) -> None:
        self._column.write(name, values, out)

    def read(self, name: str, n: int, source: Source) -> list[Any]:
        if source.schema < self._schema:
            return [self._before] * n
        return self._column.read(name, n, source)


class Names:
    """Sets of some of these names."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = list(names)

    def write(self, name: str, values: Sequence[Any], out: dict[str, Array]) -> None:
        if any(value - set(self._names) for value in values):
            raise ValueError(f"{name}: a name that is none of {self._names}")
        rows = [[each in value for each in self._names] for value in values]
        out[name] = np.array(rows, np.bool_).reshape(len(values), len(self._names))

    def read(self, name: str, n: int, source: Source) -> list[Any]:
        rows = source.take(name, "BOOL", (n, len(self._names)))
        return [{each for each, is_in in zip(self._names, row, strict=True) if is_in} for row in rows]


class Ragged:
    """Arrays that differ in the length of their first axis."""

    def __init__(
        self, dtype: str = "F32", shape: tuple[int, ...] = (), *, low: float | None = None, high: float | None = None
    ) -> None:
        self._dtype, self._shape, self._low, self._high = dtype, shape, low, high

    def write(self, name: str, values: Sequence[Any], out: dict[str, Array]) -> None:
        out[f"{name}.lengths"] = np.array([len(value) for value in values], np.int64)
        empty = np.empty((0, *self._shape), DTYPES[self._dtype])
        for value in values:
            _require_bits(name, value, empty)
        out[name] = np.concatenate([empty, *(np.asarray(value, empty.dtype) for value in values if len(value))])

    def read(self, name: str, n: int, source: Source) -> list[Any]:
        rows = source.take(name, self._dtype, (None, *self._shape))
        lengths = _lengths(name, n, source, len(rows))
        require_state(sum(lengths) == len(rows), name)
        _require_within(rows, self._low, self._high, name)
        ends = np.cumsum(lengths, dtype=np.int64).tolist()
        return [rows[end - length : end] for length, end in zip(lengths, ends, strict=True)]


class Several:
    """Rows of values of one form, up to `most` in each.

    `make` turns a list of them into what it was.
    """

    def __init__(self, column: Column, most: int, make: Callable[[list[Any]], Any] = list) -> None:
        self._column, self._most, self._make = column, most, make

    def write(self, name: str, values: Sequence[Any], out: dict[str, Array]) -> None:
        out[f"{name}.lengths"] = np.array([len(value) for value in values], np.int64)
        self._column.write(name, [item for value in values for item in value], out)

    def read(self, name: str, n: int, source: Source) -> list[Any]:
        lengths = _lengths(name, n, source, self._most)
        items = self._column.read(name, sum(lengths), source)
        ends = np.cumsum(lengths, dtype=np.int64).tolist()
        return [self._make(items[end - length : end]) for length, end in zip(lengths, ends, strict=True)]


class Fields:
    """Values with parts, each a column of its own.

    They are dictionaries, or with `make` and `parts` something else.
    """

    def __init__(
        self, columns: Mapping[str, Column], make: Callable[..., Any] = dict, parts: Callable[[Any], Any] = dict
    ) -> None:
        """Make a column of parts.

        `make` is given the parts by their names; `parts` gives them back.
        """
        self._columns, self._make, self._parts = columns, make, parts

    def write(self, name: str, values: Sequence[Any], out: dict[str, Array]) -> None:
        rows = [self._parts(value) for value in values]
        for row in rows:
            if row.keys() != self._columns.keys():
                raise ValueError(f"{name}: {sorted(row.keys() ^ self._columns.keys())}")
        for part, column in self._columns.items():
            column.write(f"{name}.{part}", [row[part] for row in rows], out)

    def read(self, name: str, n: int, source: Source) -> list[Any]:
        columns = {part: column.read(f"{name}.{part}", n, source) for part, column in self._columns.items()}
        return [self._make(**{part: values[row] for part, values in columns.items()}) for row in range(n)]


class GeneratorStates:
    """States of a PCG64 generator.

    `like` is a state of the same one: what it never changes is taken from there.
    """

    def __init__(self, like: dict[str, Any]) -> None:
        self._like = like

    def write(self, name: str, values: Sequence[Any], out: dict[str, Array]) -> None:
        rows = []
        for value in values:
            if value["bit_generator"] != "PCG64" or value["state"]["inc"] != self._like["state"]["inc"]:
                raise ValueError(f"{name}: another generator")
            at = value["state"]["state"]
            rows.append((at >> 64, at & _HALF, value["has_uint32"], value["uinteger"]))
        out[name] = np.array(rows, np.uint64).reshape(len(values), 4)

    def read(self, name: str, n: int, source: Source) -> list[Any]:
        rows = source.take(name, "U64", (n, 4)).tolist()
        require_state(all(has <= 1 and half < 2**32 for _, _, has, half in rows), name)
        inc = self._like["state"]["inc"]
        return [
            {
                "bit_generator": "PCG64",
                "state": {"state": (high << 64) + low, "inc": inc},
                "has_uint32": has,
                "uinteger": half,
            }
            for high, low, has, half in rows
        ]


def _require_bits(name: str, value: Any, rows: Array) -> None:
    if hasattr(value, "dtype") and np.asarray(value).dtype != rows.dtype:
        raise ValueError(f"{name}: {value.dtype} would lose bits")


def _require_within(rows: Array, low: float | None, high: float | None, name: str) -> None:
    if rows.size and low is not None:
        require_state(rows.min() >= low, name)
    if rows.size and high is not None:
        require_state(rows.max() <= high, name)


def _lengths(name: str, n: int, source: Source, most: int) -> list[int]:
    lengths: list[int] = source.take(f"{name}.lengths", "I64", (n,)).tolist()
    require_state(all(0 <= length <= most for length in lengths), name)
    return lengths
