"""What happens after the first paint, one thing after the other: the picture, the plots, then torch in its thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from playground.ui.main_window import MainWindow


class StartUp(QObject):
    """Gives the window back to a person between any two things: each takes a while to import or to make."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._begun = False

    def begin(self) -> None:
        """The window was painted; what comes after its first paint is begun once."""
        if not self._begun:
            self._begun = True
            QTimer.singleShot(0, self._on_first_painted)

    def _on_first_painted(self) -> None:
        self._window.view.begin()
        QTimer.singleShot(0, self._on_pictured)

    def _on_pictured(self) -> None:
        self._window.panels.put_plots(self._window.plots_desk.make())
        QTimer.singleShot(0, self._on_plotted)

    def _on_plotted(self) -> None:
        self._window.controller.start()
        QTimer.singleShot(0, self._window.pairs.look_around)
        QTimer.singleShot(0, self._window.hyper_panel.build_rest)
        QTimer.singleShot(0, self._window.autosave.begin)
        QTimer.singleShot(0, self._window.recovery.begin)
