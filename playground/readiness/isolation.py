"""Isolation of a test from a person's settings, files, log and screen."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from playground.folders import cache_folder, keep_in
from playground.surroundings import name_fonts


def draw_unseen() -> None:
    """Let Qt of this process draw without a screen, on Linux.

    There it has the same fonts as in a window. Call it before Qt is there.
    """
    if sys.platform.startswith("linux"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


def keep_all_in(folder: Path) -> None:
    """Keep everything of this process in `folder`, with windows unseen.

    It holds from here on; call it before Qt is there.
    """
    # What was compiled for this computer is nobody's own, and is not compiled again.
    os.environ.setdefault("NUMBA_CACHE_DIR", str(cache_folder()))
    keep_in(folder)
    home = folder / "home"  # for whatever a library may want to keep
    home.mkdir(exist_ok=True)
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        os.environ[name] = str(home)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    name_fonts()
    os.environ["SDL_VIDEODRIVER"] = "dummy"
