"""Keeps a test away from what is a person's own: settings, recent files, copies of runs, the log, the screen."""

from __future__ import annotations

import os
from pathlib import Path

from playground.folders import keep_in


def keep_all_in(folder: Path) -> None:
    """From here on this process keeps everything in `folder` and shows its windows nowhere; call it before Qt is there."""
    keep_in(folder)
    home = folder / "home"  # for whatever a library may want to keep
    home.mkdir(exist_ok=True)
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        os.environ[name] = str(home)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["SDL_VIDEODRIVER"] = "dummy"
