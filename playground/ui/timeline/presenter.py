"""Presenter for the past: show other moments of the run, and the present again."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from playground.ui.timeline.bar import TimelineBar
from playground.ui.trainer.controller import Controller
from playground.ui.trainer.snapshot import Snapshot, TrainerState
from playground.ui.view.env_view import EnvView
from playground.ui.view.past_badge import PastBadge
from playground.ui.view.view_presenter import ViewPresenter

DRAWN_EVERY_S = 0.3  # while the run goes on; it takes longer to grow by a pixel, most often


class TimelinePresenter(QObject):
    """Requests for one moment at a time.

    Whoever drags or holds a key down gets the newest that was meant, not all in between.
    """

    training_wanted = Signal()  # the view should show the run, not a replay

    def __init__(
        self,
        controller: Controller,
        bar: TimelineBar,
        view: EnvView,
        view_presenter: ViewPresenter,
        actions: dict[str, QAction],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._controller, self._bar, self._view_presenter, self._actions = controller, bar, view_presenter, actions
        self._badge = PastBadge(view)
        self._is_asked = False  # and not answered yet
        self._next: tuple[Callable[..., None], tuple[Any, ...]] | None = None
        self._drawn_at = 0.0
        strip = bar.strip
        strip.goto_requested.connect(self.goto)
        strip.step_requested.connect(self.step_forward)
        strip.back_requested.connect(self.step_back)
        strip.episode_requested.connect(self.episode_forward)
        strip.episode_back_requested.connect(self.episode_back)
        strip.present_requested.connect(self.to_present)
        for cancelled in (strip.cancelled, bar.stop.clicked, view.escaped):
            cancelled.connect(self.cancel)
        controller.snapshot_shown.connect(self._on_snapshot)
        controller.run_replaced.connect(self._on_run_replaced)
        view_presenter.replaying_changed.connect(self._on_replaying_changed)
        self._show(controller.latest)

    def goto(self, n_steps: int) -> None:
        """Show the moment when so many env steps were done."""
        self._ask(self._controller.goto, n_steps)

    def step_back(self) -> None:
        """Show the moment one step earlier."""
        self._ask(self._controller.step_back)

    def step_forward(self) -> None:
        """Make one step, or show one step later in the past."""
        self._actions["act_step"].trigger()

    def episode_back(self) -> None:
        """Show the end of the episode before."""
        self._ask(self._controller.episode_back)

    def episode_forward(self) -> None:
        """Show the end of the next episode; from the present, run to where this one ends."""
        if self._controller.latest.is_past:
            self._ask(self._controller.episode_forward)
        else:
            self._actions["act_step_episode"].trigger()

    def to_present(self) -> None:
        """Show the newest moment again."""
        if self._controller.latest.is_past or self._is_asked:
            self._ask(self._controller.to_present)

    def cancel(self) -> None:
        """Give up a long way."""
        self._next = None
        if self._controller.latest.busy is not None:
            self._controller.cancel_goto()

    def _ask(self, request: Callable[..., None], *about: Any) -> None:
        """Ask for a moment.

        While another one is under way this one waits for it, or takes its place where it takes long.
        """
        latest = self._controller.latest
        if latest.state in (TrainerState.GETTING_READY, TrainerState.FAILED):
            return
        self.training_wanted.emit()
        if self._is_asked and latest.busy is None:
            self._next = request, about
            return
        self._is_asked, self._next = True, None
        request(*about)

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        self._is_asked = self._is_asked and snapshot.busy is not None
        if self._next is not None:
            request, about = self._next
            self._ask(request, *about)
        runs = snapshot.state is TrainerState.RUNNING
        now = time.perf_counter()
        if not runs or now - self._drawn_at >= DRAWN_EVERY_S:
            self._drawn_at = now
            self._show(snapshot)

    def _on_run_replaced(self) -> None:
        self._is_asked, self._next = False, None

    def _on_replaying_changed(self) -> None:
        self._show(self._controller.latest)

    def _show(self, snapshot: Snapshot) -> None:
        self._bar.strip.show_snapshot(snapshot)
        self._bar.show_busy(snapshot)
        self._badge.show_snapshot(snapshot, is_watched=self._view_presenter.shows_run)
        possible = snapshot.state not in (TrainerState.GETTING_READY, TrainerState.FAILED)
        replaying = self._view_presenter.replaying
        for name in ("act_step_back", "act_episode_back"):
            self._actions[name].setEnabled(replaying or (possible and snapshot.n_steps > 0 and snapshot.fork is None))
        self._actions["act_step_forward"].setEnabled(replaying or snapshot.state is not TrainerState.FAILED)
        self._actions["act_to_present"].setEnabled(possible and snapshot.is_past)
