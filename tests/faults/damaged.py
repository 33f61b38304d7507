"""Files damaged by accident, and files of other programs: no checksum is right."""

from __future__ import annotations

import io
import os
import pickle
import zipfile
from collections.abc import Callable
from random import Random

from playground.store.format.kind import FileKind
from playground.store.policy.file import POLICY
from tests.store.forging import checksum_place, size_place

MOST_FLIPS = 8
LONGEST = 600  # bytes that are put in, taken out or overwritten
_PICKLES = (b"\x80\2", b"\x80\3", b"\x80\4", b"\x80\5")


def right_for(data: bytes, good: bytes, kind: FileKind = POLICY) -> set[str]:
    """Return the one reason for which `data`, made from `good` without its checksum, may be refused."""
    if not data:
        return {"empty"}
    size_at = size_place(kind)
    opening = good[8:size_at]
    if data[8:size_at] != opening:
        is_cut = 8 < len(data) < size_at and opening.startswith(data[8:])
        is_pickle = data[:2] in _PICKLES or (data[:2] == b"PK" and b"data.pkl" in data)
        return {"truncated"} if is_cut else {"pickle"} if is_pickle else {"foreign"}
    size = data[size_at : size_at + 12]
    if len(data) < checksum_place(kind) + 64 or (size.isdigit() and len(data) < int(size)):
        return {"truncated"}
    return {"trailing"} if size.isdigit() and len(data) > int(size) else {"changed"}


def _place(rng: Random, data: bytes | bytearray) -> int:
    """Return a place in the file, every other time in its first kilobytes, where what matters stands."""
    return rng.randrange(min(len(data), rng.choice((64, 300, 4000, len(data)))))


def _flipped(rng: Random, data: bytes, other: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randint(1, MOST_FLIPS)):
        changed[_place(rng, changed)] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _other_bytes(rng: Random, data: bytes, other: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randint(1, MOST_FLIPS)):
        changed[_place(rng, changed)] = rng.choice((0, 0x20, 0x22, 0x30, 0x39, 0x5C, 0x7F, 0xFF, rng.randrange(256)))
    return bytes(changed)


def _cut_off(rng: Random, data: bytes, other: bytes) -> bytes:
    return data[: _place(rng, data)]


def _cut_in_front(rng: Random, data: bytes, other: bytes) -> bytes:
    return data[rng.randint(1, LONGEST) :]


def _longer(rng: Random, data: bytes, other: bytes) -> bytes:
    return data + rng.choice((b"\0", b" ", b"\n", data, other, rng.randbytes(rng.randint(1, LONGEST))))


def _put_in(rng: Random, data: bytes, other: bytes) -> bytes:
    at = _place(rng, data)
    return data[:at] + rng.randbytes(rng.randint(1, LONGEST)) + data[at:]


def _taken_out(rng: Random, data: bytes, other: bytes) -> bytes:
    at = _place(rng, data)
    return data[:at] + data[at + rng.randint(1, LONGEST) :]


def _overwritten(rng: Random, data: bytes, other: bytes) -> bytes:
    at, length = _place(rng, data), rng.randint(1, LONGEST)
    piece = rng.choice((bytes(length), rng.randbytes(length), data[-length:], other[at : at + length]))
    return (data[:at] + piece + data[at + len(piece) :])[: len(data)]


def _spliced(rng: Random, data: bytes, other: bytes) -> bytes:
    at = _place(rng, data)
    return data[:at] + other[at:]


def _a_block_of_the_disk_lost(rng: Random, data: bytes, other: bytes) -> bytes:
    at = rng.randrange(0, len(data), 512)
    return (data[:at] + bytes(512) + data[at + 512 :])[: len(data)]


def _another_line_ending(rng: Random, data: bytes, other: bytes) -> bytes:
    old, new = rng.choice(((b"\n", b"\r\n"), (b"\0", b""), (b" ", b""), (b"\\", b"/"), (b"\xff", b"\xef\xbf\xbd")))
    return data.replace(old, new)


class _RunsAProgram:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("a_pickle_was_run",)


def _of_another_program(rng: Random, data: bytes, other: bytes) -> bytes:
    kind = rng.randrange(8)
    if kind == 0:
        return pickle.dumps(_RunsAProgram(), protocol=rng.randint(2, 5)) + rng.randbytes(rng.randrange(100))
    if kind == 1:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("archive/data.pkl", pickle.dumps(_RunsAProgram()))
        return buffer.getvalue()
    if kind == 2:
        return rng.choice((b"\x89PNG\r\n\x1a\n", b"\x7fELF", b"%PDF-1.7", b"\x1f\x8b\x08")) + rng.randbytes(LONGEST)
    if kind == 3:
        return rng.randbytes(rng.randint(1, LONGEST))
    if kind == 4:
        return b'{"a": ' * rng.randint(1, 5000)
    if kind == 5:
        return data[:8] + b'{"__metadata__":{"format":"pt"},' + data[40:]
    return bytes(rng.choice((1, 7, 8, 9, 4096)))


Change = Callable[[Random, bytes, bytes], bytes]
CHANGES: dict[str, Change] = {
    change.__name__.strip("_").replace("_", " "): change
    for change in (
        _flipped,
        _other_bytes,
        _cut_off,
        _cut_in_front,
        _longer,
        _put_in,
        _taken_out,
        _overwritten,
        _spliced,
        _a_block_of_the_disk_lost,
        _another_line_ending,
        _of_another_program,
    )
}
