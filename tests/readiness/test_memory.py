"""Memory in all and free, as each system says it."""

from __future__ import annotations

import mmap

import pytest

from playground.readiness.memory import memory_bytes
from tests.readiness.pretended import as_macos, as_windows  # noqa: F401  fixtures

VM_STAT = """\
Mach Virtual Memory Statistics: (page size of 16384 bytes)
Pages free:                                5000.
Pages active:                            200000.
Pages inactive:                           90000.
Pages speculative:                         2000.
Pages wired down:                        100000.
Pages purgeable:                           3000.
"""


def test_windows_says_it_in_one_call(as_windows):  # noqa: F811
    def fill(pointer):
        status = pointer._obj
        assert status.length == 64  # as Windows wants it
        status.total, status.free = 8 << 30, 3 << 30
        return 1

    as_windows.kernel32.GlobalMemoryStatusEx = fill
    assert memory_bytes() == (8 << 30, 3 << 30)
    as_windows.kernel32.GlobalMemoryStatusEx = lambda pointer: 0
    with pytest.raises(OSError, match="Windows does not say"):
        memory_bytes()


def test_macos_counts_pages_that_programs_may_have(as_macos):  # noqa: F811
    as_macos.commands["/usr/bin/vm_stat"] = VM_STAT
    as_macos.commands["/usr/sbin/sysctl -n hw.memsize"] = "17179869184\n"
    assert memory_bytes() == (16 << 30, 100_000 * mmap.PAGESIZE)


def test_here_there_is_some():
    total, free = memory_bytes()
    assert 0 < free <= total
