"""The child that is the real window, in which somebody plays, and tells each state."""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QObject, QPoint, QSocketNotifier, Qt, QTimer
from PySide6.QtWidgets import QApplication, QComboBox

from playground.ui.app import create
from playground.ui.hands.play.game import Game, GameState
from playground.ui.trainer.snapshot import TrainerState
from playground.ui.window.main_window import MainWindow
from tests.bench.child import tell

LOOK_MS = 50
SETTLE_MS = 1000


class Watch(QObject):
    """Tells what is played, from inside the window's own thread."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._told = -1  # the step
        self._requests = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._requests.activated.connect(self._on_request)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look_for_window)
        self._timer.start()

    @property
    def _game(self) -> Game:
        return self._window.play.room.game

    def _look_for_window(self) -> None:
        """Wait for a window that is ready and has the keys."""
        self._window.activateWindow()
        is_ready = self._window.controller.latest.state is TrainerState.PAUSED and self._window.plots is not None
        if is_ready and self._window.isActiveWindow():
            self._timer.stop()
            self._window.play.playing_changed.connect(self._on_playing_changed)
            QTimer.singleShot(SETTLE_MS, self._ready)

    def _ready(self) -> None:
        self._window.view.setFocus()
        tell({"ready": True})

    def _on_playing_changed(self) -> None:
        if not self._window.play.is_playing:
            tell({"stopped": True})
            return
        self._told = -1
        unique = Qt.ConnectionType.UniqueConnection
        self._game.scene_changed.connect(self._tell_step, unique)
        self._game.changed.connect(self._tell_step, unique)
        QTimer.singleShot(SETTLE_MS, self._tell_place)  # the card has its place by then

    def _tell_place(self) -> None:
        view = self._window.view
        corner = view.mapToGlobal(QPoint(0, 0))
        tell({"picture": [corner.x(), corner.y(), view.width(), view.height()]})

    def _on_request(self) -> None:
        line = sys.stdin.readline()
        if not line:
            self._window.close()
            return
        speed = self._window.play.place.findChild(QComboBox, "play_speed")
        speed.setCurrentIndex(speed.findData(json.loads(line)["steps_per_s"]))
        speed.activated.emit(speed.currentIndex())
        tell({})

    def _tell_step(self) -> None:
        """Tell where it is after a step, once, as soon as the picture is asked for."""
        episode = self._game.episode
        is_playing = self._game.state in (GameState.PLAYING, GameState.ENDED)
        if is_playing and len(episode) != self._told:
            self._told = len(episode)
            tell({"state": list(episode.states[-1]), "step": len(episode), "is_over": episode.is_over})


def main() -> None:
    window = create(sys.argv[:1])
    _watch = Watch(window)
    sys.exit(QApplication.instance().exec())


if __name__ == "__main__":
    main()
