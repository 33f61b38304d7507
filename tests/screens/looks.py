"""Looks in which the window is seen: theme, language, size of the screen and scale."""

from __future__ import annotations

import itertools
import json
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Look:
    """One look; the size is that of the screen in its own pixels, which the window fills."""

    theme: str
    language: str
    width: int
    height: int
    scale: int = 1

    @property
    def name(self) -> str:
        scale = f"-{100 * self.scale}" if self.scale > 1 else ""
        return f"{self.theme}-{self.language}-{self.width}x{self.height}{scale}"

    def variables(self, home: Path) -> dict[str, str]:
        """Return the variables of a process that has this look, this screen, and a home of its own."""
        screens = home / "screens.json"
        screen = {"name": "screen", "x": 0, "y": 0, "width": self.width, "height": self.height}
        exact = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
        screens.write_text(json.dumps({"screens": [screen | exact]}), encoding="utf-8")
        given = os.environ.get("QT_QPA_PLATFORM", "offscreen")
        folders = ("CONFIG_HOME", "DATA_HOME", "CACHE_HOME", "STATE_HOME")
        return {
            **{f"XDG_{name}": str(home / name.lower()) for name in folders},
            **dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"), str(home)),
            "QT_QPA_PLATFORM": f"offscreen:configfile={screens}" if given == "offscreen" else given,
            "QT_SCALE_FACTOR": str(self.scale),
            "SDL_VIDEODRIVER": "dummy",
            "OMP_NUM_THREADS": "1",
            "PYTHONHASHSEED": "0",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
        }


FIRST = Look("light", "en", 1366, 768)  # in which every state is looked at
SCREENS = ((1024, 700, 1), (1366, 768, 1), (1920, 1080, 1), (1366, 768, 2))
LOOKS = {
    look.name: look
    for theme, language, screen in itertools.product(("light", "dark"), ("en", "zh_CN"), SCREENS)
    for look in (Look(theme, language, *screen),)
}
