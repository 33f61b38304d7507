"""Texts of placing: what can be dragged, where it is, what each policy would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from playground.envs.placing import Placing, where_words
from playground.i18n import N_, _
from playground.number_text import return_words, three_digits
from playground.ui.timeline.what_if_text import action_words
from playground.ui.view.bar_scale import fitting_scale

if TYPE_CHECKING:
    from playground.engine.evaluation.opinion import Opinion
    from playground.engine.evaluation.policy import Policy
    from playground.engine.history.counterfactual import Future
    from playground.envs.base import EnvironmentCard, State

ROLES = {
    "current": N_("current"),
    "best": N_("best"),
    "loaded": N_("loaded"),
    "replayed": N_("replayed"),
}
_MOST_NUMBERS = 6


def idle_words(placing: Placing) -> str:
    """Say what can be dragged, and how without a mouse."""
    bodies = [_(body.title) for body in placing.bodies]
    if len(bodies) == 1:
        return _("Drag {body}, or use the arrow keys.").format(body=bodies[0])
    return _("Drag {body} or {other}, or use Tab and the arrow keys.").format(body=bodies[0], other=bodies[1])


def held_words(placing: Placing, title: str, values: State) -> str:
    """Say which body is held, and where everything would be."""
    return _("Holding {body}: {where}").format(body=_(title), where=where_words(placing.mark, placing.told(values)))


def opinion_words(policy: Policy, found: Opinion) -> tuple[str, str]:
    """Return a policy's action, and the numbers that chose it."""
    settings = policy.settings
    kind = settings.learner.shown_in(settings.space)
    action = action_words(settings.card, found.action)
    if kind == "action":
        return action, "" if found.value is None else _("V {value}").format(value=three_digits(found.value))
    numbers = _numbers(found.shown, kind)
    if kind == "q" or found.value is None:
        return action, f"Q {numbers}" if kind == "q" else f"π {numbers}"
    return action, _("{policy}, V {value}").format(policy=f"π {numbers}", value=three_digits(found.value))


def future_words(future: Future | None) -> str:
    """Say how an episode goes on from a state; of one that is not played yet nothing."""
    if future is None:
        return "…"
    words = (
        _("ends after {n} steps, return {total}") if future.terminated else _("{n} steps to the limit, return {total}")
    )
    return words.format(n=f"{len(future):,}", total=return_words(future.total))


def rows_of(
    policies: Mapping[str, Policy], opinions: Mapping[str, Opinion], futures: Mapping[str, Future]
) -> list[tuple[str, str, str, str]]:
    """Return a row for each policy, by role: its name, its action, why, and what then."""
    return [
        (_(ROLES[role]), *opinion_words(policy, opinions[role]), future_words(futures.get(role)))
        if role in opinions
        else (_(ROLES[role]), "", "", "")  # it moves on: the rows stay, so that nothing jumps
        for role, policy in policies.items()
    ]


def refusal_words(card: EnvironmentCard) -> str:
    """Say why an environment cannot be put anywhere."""
    if card.restored_by == "none":
        return _("“{environment}” cannot be put back to any state, so it cannot be put elsewhere either.").format(
            environment=card.id
        )
    return _("“{environment}” does not declare which numbers of its state a person may set.").format(
        environment=card.id
    )


def _numbers(shown: Sequence[float], kind: str) -> str:
    if kind == "q":
        scale = fitting_scale(shown)
        written = [scale.value_words(value) if value == value else "–" for value in shown]
    else:
        written = [f"{value:.2f}" if value == value else "–" for value in shown]
    return " / ".join(written[:_MOST_NUMBERS]) + (" …" if len(written) > _MOST_NUMBERS else "")
