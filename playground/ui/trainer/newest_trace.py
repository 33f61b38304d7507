"""Trace of the newest step, for those who read its numbers.

At slow speed every step is traced. Where a run stops, its last step is made again beside it, on a scratch session, and
traced there: a run that races pays nothing for it, and no bit of it changes.
"""

from __future__ import annotations

import logging
import time

from playground.engine.history.time_travel import TimeTravel
from playground.engine.run.trace import Trace
from playground.errors import DivergedError, PlaygroundError
from playground.ui.trainer import messages
from playground.ui.trainer.inbox import Inbox
from playground.ui.trainer.navigation import GIVES_UP, PATIENCE_S

TRACED_S = 2.0  # a step that takes longer to be made again goes without its numbers

log = logging.getLogger(__name__)


class NewestTrace:
    """The newest trace there is, which may be of an earlier step than the newest."""

    def __init__(self) -> None:
        self.trace: Trace | None = None
        self.is_stepped = False  # whether somebody stepped or went to it; else the run stopped or walked by there
        self._without: tuple[int, int] | None = None  # the session and its call that cannot be made again

    def step(self, travel: TimeTravel, *, is_stepped: bool = False) -> None:
        """Go on by one step and trace it; raise what it raises."""
        trace = Trace()
        try:
            travel.step(trace)
        except DivergedError:  # the step was made, only nothing was learned from it
            self.show(trace, is_stepped=is_stepped)
            raise
        # what broke off in the middle has but half of its numbers, what was made elsewhere none
        self.show(trace if trace.step else None, is_stepped=is_stepped)

    def show(self, trace: Trace | None, *, is_stepped: bool = False) -> None:
        """Take the trace of what is shown from now on; None where there is none."""
        self.trace = trace
        self.is_stepped = is_stepped
        self._without = None

    def is_due(self, travel: TimeTravel) -> bool:
        """Return whether what is shown has a last step that was not traced."""
        session = travel.session
        is_fresh = self.trace is not None and self.trace.step == session.n_steps
        return session.n_calls > 0 and not is_fresh and self._without != (id(session), session.n_calls)

    def make_again_if_due(self, travel: TimeTravel, inbox: Inbox) -> bool:
        """Trace the last step of what is shown; return whether there is a new trace.

        It gives way to what is asked for meanwhile, and is due again then.
        """
        if inbox or not self.is_due(travel):
            return False
        trace, begun, session = Trace(), time.perf_counter(), travel.session
        gives_up = (*GIVES_UP, messages.StepOnce)

        def should_stop() -> bool:
            taken = time.perf_counter() - begun
            return taken > TRACED_S or inbox.holds(gives_up) or (taken > PATIENCE_S and bool(inbox))

        try:
            is_made = travel.trace_last_step(trace, should_stop)
        except PlaygroundError as error:
            log.info("step %d has no trace: %s", session.n_steps, error.english())
            is_made = False
        except BaseException:  # the run is well: only its numbers cannot be read
            log.exception("the trace of a step could not be made")
            is_made = False
        if is_made and trace.step == session.n_steps:
            self.trace = trace
            return True
        if is_made or not inbox:
            self._without = id(session), session.n_calls
        return False
