"""Player of recorded episodes: which one, which frame, how fast.

Training knows nothing of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from playground.envs.scene import Scene
from playground.i18n import _
from playground.lazy import lazy_import

if TYPE_CHECKING:
    from playground.engine.evaluation import recording
    from playground.engine.evaluation.policy import Policy
    from playground.engine.evaluation.recording import Recording
else:
    recording = lazy_import("playground.engine.evaluation.recording")

EPISODES = 5
SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)


def recorded(policy: Policy, seed: int, should_stop: Callable[[], bool] | None = None) -> list[Recording]:
    """Return the episodes of `policy` that begin at `seed`.

    They are fewer if it should stop. Raises EnvironmentFault.
    """
    episodes: list[Recording] = []
    while len(episodes) < EPISODES and not (should_stop and should_stop()):
        episodes.append(recording.record_episode(policy, seed + len(episodes)))
    return episodes


class ReplayPlayer(QObject):
    """Greedy episodes of one policy, one after the other, from neighbouring seeds."""

    frame_shown = Signal(Scene)
    episode_changed = Signal()
    playing_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.policy: Policy | None = None
        self.recordings: list[Recording] = []
        self.episode = 0
        self.frame = 0
        self._speed = 1.0
        self._played_from = (0.0, 0)  # when, and at which frame
        self._timer = QTimer(self)
        self._timer.setInterval(16)
        self._timer.timeout.connect(self._on_timer)

    @property
    def is_playing(self) -> bool:
        return self._timer.isActive()

    @property
    def steps_per_s(self) -> float:
        """How many frames a second it plays, or would."""
        return 0.0 if self.policy is None else self._speed * self.policy.settings.card.steps_per_second

    @property
    def recording(self) -> Recording:
        return self.recordings[self.episode]

    def open(self, policy: Policy, seed: int = 0) -> None:
        """Record the episodes of `policy` that begin at `seed`, and show the first frame.

        Raises EnvironmentFault, with what was open left as it is, where an environment that somebody added fails.
        """
        self.show(policy, recorded(policy, seed))

    def show(self, policy: Policy, recordings: list[Recording]) -> None:
        """Show the first frame of episodes of `policy` that are recorded already."""
        self.policy, self.recordings = policy, recordings
        self.choose_episode(0)

    def go_on_as(self, recording: Recording, frame: int) -> None:
        """Show a frame of this episode as it goes on otherwise from there.

        It plays on if it was playing.
        """
        self.recordings = [*self.recordings[: self.episode], recording, *self.recordings[self.episode + 1 :]]
        self.episode_changed.emit()
        self.seek(frame)

    def add(self, recording: Recording) -> None:
        """Play one more episode of the policy that is shown, which is recorded already."""
        self.recordings = [*self.recordings, recording]
        self.choose_episode(len(self.recordings) - 1)
        self.play()

    def take_over(self, other: ReplayPlayer) -> None:
        """Show the frame that another player shows, and play on if that one plays."""
        if other.policy is None:
            return
        self.policy, self.recordings = other.policy, other.recordings
        self.choose_episode(other.episode)
        self.seek(other.frame)
        if other.is_playing:
            self.play()
        other.pause()

    def choose_episode(self, number: int) -> None:
        """Go to the start of an episode, playing on if it was playing."""
        self.episode = number
        self.episode_changed.emit()
        self.seek(0)

    def seek(self, frame: int) -> None:
        """Show a frame of this episode; beyond its ends, the nearest there is."""
        self.frame = max(0, min(frame, len(self.recording)))
        self._played_from = (time.perf_counter(), self.frame)
        self._show()

    def step(self, frames: int) -> None:
        """Pause and go some frames forward or back."""
        self.pause()
        self.seek(self.frame + frames)

    def step_episode(self, episodes: int) -> None:
        """Pause and go to the start of another episode.

        1 is the next one, -1 this one or, from its start, the one before.
        """
        self.pause()
        if episodes < 0 and self.frame > 0:
            episodes += 1
        self.choose_episode(max(0, min(self.episode + episodes, len(self.recordings) - 1)))

    def toggle(self) -> None:
        """Play, from the start if the last episode is over, or pause."""
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Play on; from the start when the episode has ended."""
        if not self.recordings:
            return
        if self.frame >= len(self.recording):
            self.frame = 0
        self._played_from = (time.perf_counter(), self.frame)
        self._timer.start()
        self.playing_changed.emit(True)

    def pause(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self.playing_changed.emit(False)

    def set_speed(self, speed: float) -> None:
        """Play at `speed` times real time."""
        self._speed = speed
        self._played_from = (time.perf_counter(), self.frame)

    def _on_timer(self) -> None:
        assert self.policy is not None
        since, first = self._played_from
        frame = first + int((time.perf_counter() - since) * self.steps_per_s)
        if frame <= len(self.recording):
            if frame != self.frame:
                self.frame = frame
                self._show()
        elif self.episode + 1 < len(self.recordings):
            self.choose_episode(self.episode + 1)
        else:
            self.seek(len(self.recording))
            self.pause()

    def _show(self) -> None:
        recording = self.recording
        caption = _("Replay, put by hand") if recording.is_placed else _("Replay, seed {seed}")
        pushed_at = [frame for frame, _change in recording.pushes if frame <= self.frame]
        if pushed_at:
            caption = _("Replay, seed {seed}, pushed at step {step}")
        told = caption.format(seed=recording.seed, step=pushed_at[-1] if pushed_at else 0)
        self.frame_shown.emit(recording.scene(self.frame, told))
