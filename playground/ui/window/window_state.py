"""State of the window from one start to the next: panels, speed, open sections."""

from __future__ import annotations

from PySide6.QtCore import QSettings

from playground.ui.hyper.panel import HyperPanel
from playground.ui.view.speed_control import SpeedControl
from playground.ui.window.details_fold import DetailsFold
from playground.ui.window.layout import WindowLayout
from playground.ui.window.workspaces.workspaces import Workspaces


class WindowState:
    """State in which a person leaves the window, saved and brought back."""

    def __init__(
        self,
        panels: WindowLayout,
        workspaces: Workspaces,
        fold: DetailsFold,
        hyper_panel: HyperPanel,
        speed: SpeedControl,
    ) -> None:
        self._panels, self._workspaces = panels, workspaces
        self._fold, self._hyper_panel, self._speed = fold, hyper_panel, speed

    def restore(self) -> None:
        """Bring back what was saved.

        What another version or a person wrote into the settings, and makes no sense, is left out.
        """
        settings = QSettings()
        self._fold.load(settings)
        self._panels.load(settings)
        self._hyper_panel.more_open = str(settings.value("more", 0)) == "1"
        self._hyper_panel.environment_open = str(settings.value("environment", 0)) == "1"
        self._speed.load(settings)
        self._workspaces.load(settings)

    def save(self) -> None:
        """Write how the window is now into the settings."""
        settings = QSettings()
        self._workspaces.save(settings)
        self._fold.save(settings)
        self._speed.save(settings)
        settings.setValue("more", int(self._hyper_panel.more_open))
        settings.setValue("environment", int(self._hyper_panel.environment_open))
        settings.sync()
