"""The keys that the view and the run bar have: of the run, or of the replay while one is shown."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from playground.ui.env_view import EnvView
from playground.ui.replay_player import ReplayPlayer
from playground.ui.run_bar import RunBar
from playground.ui.stage_hand import StageHand
from playground.ui.training_desk import TrainingDesk


class ViewKeys(QObject):
    """Sends each key to whom it is for at the moment."""

    def __init__(
        self, view: EnvView, run_bar: RunBar, actions: dict[str, QAction], training: TrainingDesk, stage: StageHand,
        player: ReplayPlayer, parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._actions, self._training, self._stage, self._player = actions, training, stage, player
        run_bar.step_requested.connect(self._on_step)
        view.run_toggled_requested.connect(self._on_run)
        view.step_requested.connect(self._on_step)
        view.step_back_requested.connect(self._on_back)

    def _on_run(self) -> None:
        if self._stage.replaying:
            self._player.toggle()
        elif self._actions["act_run"].isEnabled():
            self._training.toggle_run()

    def _on_step(self) -> None:
        if self._stage.replaying:
            self._player.step(1)
        elif self._actions["act_step"].isEnabled():
            self._training.step()

    def _on_back(self) -> None:
        if self._stage.replaying:
            self._player.step(-1)
