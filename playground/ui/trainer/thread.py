"""The thread that trains: it drains an inbox of requests between two steps and calls Session.step().

It never waits for a picture. What there is to see lies in `latest`, a mailbox of one; the window reads it when it
draws. Signals are for rare events only: one queued signal per step would freeze the window.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import cast

from PySide6.QtCore import QThread, Signal

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.evaluation import Evaluation
from playground.engine.history.time_travel import Travel
from playground.engine.history.timeline import PastError
from playground.engine.run.settings import Settings
from playground.engine.run.trace import Trace
from playground.errors import DivergedError, EnvironmentFault, PlaygroundError
from playground.i18n import _
from playground.ui.support.log_file import log_path
from playground.ui.trainer import messages as ask
from playground.ui.trainer.handout import Taking, best_of, hand_out
from playground.ui.trainer.messages import Snapshot, TrainerState
from playground.ui.trainer.navigation import GIVES_UP, Journey, Move, go
from playground.ui.trainer.new_run import timeline_of
from playground.ui.trainer.snapshots import Sight
from playground.ui.trainer.step_clock import Pace
from playground.ui.trainer.stop_rules import Course

PUBLISH_S = 1 / 60  # twice the tick: what it draws is at most this old

log = logging.getLogger(__name__)


class Trainer(QThread):
    """Owns the Session; nobody else touches it. Everything is asked for with post()."""

    changed = Signal()  # the state changed, or something happened while nothing runs: look into `latest`
    evaluated = Signal(Evaluation)
    policy_taken = Signal(object, object)  # Policy, the purpose it was asked for
    recipe_taken = Signal(object, object)  # Recipe, the purpose it was asked for
    session_taken = Signal(object, object)  # Archive, the purpose it was asked for
    refused = Signal(str, str)  # name of the hyperparameter or "", why
    environment_refused = Signal(str, str)  # name of the parameter of the environment, why

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("trainer")
        self.latest = Snapshot(settings=settings)
        self._inbox: deque[ask.Request] = deque()
        self._arrived = threading.Condition()
        self._closing = False
        self._settings = settings
        self._state = TrainerState.GETTING_READY
        self._course = Course()
        self._pace = Pace()
        self._sight = Sight()
        self._run_number = 0
        self._travel: Travel | None = None
        self._trace: Trace | None = None
        self._hit: tuple[int, str] | None = None  # env steps and condition of the breakpoint it paused at
        self._reason = ""
        self._fix: tuple[str, object] | None = None  # what would help against the reason
        self._published_at = 0.0

    def post(self, request: ask.Request) -> None:
        """Ask for something, from any thread; it is answered between two steps."""
        with self._arrived:
            self._inbox.append(request)
            self._arrived.notify()

    def run(self) -> None:
        """Serve requests and train until Close. What breaks is told, logged, and left by Reset."""
        self._guarded(self._get_ready)
        while not self._closing:
            self._guarded(self._serve)

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except EnvironmentFault as error:
            log.warning("%s", error.english(), exc_info=True)
            if self._travel is None:
                self._fail(str(error))
            else:
                self._enter(TrainerState.PAUSED, _said(error))
        except PlaygroundError as error:
            log.warning("training failed: %s", error.english())
            self._fail(str(error))
        except Exception as error:
            log.exception("training failed")
            self._fail(_("Training stopped: {error}.").format(error=f"{type(error).__name__}: {error}"[:200]))

    def _fail(self, reason: str) -> None:
        self._enter(TrainerState.FAILED, reason)

    def _get_ready(self) -> None:
        prepare_thread()  # imports torch: one to three seconds
        self._begin(ask.Reset(self._settings))

    def _serve(self) -> None:
        """Answer what was asked; then train for as long as nobody asks."""
        with self._arrived:
            if not self._inbox and self._state is not TrainerState.RUNNING:
                self._arrived.wait()
        while self._inbox and not self._closing:
            self._answer(self._inbox.popleft())
        if self._state is TrainerState.RUNNING and not self._closing:
            self._train()

    def _train(self) -> None:
        travel, course, pace = self._travel, self._course, self._pace
        assert travel is not None
        course.look_ahead(travel.session)
        while not self._inbox:
            wait_s = pace.wait_s()
            if wait_s > 0:
                with self._arrived:
                    if not self._inbox:
                        self._arrived.wait(wait_s)
                continue
            try:
                travel.step()
            except DivergedError as error:
                return self._recover(error)
            session = travel.session
            pace.count(len(session.lanes))
            stop = course.stop_after(session)
            if stop is not None:
                return self._enter(stop.state, hit=stop.hit)
            now = time.perf_counter()
            if now - self._published_at >= PUBLISH_S:
                self._publish(now)
        return None

    def _answer(self, request: ask.Request) -> None:
        """Do what one request asks. Without a session, after a failure, only what is not about a run counts, and Reset."""
        match request:
            case ask.Close():
                self._closing = True
            case ask.SetSpeed(steps_per_s):
                self._pace.set_speed(steps_per_s)
            case ask.SetBreakpoints(breakpoints):
                self._course.set_breakpoints(breakpoints)
            case ask.Reset() | ask.OpenSession():
                self._begin_or_stay(request)
            case ask.TakePolicy("best") if self._travel is not None and best_of(self._travel) is not None:
                hand_out(request, self._travel, self)  # also after a failure
            case _ if self._travel is None or self._state is TrainerState.FAILED:
                log.info("not possible now: %s", request)
            case ask.Run(to_episode_end):
                self._course.set_out(self._travel.session, to_episode_end=to_episode_end)
                self._trace = None
                self._enter(TrainerState.RUNNING)
            case ask.Pause():
                if self._state is TrainerState.RUNNING:
                    self._enter(TrainerState.PAUSED)
            case ask.StepOnce():
                self._step_by_hand()
            case _:
                self._answer_beside(request)

    def _answer_beside(self, request: ask.Request) -> None:
        """Answer what leaves training running if it does."""
        travel = self._travel
        assert travel is not None
        match request:
            case ask.SetHyper(name, value, gesture):
                self._submit("set_hyper", {"name": name, "value": value}, gesture)
            case ask.SetEnvironment(name, value, gesture):
                self._submit("set_environment", {"name": name, "value": value}, gesture)
            case ask.ReleaseHyper(name):
                self._submit("release_hyper", {"name": name}, 0)
            case ask.Evaluate():
                self.evaluated.emit(travel.evaluate())
                self._publish_once()
            case _ if isinstance(request, Taking):
                hand_out(request, travel, self)
            case _ if isinstance(request, Journey):
                self._answer_journey(request, travel)

    def _answer_journey(self, request: Journey, travel: Travel) -> None:
        """Answer what shows another moment of the run, or another run beside it; time stands still for it."""
        moves = isinstance(request, Move)
        if isinstance(request, ask.Goto) and self._inbox and isinstance(self._inbox[0], ask.Goto):
            return  # somebody drags: only the newest counts
        if moves and self._state is not TrainerState.PAUSED:
            self._enter(TrainerState.PAUSED)
        try:
            self._trace = go(request, travel, self._trace, self._show_progress, self._is_given_up)
        except PastError as error:
            self.refused.emit("", str(error))
        if isinstance(request, ask.Promote):
            self._run_number += 1
        self._publish_once()

    def _is_given_up(self) -> bool:
        """Whether somebody wants to be elsewhere."""
        with self._arrived:
            return any(isinstance(request, GIVES_UP) for request in self._inbox)

    def _show_progress(self, done: int, total: int) -> None:
        self.latest = replace(self.latest, busy=(done, total))
        self.changed.emit()

    def _submit(self, kind: str, payload: dict[str, object], gesture: int) -> None:
        assert self._travel is not None
        try:
            self._travel.submit(kind, payload, gesture)
        except PlaygroundError as error:
            refused = self.environment_refused if kind == "set_environment" else self.refused
            refused.emit(str(payload["name"]), str(error))
        self._publish_once()

    def _begin_or_stay(self, request: ask.Reset | ask.OpenSession) -> None:
        """Begin another run; if that fails and there is one already, it stays and the reason is told."""
        if self._travel is None:
            return self._begin(request)
        try:
            self._begin(request)
        except Exception as error:
            log.exception("a new run could not begin")
            reason = str(error) if isinstance(error, PlaygroundError) else type(error).__name__
            self.refused.emit("", _("No new run could begin ({error}). The old one is as it was.").format(error=reason))

    def _begin(self, request: ask.Reset | ask.OpenSession) -> None:
        """Replace the run by another."""
        self._travel = Travel(timeline_of(request))
        recipe = request.recipe if isinstance(request, ask.Reset) else None
        self._course.begin(None if recipe is None else recipe.goal)
        self._run_number += 1
        self._trace = None
        self._pace.forget()
        self._enter(TrainerState.PAUSED)

    def _step_by_hand(self) -> None:
        travel = self._travel
        assert travel is not None
        self._trace = Trace()
        try:
            travel.step(self._trace)
        except DivergedError as error:
            return self._recover(error)
        return self._enter(self._course.state_after_one(travel.session))

    def _recover(self, error: DivergedError) -> None:
        """Pause, with the learner put back to where it was still well, and say why and what would help."""
        assert self._travel is not None
        session = self._travel.session
        log.warning("diverged at step %d: %s", session.n_steps, error.english())
        step = session.roll_back()
        self._fix = cast("tuple[str, object]", error.values["fix"])
        self._enter(
            TrainerState.PAUSED,
            _("{error} The run is paused and the network is back as it was after step {step}.").format(
                error=error, step=f"{step:,}"
            ),
        )

    def _enter(self, state: TrainerState, reason: str = "", hit: tuple[int, str] | None = None) -> None:
        if state is TrainerState.RUNNING and self._state is not TrainerState.RUNNING:
            self._pace.start()
        elif state is not TrainerState.RUNNING:
            self._pace.stop()
        self._state, self._reason, self._hit = state, reason, hit
        if not reason:
            self._fix = None
        self._publish_once()

    def _publish_once(self) -> None:
        self._publish(time.perf_counter())
        self.changed.emit()

    def _publish(self, now: float) -> None:
        """Put the newest numbers into the mailbox."""
        self._published_at = now
        if self._travel is None:
            self.latest = replace(self.latest, state=self._state, reason=self._reason)
            return
        is_running = self._state is TrainerState.RUNNING
        self.latest = Snapshot(
            state=self._state,
            run=self._run_number,
            steps_per_s=self._pace.steps_per_s(now),
            elapsed_s=self._pace.elapsed_s(now),
            trace=self._trace,
            reason=self._reason,
            fix=self._fix,
            hit=self._hit,
            **self._sight.of(self._travel, is_running=is_running),
        )


def _said(error: EnvironmentFault) -> str:
    return _(
        "{error} The run is paused and what it learned is kept: save the policy, or press Run to go on with another episode. Once the environment's code is put right, start the program again. The log file has the details: {path}"
    ).format(error=error, path=log_path())
