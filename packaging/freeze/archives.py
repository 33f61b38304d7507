"""Content of archives in the frozen program.

They are what PyInstaller appends to an executable, and zip files. PyInstaller's layout, in network byte order: the
executable ends in a table of contents and a trailer with a magic number. One entry, of kind "z", holds the Python
modules: a table written by marshal, and each module's code, zipped.
"""

from __future__ import annotations

import marshal
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

_MAGIC = b"MEI\014\013\012\013\016"
_TRAILER = struct.Struct("!8sIIII64s")  # magic, length of all, offset and length of the table, Python, its library
_ENTRY = struct.Struct("!IIIIBc")  # length of the entry, offset, length, unpacked length, packed?, kind; then the name
_MODULES, _OPTION = b"z", b"o"


def contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of everything inside `path`.

    Nothing where it is no archive. A module of the program is named like its file, without the ending:
    `gymnasium/envs/registration`.
    """
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            for name in sorted(archive.namelist()):
                yield name, archive.read(name)
    elif path.suffix in ("", ".exe"):
        yield from _appended(path.read_bytes())


def _appended(data: bytes) -> Iterator[tuple[str, bytes]]:
    trailer = data.rfind(_MAGIC)  # a signature may follow it
    if trailer < 0:
        return
    _magic, length, table, table_length, _python, _library = _TRAILER.unpack_from(data, trailer)
    start = trailer + _TRAILER.size - length
    at, end = start + table, start + table + table_length
    while at < end:
        entry_length, offset, packed_length, _unpacked, packed, kind = _ENTRY.unpack_from(data, at)
        name = data[at + _ENTRY.size : at + entry_length].rstrip(b"\0").decode()
        at += entry_length
        if kind == _OPTION:
            continue
        content = data[start + offset : start + offset + packed_length]
        if packed:
            content = zlib.decompress(content)
        if kind == _MODULES:
            yield from _modules(content)
        else:
            yield name.replace("\\", "/"), content


def _modules(data: bytes) -> Iterator[tuple[str, bytes]]:
    (table,) = struct.unpack_from("!i", data, 8)  # behind "PYZ\0" and the magic number of Python's own files
    for name, (_kind, offset, length) in sorted(marshal.loads(data[table:])):
        if length:  # a folder without __init__.py has no code
            yield name.replace(".", "/"), zlib.decompress(data[offset : offset + length])
