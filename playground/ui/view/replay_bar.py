"""Controls of a replay: play, scrub, frames, speed, seed, episodes, video."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QProgressBar,
    QPushButton,
    QSlider,
    QSpinBox,
    QToolButton,
    QWidget,
)

from playground.i18n import _
from playground.number_text import return_words
from playground.ui.support.choice_box import ChoiceBox
from playground.ui.support.folding_rows import FoldingRows
from playground.ui.theme.icons import Icons
from playground.ui.theme.theme import numbers_font
from playground.ui.view.replay_player import SPEEDS, ReplayPlayer

if TYPE_CHECKING:
    from playground.engine.evaluation.recording import Recording


class ReplayBar(QFrame):
    """Controls of a ReplayPlayer."""

    seed_chosen = Signal(int)
    video_requested = Signal()
    left = Signal()  # back to training

    def __init__(self, player: ReplayPlayer, save_video: QAction, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._save_video = save_video
        self.setObjectName("replay_bar")
        self.setProperty("role", "card")
        self._player, self._icons = player, icons
        self._play = self._button("replay_play", _("Play or pause the replay"), "run")
        self._back = self._button("replay_back", _("One frame back"), "frame-back")
        self._forward = self._button("replay_forward", _("One frame forward"), "frame-forward")
        for button in (self._back, self._forward):
            button.setAutoRepeat(True)
        self._scrubber = QSlider(Qt.Orientation.Horizontal)
        self._scrubber.setObjectName("replay_scrubber")
        self._scrubber.setAccessibleName(_("Frame of the replay"))
        self._frame = QLabel()
        self._frame.setObjectName("replay_frame")
        self._frame.setFont(numbers_font())
        self._frame.setMinimumWidth(self._frame.fontMetrics().horizontalAdvance("000 / 000"))
        self._frame.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._speed = ChoiceBox()
        self._speed.setObjectName("replay_speed")
        self._speed.setAccessibleName(_("Speed of the replay"))
        for speed in SPEEDS:
            self._speed.addItem(_("{speed}×").format(speed=f"{speed:g}"), speed)
        self._speed.setFixedWidth(76)
        self._speed.setCurrentIndex(SPEEDS.index(1.0))
        self._seed = QSpinBox()
        self._seed.setObjectName("replay_seed")
        self._seed.setAccessibleName(_("Seed of this episode"))
        self._seed.setRange(0, 2**31 - 1)
        self._seed.setKeyboardTracking(False)
        self._seed.setPrefix(_("seed "))
        self._seed.setFixedWidth(72)
        self._seed.setToolTip(
            _("Where this episode starts: the seed that Gymnasium's reset takes. Type another one to begin there.")
        )
        self._first_seed = 0  # of the episodes; the box has that of the one that is shown
        self._episodes = ChoiceBox()
        self._episodes.setObjectName("replay_episode")
        self._episodes.setAccessibleName(_("Episode and its return"))
        self._episodes.setMinimumWidth(72)
        self._video = self._button("replay_video", save_video.text().rstrip("…"), "save")
        self._video.setDefaultAction(save_video)
        self._video.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._progress = QProgressBar()
        self._progress.setObjectName("replay_video_progress")
        self._progress.setAccessibleName(_("Progress of the video"))
        self._progress.setTextVisible(False)
        self._progress.setProperty("role", "slim")
        self._progress.setFixedSize(64, 6)
        self._progress.hide()
        self._leave = QPushButton(_("Close"))
        self._leave.setObjectName("replay_leave")
        self._leave.setToolTip(_("Leave the replay and show training again"))
        self._leave.setAccessibleName(_("Close the replay"))

        moving, ending = (
            (self._play, self._back, self._forward, self._scrubber),
            (self._progress, self._video, self._leave),
        )
        self._rows = FoldingRows(
            self,
            [(*moving, self._frame, self._speed), (self._seed, self._episodes, *ending)],
            [moving, (self._frame, self._speed, self._seed), (self._episodes, *ending)],
            wide=(self._scrubber, self._episodes),
        )

        self._play.clicked.connect(player.toggle)
        self._back.clicked.connect(self._on_back)
        self._forward.clicked.connect(self._on_forward)
        self._scrubber.valueChanged.connect(self._on_scrubbed)
        self._scrubber.sliderPressed.connect(player.pause)
        self._speed.currentIndexChanged.connect(self._on_speed)
        self._seed.valueChanged.connect(self._on_seed)
        self._episodes.activated.connect(player.choose_episode)
        save_video.triggered.connect(self.video_requested)
        self._leave.clicked.connect(self.left)
        player.frame_shown.connect(self._on_frame)
        player.episode_changed.connect(self._on_episode)
        player.playing_changed.connect(self._update_play_button)
        self._update_play_button()
        self.set_open(False)

    def set_open(self, is_open: bool) -> None:
        """Show the bar while there is a replay, of which a video can be made."""
        self.setVisible(is_open)
        self._save_video.setEnabled(is_open and self._progress.isHidden())

    def minimumSizeHint(self) -> QSize:
        return self._rows.least_size()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many rows as the width asks for."""
        super().resizeEvent(event)
        self._rows.fit(event.size().width())

    def _button(self, name: str, accessible: str, icon: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setAccessibleName(accessible)
        button.setToolTip(accessible)
        button.setIconSize(QSize(18, 18))
        self._icons.put(button, icon)
        return button

    @property
    def seed(self) -> int:
        """The seed of the first episode, where a replay begins."""
        return self._first_seed

    def set_seed(self, seed: int) -> None:
        """Let replays begin at a seed, without asking for one."""
        self._first_seed = seed
        self._show_seed(seed)

    def take_over(self, other: ReplayBar) -> None:
        """Begin where another bar begins, at its speed."""
        self.set_seed(other.seed)
        self._speed.setCurrentIndex(other._speed.currentIndex())

    def _show_seed(self, seed: int) -> None:
        self._seed.blockSignals(True)
        self._seed.setValue(seed)
        self._seed.blockSignals(False)

    def _on_seed(self, seed: int) -> None:
        self._first_seed = seed
        self.seed_chosen.emit(seed)

    def show_video_progress(self, done: int, total: int) -> None:
        """Show how far the video is; done == total ends it."""
        self._progress.setVisible(done < total)
        self._save_video.setEnabled(done >= total and not self.isHidden())
        self._progress.setMaximum(total)
        self._progress.setValue(done)

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
        frame, total = self._player.frame, len(self._player.recording)
        self._scrubber.blockSignals(True)
        self._scrubber.setRange(0, total)
        self._scrubber.setValue(frame)
        self._scrubber.blockSignals(False)
        self._frame.setText(f"{frame} / {total}")

    def _on_episode(self) -> None:
        recordings = self._player.recordings
        words = [_describe(recording) for recording in recordings]
        if words != [self._episodes.itemText(row) for row in range(self._episodes.count())]:
            self._episodes.clear()
            self._episodes.addItems(words)
            for number, recording in enumerate(recordings):
                tip = _("The episode that seed {seed} starts").format(seed=recording.seed)
                if recording.is_placed:
                    tip = _("The episode from where you put it")
                for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
                    self._episodes.setItemData(number, tip, role)
        self._episodes.setCurrentIndex(self._player.episode)
        self._first_seed = recordings[0].seed
        self._show_seed(self._player.recording.seed)  # as the picture says

    def _update_play_button(self) -> None:
        self._icons.put(self._play, "pause" if self._player.is_playing else "run")


def _describe(recording: Recording) -> str:
    end = _("time limit") if recording.truncated and not recording.terminated else _("terminated")
    total = return_words(recording.total)
    if recording.pushes:
        return _("{total}, {end}, pushed").format(total=total, end=end)
    words = _("{total}, {end}, put by hand") if recording.is_placed else _("{total}, {end}")
    return words.format(total=total, end=end)
