"""What happens after the first paint, one thing after the other: the picture, the plots, then torch in its thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from playground.ui.window.main_window import MainWindow


class Startup(QObject):
    """Gives the window back to a person between any two things: each takes a while to import or to make."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._left: list[Callable[[], object]] = [
            window.view.begin,
            self._put_plots,
            window.controller.start,
            window.pairs.look_around,
            window.hyper_panel.build_rest,
            window.autosave.begin,
            window.recovery.begin,
        ]
        self._begun = False

    def begin(self) -> None:
        """The window was painted; what comes after its first paint is begun once."""
        if not self._begun:
            self._begun = True
            QTimer.singleShot(0, self._go_on)

    def end(self) -> None:
        """The window closes: what has not begun by now never does."""
        self._begun = True
        self._left.clear()

    def _put_plots(self) -> None:
        self._window.panels.put_plots(self._window.plots_presenter.make())

    def _go_on(self) -> None:
        if self._left:
            self._left.pop(0)()
            QTimer.singleShot(0, self._go_on)
