"""Presenter of policies against each other: opens the dialog, once at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from playground.lazy import lazy_import
from playground.ui.files.policy_presenter import PolicyPresenter
from playground.ui.files.recent_files import RecentFiles
from playground.ui.support.screen_room import fit_on_screen
from playground.ui.theme.icons import Icons
from playground.ui.theme.theme import Theme
from playground.ui.trainer.controller import Controller

if TYPE_CHECKING:
    from playground.ui.hands.compare import dialog as dialogs
    from playground.ui.hands.compare import room as rooms
    from playground.ui.hands.compare.room import CompareRoom
else:  # when somebody asks for it
    dialogs = lazy_import("playground.ui.hands.compare.dialog")
    rooms = lazy_import("playground.ui.hands.compare.room")


class ComparePresenter(QObject):
    """One dialog at a time. Nothing here touches the run."""

    def __init__(
        self,
        controller: Controller,
        policies: PolicyPresenter,
        recent: RecentFiles,
        icons: Icons,
        theme: Theme,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._controller, self._policies = controller, policies
        self._recent, self._icons, self._theme, self._window = recent, icons, theme, window
        self._room: CompareRoom | None = None

    def ask(self) -> None:
        """Open the dialog, or bring it to the front."""
        if self._room is None:
            card = self._controller.latest.settings.card
            dialog = dialogs.CompareDialog(self._recent, self._icons, self._theme, card, self._window)
            self._room = rooms.CompareRoom(dialog, self._controller, self._policies)
            dialog.finished.connect(self._on_closed)
            fit_on_screen(dialog)
        self._room.dialog.show()
        self._room.dialog.raise_()
        self._room.dialog.activateWindow()

    def take_over(self, other: ComparePresenter) -> None:
        """Show in this window what another one shows of its comparison."""
        if other._room is not None:
            self.ask()
            self._room.take_over(other._room)

    def _on_closed(self) -> None:
        room, self._room = self._room, None
        room.close()
