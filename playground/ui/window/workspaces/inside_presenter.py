"""Presenter for what Inside shows: it follows the run, a replay, and one step."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from playground.ui.insight.stage_walk import ReplayFrame, StageWalk
from playground.ui.support.background_task import BackgroundTasks
from playground.ui.theme.theme import Theme
from playground.ui.timeline.presenter import TimelinePresenter
from playground.ui.trainer.controller import Controller
from playground.ui.view.replay_player import ReplayPlayer
from playground.ui.view.side_by_side import SideBySide
from playground.ui.view.speed_control import SpeedControl
from playground.ui.view.view_presenter import ViewPresenter
from playground.ui.window.workspaces.inside_page import InsidePanels
from playground.ui.window.workspaces.workspaces import Workspaces


class InsidePresenter(QObject):
    """Link between the walk through a step and the run that it walks through.

    Panels are made when Inside is first shown; before, and while they are hidden, only the walk follows the run.
    """

    part_chosen = Signal(str)  # a box or an arrow of the loop was clicked, or chosen by keys

    def __init__(
        self,
        controller: Controller,
        timeline: TimelinePresenter,
        view_presenter: ViewPresenter,
        player: ReplayPlayer,
        pair: SideBySide,
        speed: SpeedControl,
        actions: dict[str, QAction],
        theme: Theme,
        tasks: BackgroundTasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._controller, self._timeline, self._theme = controller, timeline, theme
        self._view_presenter, self._player, self._pair = view_presenter, player, pair
        self._tasks = tasks
        self._workspaces: Workspaces | None = None
        self._looking: set[str] = set()  # those who want to be told of a run that races
        self.walk = walk = StageWalk(self)
        walk.set_speed(speed.speed)
        controller.snapshot_shown.connect(walk.show_snapshot)
        speed.speed_changed.connect(walk.set_speed)
        walk.step_wanted.connect(timeline.step_forward)
        walk.step_back_wanted.connect(timeline.step_back)
        walk.pause_wanted.connect(controller.pause)
        walk.watched_changed.connect(self._on_watched)
        player.frame_shown.connect(self._on_frame)
        view_presenter.replaying_changed.connect(self._on_replaying_changed)
        actions["act_step_inside"].triggered.connect(self._on_forward)
        actions["act_step_inside_back"].triggered.connect(self._on_back)

    def follow(self, workspaces: Workspaces) -> None:
        """Follow which workspace is shown, and show Inside where a step is walked through."""
        self._workspaces = workspaces
        workspaces.changed.connect(self._on_workspace_changed)

    def make_panels(self) -> InsidePanels:
        """Make the panels, which follow the run from here on.

        They are imported only now: the first paint of Watch does not wait for them.
        """
        from playground.ui.insight.buffer.panel import BufferPanel
        from playground.ui.insight.inspector.panel import InspectorPanel
        from playground.ui.insight.loop.panel import LoopPanel
        from playground.ui.insight.minibatch.panel import MinibatchPanel

        minibatch, buffer = MinibatchPanel(self.walk, self._theme), BufferPanel(self._theme)
        minibatch.goto_requested.connect(self._timeline.goto)
        buffer.looked_at.connect(self._on_buffer_looked_at)
        self._controller.snapshot_shown.connect(buffer.show_snapshot)
        buffer.show_snapshot(self._controller.latest)
        self.walk.show_snapshot(self._controller.latest)
        inspector = InspectorPanel(self.walk, self._theme, self._tasks)
        loop = LoopPanel(self.walk, self._theme)
        loop.stage_wanted.connect(self.part_chosen)
        return InsidePanels(loop, inspector, minibatch, buffer)

    def _on_workspace_changed(self) -> None:
        is_inside = self._workspaces is not None and self._workspaces.shows_inside
        self._pair.set_small(is_inside)  # in its corner there is room for one view

    def _show_inside(self) -> bool:
        return self._workspaces is not None and self._workspaces.show_inside()

    def _on_forward(self) -> None:
        has_cards = self.walk.facts is not None and self.walk.facts.trace is not None
        if not (self._show_inside() and has_cards):  # who comes in begins at the card that is open
            self.walk.forward()

    def _on_back(self) -> None:
        if not self._show_inside():
            self.walk.back()

    def _on_watched(self, is_watched: bool) -> None:
        self._look("loop", is_watched)

    def _on_buffer_looked_at(self, is_looked_at: bool) -> None:
        self._look("buffer", is_looked_at)

    def _look(self, who: str, looks: bool) -> None:
        before = bool(self._looking)
        (self._looking.add if looks else self._looking.discard)(who)
        if bool(self._looking) != before:
            self._controller.look_inside(bool(self._looking))

    def _on_frame(self) -> None:
        if self._view_presenter.replaying:
            self._show_frame()

    def _on_replaying_changed(self) -> None:
        if self._view_presenter.replaying and self._player.policy is not None:
            self._show_frame()
        elif not self._view_presenter.replaying:
            self.walk.show_replay(None)

    def _show_frame(self) -> None:
        """Show what chose the action that led to the frame of the replay."""
        recording, frame = self._player.recording, self._player.frame
        values = recording.values[max(frame - 1, 0)] if len(recording) else ()
        action = recording.actions[frame - 1] if frame else None
        self.walk.show_replay(ReplayFrame(tuple(float(value) for value in values), action))
