"""Controls of two episodes in step: play, frames, speed, and which start."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QSpinBox, QToolButton, QWidget

from playground.i18n import _
from playground.ui.hands.compare.pair.player import PairPlayer
from playground.ui.support.choice_box import ChoiceBox
from playground.ui.theme.icons import Icons
from playground.ui.theme.theme import numbers_font
from playground.ui.view.replay_player import SPEEDS


class PairBar(QWidget):
    """Controls of a PairPlayer."""

    start_chosen = Signal(int)  # from 0

    def __init__(self, player: PairPlayer, icons: Icons) -> None:
        super().__init__()
        self._player, self._icons = player, icons
        self._play = self._button("pair_play", _("Play or pause both"), "run")
        self._back = self._button("pair_back", _("One frame back"), "frame-back")
        self._forward = self._button("pair_forward", _("One frame forward"), "frame-forward")
        for button in (self._back, self._forward):
            button.setAutoRepeat(True)
        self._scrubber = QSlider(Qt.Orientation.Horizontal)
        self._scrubber.setObjectName("pair_scrubber")
        self._scrubber.setAccessibleName(_("Frame of both episodes"))
        self._frame = QLabel()
        self._frame.setObjectName("pair_frame")
        self._frame.setFont(numbers_font())
        self._frame.setMinimumWidth(self._frame.fontMetrics().horizontalAdvance("000 / 000"))
        self._frame.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._speed = ChoiceBox()
        self._speed.setObjectName("pair_speed")
        self._speed.setAccessibleName(_("Speed of both episodes"))
        for speed in SPEEDS:
            self._speed.addItem(_("{speed}×").format(speed=f"{speed:g}"), speed)
        self._speed.setFixedWidth(76)
        self._speed.setCurrentIndex(SPEEDS.index(1.0))
        self._start = QSpinBox()
        self._start.setObjectName("pair_start")
        self._start.setAccessibleName(_("Start of both episodes"))
        self._start.setPrefix(_("start "))
        self._start.setKeyboardTracking(False)
        self._start.setFixedWidth(104)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._parts = (
            self._play,
            self._back,
            self._forward,
            self._scrubber,
            self._frame,
            self._speed,
            self._start,
        )
        for widget in self._parts:
            row.addWidget(widget, 1 if widget is self._scrubber else 0)
        self._play.clicked.connect(player.toggle)
        self._back.clicked.connect(self.go_back)
        self._forward.clicked.connect(self.go_forward)
        self._scrubber.valueChanged.connect(self._on_scrubbed)
        self._speed.currentIndexChanged.connect(self._on_speed)
        self._start.valueChanged.connect(self._on_start)
        player.frame_changed.connect(self._on_frame)
        player.playing_changed.connect(self._on_playing)
        self.show_starts(0)

    def show_starts(self, n: int) -> None:
        """Let one of `n` starts be chosen; 0: there is nothing to play."""
        for widget in self._parts:
            widget.setEnabled(n > 0)
        with QSignalBlocker(self._start):
            self._start.setRange(1, max(1, n))
        self._on_frame()

    def show_start(self, start: int) -> None:
        """Show which start is played, from 0."""
        with QSignalBlocker(self._start):
            self._start.setValue(start + 1)

    def go_back(self) -> None:
        self._player.step(-1)

    def go_forward(self) -> None:
        self._player.step(1)

    def _button(self, name: str, accessible: str, icon: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setAccessibleName(accessible)
        button.setToolTip(accessible)
        button.setIconSize(QSize(18, 18))
        self._icons.put(button, icon)
        return button

    def _on_scrubbed(self, frame: int) -> None:
        self._player.pause()
        self._player.seek(frame)

    def _on_speed(self) -> None:
        self._player.set_speed(self._speed.currentData())

    def _on_start(self, number: int) -> None:
        self.start_chosen.emit(number - 1)

    def _on_frame(self) -> None:
        with QSignalBlocker(self._scrubber):
            self._scrubber.setRange(0, len(self._player))
            self._scrubber.setValue(self._player.frame)
        self._frame.setText(f"{self._player.frame} / {len(self._player)}")

    def _on_playing(self, is_playing: bool) -> None:
        self._icons.put(self._play, "pause" if is_playing else "run")
