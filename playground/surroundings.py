"""Surroundings of the installed program, which is no Python but looks like one.

Somebody's environment may start other programs, and Python by `sys.executable`.
"""

from __future__ import annotations

import os
import subprocess
import sys

from playground.errors import Term
from playground.i18n import N_

_LIBRARIES = ("LD_LIBRARY_PATH", "LIBPATH")  # the installed program has its own there, and the system's in ..._ORIG
_IN_BUNDLE = ("DYLD_LIBRARY_PATH", "QT_PLUGIN_PATH", "QML2_IMPORT_PATH")  # PySide6 finds its plugins by itself
_MARKS = "_PYI_"  # by these a second start of the program would take itself for a part of the first
_MOST_WORDS = 100  # characters


def is_installed_program() -> bool:
    """Whether this is a program with a Python inside, and not run by one."""
    return bool(getattr(sys, "frozen", False))


def hand_back_surroundings() -> None:
    """Let programs that are started find the system's libraries, not ours.

    This process has read its own long before.
    """
    if not is_installed_program():
        return
    for name in _LIBRARIES:
        before = os.environ.pop(f"{name}_ORIG", None)
        os.environ.pop(name, None)
        if before is not None:
            os.environ[name] = before
    inside = os.path.realpath(sys._MEIPASS)  # type: ignore[attr-defined]  # set by PyInstaller
    for name in _IN_BUNDLE:
        parts = [part for part in os.environ.pop(name, "").split(os.pathsep) if part and not _lies_in(part, inside)]
        if parts:
            os.environ[name] = os.pathsep.join(parts)
    for name in [name for name in os.environ if name.startswith(_MARKS)]:
        del os.environ[name]


def name_fonts() -> None:
    """Tell Qt where Windows has its fonts, where it works without a screen.

    It looks nowhere by itself there. Call it before Qt is there.
    """
    is_unseen = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] == "offscreen"
    if sys.platform == "win32" and is_unseen:
        os.environ.setdefault("QT_QPA_FONTDIR", os.environ.get("WINDIR", "C:\\Windows") + "\\Fonts")


def taken_for_python(words: list[str]) -> Term | None:
    """Return what to say where we are started as a Python would be.

    None where the words are for us, or this is no installed program.
    """
    if not is_installed_program() or not words:
        return None
    first = words[0]
    is_flag_of_python = first.startswith("-") and not first.startswith("--") and first != "-h"
    if not is_flag_of_python and not first.lower().endswith((".py", ".pyc")):
        return None
    return _no_python(" ".join(words)[:_MOST_WORDS])


def started_as_python(error: BaseException) -> Term | None:
    """Return what to say of an error of who took our program for Python.

    None of any other error.
    """
    if not is_installed_program() or not isinstance(error, (subprocess.CalledProcessError, subprocess.TimeoutExpired)):
        return None
    words = [os.fsdecode(word) for word in ([error.cmd] if isinstance(error.cmd, (str, bytes)) else error.cmd)]
    if not words or not words[0].strip("'\"").startswith(sys.executable):
        return None
    return _no_python(" ".join(words[1:])[:_MOST_WORDS])


def _no_python(words: str) -> Term:
    return Term(
        N_(
            "“{program}” is the installed RL Playground and no Python, so it cannot run “{words}”. An environment that starts Python by sys.executable needs the name of a Python instead, such as python3; or install RL Playground from the workshop bundle, which uses the computer's own Python"
        ),
        program=sys.executable,
        words=words,
    )


def _lies_in(path: str, folder: str) -> bool:
    return os.path.realpath(path).startswith(folder + os.sep) or os.path.realpath(path) == folder
