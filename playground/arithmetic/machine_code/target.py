"""Processor that kernels are compiled for.

It is not this one, but one that many computers can stand for. Numbers do not depend on it; what is compiled does, and so one cache serves all computers of a kind. On x86-64 that is
haswell (2013: AVX2) where the processor has all of its instructions, else nehalem (2008: SSE4.2, without which NumPy
would not start). On 64-bit ARM it is "generic": ARMv8.0, which every one of them has.

numba's NUMBA_CPU_NAME alone adds the instructions of this computer, whatever the name; an empty NUMBA_CPU_FEATURES adds
none. Both are read when numba is imported.
"""

from __future__ import annotations

import hashlib
import os
import sys
from types import ModuleType
from typing import NamedTuple

from playground import cpp_runtime
from playground.errors import Term, raised_words
from playground.i18n import N_

ASKED = "RL_PLAYGROUND_TARGET"  # "nehalem", or another name that LLVM knows; "host": this very processor
NAME, FEATURES = "NUMBA_CPU_NAME", "NUMBA_CPU_FEATURES"
HOST = "host"

# What LLVM writes for haswell without being asked by a function of the processor's own.
OF_HASWELL = (
    *("sse3", "ssse3", "sse4.1", "sse4.2", "popcnt", "cx16", "sahf", "avx", "f16c"),
    *("avx2", "bmi", "bmi2", "fma", "lzcnt", "movbe"),
)

NO_COMPILER = N_(
    "The compiler of the arithmetic, numba, cannot be used ({reason}). So all of it is computed by Python itself: the same numbers, some thousand times slower. Install the program again; or train with arithmetic=torch, which needs no numba. Nothing was changed."
)
NO_EXECUTABLE_MEMORY = N_(
    "This computer lets no program write machine code for itself ({reason}). So all of the arithmetic is computed by Python itself: the same numbers, some thousand times slower. Ask whoever looks after the computer to allow it for this program (SELinux: execmem; systemd: MemoryDenyWriteExecute); or train with arithmetic=torch, which needs none. Nothing was changed."
)


class Target(NamedTuple):
    """What kernels are compiled for.

    `is_ours` is false where numba had compiled something before, and its code stays that of this processor.
    """

    name: str
    features: str
    is_ours: bool = True

    @property
    def folder(self) -> str:
        """Its name, fit for a file and different for other instructions."""
        plain = "".join(letter if letter.isalnum() or letter in "-." else "-" for letter in self.name)
        return f"{plain}-{hashlib.sha256(self.features.encode()).hexdigest()[:8]}" if self.features else plain


def load_numba() -> tuple[ModuleType | None, Term | None]:
    """Return numba, set to compile for the target; or None, and why there is none."""
    was_there = "numba" in sys.modules
    cpp_runtime.load()
    try:
        choose()
        import numba

        if was_there:
            numba.core.config.reload_config()
    except Exception as error:  # noqa: BLE001  of a broken package: whatever it is, the program starts without
        return None, _problem(error)
    return numba, None


def choose() -> None:
    """Say to numba what it is to compile for.

    A person's own two variables are left as they are, unless ours asks for something.
    """
    import llvmlite.binding

    asked = os.environ.get(ASKED, "")
    if asked == HOST:
        os.environ.pop(NAME, None)
        os.environ.pop(FEATURES, None)
    elif asked or not (NAME in os.environ and FEATURES in os.environ):
        features = llvmlite.binding.get_host_cpu_features()
        architecture = llvmlite.binding.get_process_triple().partition("-")[0]
        os.environ[NAME] = asked or portable(architecture, {name for name, is_there in features.items() if is_there})
        os.environ[FEATURES] = ""


def portable(architecture: str, features: set[str]) -> str:
    """Return the target that many processors of this kind share."""
    if architecture not in ("x86_64", "amd64"):
        return "generic"
    return "haswell" if features.issuperset(OF_HASWELL) else "nehalem"


def current() -> Target:
    """Return what numba, which is there, compiles for."""
    from numba.core import config
    from numba.core.registry import cpu_target

    _triple, name, features = cpu_target.target_context.codegen().magic_tuple()
    wanted = config.CPU_FEATURES
    return Target(name, features, is_ours=wanted is None or wanted == features)


def _problem(error: Exception) -> Term:
    """Return why there is no compiler.

    numba tries to get memory for code when it is imported, and llvmlite says so by an OSError.
    """
    reason = raised_words(error)
    is_denied = isinstance(error, OSError) and "executable memory" in str(error)
    return Term(NO_EXECUTABLE_MEMORY if is_denied else NO_COMPILER, reason=reason)
