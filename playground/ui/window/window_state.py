"""What the window remembers from one start to the next: its panels, its speed, and how much of the form is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings

if TYPE_CHECKING:
    from playground.ui.window.main_window import MainWindow


def restore(window: MainWindow) -> None:
    """Bring back what was remembered; what another version or a person wrote there, and makes no sense, is left out."""
    settings = QSettings()
    window.panels.load(settings)
    window.hyper_panel.more_open = str(settings.value("more", 0)) == "1"
    window.hyper_panel.environment_open = str(settings.value("environment", 0)) == "1"
    index = str(settings.value("speed", ""))
    if index.isascii() and index.isdecimal() and len(index) < 4:
        window.speed.set_index(int(index))


def remember(window: MainWindow) -> None:
    """Remember how a person leaves the window."""
    settings = QSettings()
    window.panels.save(settings)
    settings.setValue("speed", window.speed.index)
    settings.setValue("more", int(window.hyper_panel.more_open))
    settings.setValue("environment", int(window.hyper_panel.environment_open))
    settings.sync()
