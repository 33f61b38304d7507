"""Interventions: what a person does to the environment that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.engine.run.metrics import FORCED_ACTION, Mark
from playground.envs.base import EnvironmentCard
from playground.errors import HyperError, Term
from playground.i18n import N_
from playground.number_range import LARGEST
from playground.number_text import four_digits


def check_push(card: EnvironmentCard, payload: dict[str, Any]) -> None:
    """Raise HyperError unless this environment can be pushed by "change"."""
    push = card.push
    change: Any = payload.get("change")
    if push is None:
        raise HyperError(
            N_(
                "Nothing in {environment} can be pushed: none of its numbers is a velocity that it declares. The run goes on as it was."
            ),
            environment=Term(card.title),
        )
    if not _is_number(change) or change == 0 or abs(change) > push.most:
        raise HyperError(
            N_(
                "A push changes a velocity by up to {most} {unit} to either side, not by “{change}”. The run goes on as it was."
            ),
            most=four_digits(push.most),
            unit=Term(push.unit),
            change=str(change)[:80],
        )


def check_forced_action(card: EnvironmentCard, payload: dict[str, Any]) -> None:
    """Raise HyperError unless "action" is an action of this environment.

    It is the number of a discrete one, or a list of the numbers of a continuous one, within the bounds.
    """
    action: Any = payload.get("action")
    if is_action(card, action):
        return
    if not card.action_bounds:
        raise HyperError(
            N_("An action of {environment} is a number from 0 to {last}, not “{action}”. The run goes on as it was."),
            environment=Term(card.title),
            last=len(card.actions) - 1,
            action=str(action)[:80],
        )
    raise HyperError(
        N_(
            "An action of {environment} is a list of numbers within {bounds}, not “{action}”. The run goes on as it was."
        ),
        environment=Term(card.title),
        bounds=", ".join(f"{four_digits(low)}..{four_digits(high)}" for low, high in card.action_bounds),
        action=str(action)[:80],
    )


def is_action(card: EnvironmentCard, action: Any) -> bool:
    """Whether this is an action of the environment, as an input has it."""
    bounds = card.action_bounds
    if not bounds:
        return type(action) is int and 0 <= action < len(card.actions)
    return (
        isinstance(action, (list, tuple))
        and len(action) == len(bounds)
        and all(
            _is_number(number) and low <= number <= high for number, (low, high) in zip(action, bounds, strict=True)
        )
    )


def check_set_state(card: EnvironmentCard, payload: dict[str, Any]) -> None:
    """Raise HyperError unless this environment can be put where "state" says.

    That is a list of the numbers of card.placing, each within its limits. Angles wrap.
    """
    placing = card.placing
    values: Any = payload.get("state")
    if placing is None and card.restored_by == "none":
        raise HyperError(
            N_(
                "{environment} cannot be put into a state: it cannot be put back to any that it was in, for {why}. The run goes on as it was."
            ),
            environment=Term(card.title),
            why=Term(card.doubt),
        )
    if placing is None:
        raise HyperError(
            N_(
                "{environment} cannot be put into a state: it does not declare which numbers of it a person may set. The run goes on as it was."
            ),
            environment=Term(card.title),
        )
    numbers = placing.numbers
    is_list = isinstance(values, (list, tuple)) and len(values) == len(numbers)
    if not is_list or not all(map(_is_number, values)):
        raise HyperError(
            N_("A state to put {environment} into is a list of {n} numbers, not “{state}”. The run goes on as it was."),
            environment=Term(card.title),
            n=len(numbers),
            state=str(values)[:80],
        )
    for number, value in zip(numbers, placing.wrapped(values), strict=True):
        if not number.low <= value <= number.high:
            raise HyperError(
                N_(
                    "It can be put where the {meaning} is from {low} to {high} {unit}, not where it is {value}. The run goes on as it was."
                ),
                meaning=Term(number.meaning),
                low=four_digits(number.low),
                high=four_digits(number.high),
                unit=Term(number.unit) if number.unit else "",
                value=four_digits(value),
            )
        if number.is_whole and value != int(value):
            raise HyperError(
                N_("The {meaning} is a whole number, not {value}. The run goes on as it was."),
                meaning=Term(number.meaning),
                value=four_digits(value),
            )
    if not placing.is_free(placing.placed(card.idle, values)):
        raise HyperError(
            N_("{environment} cannot be put there: {taken}. The run goes on as it was."),
            environment=Term(card.title),
            taken=Term(placing.taken),
        )


def placing_mark(step: int, card: EnvironmentCard, values: Sequence[float]) -> Mark:
    """Return the mark of a placing, which tells where it was put."""
    placing = card.placing
    assert placing is not None
    return Mark(step, placing.mark, None, placing.told(placing.wrapped(values)), 0)


def push_mark(step: int, card: EnvironmentCard, change: float) -> Mark:
    """Return the mark of a push, which tells its side and its size."""
    assert card.push is not None
    return Mark(step, card.push.name_of(change), 0.0, abs(change), 0)


def forced_mark(step: int, card: EnvironmentCard, action: Any) -> Mark:
    """Return the mark of a forced action: its name, or its numbers."""
    told: str | tuple[float, ...] = tuple(map(float, action)) if card.action_bounds else card.actions[action]
    return Mark(step, FORCED_ACTION, None, told, 0)


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and abs(value) <= LARGEST  # never true of NaN
