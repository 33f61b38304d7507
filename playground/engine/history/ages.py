"""The ages of one training: before it, on the way, at its best and now.

Each is the very policy that the run had then. They are worked out apart from the run, which goes on meanwhile.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from playground.engine.evaluation.policy import Policy, policy_of
from playground.engine.history.archive import Archive, archive_of, timeline_from
from playground.engine.history.timeline import Timeline
from playground.engine.run.inputs import Input
from playground.engine.run.session import Session
from playground.engine.run.settings import Settings
from playground.errors import CancelledError, PlaygroundError, never
from playground.i18n import N_

NUMBERS = (4, 6, 9, 12)  # of ages that a person chooses from
USUAL = 6
ENOUGH_EPISODES = 10  # of a run whose ages are counted in them; those of a younger one are counted in steps
_MOST_TIMES = 30  # as old as the youngest on the way is the newest: most is learned early
_TRIES = 4
_READ_AT_ONCE = 20  # up to here a number need not be round


class NotBegunError(PlaygroundError):
    """A run without a step, which has no ages."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "This run has not begun, so there is nothing to film yet. Press Run, let it train for a while, and ask again."
            )
        )


@dataclass(frozen=True)
class Age:
    """A policy of the run, with the episodes and steps it had learned from."""

    policy: Policy
    is_best: bool = False
    is_newest: bool = False


@dataclass(frozen=True)
class KeptPolicies:
    """What is left of the past of a run that cannot be gone back to."""

    settings: Settings
    inputs: tuple[Input, ...]
    bests: tuple[Policy, ...]  # that were the best one after the other
    best: Policy | None
    newest: Policy


Lifetime: TypeAlias = Archive | KeptPolicies


def lifetime_of(timeline: Timeline) -> Lifetime:
    """Return what the ages of a run are worked out from.

    Call it between two steps, on the thread that makes them.
    """
    session = timeline.session
    if timeline.can_go_back:
        return archive_of(timeline)
    bests = {id(found.best): found.best.policy for _, found in timeline.findings if found.best is not None}
    inputs = (*session.inputs, *session.to_come)
    return KeptPolicies(session.settings, inputs, tuple(bests.values()), _best(timeline), policy_of(session))


def ages_of(
    lifetime: Lifetime,
    n: int,
    on_progress: Callable[[int, int], object] | None = None,
    should_stop: Callable[[], bool] = never,
) -> tuple[Age, ...]:
    """Return up to `n` ages, the youngest first.

    There are always the first, the best and the newest. The others are ever farther apart, since most is learned early. Where steps of the past cannot be made again they
    are the nearest that were kept. `on_progress` is told how many of those are worked out. Raises CancelledError if it
    should stop, NotBegunError, and EnvironmentFault where somebody's environment fails.
    """
    if isinstance(lifetime, KeptPolicies):
        return _among(lifetime, n)
    timeline = timeline_from(lifetime)
    if timeline.session.n_steps == 0:
        raise NotBegunError
    best, newest = _best(timeline), policy_of(timeline.session)
    past = _Past(timeline, should_stop)
    first = past.policy_at(0)
    calls = _calls_on_the_way(past, n - _n_always(best, newest), best)
    on_the_way: list[Policy] = []
    for n_calls in calls:
        on_the_way.append(past.policy_at(n_calls))
        if on_progress is not None:
            on_progress(len(on_the_way), len(calls))
    return _in_order([first, *on_the_way], best, newest)


class _Past:
    """Policies of the past of a run, by the calls that were done."""

    def __init__(self, timeline: Timeline, should_stop: Callable[[], bool]) -> None:
        self.timeline = timeline
        self._should_stop = should_stop
        self._known: dict[int, Policy] = {}

    def policy_at(self, n_calls: int) -> Policy:
        """Return the policy of then, or of the nearest moment that was kept."""
        n_calls = self.timeline.moment_for(n_calls, self.timeline.session.n_calls)
        if n_calls not in self._known:
            session = None if self._should_stop() else self.timeline.goto(n_calls, should_stop=self._should_stop)
            if session is None:
                raise CancelledError
            if session.n_calls == 0:
                session.catch_up()  # it may have begun from the weights of another policy
            self._known[n_calls] = policy_of(session)
        return self._known[n_calls]


def _calls_on_the_way(past: _Past, n: int, best: Policy | None) -> list[int]:
    """Return the calls done at ages between the first and the newest."""
    session, n_sub_envs = past.timeline.session, past.timeline.n_sub_envs
    newborn = past.policy_at(0).n_updates
    ends = [int(step) // n_sub_envs for step in session.metrics.episodes.column("step")]
    is_told_in_episodes = len(ends) >= ENOUGH_EPISODES
    if not is_told_in_episodes:
        ends = list(range(1, session.n_calls + 1))  # every step counts

    def has_learned(n_calls: int) -> bool:
        return past.policy_at(n_calls).n_updates > newborn

    begins = bisect_left(ends[:-1], True, key=has_learned)
    told = {best.n_episodes} if is_told_in_episodes and best is not None else set()  # in the same words
    numbers: list[int] = []
    for more in range(_TRIES):  # some of the numbers may fall together, or on that of the best
        numbers = sorted(growing_numbers(begins + 1, len(ends), n + more) - told)[:n]
        if len(numbers) == n:
            break
    return sorted({ends[number - 1] for number in numbers} - {session.n_calls})


def growing_numbers(low: int, high: int, n: int) -> set[int]:
    """Return up to `n` round numbers from `low` to less than `high`.

    Each is some times the one before.
    """
    low = max(low, high // _MOST_TIMES)
    found = (low * (high / low) ** ((number + 0.5) / n) for number in range(n))
    return {number for number in map(_rounded, found) if low <= number < high}


def _rounded(number: float) -> int:
    """Return a whole number that is quickly read: 7, 15, 45, 350."""
    unit = max(1, 10 ** int(math.log10(number)) // 2) if number >= _READ_AT_ONCE else 1
    return round(number / unit) * unit


def _among(kept: KeptPolicies, n: int) -> tuple[Age, ...]:
    if kept.newest.step == 0:
        raise NotBegunError
    first = Session(kept.settings, kept.inputs)
    first.catch_up()
    steps = [policy.step for policy in kept.bests]
    wanted = growing_numbers(1, kept.newest.step, n - _n_always(kept.best, kept.newest))
    places = {min(bisect_left(steps, step), len(steps) - 1) for step in wanted} if steps else set()
    return _in_order([policy_of(first), *(kept.bests[place] for place in places)], kept.best, kept.newest)


def _n_always(best: Policy | None, newest: Policy) -> int:
    """Return how many ages there are in any case: the first, the best and the newest."""
    return 2 if best is None or best.step in (0, newest.step) else 3


def _best(timeline: Timeline) -> Policy | None:
    best = timeline.evaluator.best
    return None if best is None else best.policy


def _in_order(policies: list[Policy], best: Policy | None, newest: Policy) -> tuple[Age, ...]:
    """Return each once, by its step.

    What had learned nothing yet is the first, whenever it was.
    """
    first, *others = policies
    by_step = {each.step: Age(each) for each in (first, *others) if each is first or each.n_updates > first.n_updates}
    if best is not None:
        by_step[best.step] = Age(best, is_best=True)
    by_step[newest.step] = replace(by_step.get(newest.step, Age(newest)), is_newest=True)
    return tuple(by_step[step] for step in sorted(by_step))
