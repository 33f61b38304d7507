"""Runs of a lesson's pages: begun, brought to where a page begins, ended."""

from __future__ import annotations

import dataclasses
import itertools
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from playground.engine.run.settings import Settings
from playground.lessons.lesson import PageRun
from playground.lessons.numbers import Numbers
from playground.ui.hyper.training_presenter import TrainingPresenter
from playground.ui.learn.course import RunPlan
from playground.ui.trainer.controller import Controller
from playground.ui.trainer.snapshot import Snapshot, TrainerState

_requests = itertools.count(1)  # in whichever window


@dataclass(frozen=True)
class _Purpose:
    """What numbers are taken for: the beginning of a request's run, or its end."""

    request: int
    is_end: bool


@dataclass
class _State:
    asked: Settings | None = None  # of the run that was asked for and has not begun yet
    fits: bool = False  # whether its beginning is where the page begins
    as_left: tuple[int, int] | None = None  # run and env steps at which the lesson left the run
    runs: list[PageRun] = field(default_factory=list)  # to be made, the one under way first
    request: int = 0  # of the run under way
    began_at: tuple[int, int] = (0, 0)  # run and env steps
    is_paused: bool = False
    has_come: bool | None = None  # whether what it ran until came, once it has ended
    before: Numbers = field(default_factory=dict)


class PageRuns(QObject):
    """Requests for one run after the other.

    First come those that bring the run to where a page begins, then the page's own. Their end is told by snapshots, and what came by the numbers of that moment.
    """

    ended = Signal(object, object, bool)  # numbers before and after; whether what it ran until came within its steps
    changed = Signal()
    training_wanted = Signal()  # the view should show the run, not a replay

    def __init__(self, controller: Controller, training: TrainingPresenter, parent: QObject) -> None:
        super().__init__(parent)
        self._controller, self._training = controller, training
        self._state: _State | None = None  # None: no lesson is open
        controller.snapshot_shown.connect(self._on_snapshot)
        controller.run_replaced.connect(self._on_run_replaced)
        controller.numbers_taken.connect(self._on_numbers)
        controller.refused.connect(self._on_refused)

    @property
    def is_under_way(self) -> bool:
        """Whether a run was begun that is neither over nor paused."""
        return self._state is not None and bool(self._state.runs) and not self._state.is_paused

    @property
    def is_paused(self) -> bool:
        return self._state is not None and self._state.is_paused

    @property
    def leads_to_page(self) -> bool:
        """Whether what runs brings the run to where the page begins."""
        return self._state is not None and len(self._state.runs) > 1

    @property
    def is_as_left(self) -> bool:
        """Whether the run is where the lesson left it, or will be when it has begun."""
        state, latest = self._state, self._controller.latest
        if state is None or latest.state is TrainerState.FAILED:
            return False
        if state.asked is not None:
            return state.fits
        return state.as_left == (latest.run, latest.n_steps) and not latest.is_past and latest.fork is None

    def begin(self, settings: Settings, *, fits: bool) -> None:
        """Begin the run of a lesson; `fits` says whether the page goes on from there."""
        self._state = _State(asked=settings, fits=fits)
        self._training.begin(settings)

    def end(self) -> None:
        """Let the lesson's run go."""
        self.stop()
        self._state = None

    def stop(self) -> None:
        """Wait for no run any more; one that runs is paused."""
        if self._state is None:
            return
        if self.is_under_way and self._controller.is_running:
            self._controller.pause()
        self._state.runs, self._state.is_paused, self._state.has_come = [], False, None

    def note_left(self) -> None:
        """Take the moment that is shown as the one in which the lesson left the run."""
        latest = self._controller.latest
        if self._state is not None and self._state.asked is None:
            self._state.as_left = latest.run, latest.n_steps

    def start(self, plan: RunPlan) -> None:
        """Make the runs of a plan."""
        assert self._state is not None
        self.stop()
        self._state.runs = list(plan.runs)
        if plan.settings is not None:
            self._state.asked, self._state.fits = plan.settings, False
            self._training.begin(plan.settings)
        elif self._state.asked is None:
            self._begin_run()

    def can_go_on(self) -> bool:
        """Return whether the run that was paused can go on."""
        state, latest = self._state, self._controller.latest
        if state is None or not state.is_paused or latest.is_past or latest.fork is not None:
            return False
        run, n_steps = state.began_at
        return latest.run == run and n_steps <= latest.n_steps

    def go_on(self) -> None:
        """Let the run that was paused go on."""
        assert self._state is not None
        done = self._controller.latest.n_steps - self._state.began_at[1]
        self._ask(max(self._state.runs[0].at_most - done, 1))

    def take_over(self, other: PageRuns) -> None:
        """Go on with the runs of another window."""
        self._state = None if other._state is None else dataclasses.replace(other._state)
        other._state = None

    def _begin_run(self) -> None:
        state, latest = self._state, self._controller.latest
        assert state is not None
        run, state.began_at = state.runs[0], (latest.run, latest.n_steps)
        state.request = next(_requests)
        if len(state.runs) == 1:
            self._controller.take_numbers(_Purpose(state.request, is_end=False))
        for name, value in run.live.items():
            change = self._controller.set_hyper if name in latest.values else self._controller.set_environment
            change(name, value, 0)
        self._ask(run.at_most)

    def _ask(self, at_most: int) -> None:
        state = self._state
        assert state is not None
        state.is_paused, state.has_come = False, None
        self.training_wanted.emit()
        self._controller.run_until(state.runs[0].until, at_most, state.request)
        self.changed.emit()

    def _on_run_replaced(self, snapshot: Snapshot) -> None:
        state = self._state
        if state is None:
            return
        if state.asked is None:
            self.stop()  # somebody began another run: the page's button brings its own back
        elif snapshot.settings is state.asked:  # not one that somebody asked for just before
            state.asked, state.as_left = None, (snapshot.run, snapshot.n_steps) if state.fits else None
            if state.runs:
                self._begin_run()
        self.changed.emit()

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        state, until = self._state, snapshot.until
        if state is None:
            return
        if snapshot.state is TrainerState.FAILED:
            self.stop()
        elif state.runs and until is not None and until.number == state.request and state.has_come is None:
            if snapshot.state is TrainerState.RUNNING:
                state.is_paused = False
            elif until.has_come is None:
                state.is_paused = True
            else:
                self._on_stopped(snapshot, state, has_come=until.has_come)
        self.changed.emit()

    def _on_stopped(self, snapshot: Snapshot, state: _State, *, has_come: bool) -> None:
        state.as_left = snapshot.run, snapshot.n_steps
        if len(state.runs) > 1:
            state.runs.pop(0)
            self._begin_run()
        else:
            state.has_come = has_come
            self._controller.take_numbers(_Purpose(state.request, is_end=True))

    def _on_numbers(self, numbers: Numbers, purpose: object) -> None:
        state = self._state
        if state is None or not isinstance(purpose, _Purpose) or purpose.request != state.request or not state.runs:
            return
        if not purpose.is_end:
            state.before = numbers
        elif state.has_come is not None:
            has_come = state.has_come
            self.stop()
            self.ended.emit(state.before, numbers, has_come)

    def _on_refused(self) -> None:
        """Wait for no run that cannot begin."""
        state = self._state
        if state is not None and state.runs and not self._controller.is_running:
            state.asked = None
            self.stop()
            self.changed.emit()
