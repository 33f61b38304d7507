"""Controls of the film of a training: play, frames, scrub, speed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from playground.i18n import _
from playground.ui.hands.film.player import FilmPlayer
from playground.ui.support.choice_box import ChoiceBox
from playground.ui.theme.icons import Icons
from playground.ui.theme.theme import numbers_font
from playground.ui.view.replay_player import SPEEDS


class FilmControls(QWidget):
    """One row of controls of a FilmPlayer."""

    def __init__(self, player: FilmPlayer, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player, self._icons = player, icons
        self._play = self._button("film_play", _("Play or pause the film"), "run")
        self._back = self._button("film_back", _("One frame back"), "frame-back")
        self._forward = self._button("film_forward", _("One frame forward"), "frame-forward")
        for button in (self._back, self._forward):
            button.setAutoRepeat(True)
        self._scrubber = QSlider(Qt.Orientation.Horizontal)
        self._scrubber.setObjectName("film_scrubber")
        self._scrubber.setAccessibleName(_("Frame of the film"))
        self._frame = QLabel()
        self._frame.setObjectName("film_frame")
        self._frame.setFont(numbers_font())
        self._frame.setMinimumWidth(self._frame.fontMetrics().horizontalAdvance("0,000 / 0,000"))
        self._frame.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._speed = ChoiceBox()
        self._speed.setObjectName("film_speed")
        self._speed.setAccessibleName(_("Speed of the film"))
        for speed in SPEEDS:
            self._speed.addItem(_("{speed}×").format(speed=f"{speed:g}"), speed)
        self._speed.setFixedWidth(76)
        self._speed.setCurrentIndex(SPEEDS.index(1.0))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in (self._play, self._back, self._forward, self._scrubber, self._frame, self._speed):
            row.addWidget(widget, 1 if widget is self._scrubber else 0)
        row.insertSpacing(5, 8)
        self._play.clicked.connect(player.toggle)
        self._back.clicked.connect(self._on_back)
        self._forward.clicked.connect(self._on_forward)
        self._scrubber.valueChanged.connect(self._on_scrubbed)
        self._scrubber.sliderPressed.connect(player.pause)
        self._speed.currentIndexChanged.connect(self._on_speed)
        player.frame_shown.connect(self._on_frame)
        player.playing_changed.connect(self._on_playing)
        self._on_frame()

    def _button(self, name: str, accessible: str, icon: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setAccessibleName(accessible)
        button.setToolTip(accessible)
        button.setIconSize(QSize(18, 18))
        self._icons.put(button, icon)
        return button

    def _on_back(self) -> None:
        self._player.step(-1)

    def _on_forward(self) -> None:
        self._player.step(1)

    def _on_scrubbed(self, frame: int) -> None:
        self._player.pause()
        self._player.seek(frame)

    def _on_speed(self) -> None:
        self._player.set_speed(self._speed.currentData())

    def _on_frame(self) -> None:
        frame, last = self._player.frame, self._player.last
        self._scrubber.blockSignals(True)
        self._scrubber.setRange(0, last)
        self._scrubber.setValue(frame)
        self._scrubber.blockSignals(False)
        self._frame.setText(f"{frame:,} / {last:,}")

    def _on_playing(self) -> None:
        self._icons.put(self._play, "pause" if self._player.is_playing else "run")
