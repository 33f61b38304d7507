"""Places of things along a run: episodes, changes, evaluations, keyframes."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from playground.i18n import _
from playground.lazy import lazy_import
from playground.number_text import nice_step, return_words
from playground.ui.plots.drawing.mark_list import MarkList, marks_of
from playground.ui.plots.drawing.mark_text import list_words
from playground.ui.trainer.snapshot import Snapshot

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from playground.engine.history.difference import Difference
    from playground.engine.run.metrics import Mark, Metrics
else:  # after the first paint
    np = lazy_import("numpy")

LEAST_END = 500  # steps
AHEAD = 1.25  # the rail reaches so far beyond the present,
TO_THE_END = 2.0  # or to the end of the run once that is so near
REACH = 4  # px from a thing that still count as on it
GAP = 5  # px between two dots, about


class TimelineModel:
    """One run on a rail of `width` pixels.

    Steps are environment steps, places are pixels from the left end. What is drawn is thinned to what pixels can show,
    so that a long run costs no more than a short one.
    """

    def __init__(self) -> None:
        self.width = 1.0
        self.end = float(LEAST_END)  # the step at the right end
        self.snapshot = Snapshot()
        self.marks: MarkList | None = None
        self._marks_seen: tuple[object, ...] = ()
        self.best: tuple[float, int] | None = None  # of all the run, also while its past is shown
        self._metrics: Metrics | None = None
        self._counts: NDArray[np.int64] | None = None  # episodes that ended, for each pixel
        self._n_counted = 0
        self._evaluations: NDArray[np.float64] | None = None
        self._seen: tuple[Any, ...] = ()

    @property
    def present(self) -> int:
        """The newest step of the run."""
        return self.snapshot.newest_steps

    @property
    def fork_step(self) -> int | None:
        """The step from which a fork goes on beside the run."""
        return None if self.snapshot.fork is None else self.snapshot.fork.from_step

    @property
    def difference(self) -> Difference | None:
        """The first difference between the fork and the run."""
        return None if self.snapshot.fork is None else self.snapshot.fork.difference

    @property
    def to_come(self) -> tuple[Mark, ...]:
        """The changes that will happen by themselves, as far as the rail reaches."""
        marks = self.snapshot.to_come
        return marks[: bisect_right(marks, self.end, key=_step)]

    @property
    def shown(self) -> int:
        """The step that is shown."""
        return self.snapshot.n_steps

    def set_width(self, width: float) -> None:
        """Spread the run over so many pixels."""
        if width != self.width:
            self.width = max(width, 1.0)
            self._count_anew()

    def take(self, snapshot: Snapshot) -> None:
        """Take over a snapshot; another run than before begins anew."""
        is_new = snapshot.run != self.snapshot.run or snapshot.metrics is not self._metrics
        self.snapshot = snapshot
        if is_new:
            self._metrics = snapshot.metrics
            self._evaluations = None
            self.marks, self.best = None, None
            self.end = 0.0
        if not snapshot.is_past and snapshot.fork is None:
            self.best = snapshot.best
        end = max(self.end, self._round_end())
        if end != self.end or is_new:
            self.end = end
            self._count_anew()

    def read(self) -> bool:
        """Read what is new of the run; return whether the picture changes by it.

        The moment that is shown is no part of the picture.
        """
        metrics = self._metrics
        if metrics is not None:
            self._read(metrics)
        snapshot = self.snapshot
        seen = (
            metrics,
            self.width,
            self.end,
            self._n_counted,
            self.marks,
            snapshot.keyframes,
            self.best,
            len(self._evaluations) if self._evaluations is not None else 0,
            self.fork_step,
            self.difference,
            snapshot.to_come,
            round(self.x_of(self.present)),
        )
        is_news = seen != self._seen
        self._seen = seen
        return is_news

    # Places

    def x_of(self, step: Any) -> Any:
        """Return where a step lies, or where many do."""
        if isinstance(step, int | float):
            return self.width * min(step / self.end, 1.0)
        return self.width * np.minimum(step / self.end, 1.0)

    def _x_of_mark(self, mark: Mark) -> float:
        return float(self.x_of(mark.step))

    def step_at(self, x: float) -> int:
        """Return the step at a place, the present where nothing has been run yet."""
        return max(0, min(round(x / self.width * self.end), self.present))

    def aimed_at(self, x: float) -> int:
        """Return the step that a person means who points there.

        It is that of a change or of the best policy, where one is within reach.
        """
        named: list[int] = []
        if self.marks is not None and len(self.marks):
            steps = self.marks.steps[self.marks.steps <= self.present]
            named += steps[np.abs(self.x_of(steps) - x).argmin(keepdims=True)].tolist() if len(steps) else []
        if self.best is not None:
            named.append(self.best[1])
        if self.fork_step is not None:
            named.append(self.fork_step)
        if self.difference is not None:
            named.append(self.difference.step)
        close = [step for step in named if abs(self.x_of(step) - x) <= REACH and step <= self.present]
        return min(close, key=lambda step: abs(self.x_of(step) - x)) if close else self.step_at(x)

    # What there is to draw

    def episode_bars(self) -> list[tuple[int, float]]:
        """Return the pixels in which episodes ended, and how many did.

        Counts are shares of the most that ended in one pixel.
        """
        if self._counts is None:
            return []
        places = np.flatnonzero(self._counts)
        if not len(places):
            return []
        shares = self._counts[places] / self._counts.max()
        return list(zip(places.tolist(), shares.tolist(), strict=True))

    def evaluation_places(self) -> list[float]:
        """Return where evaluations were held, thinned where they crowd."""
        return [] if self._evaluations is None else self._thinned(self._evaluations[:, 0])

    def keyframe_places(self) -> list[float]:
        """Return where keyframes lie, thinned where they crowd."""
        return self._thinned(self.snapshot.keyframes) if self.snapshot.keyframes else []

    # What there is to say

    def tip(self, x: float) -> str:
        """Return the words for what is at a place."""
        to_come = self.to_come
        first = bisect_left(to_come, x - REACH, key=self._x_of_mark)
        coming = to_come[first : bisect_right(to_come, x + REACH, key=self._x_of_mark)]
        if coming:
            return list_words(coming, is_to_come=True)
        if x > self.x_of(self.present) + REACH:
            return _("step {step}: not run yet").format(step=f"{round(x / self.width * self.end):,}")
        step = self.aimed_at(x)
        said = [_("step {step}, {episode}").format(step=f"{step:,}", episode=self._episode_words(step))]
        close = [] if self.marks is None else self.marks.near(x, self.x_of, REACH)
        if close:
            said.append(list_words(close))
        said += self._evaluation_words(x)
        if self.best is not None and abs(self.x_of(self.best[1]) - x) <= REACH:
            mean, at = self.best
            said.append(_("step {step}: the best policy, {mean}").format(step=f"{at:,}", mean=return_words(mean)))
        if self.fork_step is not None and abs(self.x_of(self.fork_step) - x) <= REACH:
            said.append(_("step {step}: the fork began").format(step=f"{self.fork_step:,}"))
        if self.difference is not None and abs(self.x_of(self.difference.step) - x) <= REACH:
            said.append(self.difference.sentence())
        return "\n".join(said)

    def keyframe_tip(self, x: float) -> str:
        """Return the words for the keyframe at a place, empty where there is none."""
        nearest = min(self.snapshot.keyframes, key=lambda step: abs(self.x_of(step) - x), default=None)
        if nearest is None or abs(self.x_of(nearest) - x) > REACH:
            return ""
        said = _("step {step}: a keyframe; the moments after it are computed again from there")
        return said.format(step=f"{nearest:,}")

    def where_words(self) -> str:
        """Return the words for the moment that is shown."""
        snapshot = self.snapshot
        step, present = f"{self.shown:,}", f"{self.present:,}"
        if snapshot.is_past:
            return _("Step {step} of {present}: the past").format(step=step, present=present)
        return _("Step {step}: the present").format(step=step)

    def _episode_words(self, step: int) -> str:
        if self._metrics is None:
            return ""
        rows = self._metrics.episodes.since(0)
        number = int(np.searchsorted(rows[:, 0], step))
        if number == len(rows):
            return _("episode {n}, under way").format(n=f"{number + 1:,}")
        _end, total, length = rows[number].tolist()
        return _("episode {n}: return {total}, {length} steps").format(
            n=f"{number + 1:,}", total=return_words(total), length=f"{length:,.0f}"
        )

    def _evaluation_words(self, x: float) -> list[str]:
        if self._evaluations is None or not len(self._evaluations):
            return []
        steps = self._evaluations[:, 0]
        nearest = int(np.argmin(np.abs(steps - x / self.width * self.end)))
        if abs(self.x_of(steps[nearest]) - x) > REACH:
            return []
        return [
            _("step {step}: evaluation {mean}").format(
                step=f"{steps[nearest]:,.0f}", mean=return_words(float(self._evaluations[nearest, 1]))
            )
        ]

    # Keeping up

    def _read(self, metrics: Metrics) -> None:
        if metrics.evaluations.n_rows != (0 if self._evaluations is None else len(self._evaluations)):
            self._evaluations = metrics.evaluations.since(0)
        fork = self.snapshot.fork
        runs = (metrics,) if fork is None else (metrics, fork.metrics)
        seen = (*runs, *(run.marks_version for run in runs))
        if seen != self._marks_seen or self.marks is None:
            self.marks, self._marks_seen = marks_of(runs, self.marks), seen
        n_pixels = math.ceil(self.width) + 1
        if self._counts is None:
            self._counts, self._n_counted = np.zeros(n_pixels, np.int64), 0
        rows = metrics.episodes.since(self._n_counted)
        if len(rows):
            places = np.minimum(rows[:, 0] / self.end, 1.0) * self.width
            self._counts += np.bincount(places.astype(np.int64), minlength=n_pixels)
            self._n_counted += len(rows)

    def _count_anew(self) -> None:
        self._counts = None

    def _round_end(self) -> float:
        present = self.present
        run_length = self.snapshot.values.get("run_length", 0)
        if present <= run_length <= max(TO_THE_END * present, LEAST_END):
            return float(run_length)
        wanted = max(AHEAD * present, LEAST_END)
        step = nice_step(wanted / 8)
        return math.ceil(wanted / step) * step

    def _thinned(self, steps: Sequence[float] | NDArray[np.float64]) -> list[float]:
        """Return where steps lie that rise, of those within GAP pixels the first."""
        places = np.minimum(np.asarray(steps, np.float64) / self.end, 1.0) * self.width
        _cells, first = np.unique(places // GAP, return_index=True)
        thinned: list[float] = places[first].tolist()
        return thinned


def _step(mark: Mark) -> int:
    return mark.step
