"""Disagreements of two contestants: states in which they differ most.

The states are those that either visited. How much a contestant minds is how much more its own action is worth to it than the other's: by its Q-values, or by its
probabilities. Those of two policies have no common scale (one may have learned from other rewards), so each is taken as
a multiple of its mean over all disagreements, and the two are added. Where neither has such numbers it is the distance
of the actions.

Both may mind most where all is lost already. So of each start the few moments that they mind most are played on, from
that very state, once as each of them goes on, and the one is told of which the most comes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.agents.greedy import Actor
from playground.arithmetic.plain_sums import sum_in_order
from playground.engine.evaluation.comparison import Comparison, apart
from playground.engine.evaluation.contestant import Contestant
from playground.engine.evaluation.evaluation import EvaluationStopped
from playground.engine.evaluation.recording import Recording, record
from playground.envs.base import Observation, State

MOST = 20  # and from so many starts
TRIED = 3  # moments of one start that are played on
MOST_WEIGHED = 20_000  # states of one side whose values are asked for; of more, one in two, three ...
BETWEEN = 20  # steps at least between two moments of one episode: one after the other they say the same
_LOOK_EVERY = 256


@dataclass(frozen=True)
class Disagreement:
    """One moment, and what each of the two does there and gets for it."""

    start: int  # number of the start, from 0
    step: int  # steps of the episode before it
    visitor: int  # whose episode it is: 0 or 1
    state: State
    actions: tuple[Any, Any]
    gaps: tuple[float | None, float | None]  # how much more each values its own action than the other's
    distance: float  # of the actions: 1 for discrete ones, else the largest as a part of the range
    returns: tuple[float, float]  # what each gets from here on


@dataclass(frozen=True)
class _Weighed:
    """Disagreements in the episodes of one contestant, (k,) each."""

    visitor: int
    steps: NDArray[np.int64]
    starts: NDArray[np.int64]
    actions: tuple[NDArray[Any], NDArray[Any]]
    gaps: tuple[NDArray[np.float64] | None, NDArray[np.float64] | None]
    distances: NDArray[np.float64]


def disagreements(
    comparison: Comparison, most: int = MOST, should_stop: Callable[[], bool] | None = None
) -> tuple[Disagreement, ...]:
    """Return the disagreements of which the most comes, one of each start.

    The starts are those where they are largest. The same comparison gives the same ones. Raises EvaluationStopped where it should stop, EnvironmentFault where an
    environment that somebody added fails.
    """
    weighed = [_weigh(comparison, visitor, should_stop) for visitor in (0, 1)]
    found = []
    for moments in _most_minded(weighed, _scores(weighed), most):
        tried = []
        for visitor, number in moments:
            _check(should_stop)
            tried.append(_told(comparison, weighed[visitor], number))
        found.append(max(tried, key=_comes_of))  # of equals the first, which they mind most
    return tuple(sorted(found, key=_comes_of, reverse=True))


def _comes_of(moment: Disagreement) -> float:
    return abs(moment.returns[0] - moment.returns[1])


def futures(comparison: Comparison, disagreement: Disagreement) -> tuple[Recording, Recording]:
    """Return the episode as either goes on from a disagreement."""
    return (
        _go_on(comparison, disagreement.visitor, disagreement.start, disagreement.step, 0, disagreement.actions[0]),
        _go_on(comparison, disagreement.visitor, disagreement.start, disagreement.step, 1, disagreement.actions[1]),
    )


def _weigh(comparison: Comparison, visitor: int, should_stop: Callable[[], bool] | None) -> _Weighed:
    played = comparison.played[visitor]
    every = -(-len(played.steps) // MOST_WEIGHED) or 1
    steps, starts, others = played.steps[::every], played.starts[::every], played.others[::every]
    observations = played.observations[::every]
    taken = played.actions[steps, starts]
    actions = (taken, others) if visitor == 0 else (others, taken)
    gaps = tuple(
        _gaps(contestant, observations, actions[side], actions[1 - side], should_stop)
        for side, contestant in enumerate(comparison.contestants)
    )
    return _Weighed(visitor, steps, starts, actions, (gaps[0], gaps[1]), apart(comparison.card, taken, others))


def _gaps(
    contestant: Contestant,
    observations: Observation,
    own: NDArray[Any],
    others: NDArray[Any],
    should_stop: Callable[[], bool] | None,
) -> NDArray[np.float64] | None:
    """Return how much more a contestant values its own actions; None: it does not."""
    if contestant.shows not in ("q", "probabilities"):
        return None
    actor: Actor = contestant.make_actor(0)
    gaps = np.zeros(len(own))
    for number, observation in enumerate(observations):
        if number % _LOOK_EVERY == 0:
            _check(should_stop)
        values = actor.act(observation)[1]
        gaps[number] = float(values[own[number]]) - float(values[others[number]])
    return gaps


def _scores(weighed: list[_Weighed]) -> list[NDArray[np.float64]]:
    """Return how large each disagreement is, as the module says."""
    scores = [np.zeros(len(each.steps)) for each in weighed]
    sides = [side for side in (0, 1) if weighed[0].gaps[side] is not None]
    for side in sides:
        gaps = [gap for each in weighed if (gap := each.gaps[side]) is not None]
        usual = float(np.concatenate(gaps).mean()) if any(map(len, gaps)) else 0.0
        for score, gap in zip(scores, gaps, strict=True):
            score += gap / usual if usual > 0 else 0.0
    return scores if sides else [each.distances for each in weighed]


def _most_minded(weighed: list[_Weighed], scores: list[NDArray[np.float64]], most: int) -> list[list[tuple[int, int]]]:
    """Return the moments to try of each start, as (visitor, number), largest first."""
    ranked = sorted(
        ((visitor, number) for visitor in (0, 1) for number in range(len(scores[visitor]))),
        key=lambda each: (-scores[each[0]][each[1]], int(weighed[each[0]].steps[each[1]]), each),
    )
    chosen: dict[int, list[tuple[int, int]]] = {}
    for visitor, number in ranked:
        start, step = int(weighed[visitor].starts[number]), int(weighed[visitor].steps[number])
        if start not in chosen and len(chosen) == most:
            continue
        moments = chosen.setdefault(start, [])
        if len(moments) < TRIED and all(abs(step - weighed[v].steps[n]) >= BETWEEN for v, n in moments):
            moments.append((visitor, number))
    return list(chosen.values())


def _told(comparison: Comparison, weighed: _Weighed, number: int) -> Disagreement:
    start, step = int(weighed.starts[number]), int(weighed.steps[number])
    actions = _plain(weighed.actions[0][number]), _plain(weighed.actions[1][number])
    ways = [_go_on(comparison, weighed.visitor, start, step, side, actions[side]) for side in (0, 1)]
    gaps = tuple(None if gap is None else float(gap[number]) for gap in weighed.gaps)
    return Disagreement(
        start,
        step,
        weighed.visitor,
        ways[0].states[step],
        actions,
        (gaps[0], gaps[1]),
        float(weighed.distances[number]),
        (sum_in_order(ways[0].rewards[step:]), sum_in_order(ways[1].rewards[step:])),
    )


def _go_on(comparison: Comparison, visitor: int, start: int, step: int, side: int, action: Any) -> Recording:
    """Return an episode of the visitor, in which a side acts from a step on."""
    if side == visitor:
        return comparison.episode(side, start)
    given = [*comparison.played[visitor].taken(start)[:step], action]
    seed = int(comparison.seeds[start])
    actor = comparison.contestants[side].make_actor(step + 2)  # other chance than in the comparison itself
    return record(actor, comparison.card, comparison.parameters, seed, given)


def _plain(action: Any) -> Any:
    """Return the number of a discrete action, or the array of a continuous one."""
    return action if np.ndim(action) else int(action)


def _check(should_stop: Callable[[], bool] | None) -> None:
    if should_stop is not None and should_stop():
        raise EvaluationStopped
