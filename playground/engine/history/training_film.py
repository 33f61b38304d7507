"""The film of one training: a greedy episode of each age, all from one start.

The episodes are shown side by side or one after the other; which frame of which belongs where is told here, the
drawing is others'.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate

from playground.agents.rng import evaluation_seeds
from playground.engine.evaluation.evaluation import REPORT
from playground.engine.evaluation.recording import Recording, record_episode
from playground.engine.history.ages import Age
from playground.envs.base import EnvironmentCard
from playground.errors import never

LAST_FRAME_S = 1.0  # how long the end of an episode stays to be seen


class Order(Enum):
    """How the episodes of a film are shown."""

    SIDE_BY_SIDE = "side-by-side"
    ONE_BY_ONE = "one-by-one"


@dataclass(frozen=True)
class Shot:
    """An age and its episode."""

    age: Age
    recording: Recording


@dataclass(frozen=True)
class TrainingFilm:
    """Episodes of the ages of a run, the youngest first; there is at least one."""

    shots: tuple[Shot, ...]

    @property
    def card(self) -> EnvironmentCard:
        """The environment of all of them."""
        return self.shots[0].age.policy.settings.card

    @property
    def frames_per_s(self) -> int:
        """How many frames a second of real time has."""
        return self.card.steps_per_second

    def n_frames(self, order: Order) -> int:
        """Return how many frames it has; each end stays to be seen for a while."""
        lengths = [self._length(shot) for shot in self.shots]
        return max(lengths) if order is Order.SIDE_BY_SIDE else sum(lengths)

    def starts(self, order: Order) -> list[int]:
        """Return the frames at which episodes begin."""
        if order is Order.SIDE_BY_SIDE:
            return [0]
        return [0, *accumulate(map(self._length, self.shots[:-1]))]

    def at(self, order: Order, number: int) -> list[tuple[Shot, int]]:
        """Return what frame `number` shows: each shot with the frame of its recording.

        Side by side these are all of them, one after the other a single one.
        """
        if order is Order.SIDE_BY_SIDE:
            return [(shot, min(number, len(shot.recording))) for shot in self.shots]
        starts = self.starts(order)
        place = bisect_right(starts, number) - 1
        return [(self.shots[place], min(number - starts[place], len(self.shots[place].recording)))]

    def _length(self, shot: Shot) -> int:
        return len(shot.recording) + 1 + round(LAST_FRAME_S * self.frames_per_s)


def film_of(
    ages: tuple[Age, ...],
    on_progress: Callable[[int, int], object] | None = None,
    should_stop: Callable[[], bool] = never,
) -> TrainingFilm:
    """Return the film of these ages of a run.

    All begin at the first of the starts on which policies of that run are reported, which no policy was chosen by.
    `on_progress` is told how many episodes of all are played. Raises CancelledError if it should stop, and
    EnvironmentFault.
    """
    seed = int(evaluation_seeds(ages[0].policy.settings.params.seed, REPORT, 0, 1)[0])
    shots: list[Shot] = []
    for age in ages:
        shots.append(Shot(age, record_episode(age.policy, seed, should_stop=should_stop)))
        if on_progress is not None:
            on_progress(len(shots), len(ages))
    return TrainingFilm(tuple(shots))
