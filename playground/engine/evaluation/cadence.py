"""Cadence of evaluations: a rule without a clock, for some 15 % of the time.

A clock would find another best policy in every repetition of a run. So what a step of training and a step of an
evaluation cost is computed from the size of the network and the updates really made. The constants are microseconds of
one machine (resources/benchmarks.md); only their proportions matter. Of an environment that somebody added, the probe
measured once what a step costs, and the settings of a run keep it.
"""

from __future__ import annotations

from playground.engine.run.session import Session

FIRST_EVERY = 250  # env steps between evaluations at least
EARLY_STEPS = 5_000  # in which many tasks are solved first, so that more time is worth it
SHARE = 0.15  # of the time
SHARE_EARLY = 0.35  # of the time of the first EARLY_STEPS
FEW = 3  # starts that a policy reaches the goal from, one after the other, before it is tried on all of them
FEWEST = 2  # starts of an evaluation that there is no time for
ASKED_US = 5e6  # of an evaluation that a person waits for
ANSWER_US = 50e3  # until what else they ask for is answered

STEP_US = 10.0  # an env step without learning, and without what the environment itself takes
UPDATE_US = 35.0  # an update of a network without weights; Params may know better, as `update_us`
PER_WEIGHT_AND_SAMPLE_US = 8 / 120e3  # 8 operations of an update, 2 of an evaluation, at 120 thousand a microsecond
STEPS_TO_BEGIN = 60  # beginning all episodes costs as much as so many steps of them
ACT_US = 4.0  # an action for one state
_NEWEST = 20  # episodes that tell how long one is


class Cadence:
    """A count of what a session learned since its newest evaluation.

    It also counts what all of them cost.
    """

    def __init__(self, session: Session, n_weights: int) -> None:
        self._session, self._n_weights = session, n_weights
        self._n_steps, self._n_updates = session.n_steps, session.agent.n_updates
        self.spent_us = 0  # on evaluations

    def steps_until_next(self, n_evaluated: int, n_starts: int) -> int:
        """Return how many env steps to make until the next evaluation.

        The newest one took `n_evaluated` steps of so many starts. Before learning starts nothing tells what it costs,
        so the next one comes soon after.
        """
        session = self._session
        if session.n_steps < self._learning_starts:
            return max(FIRST_EVERY, self._learning_starts + FIRST_EVERY - session.n_steps)
        spent_us = n_evaluated * self._evaluation_step_us(n_starts)
        return max(FIRST_EVERY, round(spent_us * (1 - SHARE) / SHARE / self._training_step_us()))

    def note(self, n_evaluated: int, n_starts: int) -> None:
        """Count an evaluation of so many steps, and what is learned anew from here."""
        self.spent_us += round(n_evaluated * self._evaluation_step_us(n_starts))
        self._n_steps, self._n_updates = self._session.n_steps, self._session.agent.n_updates

    def note_look(self, n_made: int) -> None:
        """Count a look that took so many steps of one environment."""
        self.spent_us += round(n_made * self._look_step_us())

    def may_look(self) -> bool:
        """Whether there is time to look at a policy from a few starts."""
        return self.spent_us + FEW * self._session.card.steps_per_episode * self._look_step_us() <= self._allowed_us()

    def starts(self) -> int:
        """Return from how many starts there is time to evaluate, twice; maybe none.

        Where episodes are stepped side by side all of them cost little more than one.
        """
        card = self._session.card
        if not self._is_one_by_one:
            return card.evaluation_episodes
        fit = (self._allowed_us() - self.spent_us) // (2 * self._longest() * self._evaluation_step_us(1))
        return max(0, min(card.evaluation_episodes, int(fit)))

    def starts_of_report(self) -> int:
        """Return from how many starts to evaluate a policy for a report: FEWEST at least."""
        card = self._session.card
        if not self._is_one_by_one:
            return card.evaluation_episodes
        fit = SHARE * self._trained_us() // (self._longest() * self._evaluation_step_us(1))
        return max(FEWEST, min(card.evaluation_episodes, int(fit)))

    def starts_asked(self) -> int:
        """Return from how many starts to evaluate because a person asked: FEWEST at least.

        By counted steps it takes no longer than ASKED_US, and each step of all together no longer than ANSWER_US.
        """
        card = self._session.card
        if not self._is_one_by_one:
            return card.evaluation_episodes
        step_us = self._evaluation_step_us(1)
        fit = min(ASKED_US / (self._longest() * step_us), ANSWER_US / step_us)
        return max(FEWEST, min(card.evaluation_episodes, int(fit)))

    def state(self) -> tuple[int, int]:
        """Return the counts it started from."""
        return self._n_steps, self._n_updates

    def restore(self, state: tuple[int, int], spent_us: int) -> None:
        """Count from what state() gave, and from what was spent."""
        self._n_steps, self._n_updates = state
        self.spent_us = spent_us

    def _allowed_us(self) -> float:
        """Return what all evaluations up to here may cost.

        In the first steps it is what is allowed in all of them: who is good soon is found soon.
        """
        session, trained_us = self._session, self._trained_us()
        n_early = min(EARLY_STEPS, session.params.run_length)
        early_us = trained_us * min(1.0, n_early / max(1, session.n_steps))
        early_us += max(0, n_early - session.n_steps) * self._training_step_us()
        later_us = max(0.0, trained_us - early_us)
        allowed_us: float = early_us * SHARE_EARLY / (1 - SHARE_EARLY) + later_us * SHARE / (1 - SHARE)
        return allowed_us

    def _trained_us(self) -> float:
        session = self._session
        return session.n_steps * (STEP_US + session.card.step_us) + session.agent.n_updates * self._update_us()

    def _training_step_us(self) -> float:
        session = self._session
        n_steps = session.n_steps - max(self._n_steps, self._learning_starts)
        n_updates = session.agent.n_updates - self._n_updates
        return STEP_US + session.card.step_us + n_updates / max(1, n_steps) * self._update_us()

    def _update_us(self) -> float:
        params = self._session.params
        batch = getattr(params, "batch_size", 1)
        update_us: float = getattr(params, "update_us", UPDATE_US) + batch * self._n_weights * PER_WEIGHT_AND_SAMPLE_US
        return update_us

    def _evaluation_step_us(self, n_starts: int) -> float:
        card = self._session.card
        part = n_starts / card.evaluation_episodes if self._is_one_by_one else 1.0
        return card.batch_step_us * part + self._n_weights * n_starts * PER_WEIGHT_AND_SAMPLE_US / 4

    def _look_step_us(self) -> float:
        return ACT_US + self._session.card.step_us + self._n_weights * PER_WEIGHT_AND_SAMPLE_US / 4

    @property
    def _is_one_by_one(self) -> bool:
        """Whether the episodes of an evaluation are stepped one after the other."""
        card = self._session.card
        return card.batch_step_us >= card.evaluation_episodes * card.step_us

    def _longest(self) -> int:
        """Return the length of the longest of the newest episodes, the one under way too.

        Before one has ended nothing tells that any ends before its time limit.
        """
        session = self._session
        episodes = session.metrics.episodes
        lengths = episodes.since(max(0, episodes.n_rows - _NEWEST))[:, episodes.names.index("length")]
        if not len(lengths):
            return session.card.steps_per_episode
        return max(session.shown.episode_step, *(int(length) for length in lengths))

    @property
    def _learning_starts(self) -> int:
        starts: int = getattr(self._session.params, "learning_starts", 0)
        return starts
