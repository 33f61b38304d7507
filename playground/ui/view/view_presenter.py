"""Presenter for the view: picture, bars, step and speed of the run or a replay.

A game that a person plays may have the picture in their place; it draws by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from playground.envs.scene import Scene
from playground.i18n import _
from playground.ui.trainer.clocks.step_clock import SLOW
from playground.ui.trainer.controller import Controller
from playground.ui.trainer.snapshot import Snapshot, TrainerState
from playground.ui.view.action_bars import ActionBars
from playground.ui.view.cells_presenter import CellsPresenter
from playground.ui.view.env_view import EnvView
from playground.ui.view.replay_bar import ReplayBar
from playground.ui.view.replay_player import ReplayPlayer
from playground.ui.view.speed_control import SpeedControl

if TYPE_CHECKING:
    from playground.engine.run.settings import Settings


FAST = 30.0  # steps/s: beyond it no eye reads a number of every picture,
BARS_EVERY = 4  # and the bars follow every fourth picture only, which spares training a part of its time


class ViewPresenter(QObject):
    """Choice between training, a replay and a game, whichever the view shows."""

    replaying_changed = Signal()  # or whether somebody plays
    play_ended = Signal()  # something else is shown

    def __init__(
        self,
        controller: Controller,
        view: EnvView,
        bars: ActionBars,
        speed: SpeedControl,
        player: ReplayPlayer,
        replay_bar: ReplayBar,
        settings: Settings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._controller, self._view, self._bars = controller, view, bars
        self._speed, self._player, self._replay_bar = speed, player, replay_bar
        self._settings = settings  # of the run
        self._cells = CellsPresenter(controller, view, settings, self)
        self._n_pictures = 0  # of training
        self._is_playing = False
        self._replay_waits = False  # for the end of a game
        self._is_held = False
        controller.run_replaced.connect(self._on_run_replaced)
        controller.snapshot_shown.connect(self._on_snapshot)
        player.frame_shown.connect(self._on_frame)
        player.playing_changed.connect(self._on_playing_changed)
        replay_bar.left.connect(self.leave_replay)

    @property
    def replaying(self) -> bool:
        """Whether a replay is shown instead of training."""
        return not self._replay_bar.isHidden()

    @property
    def playing(self) -> bool:
        """Whether a game is shown that a person plays."""
        return self._is_playing

    @property
    def shows_run(self) -> bool:
        """Whether training is shown, neither a replay nor a game."""
        return not (self.replaying or self.playing)

    def enter_replay(self) -> None:
        """Show what the player plays."""
        was_playing = self._put_game_away()
        self._replay_bar.set_open(True)
        self.replaying_changed.emit()
        if was_playing:
            self.play_ended.emit()

    def leave_replay(self) -> None:
        """Show training again, whatever was shown."""
        was_playing = self._put_game_away()
        self._player.pause()
        self._replay_bar.set_open(False)
        self._show_run()
        self.replaying_changed.emit()
        if was_playing:
            self.play_ended.emit()

    def begin_play(self, settings: Settings) -> None:
        """Leave the picture to a game in the environment of `settings`."""
        self._replay_waits = self.replaying
        self._player.pause()
        self._replay_bar.set_open(False)
        self._is_playing = True
        self._bars.hide()  # they are about a state that is not shown
        self._view.show_card(settings.card)
        self._cells.show(settings, why_closed=_("The cells show what the run learns; this is your game."))
        self.replaying_changed.emit()

    def end_play(self) -> None:
        """Show again what was shown before the game."""
        if self._is_playing and self._replay_waits:
            self.enter_replay()
            self._player.seek(self._player.frame)
        elif self._is_playing:
            self.leave_replay()

    def _put_game_away(self) -> bool:
        """Return whether there was a game."""
        was_playing, self._is_playing = self._is_playing, False
        if was_playing:
            self._bars.show()
        return was_playing

    @property
    def settings(self) -> Settings:
        """The settings of what is shown: the run, or the policy that is replayed."""
        if self.replaying and self._player.policy is not None:
            return self._player.policy.settings
        return self._settings

    def hold(self) -> None:
        """Leave the picture and the bars to somebody else, who shows other states."""
        self._is_held = True

    def let_go(self) -> None:
        """Show the run or the replay again, as it is now."""
        if not self._is_held:
            return
        self._is_held = False
        if self.replaying:
            self._player.seek(self._player.frame)
        elif self.shows_run:
            self._show_run()

    def _show_run(self) -> None:
        self._view.show_card(self._settings.card)
        self._bars.show_pair(self._settings)
        self._cells.show(self._settings)
        snapshot = self._controller.latest
        if snapshot.state is not TrainerState.GETTING_READY and snapshot.settings is self._settings:
            self._show_training(snapshot)

    def _show_training(self, snapshot: Snapshot) -> None:
        if snapshot.state is TrainerState.FAILED:
            self._view.show_failed()
        elif snapshot.scene is not None:
            self._view.show_scene(snapshot.scene)
            self._n_pictures += 1
            self._show_bars(snapshot, snapshot.scene)

    def _show_bars(self, snapshot: Snapshot, scene: Scene) -> None:
        """Show what chose the action of the scene; at speed, what it makes of the scene."""
        trace, is_running = snapshot.fresh_trace, snapshot.state is TrainerState.RUNNING
        is_over = scene.terminated or scene.truncated
        whose = "" if snapshot.fork is None else _("B")
        if trace is not None and trace.values is not None and scene.action is not None:
            taken = None if self._settings.space.is_continuous else int(trace.action)
            self._bars.show_step(trace.values, taken, None if is_over else snapshot.look, whose=whose)
        elif not is_running:
            self._bars.show_next(None if is_over else snapshot.look, whose=whose)
        elif not is_over and (snapshot.steps_per_s <= FAST or self._n_pictures % BARS_EVERY == 0):
            self._bars.show_next(snapshot.look, is_moving=True, whose=whose)

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        if self.shows_run and not self._is_held and snapshot.settings is self._settings:
            self._show_training(snapshot)

    def _on_run_replaced(self, snapshot: Snapshot) -> None:
        assert snapshot.settings is not None
        self._settings = snapshot.settings
        self._speed.set_real_time(snapshot.settings.card.steps_per_second)
        if self.shows_run:
            self._show_run()

    def _on_frame(self, scene: Scene) -> None:
        player = self._player
        if self._is_held:
            return
        assert player.policy is not None
        self._view.show_card(player.policy.settings.card)
        why_closed = _("The cells show what the run learns; this is a replay of a policy.")
        self._cells.show(player.policy.settings, why_closed=why_closed)
        self._view.show_scene(scene)
        self._bars.show_pair(player.policy.settings)
        self._show_recorded_bars()

    def _show_recorded_bars(self) -> None:
        """Show the recorded values as those of training are shown."""
        player = self._player
        assert player.policy is not None
        recording, frame = player.recording, player.frame
        next_values = recording.values[frame] if frame < len(recording) else None
        is_fast = player.is_playing and player.steps_per_s > SLOW
        if frame == 0 or (is_fast and next_values is not None):
            self._bars.show_next(next_values, is_moving=is_fast)
        else:
            action = recording.actions[frame - 1]
            taken = None if player.policy.settings.space.is_continuous else int(action)
            self._bars.show_step(recording.values[frame - 1], taken, next_values)

    def _on_playing_changed(self) -> None:
        if self.replaying and not self._is_held:
            self._show_recorded_bars()
