"""A run with its past: any earlier moment can be shown again, bit for bit.

Going back makes another session that stands at that moment and shares with the run what lies before. The present is
never touched by it. How long it takes is bounded by keyframes: wherever the run is, about KEYFRAME_S of training lie
between two of them, and from the nearest one on the steps are made again. KeyframeStore follow the clock, and influence
nothing.
"""

from __future__ import annotations

import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable

from playground.engine.evaluation.evaluation import EvaluationFindings, Evaluator
from playground.engine.history.keyframe import Keyframe, Past, keyframe_of, past_of, resume
from playground.engine.history.keyframe_store import BUDGET, KeyframeStore
from playground.engine.history.made_elsewhere import MadeElsewhere
from playground.engine.run.session import Session
from playground.engine.run.trace import Trace
from playground.errors import DivergedError, EnvironmentFault, PlaygroundError, Term
from playground.i18n import N_

KEYFRAME_S = 0.05  # of this thread's computing between two keyframes
NEAR_S = 0.01  # between those that the way to a moment leaves behind, for steps back from there
LOOK_EVERY = 16  # calls between two looks at the clock
NEWS_S = 0.05  # between two words about how far a long way is done


class PastError(PlaygroundError):
    """A moment of a run that cannot be shown."""


class Timeline:
    """The present of a run, and the way back.

    It belongs to the thread that trains.
    """

    def __init__(
        self,
        session: Session,
        evaluator: Evaluator,
        keyframes: Iterable[Keyframe] = (),
        findings: Iterable[tuple[int, EvaluationFindings]] = (),
        budget: int = BUDGET,
        made_elsewhere: MadeElsewhere | None = None,
    ) -> None:
        """Begin with a session that has its past.

        `findings` are those after each evaluation, by calls done.
        """
        self.session, self.evaluator = session, evaluator
        self.made_elsewhere = made_elsewhere
        self.keyframes = KeyframeStore(keyframes, budget)
        self._findings = list(findings) or [(0, evaluator.findings())]
        self._near: list[tuple[Keyframe, Past]] = []
        self._next_check = session.n_calls + LOOK_EVERY
        self._computed_s = time.thread_time()
        self._keyframe_calls = session.n_calls

    @property
    def n_sub_envs(self) -> int:
        """The number of environment steps that a call makes."""
        return len(self.session.sub_envs)

    def step(self, trace: Trace | None = None) -> None:
        """Go on by one call of Session.step(), and evaluate where it is time.

        Raises what that raises: DivergedError, EnvironmentFault.
        """
        session = self.session
        try:
            session.step(trace)
        except (DivergedError, EnvironmentFault):  # the step is whole: when it is repeated, its evaluation is held too
            self._evaluate_if_due()
            raise
        self._evaluate_if_due()
        if session.n_calls >= self._next_check:
            self._next_check = session.n_calls + LOOK_EVERY
            if time.thread_time() - self._computed_s >= KEYFRAME_S:
                self.keep()

    def _evaluate_if_due(self) -> None:
        if not self.evaluator.due():
            return
        try:
            self.evaluator.run_if_due()
        finally:
            self._findings.append((self.session.n_calls, self.evaluator.findings()))

    def keep(self) -> None:
        """Keep the present moment as a keyframe."""
        if self.session.n_calls > self._keyframe_calls and self.can_go_back:
            self.keyframes.add(keyframe_of(self.session))
            self._keyframe_calls = self.session.n_calls
        self._computed_s = time.thread_time()

    @property
    def can_go_back(self) -> bool:
        """Whether the environment can be put back to an earlier moment."""
        return self.session.card.restored_by != "none"

    def check_can_go_back(self) -> None:
        """Raise PastError where no moment but the present can be shown."""
        if not self.can_go_back:
            raise PastError(
                N_(
                    "The past of this run cannot be shown: the environment “{name}” cannot be put back to an earlier moment, for {why}. The run stays as it is."
                ),
                name=self.session.card.id,
                why=Term(self.session.card.doubt),
            )

    @property
    def exact_from(self) -> int:
        """The calls done from which on every step can be made again.

        Before, there is what moment_for() gives.
        """
        if self.made_elsewhere is None:
            return 0
        return self._kept_calls()[-1]

    def moment_for(self, n_calls: int, now: int) -> int:
        """Return the moment to show for `n_calls`, on the way there from `now`.

        It is that very one, but where steps were made elsewhere: there it is the first one kept at it or beyond it.
        """
        if n_calls >= self.exact_from:
            return n_calls
        kept = self._kept_calls()
        place = bisect_right(kept, n_calls) - 1 if n_calls < now else bisect_left(kept, n_calls)
        return kept[max(place, 0)]

    def check_exact(self, n_calls: int) -> None:
        """Raise PastError for a moment after which steps cannot be made again."""
        elsewhere = self.made_elsewhere
        if elsewhere is not None and n_calls < self.exact_from:
            raise PastError(
                N_(
                    "No change can begin at this moment, for the steps of the run that follow it cannot be made again beside it: {why}. Every step from {n} on can. The run stays as it is."
                ),
                why=elsewhere.why(self.session.settings),
                n=f"{self.exact_from * self.n_sub_envs:,}",
            )

    def _kept_calls(self) -> list[int]:
        """Return the moments kept of the part made elsewhere.

        Its end is the last, or else the first moment kept after it.
        """
        elsewhere = self.made_elsewhere
        assert elsewhere is not None
        log = self.session.log
        kept = []
        for keyframe in self.keyframes.before(self.session.n_calls):
            if log.first <= max(0, keyframe.n_rows - len(log.ring)):
                kept.append(keyframe.n_calls)
                if keyframe.n_calls >= elsewhere.n_calls:
                    return kept
        return [*kept, self.session.n_calls]

    def keyframe_steps(self) -> list[int]:
        """Return the environment steps at which keyframes lie."""
        return [keyframe.n_steps for keyframe in self.keyframes.before(self.session.n_calls)]

    @property
    def findings(self) -> list[tuple[int, EvaluationFindings]]:
        """The findings after each evaluation, by calls done; to read only."""
        return self._findings

    def findings_at(self, n_calls: int) -> EvaluationFindings:
        """Return the findings of the evaluator when so many calls were done."""
        return self._findings_before(n_calls)[-1][1]

    def goto(
        self,
        n_calls: int,
        trace: Trace | None = None,
        *,
        on_progress: Callable[[int, int], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> Session | None:
        """Return a session in which `n_calls` calls are done.

        `trace` is filled with the last of them, but where that was made elsewhere. What was given from outside at that very moment is not applied yet, but
        is to come, like all that came later. `on_progress` is told calls made and calls to make, now and then; None is
        returned if it should stop. Raises PastError where there is no way back.
        """
        self.check_can_go_back()
        if self.made_elsewhere is not None and n_calls <= self.exact_from:
            session = self._kept(self.moment_for(n_calls, self.session.n_calls))
            self.add_evaluations(session)
            return session
        session = self._nearest(n_calls - 1 if trace is not None else n_calls)
        first, reported_at = session.n_calls, time.perf_counter()
        near: list[tuple[Keyframe, Past]] = []
        computed_s = time.thread_time()
        while session.n_calls < n_calls:
            repeat_step(session, trace if session.n_calls == n_calls - 1 else None)
            if session.n_calls % LOOK_EVERY:
                continue
            if should_stop is not None and should_stop():
                return None
            if time.thread_time() - computed_s >= NEAR_S and session.n_calls < n_calls:
                self.add_evaluations(session)
                near.append((keyframe_of(session), past_of(session)))
                del near[: -int(KEYFRAME_S / NEAR_S)]  # of a long way, the end
                computed_s = time.thread_time()
            now = time.perf_counter()
            if on_progress is not None and now - reported_at >= NEWS_S:
                on_progress(session.n_calls - first, n_calls - first)
                reported_at = now
        self.add_evaluations(session)
        if near:
            self._near = near
        return session

    def add_evaluations(self, session: Session) -> None:
        """Note past evaluations in a session that repeats the past.

        They are those that were held up to its moment.
        """
        theirs = session.metrics.evaluations
        rows = self.session.metrics.evaluations.since(theirs.n_rows)
        for row in rows[rows[:, 0] <= session.n_steps]:
            theirs.append(*row)

    def branch(self, session: Session) -> Timeline:
        """Return the timeline of a session that goto() gave, as a run of its own.

        It begins with this one's past.
        """
        evaluator = Evaluator(session, self.evaluator.every)
        evaluator.begin_with(self.findings_at(session.n_calls))
        keyframes = [key for key in self.keyframes.before(session.n_calls) if key.n_inputs <= len(session.inputs)]
        findings = self._findings_before(session.n_calls)
        return Timeline(session, evaluator, keyframes, findings, made_elsewhere=self.made_elsewhere)

    def _findings_before(self, n_calls: int) -> list[tuple[int, EvaluationFindings]]:
        return self._findings[: bisect_right(self._findings, n_calls, key=_calls)]

    def _kept(self, n_calls: int) -> Session:
        """Return a session at a moment that moment_for() gave of what was made elsewhere."""
        keyframes = self.keyframes.before(n_calls)
        is_there = bool(keyframes) and keyframes[-1].n_calls == n_calls  # or it is the present
        return resume(keyframes[-1] if is_there else keyframe_of(self.session), past_of(self.session))

    def _nearest(self, n_calls: int) -> Session:
        """Return a session at the nearest earlier moment that one can resume at once."""
        past = past_of(self.session)
        n_rows, first = len(past.log.ring), self.exact_from
        known = [
            (keyframe, past)
            for keyframe in self.keyframes.before(n_calls)[-2:]
            if first < keyframe.n_calls < n_calls
            or keyframe.n_calls == first > 0
            or (keyframe.n_calls == n_calls > first and not _has_changes_of_its_moment(keyframe, past))
        ] + [(keyframe, there) for keyframe, there in self._near if keyframe.n_calls <= n_calls]
        usable = [(key, there) for key, there in known if there.log.first <= max(0, key.n_rows - n_rows)]
        if not usable:
            return Session(past.settings, past.inputs)
        keyframe, there = max(usable, key=_keyframe_calls)
        return resume(keyframe, there, past.inputs)  # what was changed since that way was gone, too


def repeat_step(session: Session, trace: Trace | None = None) -> None:
    """Repeat a step that the run has made before.

    Where an environment failed then too, the run went on.
    """
    n_calls = session.n_calls
    try:
        session.step(trace)
    except EnvironmentFault:
        if session.n_calls == n_calls:
            raise


def _has_changes_of_its_moment(keyframe: Keyframe, past: Past) -> bool:
    """Whether a keyframe was taken after a change at its very moment.

    The present of a kept run can be such a one.
    """
    return keyframe.n_inputs > 0 and past.inputs[keyframe.n_inputs - 1].step == keyframe.n_calls


def _calls(entry: tuple[int, EvaluationFindings]) -> int:
    return entry[0]


def _keyframe_calls(entry: tuple[Keyframe, Past]) -> int:
    return entry[0].n_calls
