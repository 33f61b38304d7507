"""Interventions: what a person does to the environment that is shown, as inputs of the run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.engine.run.metrics import FORCED_ACTION, Mark
from playground.envs.base import EnvironmentCard
from playground.errors import HyperError
from playground.i18n import N_
from playground.number_range import LARGEST
from playground.number_text import four_digits

if TYPE_CHECKING:
    from playground.engine.run.inputs import Input, InputTarget


def check_push(card: EnvironmentCard, payload: dict[str, Any]) -> None:
    """Raise HyperError unless this environment can be pushed by "change"."""
    push, change = card.push, payload.get("change")
    if push is None:
        raise HyperError(
            N_(
                "Nothing in {environment} can be pushed: none of its numbers is a velocity that it declares. The run goes on as it was."
            ),
            environment=card.title,
        )
    if not _is_number(change) or change == 0 or abs(change) > push.most:
        raise HyperError(
            N_(
                "A push changes a velocity by up to {most} {unit} to either side, not by “{change}”. The run goes on as it was."
            ),
            most=four_digits(push.most),
            unit=push.unit,
            change=str(change)[:80],
        )


def check_forced_action(card: EnvironmentCard, payload: dict[str, Any]) -> None:
    """Raise HyperError unless "action" is an action of this environment.

    It is the number of a discrete one, or a list of the numbers of a continuous one, within the bounds.
    """
    action = payload.get("action")
    if not card.action_bounds:
        if type(action) is not int or not 0 <= action < len(card.actions):
            raise HyperError(
                N_(
                    "An action of {environment} is a number from 0 to {last}, not “{action}”. The run goes on as it was."
                ),
                environment=card.title,
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
            environment=card.title,
            bounds=", ".join(f"{four_digits(low)}..{four_digits(high)}" for low, high in bounds),
            action=str(action)[:80],
        )


def push(run: InputTarget, entry: Input) -> None:
    """Change the velocity at once; between two episodes, that of the next one's start.

    What follows is learned from as from any other step: the transition before the push led to where it was, and the
    next one begins where it is.
    """
    change, card = float(entry.payload["change"]), run.card
    assert card.push is not None
    run.shown.move(card.push, change)
    run.see_sub_envs()
    run.metrics.add_mark(Mark(run.n_steps, card.push.name_of(change), 0.0, abs(change), 0))


def force_action(run: InputTarget, entry: Input) -> None:
    """Mark it; the step that comes takes the action, see forced_action()."""
    run.metrics.add_mark(forced_mark(run.n_steps, run.card, entry.payload["action"]))


def forced_mark(step: int, card: EnvironmentCard, action: Any) -> Mark:
    """Return the mark of a forced action: its name, or its numbers."""
    told = tuple(map(float, action)) if card.action_bounds else card.actions[action]
    return Mark(step, FORCED_ACTION, None, told, 0)


def forced_action(inputs: Sequence[Input], n_calls: int, card: EnvironmentCard) -> int | NDArray[np.float32] | None:
    """Return the action that the step after `n_calls` calls has to take, or None.

    `inputs` are those applied so far; of several, the newest counts. As they say it, a session needs no further state
    for it.
    """
    for entry in reversed(inputs):
        if entry.step < n_calls:
            return None
        if entry.kind == "force_action":
            action = entry.payload["action"]
            return np.array(action, np.float32) if card.action_bounds else int(action)
    return None


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and abs(value) <= LARGEST  # never true of NaN
