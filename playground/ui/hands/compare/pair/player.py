"""Player of two recorded episodes in step: one frame number and one speed."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal

from playground.engine.evaluation.recording import Recording

FRAME_MS = 16


class PairPlayer(QObject):
    """Two episodes; the shorter one stands at its end while the other goes on."""

    frame_changed = Signal()
    playing_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.recordings: tuple[Recording, Recording] | None = None
        self.frame = 0
        self._steps_per_s, self._speed = 1.0, 1.0
        self._played_from = (0.0, 0)  # when, and at which frame
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._on_timer)

    def __len__(self) -> int:
        """Return how many frames the longer one has."""
        return 0 if self.recordings is None else max(map(len, self.recordings))

    @property
    def is_playing(self) -> bool:
        return self._timer.isActive()

    def show(self, recordings: tuple[Recording, Recording], steps_per_s: float, frame: int) -> None:
        """Show a frame of two episodes that take so many steps a second; playing stops."""
        self.pause()
        self.recordings, self._steps_per_s = recordings, steps_per_s
        self.seek(frame)

    def seek(self, frame: int) -> None:
        """Show a frame; beyond the ends, the nearest there is."""
        self.frame = max(0, min(frame, len(self)))
        self._played_from = (time.perf_counter(), self.frame)
        self.frame_changed.emit()

    def step(self, frames: int) -> None:
        """Pause and go some frames forward or back."""
        self.pause()
        self.seek(self.frame + frames)

    def set_speed(self, speed: float) -> None:
        """Play at `speed` times real time."""
        self._speed = speed
        self._played_from = (time.perf_counter(), self.frame)

    def toggle(self) -> None:
        """Play, from the start if both are over, or pause."""
        if self.is_playing:
            self.pause()
        elif self.recordings is not None:
            self._played_from = (time.perf_counter(), 0 if self.frame >= len(self) else self.frame)
            self._timer.start()
            self.playing_changed.emit(True)

    def pause(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self.playing_changed.emit(False)

    def _on_timer(self) -> None:
        since, first = self._played_from
        frame = first + int((time.perf_counter() - since) * self._steps_per_s * self._speed)
        if frame != self.frame:
            self.frame = min(frame, len(self))
            self.frame_changed.emit()
        if frame >= len(self):
            self.pause()
