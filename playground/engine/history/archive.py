"""A whole run as a value that a file can hold.

It has all that the run needs to go on with the same bits, and its past.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from playground.agents.replay.transition_log import TransitionLog
from playground.engine.evaluation.evaluation import EvaluationFindings, Evaluator
from playground.engine.history.keyframe import Keyframe, Past, keyframe_of, resume
from playground.engine.history.keyframe_store import size_of
from playground.engine.history.made_elsewhere import MadeElsewhere, made_elsewhere
from playground.engine.history.timeline import PastError, Timeline
from playground.engine.run.fingerprint import fingerprint
from playground.engine.run.inputs import Input
from playground.engine.run.session import Session, new_metrics
from playground.engine.run.settings import Settings
from playground.errors import Term
from playground.i18n import N_

TABLES = ("curve", "episodes", "evaluations", "actions")  # of Metrics
MOST_KEYFRAMES = 500
MOST_BESTS = 500  # policies that were the best one after the other


@dataclass(frozen=True)
class ArchiveLimits:
    """Limits of the parts of an archive that the run can go on without."""

    log_bytes: int = 256 << 20  # of the transition log; of a longer one the older part is left behind
    keyframe_bytes: int = 64 << 20
    best_bytes: int = 64 << 20


WHOLE = ArchiveLimits()
BRIEF = ArchiveLimits(log_bytes=4 << 20, keyframe_bytes=4 << 20, best_bytes=4 << 20)  # quickly taken and written


@dataclass(frozen=True)
class Archive:
    """A run, from its settings to its present.

    Nobody writes to what it holds. The last keyframe is the present; there is none of the beginning. `rows` are the
    newest of the transition log, up to the present, and all of them unless they are very many. Without the older ones
    every moment of the past can still be gone to, only by making all steps again.
    """

    settings: Settings
    inputs: tuple[Input, ...]  # of the whole run in order, those that are still to come included
    keyframes: tuple[Keyframe, ...]
    rows: NDArray[np.float32]  # (rows, width)
    tables: Mapping[str, NDArray[np.float64]]  # the curves up to the present, by TABLES
    findings: tuple[
        tuple[int, EvaluationFindings], ...
    ]  # after each evaluation, by calls done; the first is of the beginning
    every: int | None  # env steps between evaluations; None: as usual
    title: str = ""
    created: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    fingerprint: Mapping[str, str] = field(default_factory=dict)  # of what made its newest steps; left out, ours
    made_elsewhere: MadeElsewhere | None = None  # of its past, as it was when it was kept

    def __post_init__(self) -> None:
        if not self.fingerprint:
            object.__setattr__(self, "fingerprint", fingerprint(self.settings))

    @property
    def present(self) -> Keyframe:
        """The moment at which the run goes on."""
        return self.keyframes[-1]

    @property
    def first_row(self) -> int:
        """The number of the oldest row of the log."""
        return self.present.n_rows - len(self.rows)


def archive_of(timeline: Timeline, title: str = "", bounds: ArchiveLimits = WHOLE) -> Archive:
    """Return the run at its present.

    Call it between two steps, on the thread that makes them. Raises PastError for an environment that cannot be put
    back to where it is.
    """
    session = timeline.session
    if not timeline.can_go_back:
        raise PastError(
            N_(
                "The session of this run cannot be saved: the environment “{name}” cannot be put back to where it is, for {why}. Save the policy instead. The run goes on as it was."
            ),
            name=session.card.id,
            why=Term(session.card.doubt),
        )
    log, present = session.log, keyframe_of(session)
    first = _first_row(session, present, bounds.log_bytes)
    earlier = [
        keyframe
        for keyframe in timeline.keyframes.before(session.n_calls - 1)
        if keyframe.n_calls > 0 and first <= oldest_row_needed(keyframe, len(log.ring))
    ]
    return Archive(
        settings=session.settings,
        inputs=(*session.inputs, *session.to_come),
        keyframes=(*_thinned(earlier, bounds.keyframe_bytes), present),
        rows=log.read_as_written(first, log.n_rows),
        tables={name: getattr(session.metrics, name).since(0) for name in TABLES},
        findings=tuple(_thinned_findings(timeline.findings, bounds.best_bytes)),
        every=timeline.evaluator.every,
        title=title,
        made_elsewhere=timeline.made_elsewhere,
    )


def timeline_from(archive: Archive, spills: tuple[BinaryIO | None, BinaryIO | None] = (None, None)) -> Timeline:
    """Return the run, ready to go on from its present; its past stays reachable.

    `spills` take the older part of its log: what it had done, and what it does from here. Raises EnvironmentFault for
    an environment of somebody's own that does not come back to where it was.
    """
    settings, space = archive.settings, archive.settings.space
    log = TransitionLog(len(space.scale), 1, spills[0], space.action_size)
    log.begin_at(archive.first_row)
    log.extend(archive.rows)
    metrics = new_metrics(settings)
    for name in TABLES:
        getattr(metrics, name).begin_with(archive.tables[name])
    session = resume(archive.present, Past(settings, log, metrics, archive.inputs), spill=spills[1])
    evaluator = Evaluator(session, archive.every)
    evaluator.begin_with(archive.findings[-1][1])
    elsewhere = made_elsewhere(settings, session.n_calls, archive.fingerprint, archive.made_elsewhere)
    return Timeline(session, evaluator, archive.keyframes, archive.findings, made_elsewhere=elsewhere)


def oldest_row_needed(keyframe: Keyframe, in_memory: int) -> int:
    """Return the first row of the log that going on from there needs.

    `in_memory` is how many of the newest rows are kept in memory.
    """
    begin: int = keyframe.agent.get("begin", keyframe.n_rows)  # of a rollout
    return min(begin, max(0, keyframe.n_rows - in_memory))


def _first_row(session: Session, present: Keyframe, most_bytes: int) -> int:
    log = session.log
    wanted = log.n_rows - most_bytes // (4 * log.width)
    return max(log.first, min(wanted, oldest_row_needed(present, len(log.ring))))


def _thinned(keyframes: list[Keyframe], most_bytes: int) -> list[Keyframe]:
    """Return every n-th, counted from the newest, to stay within the limits.

    The newest is always among them.
    """
    n_bytes = sum(map(size_of, keyframes))
    every = max(1, -(-n_bytes // most_bytes), -(-len(keyframes) // MOST_KEYFRAMES))
    return keyframes[::-every][::-1]


def _thinned_findings(
    findings: list[tuple[int, EvaluationFindings]], most_bytes: int
) -> list[tuple[int, EvaluationFindings]]:
    """Return the findings without those of the oldest best policies.

    None is left out where they are few enough.
    """
    bests = list({id(found.best): found.best for _, found in findings if found.best is not None}.values())
    n_bytes = max((sum(array.nbytes for array in best.policy.weights.values()) for best in bests), default=0)
    most = max(1, min(MOST_BESTS, most_bytes // max(1, n_bytes)))
    kept = {id(best) for best in bests[-most:]}
    return [entry for entry in findings if entry[1].best is None or id(entry[1].best) in kept]
