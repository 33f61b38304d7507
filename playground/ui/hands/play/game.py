"""A person's game: its episodes, their countdown, their clock and their pauses."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from playground.engine.evaluation.played_episode import PlayedEpisode
from playground.envs.scene import Scene
from playground.errors import PlaygroundError
from playground.i18n import _
from playground.ui.hands.play.key_map import KeyMap

if TYPE_CHECKING:
    from playground.envs.base import EnvironmentCard, EnvironmentParams

COUNTED = 3
COUNT_MS = 700


class GameState(Enum):
    """States of a game.

    COUNTING -> PLAYING <-> PAUSED -> COUNTING; PLAYING -> ENDED -> COUNTING, from the next start or the same one.
    Turn by turn there is no countdown, and nothing to pause. NONE is before and after all of it.
    """

    NONE = auto()
    COUNTING = auto()
    PLAYING = auto()
    PAUSED = auto()
    ENDED = auto()


class Game(QObject):
    """Episodes that a person plays. Nothing of it touches a run.

    Between two steps the newest press counts, even where it was let go since: at a slow clock a short tap is meant, too.
    """

    scene_changed = Signal(Scene)
    changed = Signal()  # its state, or what is counted
    ended = Signal()  # an episode did
    failed = Signal(str)  # the environment of an episode, and why

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.state = GameState.NONE
        self.episode: PlayedEpisode | None = None
        self.count = 0  # that is shown, while it counts down
        self._keys: KeyMap | None = None
        self._held: Any = None
        self._tapped: Any = None  # pressed since the last step
        self._is_tapped = False
        self._clock = QTimer(self)
        self._clock.setTimerType(Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self._on_tick)
        self._counting = QTimer(self)
        self._counting.setInterval(COUNT_MS)
        self._counting.timeout.connect(self._on_counted)

    @property
    def is_turn_based(self) -> bool:
        return self._keys is not None and self._keys.controls.is_turn_based

    def begin(self, card: EnvironmentCard, parameters: EnvironmentParams, seed: int, keys: KeyMap) -> None:
        """Begin an episode; the clock begins after the countdown."""
        self._keys, self._is_tapped = keys, False
        try:
            self.episode = PlayedEpisode(card, parameters, seed)
        except PlaygroundError as error:
            self.stop()
            self.failed.emit(str(error))
            return
        if self.is_turn_based:
            self._enter(GameState.PLAYING)
        else:
            self._count_down()
        self._show()

    def set_speed(self, steps_per_s: float) -> None:
        """Make so many steps a second from now on."""
        self._clock.setInterval(round(1000 / steps_per_s))

    def press(self, action: Any) -> None:
        """Take an action that was just asked for."""
        if self.state is not GameState.PLAYING:
            return
        if self.is_turn_based:
            self._step(action)
        else:
            self._tapped, self._is_tapped = action, True

    def hold(self, action: Any) -> None:
        """Take what is held by now, None for nothing, and show it at once."""
        self._held = action
        if action is not None and self.state is GameState.PLAYING:
            self._show()

    def pause(self) -> None:
        """Wait until somebody goes on, from where it is."""
        self._is_tapped = False
        if self.state in (GameState.COUNTING, GameState.PLAYING) and not self.is_turn_based:
            self._enter(GameState.PAUSED)

    def go_on(self) -> None:
        """Go on after a pause, which a countdown ends, too."""
        if self.state is GameState.PAUSED:
            self._count_down()

    def stop(self) -> None:
        """Leave the episode that is played."""
        self._held, self._is_tapped, self.episode = None, False, None
        self._enter(GameState.NONE)

    def _count_down(self) -> None:
        self.count = COUNTED
        self._enter(GameState.COUNTING)

    def _on_counted(self) -> None:
        self.count -= 1
        if self.count > 0:
            self.changed.emit()
        else:
            self._enter(GameState.PLAYING)

    def _enter(self, state: GameState) -> None:
        self.state = state
        for timer, runs in (
            (self._counting, state is GameState.COUNTING),
            (self._clock, state is GameState.PLAYING and not self.is_turn_based),
        ):
            if runs:
                timer.start()
            else:
                timer.stop()
        self.changed.emit()

    def _on_tick(self) -> None:
        assert self.episode is not None and self._keys is not None
        action = self._tapped if self._is_tapped else self._held
        self._is_tapped = False
        self._step(self._keys.idle(len(self.episode)) if action is None else action)

    def _step(self, action: Any) -> None:
        assert self.episode is not None
        try:
            self.episode.act(action)
        except PlaygroundError as error:
            self.stop()
            self.failed.emit(str(error))
            return
        if self.episode.is_over:
            self._enter(GameState.ENDED)
            self._show()
            self.ended.emit()
        else:
            self._show()

    def _show(self) -> None:
        assert self.episode is not None
        caption = _("You play, seed {seed}").format(seed=self.episode.seed)
        is_held = self.state is GameState.PLAYING and not self.is_turn_based
        self.scene_changed.emit(self.episode.scene(self._held if is_held else None, caption))
