"""Player of the film of a training: which frame is shown, and how fast."""

from __future__ import annotations

import time
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from playground.engine.history.training_film import Order, TrainingFilm

FRAME_MS = 20


class FilmPlayer(QObject):
    """The frame of a film in one order; there may be no film yet."""

    frame_shown = Signal()
    playing_changed = Signal()

    def __init__(self, order: Order, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.film: TrainingFilm | None = None
        self.order = order
        self.frame = 0
        self._speed = 1.0
        self._played_from = (0.0, 0)  # when, and at which frame
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._on_timer)

    @property
    def is_playing(self) -> bool:
        return self._timer.isActive()

    @property
    def last(self) -> int:
        """The number of the last frame; 0 without a film."""
        return 0 if self.film is None else self.film.n_frames(self.order) - 1

    def show(self, film: TrainingFilm | None) -> None:
        """Show the first frame of a film, or no film any more."""
        self.pause()
        self.film = film
        self.seek(0)

    def set_order(self, order: Order) -> None:
        """Show the episodes in another order from the start, playing on if it was playing."""
        self.order = order
        self.seek(0)

    def seek(self, frame: int) -> None:
        """Show a frame; beyond the ends, the nearest there is."""
        self.frame = max(0, min(frame, self.last))
        self._played_from = (time.perf_counter(), self.frame)
        self.frame_shown.emit()

    def step(self, frames: int) -> None:
        """Pause and go some frames forward or back."""
        self.pause()
        self.seek(self.frame + frames)

    def step_episode(self, forward: bool) -> None:
        """Pause and go to where the next episode begins, or this one, or the one before."""
        self.pause()
        starts = [0] if self.film is None else self.film.starts(self.order)
        if forward:
            after = bisect_right(starts, self.frame)
            self.seek(starts[after] if after < len(starts) else self.last)
        else:
            self.seek(starts[max(0, bisect_left(starts, self.frame) - 1)])

    def toggle(self) -> None:
        """Pause, or play on; from the start when the film has ended."""
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Play on; from the start when the film has ended."""
        if self.film is None or self.is_playing:
            return
        self.seek(0 if self.frame >= self.last else self.frame)
        self._timer.start()
        self.playing_changed.emit()

    def pause(self) -> None:
        if self.is_playing:
            self._timer.stop()
            self.playing_changed.emit()

    def set_speed(self, speed: float) -> None:
        """Play at `speed` times real time."""
        self._speed = speed
        self._played_from = (time.perf_counter(), self.frame)

    def _on_timer(self) -> None:
        assert self.film is not None
        since, first = self._played_from
        frame = first + int((time.perf_counter() - since) * self._speed * self.film.frames_per_s)
        if frame >= self.last:
            self.step(self.last - self.frame)
        elif frame != self.frame:
            self.frame = frame
            self.frame_shown.emit()
