"""What a sequence of actions is held against: the run at every moment seen."""

from __future__ import annotations

import numpy as np

from playground.engine.evaluation.evaluation import EvaluationFindings
from playground.engine.evaluation.policy import weights_sha256
from playground.engine.run.inputs import Input
from playground.engine.run.session import Session
from tests.engine.whole import all_but_the_log, digest


class SeenRun:
    """One run as it was seen: everything that it was, by calls done and inputs applied."""

    def __init__(self) -> None:
        self.moments: dict[tuple[int, int], dict[str, str]] = {}
        self.findings: dict[int, str] = {}  # by calls done
        self.rows: np.ndarray | None = None  # of the transition log

    def branch(self, at: Session) -> SeenRun:
        """Return what is known of a run that goes on by itself from where `at` stands."""
        other = SeenRun()
        here = moment_of(at)
        other.moments = {moment: parts for moment, parts in self.moments.items() if moment <= here}
        other.findings = {n_calls: found for n_calls, found in self.findings.items() if n_calls <= here[0]}
        other.rows = None if self.rows is None else self.rows[: at.log.n_rows]
        return other

    def note(self, session: Session) -> None:
        """Assert that a session has the bits of this run at its moment, as far as they are known, and know them."""
        parts = {name: digest(part) for name, part in all_but_the_log(session).items()}
        known = self.moments.setdefault(moment_of(session), parts)
        other = {name for name in known if known[name] != parts[name]}
        assert not other, f"{moment_of(session)}: other {', '.join(sorted(other))} than when it was seen before"
        log = session.log
        rows = log.read_as_written(log.first, log.n_rows)  # a placing cuts off an episode of which rows were seen
        if self.rows is None or len(self.rows) < log.n_rows:
            kept = np.empty((0, log.width), np.float32) if self.rows is None else self.rows
            assert log.first <= len(kept)
            self.rows = np.concatenate([kept, log.read_as_written(len(kept), log.n_rows)])
        assert self.rows[log.first : log.n_rows].tobytes() == rows.tobytes(), "another log than when it was seen before"

    def note_findings(self, n_calls: int, findings: EvaluationFindings) -> None:
        """Assert that evaluations had found at that moment what they are known to have found, and know it."""
        found = findings_of(findings)
        assert self.findings.setdefault(n_calls, found) == found, f"call {n_calls}: other findings than before"


def moment_of(session: Session) -> tuple[int, int]:
    """Return where in its run a session stands."""
    return session.n_calls, len(session.inputs)


def findings_of(findings: EvaluationFindings) -> str:
    """Return all that evaluations found, as a text to compare."""
    best = findings.best
    policy = None if best is None else (best.score, best.policy.step, weights_sha256(best.policy.weights))
    return repr((policy, findings.solved_at, findings.next, findings.next_look, findings.counted_from))


def inputs_of(session: Session) -> list[str]:
    """Return all inputs of the run that a session belongs to, as texts to compare."""
    return [text_of(entry) for entry in (*session.inputs, *session.to_come)]


def text_of(entry: Input) -> str:
    """Return an input as a text to compare."""
    return repr((entry.step, entry.kind, digest(entry.payload), entry.gesture))
