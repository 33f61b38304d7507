"""Training, in its thread: answers requests between two steps, steps the run.

Session.step() is all that learns. It never waits for a picture. What there is to see lies in the thread's `latest`, a
mailbox of one; the window reads it when it draws.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, cast

from playground.engine.history.recipe import Recipe
from playground.engine.history.time_travel import TimeTravel
from playground.engine.history.timeline import PastError
from playground.engine.run.settings import Settings
from playground.errors import DivergedError, EnvironmentFault, HyperError, PlaygroundError
from playground.ui.trainer import messages
from playground.ui.trainer.clocks.publish_clock import PublishClock
from playground.ui.trainer.clocks.step_clock import StepClock
from playground.ui.trainer.handout import Taking, best_of, hand_out, hand_out_left
from playground.ui.trainer.navigation import GIVES_UP, Move, Navigation, navigate
from playground.ui.trainer.new_run import timeline_of
from playground.ui.trainer.newest_trace import NewestTrace
from playground.ui.trainer.pause_reasons import diverged_text, failed_text, fault_text, log_failure, not_begun_text
from playground.ui.trainer.preparing import prepare_kernels
from playground.ui.trainer.snapshot import Snapshot, TrainerState
from playground.ui.trainer.snapshot_builder import SnapshotBuilder
from playground.ui.trainer.stop_rules import StopRules
from playground.ui.trainer.trainer_signals import TrainerSignals

log = logging.getLogger(__name__)


class Training:
    """Owner of the Session, which nobody else touches.

    Requests come by the inbox of the thread.
    """

    def __init__(self, thread: TrainerSignals, settings: Settings) -> None:
        self._thread, self._inbox, self._now = thread, thread.inbox, thread.system_time.now
        self._closing = False
        self._settings = settings
        self._recipe: Recipe | None = None  # that the run follows
        self._state = TrainerState.GETTING_READY
        self._stop_rules = StopRules()
        self._clock = StepClock(self._now)
        self._publish_clock = PublishClock()
        self._snapshots = SnapshotBuilder()
        self._run_number = 0
        self._travel: TimeTravel | None = None
        self._newest = NewestTrace()
        self._hit: tuple[int, str] | None = None  # env steps and condition of the breakpoint it paused at
        self._reason = ""
        self._fix: tuple[str, object] | None = None  # what would help against the reason

    def serve(self) -> None:
        """Serve requests and train until Close; what breaks is shown and logged."""
        self._guarded(self._get_ready)
        while not self._closing:
            self._guarded(self._serve)

    def _guarded(self, work: Callable[[], None]) -> None:
        """Do it; whatever it raises, the thread lives on."""
        try:
            work()
        except BaseException as error:  # noqa: BLE001
            log_failure(error)
            try:
                self._show_failure(error)
            except BaseException:  # what is shown of the run is broken too
                log.exception("the state of a run could not be shown")
                self._state, self._reason = TrainerState.FAILED, failed_text(error, self._recipe)
                self._show(state=self._state, reason=self._reason)

    def _show_failure(self, error: BaseException) -> None:
        if isinstance(error, EnvironmentFault) and self._travel is not None:
            self._enter(TrainerState.PAUSED, fault_text(error))
        else:
            self._enter(TrainerState.FAILED, failed_text(error, self._recipe))

    def _get_ready(self) -> None:
        if prepare_kernels(self._inbox, self._show, self._thread.refused.emit, self._settings):
            self._begin(messages.Reset(self._settings))

    def _serve(self) -> None:
        """Answer what was asked; then train for as long as nobody asks."""
        if self._state is not TrainerState.RUNNING:
            shown = None if self._state is TrainerState.FAILED else self._travel
            if shown is not None and self._newest.make_again_if_due(shown, self._inbox):
                self._publish_once()
            self._inbox.wait()
        while self._inbox and not self._closing:
            self._answer(self._inbox.take())
        if self._state is TrainerState.RUNNING and not self._closing:
            self._train()

    def _train(self) -> None:
        travel, stop_rules, clock = self._travel, self._stop_rules, self._clock
        assert travel is not None
        stop_rules.watch_from(travel.session)
        is_traced = clock.is_slow or (stop_rules.may_stop_soon and not travel.timeline.can_go_back)
        while not self._inbox:
            wait_s = clock.wait_s()
            if self._publish_clock.is_due(now := self._now(), travel.session.n_calls, wait_s):
                self._publish(now)
            if wait_s > 0:
                self._inbox.wait(wait_s)
                self._publish_clock.note_woken(self._now())
                continue
            try:
                if is_traced:
                    self._newest.step(travel)
                else:
                    travel.step()
            except DivergedError as error:
                return self._recover(error)
            session = travel.session
            clock.count(len(session.sub_envs))
            stop = stop_rules.stop_after(session)
            if stop is not None:
                return self._enter(stop.state, hit=stop.hit)
        return None

    def _answer(self, request: messages.Request) -> None:
        """Do what one request asks.

        Without a session, after a failure, only Reset counts and what is not about a run.
        """
        match request:
            case messages.Close():
                self._closing = True
            case messages.SetSpeed(steps_per_s):
                self._clock.set_speed(steps_per_s)
            case messages.Look(inside):
                self._snapshots.inside.is_wanted = inside
            case messages.SetBreakpoints(breakpoints):
                self._stop_rules.set_breakpoints(breakpoints)
            case messages.ShowCells(shown):
                self._snapshots.shows_cells = shown
                self._publish_once()
            case messages.Reset() | messages.OpenSession():
                self._begin_or_stay(request)
            case messages.TakePolicy("best") if self._travel is not None and best_of(self._travel) is not None:
                hand_out(request, self._travel, self._thread)  # also after a failure
            case _ if self._travel is None or self._state is TrainerState.FAILED:
                log.info("not possible now: %s", request)
            case messages.Run() | messages.RunUntil():
                if why := self._stop_rules.start(self._travel.session, request):
                    return self._thread.refused.emit("", why)
                self._newest.is_stepped = False
                self._enter(TrainerState.RUNNING)
            case messages.Pause() if self._state is TrainerState.RUNNING:
                self._pause()
            case messages.StepOnce():
                self._step_by_hand()
            case _:
                self._answer_beside(request)

    def _answer_beside(self, request: messages.Request) -> None:
        """Answer what leaves training running if it does."""
        travel = self._travel
        assert travel is not None
        match request:
            case messages.SetHyper(name, value, gesture):
                self._submit("set_hyper", {"name": name, "value": value}, gesture)
            case messages.SetEnvironment(name, value, gesture):
                self._submit("set_environment", {"name": name, "value": value}, gesture)
            case messages.ReleaseHyper(name):
                self._submit("release_hyper", {"name": name}, 0)
            case messages.Intervene(kind, payload):
                self._submit(kind, payload, 0)
            case messages.Evaluate():
                self._thread.evaluated.emit(travel.evaluate(partial(self._inbox.holds, (messages.Pause, *GIVES_UP))))
                self._publish_once()
            case _ if isinstance(request, Taking):
                hand_out(request, travel, self._thread)
            case _ if isinstance(request, Navigation):
                self._navigate(request, travel)

    def _navigate(self, request: Navigation, travel: TimeTravel) -> None:
        """Answer what shows another moment of the run, or another run beside it.

        Training pauses for another moment.
        """
        moves = isinstance(request, Move)
        if isinstance(request, messages.Goto) and self._inbox.begins_with(messages.Goto):
            return  # somebody drags: only the newest counts
        if moves and self._state is not TrainerState.PAUSED:
            self._enter(TrainerState.PAUSED)
        hand_out_left(request, travel, self._thread)
        try:
            newest = self._newest
            trace = navigate(request, travel, newest.trace, self._show_progress, partial(self._inbox.holds, GIVES_UP))
            newest.show(trace, is_stepped=moves)
        except (PastError, HyperError) as error:
            self._thread.refused.emit("", str(error))
        if isinstance(request, messages.Promote):
            self._run_number += 1
        self._publish_once()

    def _show_progress(self, done: int, total: int) -> None:
        self._show(busy=(done, total))

    def _show(self, **news: Any) -> None:
        self._thread.latest = replace(self._thread.latest, **news)
        self._thread.changed.emit()

    def _submit(self, kind: str, payload: dict[str, object], gesture: int) -> None:
        assert self._travel is not None
        try:
            self._travel.submit(kind, payload, gesture)
        except PlaygroundError as error:
            refused = self._thread.environment_refused if kind == "set_environment" else self._thread.refused
            refused.emit(str(payload.get("name", "")), str(error))
        self._publish_once()

    def _begin_or_stay(self, request: messages.Reset | messages.OpenSession) -> None:
        """Begin another run; if that fails and there is one already, it stays.

        The reason is shown.
        """
        if self._travel is None:
            return self._begin(request)
        try:
            self._begin(request)
        except BaseException as error:
            log.exception("a new run could not begin")
            self._thread.refused.emit("", not_begun_text(error))

    def _begin(self, request: messages.Reset | messages.OpenSession) -> None:
        """Replace the run by another, which may need more kernels."""
        if self._travel is not None and not prepare_kernels(self._inbox, self._show, self._thread.refused.emit):
            return
        timeline = timeline_of(request)
        if self._state is not TrainerState.FAILED:  # its last step may not be whole
            hand_out_left(request, self._travel, self._thread)
        self._travel = TimeTravel(timeline)
        self._recipe = request.recipe if isinstance(request, messages.Reset) else None
        self._stop_rules.begin(None if self._recipe is None else self._recipe.goal)
        self._run_number += 1
        self._newest.show(None)
        self._clock.reset()
        self._enter(TrainerState.PAUSED)

    def _pause(self) -> None:
        """Stop; where the last step cannot be made again for its numbers, make one more."""
        assert self._travel is not None
        if self._travel.timeline.can_go_back or not self._newest.is_due(self._travel):
            self._enter(TrainerState.PAUSED)
        else:
            self._step_by_hand(is_asked=False)

    def _step_by_hand(self, *, is_asked: bool = True) -> None:
        travel = self._travel
        assert travel is not None
        try:
            self._newest.step(travel, is_stepped=is_asked)
        except DivergedError as error:
            return self._recover(error)
        return self._enter(self._stop_rules.state_after_one(travel.session))

    def _recover(self, error: DivergedError) -> None:
        """Pause with the learner back where it was still well, and say what would help."""
        assert self._travel is not None
        session = self._travel.session
        log.warning("diverged at step %d: %s", session.n_steps, error.english())
        step = session.roll_back()
        self._fix = cast("tuple[str, object] | None", error.values["fix"])
        self._enter(TrainerState.PAUSED, diverged_text(error, step))

    def _enter(self, state: TrainerState, reason: str = "", hit: tuple[int, str] | None = None) -> None:
        if state is TrainerState.RUNNING and self._state is not TrainerState.RUNNING:
            self._clock.start()
        elif state is not TrainerState.RUNNING:
            self._clock.stop()
        self._state, self._reason, self._hit = state, reason, hit
        if not reason:
            self._fix = None
        self._publish_once()

    def _publish_once(self) -> None:
        self._publish(self._now())
        self._thread.changed.emit()

    def _publish(self, now: float) -> None:
        """Put the newest numbers into the mailbox."""
        if self._travel is None:
            self._thread.latest = replace(self._thread.latest, state=self._state, reason=self._reason, compiling=None)
            return
        is_running = self._state is TrainerState.RUNNING
        self._publish_clock.note_published(now, self._travel.session.n_calls)
        self._thread.latest = Snapshot(
            state=self._state,
            run=self._run_number,
            steps_per_s=self._clock.steps_per_s(now),
            elapsed_s=self._clock.elapsed_s(now),
            trace=self._newest.trace,
            is_stepped=self._newest.is_stepped,
            reason=self._reason,
            fix=self._fix,
            hit=self._hit,
            until=self._stop_rules.until,
            **self._snapshots.of(self._travel, is_running=is_running, is_slow=self._clock.is_slow),
        )
