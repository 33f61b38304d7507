"""Toggle of placing: off, with the reason, where nothing can be put elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from playground.ui.hands.place.button import PlaceButton
from playground.ui.hands.place.text import refusal_words
from playground.ui.trainer.controller import Controller
from playground.ui.trainer.snapshot import TrainerState
from playground.ui.view.env_view import EnvView
from playground.ui.view.view_presenter import ViewPresenter


class PlaceToggle(QObject):
    """The action and its button in the picture, as what is shown lets them be."""

    ended = Signal()  # nothing can be put any more, while something could

    def __init__(
        self, controller: Controller, view_presenter: ViewPresenter, view: EnvView, action: QAction, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._controller, self._view_presenter, self._action = controller, view_presenter, action
        self._tip = action.toolTip()
        self._button = PlaceButton(view, action)
        self._enabled_for: tuple[object, bool] | None = None
        controller.snapshot_shown.connect(self.refresh)
        self.refresh()

    @property
    def is_on(self) -> bool:
        """Whether somebody wants to put something elsewhere."""
        return self._action.isChecked()

    def turn_off(self) -> None:
        """Let nothing be put elsewhere."""
        self._action.setChecked(False)

    def turn_on(self) -> None:
        """Let it be, if anything can be put."""
        if self._action.isEnabled():
            self._action.setChecked(True)

    def refresh(self) -> None:
        """Enable the action where something can be put, and say why where not."""
        card, replaying = self._view_presenter.settings.card, self._view_presenter.replaying
        none_yet = TrainerState.GETTING_READY, TrainerState.FAILED
        is_ready = replaying or self._controller.latest.state not in none_yet
        is_ready = is_ready and not self._view_presenter.playing
        if (card, is_ready) == self._enabled_for:
            return
        self._enabled_for = card, is_ready
        can_be_put = card.placing is not None
        if self.is_on and not (can_be_put and is_ready):
            self.ended.emit()
        self._button.set_row(1 if card.cells else 0)
        self._action.setEnabled(can_be_put and is_ready)
        self._action.setToolTip(self._tip if can_be_put else refusal_words(card))
