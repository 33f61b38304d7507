"""The value-gap table: how much DQN overestimates, and Double DQN less.

Van Hasselt et al. 2016, "Deep reinforcement learning with double Q-learning", measure what a policy expects against
what it gets. So do we, while it learns: at some moments, from the same starts, the largest Q(s0) of the network against
the discounted return that its own greedy policy then collects, rewards as the learner is given them. The gap is the
first less the second: above 0 it expects too much.
"""

from __future__ import annotations

import contextlib
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.agents.nn.backend import prepare_thread
from playground.agents.rng import evaluation_seeds
from playground.engine.evaluation.policy import policy_of
from playground.engine.evaluation.statistics import bootstrap_interval, mean
from playground.engine.headless import open_spill
from playground.engine.run.session import Session
from playground.errors import DivergedError
from playground.experiments.experiment import Experiment, Found, Translate
from playground.experiments.markdown_blocks import markdown_table
from playground.experiments.value_gap_rows import ROWS, GapRow
from playground.experiments.workers import Tell
from playground.i18n import N_

FIRST, EVERY = 5_000, 500  # env steps: from when on, and how often
N_STARTS = 100
STARTS = 4  # the number of this set of starts; engine.evaluation.evaluation has 0 to 3
REST = 1e-4  # what the rewards beyond the horizon are worth at most, as a part of all rewards

TITLE = N_("What DQN and Double DQN expect, and what they get")
NOTES = N_(
    "From step 5,000 on, every 500 steps, from 100 fixed starts: the largest Q(s₀) of the network less the discounted"
    " return that its greedy policy then collects, with the rewards it learns from. The episodes of this measurement go on"
    " beyond the time limit, as Q does, until what follows counts for less than 1/10,000. Every figure is a mean over the"
    " moments of a run and then over seeds; the difference is that of the two gaps of one seed, with its 95 % interval:"
    " percentile bootstrap of the mean over seeds, 50,000 resamples."
)
HEAD = (
    N_("environment, preset"),
    N_("seeds"),
    N_("DQN: Q(s₀)"),
    N_("DQN: return"),
    N_("DQN: gap ± std"),
    N_("Double: Q(s₀)"),
    N_("Double: return"),
    N_("Double: gap ± std"),
    N_("DQN’s gap less Double’s [95 %]"),
    N_("seeds in which DQN’s is larger"),
)


def measure(row: GapRow, seed: int, tell: Tell) -> dict[str, Any]:
    """Make one run of a row; return expected and real returns at each moment.

    Called in a worker.
    """
    prepare_thread()
    settings = row.settings(seed)
    moments: list[list[float]] = []
    end = "done"
    with open_spill() or contextlib.nullcontext() as spill:
        session = Session(settings, spill=spill)
        while session.n_steps < settings.params.run_length:
            try:
                session.step()
            except DivergedError:
                end = "diverged"
                break
            if session.n_steps >= FIRST and session.n_steps % EVERY == 0:
                moments.append([session.n_steps, *expected_and_got(session)])
                tell(session.n_steps)
    return {"seed": seed, "end": end, "moments": moments}


def expected_and_got(session: Session) -> tuple[float, float]:
    """Return the mean of max_a Q(s0, a) and of the discounted return.

    Both are over the starts; the return is that of acting greedily from there.
    """
    policy, params = policy_of(session), session.params
    actor = policy.actor()
    environments = session.card.make_batch(N_STARTS, session.environment_params)
    observations = environments.reset(evaluation_seeds(params.seed, STARTS, 0, N_STARTS))
    expected = float(np.mean([actor.act(observation)[1].max() for observation in observations]))
    got, discount, alive = np.zeros(N_STARTS), 1.0, np.ones(N_STARTS, np.bool_)
    for _ in range(_horizon(params.gamma, session.card.steps_per_episode)):
        observations, rewards, terminated = environments.step(actor.act_batch(observations))
        got += discount * np.where(alive, _as_learned(rewards, terminated, params.reward_on_termination), 0.0)
        alive &= ~terminated
        discount *= params.gamma
        if not alive.any():
            break
    return expected, float(got.mean())


def _as_learned(
    rewards: NDArray[np.float64], terminated: NDArray[np.bool_], on_termination: float | None
) -> NDArray[np.float64]:
    """Return rewards as the learner gets them."""
    return rewards if on_termination is None else np.where(terminated, on_termination, rewards)


def _horizon(gamma: float, longest: int) -> int:
    """Return after how many steps a reward no longer counts.

    Without discounting, that is the length of an episode.
    """
    return longest if gamma >= 1.0 else 1 if gamma <= 0.0 else math.ceil(math.log(REST) / math.log(gamma))


def news(result: dict[str, Any]) -> str:
    """Return the result of one run in a few words.

    They are English, as the log of a long measurement is.
    """
    expected, got = _means(result)
    return f"Q(s0) {expected:.2f}, return {got:.2f}, gap {expected - got:+.2f}"


def table(found: Found, words: Translate) -> str:
    """Return the table, with a line for each pair of rows.

    Seeds that only one of the two has are left out.
    """
    lines = []
    for row in ROWS:
        if not row.double:
            plain, double = found.get(row.name, {}), found.get(f"{row.name}-double", {})
            seeds = sorted(set(plain) & set(double))
            if seeds:
                pairs = [plain[seed] for seed in seeds], [double[seed] for seed in seeds]
                lines.append([f"{row.environment}, `{row.preset}`", str(len(seeds)), *_line(*pairs)])
    return markdown_table(tuple(map(words, HEAD)), lines)


def _line(plain: list[dict[str, Any]], double: list[dict[str, Any]]) -> list[str]:
    both = np.array([[_means(result) for result in results] for results in (plain, double)])  # (2, seeds, 2)
    gaps = both[..., 0] - both[..., 1]
    difference = gaps[0] - gaps[1]
    low, high = bootstrap_interval(difference, mean)
    cells = []
    for each, gap in zip(both, gaps, strict=True):
        spread = float(gap.std(ddof=1)) if len(gap) > 1 else 0.0
        cells += [f"{each[:, 0].mean():.2f}", f"{each[:, 1].mean():.2f}", f"{gap.mean():+.2f} ± {spread:.2f}"]
    larger = f"{int((difference > 0).sum())}/{len(difference)}"
    return [*cells, f"{difference.mean():+.2f} [{low:+.2f}, {high:+.2f}]", larger]


def _means(result: dict[str, Any]) -> tuple[float, float]:
    """Return the means over a run's moments of expected and real returns.

    They are NaN without any moment.
    """
    moments = np.array(result["moments"], np.float64).reshape(-1, 3)
    return (float(moments[:, 1].mean()), float(moments[:, 2].mean())) if len(moments) else (math.nan, math.nan)


VALUE_GAP = Experiment(
    name="value-gap",
    block="value-gap-table",
    title=TITLE,
    rows=ROWS,
    seeds=range(1, 11),
    measure=measure,
    news=news,
    table=table,
    notes=NOTES,
)
