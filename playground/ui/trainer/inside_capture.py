"""Capture of the inside of a learner that races, for those who look."""

from __future__ import annotations

import time

from playground.engine.insight.inside_view import InsideView
from playground.engine.run.session import Session

LEAST_S = 0.2  # between two views: more than five a second nobody reads
SHARE = 0.02  # of the time, for them at most


class InsideCapture:
    """Taker of views, for the thread that trains. While nobody looks it takes none."""

    def __init__(self) -> None:
        self.is_wanted = False
        self._view: InsideView | None = None
        self._session: Session | None = None
        self._due_at = 0.0
        self._counted = (0.0, 0, 0, 0)  # when, and env steps, updates and episodes by then

    def view(self, session: Session, *, is_racing: bool) -> InsideView | None:
        """Return the newest view of what races; None while it does not or nobody looks.

        Its rates are "steps", "updates" and "episodes" a second; there are none in the first.
        """
        if not (self.is_wanted and is_racing):
            self._view, self._session = None, None
            return None
        begun = time.perf_counter()
        if session is not self._session:
            self._view, self._session, self._due_at = None, session, begun
        if self._view is None or begun >= self._due_at:
            self._view = self._taken(session, begun)
            done = time.perf_counter()
            self._due_at = done + max(LEAST_S, (done - begun) * (1 - SHARE) / SHARE)
        return self._view

    def _taken(self, session: Session, now: float) -> InsideView:
        agent = session.agent
        counted = now, session.n_steps, agent.n_updates, session.n_episodes
        rates = {}
        if self._view is not None:
            since, *before = self._counted
            names = ("steps", "updates", "episodes")
            rates = {
                name: (n - n_before) / (now - since)
                for name, n, n_before in zip(names, counted[1:], before, strict=True)
            }
        self._counted = counted
        insight = agent.insight()
        return InsideView(session.n_steps, insight, session.buffer.view(insight), rates)
