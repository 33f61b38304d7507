"""The learning table: every algorithm on ten seeds, beside published results."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine.evaluation.statistics import bootstrap_interval, interquartile_mean
from playground.experiments.experiment import Experiment, Found, Translate
from playground.experiments.learning_rows import N_SEEDS, ROWS, LearningRow
from playground.experiments.markdown_blocks import markdown_table
from playground.experiments.trial import run_trial
from playground.experiments.workers import Tell
from playground.i18n import N_

TITLE = N_("What every algorithm learns")
NOTES = N_(
    "Each run is the one that `playground train` makes with these settings. “Best” is its best policy, chosen on starts"
    " for choosing; “final” is the policy at its end. Both are measured on 100 fresh starts on which nothing was ever"
    " chosen. The spread is the standard deviation between seeds (n - 1). IQM is the interquartile mean over seeds, with"
    " its 95 % interval: percentile bootstrap over runs, 50,000 resamples (Agarwal et al. 2021). A run whose numbers"
    " exploded counts with the best policy it had. Published figures were measured in other ways, said beside them."
)
_TOO_FEW = N_("too few")
HEAD = (
    N_("algorithm, environment, preset"),
    N_("env steps"),
    N_("published"),
    N_("asked of the best policy"),
    N_("seeds"),
    N_("reach it"),
    N_("best: mean ± std"),
    N_("best: IQM [95 %]"),
    N_("final: mean ± std"),
    N_("final: IQM [95 %]"),
    N_("final ones that reach it"),
    N_("time to train, median"),
)


@dataclass(frozen=True)
class Summary:
    """The scores of several seeds in a few numbers."""

    mean: float
    std: float  # between seeds, n - 1; 0 for one
    iqm: float
    low: float  # of the interval around iqm
    high: float
    n_reaching: int


def measure(row: LearningRow, seed: int, tell: Tell) -> dict[str, Any]:
    """Make one run of a row; called in a worker."""
    return run_trial(row.settings(seed), tell=tell)


def news(result: dict[str, Any]) -> str:
    """Return the result of one run in a few words.

    They are English, as the log of a long measurement is.
    """
    seconds = result["train_seconds"] + result["eval_seconds"]
    return f"best {_score(result['best']):.1f}, final {_score(result['final']):.1f}, {seconds:.0f} s"


def summary(scores: Sequence[float], threshold: float) -> Summary:
    """Return the summary of these seeds' scores."""
    array = np.array(scores)
    with np.errstate(invalid="ignore"):  # a policy of no finite return makes some of it NaN, and says so
        return _summary(array, threshold)


def _summary(array: NDArray[np.float64], threshold: float) -> Summary:
    low, high = bootstrap_interval(array)
    return Summary(
        mean=float(array.mean()),
        std=float(array.std(ddof=1)) if len(array) > 1 else 0.0,
        iqm=float(interquartile_mean(array)),
        low=low,
        high=high,
        n_reaching=int((array >= threshold).sum()),
    )


def table(found: Found, words: Translate) -> str:
    """Return the table; rows without any run are left out."""
    lines = [_line(row, list(found[row.name].values()), words) for row in ROWS if found.get(row.name)]
    return markdown_table(tuple(map(words, HEAD)), lines)


def _line(row: LearningRow, results: list[dict[str, Any]], words: Translate) -> list[str]:
    best, final = (summary([_score(result[which]) for result in results], row.threshold) for which in ("best", "final"))
    n = len(results)
    seconds = statistics.median(result["train_seconds"] for result in results)
    return [
        f"{row.algorithm}, {row.environment}, `{row.preset}`",
        f"{row.n_steps:,}",
        f"{row.published} ({words(row.source)})" if row.published else "",
        words(N_("≥ {threshold:g} in {at_least} of {n}")).format(
            threshold=row.threshold, at_least=row.at_least, n=N_SEEDS
        ),
        str(n),
        f"{best.n_reaching}/{n}{_verdict(row, best.n_reaching, n, words)}",
        f"{best.mean:.1f} ± {best.std:.1f}",
        f"{best.iqm:.1f} [{best.low:.1f}, {best.high:.1f}]",
        f"{final.mean:.1f} ± {final.std:.1f}",
        f"{final.iqm:.1f} [{final.low:.1f}, {final.high:.1f}]",
        f"{final.n_reaching}/{n}",
        words(N_("{seconds:.0f} s")).format(seconds=seconds),
    ]


def _verdict(row: LearningRow, n_reaching: int, n: int, words: Translate) -> str:
    """Return "" while seeds are missing that could still decide."""
    if n_reaching >= row.at_least:
        return ""
    return "" if n_reaching + N_SEEDS - n >= row.at_least else f" **{words(_TOO_FEW)}**"


def _score(policy: dict[str, Any] | None) -> float:
    return -np.inf if policy is None or policy["mean"] is None else policy["mean"]


LEARNING = Experiment(
    name="learning",
    block="learning-table",
    title=TITLE,
    rows=ROWS,
    seeds=range(1, N_SEEDS + 1),
    measure=measure,
    news=news,
    table=table,
    notes=NOTES,
)
