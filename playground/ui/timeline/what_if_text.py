"""Texts about futures: how each ends, which is the best, and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.i18n import _
from playground.lazy import lazy_import
from playground.number_text import return_words, three_digits

if TYPE_CHECKING:
    from playground.engine.history import counterfactual
    from playground.engine.history.counterfactual import Counterfactual, Future
    from playground.envs.base import EnvironmentCard
else:  # after the first paint
    counterfactual = lazy_import("playground.engine.history.counterfactual")

_MOST_NUMBERS = 4  # of a continuous action


def action_words(card: EnvironmentCard, action: Any) -> str:
    """Return the name of an action, or the numbers of a continuous one."""
    if not card.action_bounds:
        return _(card.actions[int(action)])
    numbers = [
        _("{name} {value}").format(name=_(name), value=f"{float(value):+.2f}".replace("-", "−"))
        for name, value in zip(card.actions, action, strict=True)
    ]
    return ", ".join(numbers[:_MOST_NUMBERS]) + (",…" if len(numbers) > _MOST_NUMBERS else "")


def as_input(card: EnvironmentCard, action: Any) -> int | list[float]:
    """Return an action as an input has it: a continuous one within its bounds."""
    if not card.action_bounds:
        return int(action)
    bounded = zip(action, card.action_bounds, strict=True)
    return [min(max(float(value), low), high) for value, (low, high) in bounded]


def forcing_words(*, is_replay: bool, is_forked: bool) -> str:
    """Return what "Do it" does, or why it cannot in a replay."""
    if is_replay:
        return _("A replay is no moment of the run. Leave the replay, go to a step of the run and ask there.")
    if is_forked:
        return _("Force this action at the next step of B, the fork that is open")
    return _("Fork the run here and force this action at the next step of B, the fork")


def future_words(result: Counterfactual, number: int, card: EnvironmentCard) -> str:
    """Return how future `number` ends and what it returns from the moment on."""
    future = result.futures[number]
    action = action_words(card, future.action)
    if number == 0 and result.moment.taken is not None:
        action = _("{action} (taken)").format(action=action)
    elif number == 0:
        action = _("{action} (the policy's choice)").format(action=action)
    if future.terminated:
        words = _("{action}: ends after {n} steps, return {total}, discounted {discounted}")
    else:
        words = _("{action}: {n} steps to the time limit, return {total}, discounted {discounted}")
    said = words.format(
        action=action,
        n=f"{len(future):,}",
        total=return_words(future.total),
        discounted=three_digits(future.discounted(result.gamma)),
    )
    promise = _promise_words(result, future)
    return _("{future}; {promise}").format(future=said, promise=promise) if promise else said


def _promise_words(result: Counterfactual, future: Future) -> str:
    """Return what Q promised of a future, and what came of the rewards it learns from."""
    if future.promised is None:
        return ""
    shaped = future.terminated and result.on_termination is not None
    if shaped:
        words = _("Q promised {promised}, {came} came with the end as {reward}, as it learns")
    elif future.terminated:
        words = _("Q promised {promised}, {came} came")
    else:
        words = _("Q promised {promised}, {came} came up to the time limit, of which Q knows nothing")
    return words.format(
        promised=three_digits(future.promised),
        came=three_digits(future.discounted(result.gamma, result.on_termination)),
        reward=return_words(result.on_termination or 0.0),
    )


def verdict_words(result: Counterfactual, card: EnvironmentCard) -> str:
    """Return which future is the best and since when.

    And that the random draws were the same in all of them, where they were.
    """
    sentences = []
    if len(result.futures) > 1:
        best, other = _best_and_other(result.futures)
        since = counterfactual.parted(best, other)
        if since is None:
            sentences.append(_tie_words(result.futures, best, other, card))
        else:
            sentences.append(
                _("{action} returns {more} more than {other}, and stays ahead from step {step} on.").format(
                    action=action_words(card, best.action),
                    more=return_words(best.total - other.total),
                    other=action_words(card, other.action),
                    step=f"{since:,}",
                )
            )
    if result.same_draws:
        sentences.append(_("Chance is the same in each: the same dice are thrown."))
    return " ".join(sentences)


def _tie_words(futures: tuple[Future, ...], best: Future, other: Future, card: EnvironmentCard) -> str:
    if len(futures) == 2:
        return _("Both return the same.")
    if all(counterfactual.parted(best, future) is None for future in futures):
        return _("All {n} futures return the same.").format(n=len(futures))
    words = _("{action} and {other} return the same, and none returns more.")
    return words.format(action=action_words(card, best.action), other=action_words(card, other.action))


def _best_and_other(futures: tuple[Future, ...]) -> tuple[Future, Future]:
    """Return the best future, and the one of the action taken.

    Where the action taken is the best, the other is the second best.
    """
    ranked = sorted(futures, key=_total, reverse=True)  # stable: of equals the one of the action taken is the best
    best = ranked[0]
    return best, (ranked[1] if best is futures[0] else futures[0])


def _total(future: Future) -> float:
    return future.total
