"""Memory of this computer, in all and free for programs."""

from __future__ import annotations

import ctypes
import mmap
import re
import subprocess
import sys
from pathlib import Path


def memory_bytes() -> tuple[int, int]:
    """Return all memory and what programs may still have, in bytes.

    Raises OSError or ValueError where the system does not say.
    """
    if sys.platform == "win32":
        return _on_windows()
    if sys.platform == "darwin":
        return _on_macos()
    kilobytes = dict(re.findall(r"^(\w+):\s+(\d+) kB", Path("/proc/meminfo").read_text(encoding="ascii"), re.MULTILINE))
    if not {"MemTotal", "MemAvailable"} <= set(kilobytes):
        raise ValueError("/proc/meminfo does not say")
    return int(kilobytes["MemTotal"]) * 1024, int(kilobytes["MemAvailable"]) * 1024


class _Status(ctypes.Structure):
    """MEMORYSTATUSEX of the Windows API."""

    _fields_ = (
        ("length", ctypes.c_uint32),
        ("load", ctypes.c_uint32),
        ("total", ctypes.c_uint64),
        ("free", ctypes.c_uint64),
        *((f"other_{number}", ctypes.c_uint64) for number in range(5)),
    )


def _on_windows() -> tuple[int, int]:
    status = _Status(length=ctypes.sizeof(_Status))
    if not ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):  # type: ignore[attr-defined, unused-ignore]
        raise OSError("Windows does not say")
    return int(status.total), int(status.free)


def _on_macos() -> tuple[int, int]:
    def words(*command: str) -> str:
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=10).stdout

    pages = {
        name: int(n) for name, n in re.findall(r"^Pages ([\w ]+):\s+(\d+)\.", words("/usr/bin/vm_stat"), re.MULTILINE)
    }
    free = sum(pages.get(name, 0) for name in ("free", "inactive", "speculative", "purgeable"))
    return int(words("/usr/sbin/sysctl", "-n", "hw.memsize")), free * mmap.PAGESIZE
