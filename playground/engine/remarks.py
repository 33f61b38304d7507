"""What is worth saying of a run that has ended, beside its returns."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.engine.evaluation.result import rounded
from playground.engine.presets.preset import PRESETS
from playground.errors import Term
from playground.i18n import N_

if TYPE_CHECKING:
    from playground.engine.run.metrics import Metrics
    from playground.engine.run.settings import Settings

NEWEST = 20  # episodes of training in a mean
_MANY_EPISODES = 20  # without reaching the goal once
_APART = 2.0  # standard errors, and a tenth of the larger return, between greedy and drawn ones


def newest_returns(metrics: Metrics) -> NDArray[np.float64]:
    """Return the returns of the newest episodes of training."""
    episodes = metrics.episodes
    return episodes.since(max(0, episodes.n_rows - NEWEST))[:, episodes.names.index("episode_return")]


def no_goal_yet(settings: Settings, metrics: Metrics) -> Term | None:
    """Say that no episode of training came to its own end, where only that pays."""
    lengths = metrics.episodes.column("length")
    limit = min(settings.card.steps_per_episode, settings.params.steps_per_episode)
    if not settings.card.may_end_well or len(lengths) < _MANY_EPISODES or (lengths < limit).any():
        return None
    for preset in PRESETS:
        if preset.reaches_rare_goal and preset.environment == settings.environment:
            if preset.algorithm == settings.algorithm and preset.name == settings.preset:
                break
            return Term(
                N_(
                    "No episode has reached the goal yet: rewards are rare here. {algorithm} with its preset “{preset}” does."
                ),
                algorithm=preset.settings().learner.title,
                preset=preset.name,
            )
    return Term(
        N_("No episode has reached the goal yet: rewards are rare here, and there is nothing to learn from before one.")
    )


def greedy_and_drawn(settings: Settings, metrics: Metrics, greedy: float, std: float) -> Term | None:
    """Say that a policy returns otherwise when its actions are drawn by chance.

    `greedy` and `std` are of its returns when they are not. Where the world looks alike in different places, chance
    finds a way out.
    """
    returns = newest_returns(metrics)
    if settings.learner.shows != "probabilities" or len(returns) < 2:
        return None
    drawn = float(returns.mean())
    error = math.hypot(float(returns.std(ddof=1)) / len(returns) ** 0.5, std / settings.card.evaluation_episodes**0.5)
    if abs(greedy - drawn) <= max(_APART * error, max(abs(greedy), abs(drawn)) / 10):
        return None
    return Term(
        N_(
            "Greedily the policy returns {greedy}, and {drawn} when its actions are drawn by their probabilities, as in training: the two differ."
        ),
        greedy=rounded(greedy),
        drawn=rounded(drawn, greedy),
    )
