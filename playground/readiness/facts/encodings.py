"""How this system writes characters: what its terminals can show."""

from __future__ import annotations

import ctypes
import locale
import os
import sys

from playground.errors import Term
from playground.i18n import N_
from playground.readiness.evidence import Evidence

_VARIABLES = ("LC_ALL", "LC_CTYPE", "LANG")  # the first that is set decides


def look(evidence: Evidence) -> Term:
    """Return the code pages of Windows; elsewhere the encoding and the locale."""
    pages = code_pages()
    if pages is None:
        named = next((os.environ[name] for name in _VARIABLES if os.environ.get(name)), "–")
        return Term(N_("{encoding}; locale {locale}"), encoding=locale.getencoding(), locale=named)
    ansi, console_by_default, console = pages
    if not console:
        return Term(N_("{ansi}, of consoles {oem}; there is no console now"), ansi=ansi, oem=console_by_default)
    return Term(
        N_("{ansi}, of consoles {oem}, of this one {console}"), ansi=ansi, oem=console_by_default, console=console
    )


def code_pages() -> tuple[int, int, int] | None:
    """Return the code pages of Windows: of programs, of consoles, of this console.

    The last is 0 without a console. None on other systems.
    """
    if sys.platform != "win32":
        return None
    kernel = ctypes.windll.kernel32
    return int(kernel.GetACP()), int(kernel.GetOEMCP()), int(kernel.GetConsoleOutputCP())
