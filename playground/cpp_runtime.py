"""Microsoft's C++ runtime, which torch and numba need on Windows and do not bring.

A new computer has none, and an old one may be older than what these libraries were linked with. shiboken6 brings one
that is new enough. Windows takes what a process has loaded already for every library of the same name, so it is enough
that shiboken6's is loaded first, in every process that computes.
"""

from __future__ import annotations

import ctypes
import struct
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

NAMES = ("vcruntime140.dll", "vcruntime140_1.dll", "msvcp140.dll")  # the last one needs the others
NEEDED = (14, 42)  # torch was linked with this version
_BROUGHT_BY = "shiboken6"
_FIXED_INFO = struct.pack("<II", 0xFEEF04BD, 0x00010000)  # how VS_FIXEDFILEINFO begins, in every file with a version
_LONGEST = 32_768  # characters of a path


def load() -> None:
    """Load what of the runtime this process has not loaded yet.

    Does nothing on other systems. Without a copy of ours, Windows looks for one itself.
    """
    if sys.platform != "win32":
        return
    package = find_spec(_BROUGHT_BY)
    if package is None or package.origin is None:
        return
    for name in NAMES:
        if loaded(name) is None:
            with suppress(OSError):  # not there, or held back: doctor says so
                ctypes.WinDLL(str(Path(package.origin).with_name(name)))


def loaded(name: str = NAMES[-1]) -> Path | None:
    """Return the file of the runtime's part `name` that this process has loaded.

    None if it has loaded none, and on other systems than Windows.
    """
    if sys.platform != "win32":
        return None
    kernel = ctypes.WinDLL("kernel32")
    kernel.GetModuleHandleW.argtypes, kernel.GetModuleHandleW.restype = [ctypes.c_wchar_p], ctypes.c_void_p
    kernel.GetModuleFileNameW.argtypes = [ctypes.c_void_p, ctypes.c_wchar_p, ctypes.c_uint32]
    handle = kernel.GetModuleHandleW(name)
    path = ctypes.create_unicode_buffer(_LONGEST)
    if not handle or not kernel.GetModuleFileNameW(handle, path, _LONGEST):
        return None
    return Path(path.value)


def version_of(library: Path) -> tuple[int, ...]:
    """Return the four numbers of the version of a Windows library.

    It is () where the file says none. Raises OSError where it cannot be read.
    """
    data = library.read_bytes()
    at = data.find(_FIXED_INFO)
    if at < 0:
        return ()
    high, low = struct.unpack_from("<II", data, at + len(_FIXED_INFO))
    return high >> 16, high & 0xFFFF, low >> 16, low & 0xFFFF
