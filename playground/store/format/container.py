r"""Container of our files: safetensors, with a manifest and a checksum.

The manifest is in its metadata, and the checksum is over all of it.

    8 bytes    length of the header, little-endian
    header     JSON, filled up with spaces: {"__metadata__":{"manifest":"..."},"q.0.bias":{...},...}
    payload    the tensors, one after the other, without gaps

The manifest is JSON within a JSON string and always begins with the same words, so that the format, the size of the
whole file and the checksum stand at fixed places and are checked before anything is parsed:

    {\"format\":\"rl-playground policy\",\"size\":\"000000004242\",\"checksum\":\"<64 hex digits>\",...

The checksum is the SHA-256 of the whole file with those 64 digits set to zero.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

from playground.store.format.kind import FileKind
from playground.store.format.strict_json import strict_json
from playground.store.safe.errors import BadFileError
from playground.store.safe.sanitize import plain

Array = NDArray[Any]

MAX_DIMENSIONS = 8
DTYPES = {"F32": "<f4", "F64": "<f8", "I64": "<i8", "I32": "<i4", "U64": "<u8", "U8": "|u1", "BOOL": "|b1"}
_LENGTH = 8
_SIZE_DIGITS = 12
_NO_CHECKSUM = "0" * 64
_BETWEEN = b'\\",\\"checksum\\":\\"'  # the digits of the size and those of the checksum


@dataclass(frozen=True)
class TensorEntry:
    """The entry of one tensor in the header."""

    dtype: str  # a key of DTYPES
    shape: tuple[int, ...]
    start: int  # in the payload
    end: int


@dataclass(frozen=True)
class Container:
    """A file whose outside was checked; no tensor has been read yet."""

    manifest: dict[str, Any]
    entries: dict[str, TensorEntry]
    _payload: memoryview

    def tensor(self, name: str, *, finite: bool = True) -> Array:
        """Return a copy of one tensor.

        Raises BadFileError unless its truths are 0 or 1, and its numbers `finite` if so.
        """
        entry = self.entries[name]
        piece = self._payload[entry.start : entry.end]
        if entry.dtype == "BOOL" and (np.frombuffer(piece, np.uint8) > 1).any():
            raise BadFileError("dtype", what=plain(name))
        values = np.frombuffer(piece, DTYPES[entry.dtype]).reshape(entry.shape)
        if finite and values.dtype.kind == "f" and not np.isfinite(values).all():
            raise BadFileError("not_finite", what=plain(name))
        return values.astype(values.dtype.newbyteorder("="))  # a copy: the file's bytes need not be kept


def pack(kind: FileKind, manifest: dict[str, Any], tensors: dict[str, Array]) -> bytes:
    """Return the file as bytes; the same content gives the same bytes."""
    opening = {"format": kind.format, "size": "0" * _SIZE_DIGITS, "checksum": _NO_CHECKSUM}
    # One key of metadata: safetensors writes several in any order.
    view = memoryview(save(tensors, {"manifest": _dump(opening | manifest)}))
    size_at, (start, end) = _size_place(kind), _checksum_place(kind)
    size = f"{len(view):0{_SIZE_DIGITS}d}".encode()
    until, between, rest = view[:size_at], view[size_at + _SIZE_DIGITS : start], view[end:]
    pieces: list[bytes | memoryview] = [until, size, between, _NO_CHECKSUM.encode(), rest]
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    pieces[3] = digest.hexdigest().encode()
    return b"".join(pieces)


def unpack(data: bytes, kind: FileKind) -> Container:
    """Check the outside of a file and take it apart.

    Raises BadFileError with the reason if anything is wrong.
    """
    header_end = _check_opening(data, kind)
    try:
        header = strict_json(data[_LENGTH:header_end], kind.max_values)
        manifest = strict_json(header["__metadata__"]["manifest"], kind.max_values)
    except (ValueError, KeyError, TypeError):
        raise BadFileError("header") from None
    metadata = header.pop("__metadata__")
    if len(metadata) != 1 or not isinstance(manifest, dict) or not 0 < len(header) <= kind.max_tensors:
        raise BadFileError("header")
    entries = {name: _entry(name, item, kind) for name, item in header.items()}
    payload = memoryview(data)[header_end:]
    _check_layout(entries, len(payload))
    return Container(manifest, entries, payload)


def check_first(data: bytes, kind: FileKind) -> None:
    """Raise BadFileError if a file that begins so is none of this kind."""
    if not data:
        raise BadFileError("empty")
    opening = _opening(kind)
    if data[_LENGTH : _size_place(kind)] != opening:
        raise BadFileError(_foreign_reason(data, opening))


def checksum(data: bytes, kind: FileKind) -> str:
    """Return the checksum that a file with this content should have."""
    start, end = _checksum_place(kind)
    view = memoryview(data)
    digest = hashlib.sha256(view[:start])
    digest.update(_NO_CHECKSUM.encode())
    digest.update(view[end:])
    return digest.hexdigest()


def _dump(manifest: dict[str, Any]) -> str:
    """Return the manifest as JSON, written piece by piece.

    Written at once, a long list would hold up every other thread, the window's too, until it is done.
    """
    return "{" + ",".join(f"{_piece(name)}:{_pieces(value)}" for name, value in manifest.items()) + "}"


def _pieces(value: Any) -> str:
    return "[" + ",".join(map(_piece, value)) + "]" if isinstance(value, list) else _piece(value)


_piece = json.JSONEncoder(allow_nan=False, separators=(",", ":")).encode


def _opening(kind: FileKind) -> bytes:
    """Return the header up to the digits of the size."""
    return b'{"__metadata__":{"manifest":"{\\"format\\":\\"%s\\",\\"size\\":\\"' % kind.format.encode()


def _size_place(kind: FileKind) -> int:
    return _LENGTH + len(_opening(kind))


def _checksum_place(kind: FileKind) -> tuple[int, int]:
    start = _size_place(kind) + _SIZE_DIGITS + len(_BETWEEN)
    return start, start + len(_NO_CHECKSUM)


def _check_opening(data: bytes, kind: FileKind) -> int:
    """Check all that is at a fixed place; return where the header ends.

    Nothing is parsed.
    """
    check_first(data, kind)
    size_at = _size_place(kind)
    header_end = _LENGTH + int.from_bytes(data[:_LENGTH], "little")
    start, end = _checksum_place(kind)
    size = data[size_at : size_at + _SIZE_DIGITS]
    if len(data) < end or (size.isdigit() and len(data) < int(size)):
        raise BadFileError("truncated")
    if size.isdigit() and len(data) > int(size):
        raise BadFileError("trailing")
    if data[start:end] != checksum(data, kind).encode():
        raise BadFileError("changed")
    if not size.isdigit() or data[start - len(_BETWEEN) : start] != _BETWEEN:
        raise BadFileError("header")
    if header_end > min(len(data), _LENGTH + kind.max_header) or data[header_end - 1] not in b"} ":
        raise BadFileError("header")
    return header_end


def _foreign_reason(data: bytes, opening: bytes) -> str:
    begins = data[_LENGTH : _LENGTH + len(opening)]
    if len(data) < _LENGTH + len(opening) and opening.startswith(begins) and len(data) > _LENGTH:
        return "truncated"
    is_pickle = data[0] == 0x80 and data[1:2] in (b"\2", b"\3", b"\4", b"\5")
    is_torch = data.startswith(b"PK") and b"data.pkl" in data[:4096]
    return "pickle" if is_pickle or is_torch else "foreign"


def _entry(name: str, item: Any, kind: FileKind) -> TensorEntry:
    if not isinstance(item, dict) or set(item) != {"dtype", "shape", "data_offsets"}:
        raise BadFileError("header")
    shape, offsets = item["shape"], item["data_offsets"]
    if not _are_counts(shape) or len(shape) > MAX_DIMENSIONS or not _are_counts(offsets) or len(offsets) != 2:
        raise BadFileError("header")
    dtype = item["dtype"]
    if not isinstance(dtype, str) or dtype not in kind.dtypes:
        raise BadFileError("dtype", what=plain(name))
    if offsets[1] - offsets[0] != np.dtype(DTYPES[dtype]).itemsize * math.prod(shape):
        raise BadFileError("layout")
    return TensorEntry(dtype, tuple(shape), *offsets)


def _are_counts(values: Any) -> bool:
    return isinstance(values, list) and all(type(value) is int and value >= 0 for value in values)


def _check_layout(entries: dict[str, TensorEntry], size: int) -> None:
    """Check that every byte of the payload belongs to exactly one tensor."""
    at = 0
    for entry in sorted(entries.values(), key=lambda entry: (entry.start, entry.end)):
        if entry.start != at:
            raise BadFileError("layout")
        at = entry.end
    if at != size:
        raise BadFileError("layout")
