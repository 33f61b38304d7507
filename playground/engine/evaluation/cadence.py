"""Cadence of evaluations: a rule without a clock, for some 15 % of the time.

A clock would find another best policy in every repetition of a run. So what a step of training and a step of an
evaluation cost is computed from the size of the network and the updates really made. The constants are microseconds of
one machine (resources/benchmarks.md); only their proportions matter.
"""

from __future__ import annotations

from playground.engine.run.session import Session

FIRST_EVERY = 250  # env steps between evaluations at least
SHARE = 0.15  # of the time
SHARE_WHEN_PROMISING = 0.35  # when an episode of training has just reached the goal, until the task is solved

STEP_US = 10.0  # an env step without learning, and without what the environment itself takes
UPDATE_US = 35.0  # an update of a network without weights; Params may know better, as `update_us`
PER_WEIGHT_AND_SAMPLE_US = 8 / 120e3  # 8 operations of an update, 2 of an evaluation, at 120 thousand a microsecond
STEPS_TO_BEGIN = 60  # beginning all episodes costs as much as so many steps of them


class Cadence:
    """A count of what a session has learned since its newest evaluation."""

    def __init__(self, session: Session, n_weights: int) -> None:
        self._session, self._n_weights = session, n_weights
        self._n_steps, self._n_updates = session.n_steps, session.agent.n_updates

    def steps_until_next(self, n_evaluated: int, share: float) -> int:
        """Return how many env steps to make until the next evaluation.

        `n_evaluated` is how many steps the newest one took, `share` its share of the time. Before learning starts
        nothing tells what it costs, so the next one comes soon after.
        """
        session, card = self._session, self._session.card
        if session.n_steps < self._learning_starts:
            return max(FIRST_EVERY, self._learning_starts + FIRST_EVERY - session.n_steps)
        evaluated_us = card.batch_step_us + self._n_weights * card.evaluation_episodes * PER_WEIGHT_AND_SAMPLE_US / 4
        return max(FIRST_EVERY, round(n_evaluated * evaluated_us * (1 - share) / share / self._training_step_us()))

    def note(self) -> None:
        """Count anew from here."""
        self._n_steps, self._n_updates = self._session.n_steps, self._session.agent.n_updates

    def state(self) -> tuple[int, int]:
        """Return the counts it started from."""
        return self._n_steps, self._n_updates

    def restore(self, state: tuple[int, int]) -> None:
        """Count from what state() gave."""
        self._n_steps, self._n_updates = state

    def _training_step_us(self) -> float:
        session = self._session
        n_steps = session.n_steps - max(self._n_steps, self._learning_starts)
        n_updates = session.agent.n_updates - self._n_updates
        batch = getattr(session.params, "batch_size", 1)
        update_us: float = (
            getattr(session.params, "update_us", UPDATE_US) + batch * self._n_weights * PER_WEIGHT_AND_SAMPLE_US
        )
        return STEP_US + session.card.step_us + n_updates / max(1, n_steps) * update_us

    @property
    def _learning_starts(self) -> int:
        starts: int = getattr(self._session.params, "learning_starts", 0)
        return starts
