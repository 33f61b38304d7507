"""Words for a push: to which side and how hard."""

from __future__ import annotations

from playground.envs.base import EnvironmentCard
from playground.i18n import N_, _
from playground.number_text import four_digits

# By the name of the mark that it will leave.
_TO_COME = {
    "push_left": N_("push left {size} {unit}"),
    "push_right": N_("push right {size} {unit}"),
    "push_clockwise": N_("push clockwise {size} {unit}"),
    "push_counterclockwise": N_("push counterclockwise {size} {unit}"),
}
_ACTIONS = {
    "push_left": N_("Push left"),
    "push_right": N_("Push right"),
    "push_clockwise": N_("Push clockwise"),
    "push_counterclockwise": N_("Push counterclockwise"),
}


def push_words(card: EnvironmentCard, change: float) -> str:
    """Write what a push that would be made now does: push right 2.3 m/s."""
    push = card.push
    assert push is not None
    words = _(_TO_COME[push.name_of(change)]).format(size=four_digits(abs(change)), unit=_(push.unit))
    return _("{push}, the hardest").format(push=words) if abs(change) >= push.most else words


def action_words(card: EnvironmentCard, change: float) -> str:
    """Name what the key or the menu does that pushes to that side."""
    assert card.push is not None
    return _(_ACTIONS[card.push.name_of(change)])


def why_not(card: EnvironmentCard) -> str:
    """Say why nothing in an environment can be pushed."""
    return _("Nothing in {environment} can be pushed: none of its numbers is a velocity that it declares.").format(
        environment=_(card.title)
    )
