"""Runs a program that Linux ends at its first try to reach a network: `python offline.py PROGRAM WORD...`.

The kernel itself looks at every call of socket() that the program, its libraries and its child processes make (seccomp,
see seccomp(2)); sockets on this computer alone, as the X server's, are left to it. Each call that the kernel ends shows
as the exit by SIGSYS.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys

# Number of the architecture, of socket(): both from the kernel's headers.
MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
IO_URING_SETUP = 425  # makes sockets past socket(); the same number everywhere
REACH_OUT = (2, 10, 17)  # AF_INET, AF_INET6, AF_PACKET
NO_NEW_PRIVILEGES, SECCOMP, FILTER = 38, 22, 2  # of prctl()
KILL_PROCESS, NOT_THERE, ALLOW = 0x80000000, 0x00050000 | 38, 0x7FFF0000  # 38: ENOSYS
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06  # instructions of the kernel's filter
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # where these are in what the filter reads


def _filter(machine: str) -> bytes:
    """Return the filter; a jump skips as many instructions as it says."""
    architecture, socket = MACHINES[machine]
    kinds = [(EQUAL, 0, 1, kind) for kind in REACH_OUT]
    code = [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 1, 0, architecture),
        (RETURN, 0, 0, KILL_PROCESS),
        (LOAD, 0, 0, NUMBER),
        (EQUAL, 0, 1, IO_URING_SETUP),
        (RETURN, 0, 0, NOT_THERE),
        (EQUAL, 1, 0, socket),
        (RETURN, 0, 0, ALLOW),
        (LOAD, 0, 0, FIRST_ARGUMENT),
    ]
    for kind in kinds:
        code += [kind, (RETURN, 0, 0, KILL_PROCESS)]
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in [*code, (RETURN, 0, 0, ALLOW)])


def stay_offline() -> None:
    """Have the kernel end this process, and all that it starts, at the first try to reach a network; for good."""
    code = _filter(platform.machine())
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("@HP", len(code) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    zero = ctypes.c_ulong(0)
    if libc.prctl(NO_NEW_PRIVILEGES, ctypes.c_ulong(1), zero, zero, zero) or libc.prctl(SECCOMP, FILTER, program, 0, 0):
        raise OSError(ctypes.get_errno(), "the kernel takes no filter")


if __name__ == "__main__":
    stay_offline()
    os.execvp(sys.argv[1], sys.argv[1:])
