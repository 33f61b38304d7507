"""Interventions: what a person does to the environment that is shown."""

from __future__ import annotations

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
    if not card.action_bounds:
        if type(action) is not int or not 0 <= action < len(card.actions):
            raise HyperError(
                N_(
                    "An action of {environment} is a number from 0 to {last}, not “{action}”. The run goes on as it was."
                ),
                environment=Term(card.title),
                last=len(card.actions) - 1,
                action=str(action)[:80],
            )
        return
    bounds = card.action_bounds
    is_list = isinstance(action, (list, tuple)) and len(action) == len(bounds)
    if not is_list or not all(
        _is_number(number) and low <= number <= high for number, (low, high) in zip(action, bounds, strict=True)
    ):
        raise HyperError(
            N_(
                "An action of {environment} is a list of numbers within {bounds}, not “{action}”. The run goes on as it was."
            ),
            environment=Term(card.title),
            bounds=", ".join(f"{four_digits(low)}..{four_digits(high)}" for low, high in bounds),
            action=str(action)[:80],
        )


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
