"""Error for values that explode, and the setting that most likely drives them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from playground.errors import DivergedError, Term
from playground.i18n import N_
from playground.number_text import four_digits, three_digits

# Above it, one step can make the weights of a network of this kind explode. Params whose learning rate means something
# else than the length of such a step have a `high_learning_rate` of their own.
HIGH_LEARNING_RATE = 0.02

_RUN_AWAY = N_("The values run away: |Q| has reached {reached}, far more than rewards allow.")
_LEFT_OUT = N_("The values of the network are exploding, so this update was left out.")
_LIKELY = N_("{what} The likely cause is {name} at {now}.")
_NOTHING_LEFT = N_(
    "{what} What was changed the last time did not help ({tried}), and no other setting is a likely cause."
)


def diverged(params: Any, *, reached: float | None = None) -> DivergedError:
    """Return the error for these settings.

    `reached` is the |Q| that the divergence guard saw, None where an update was left out.
    """
    what = Term(_LEFT_OUT) if reached is None else Term(_RUN_AWAY, reached=three_digits(reached))
    return with_cause(what, params)


def with_cause(what: object, params: Any, tried: Collection[str] = ()) -> DivergedError:
    """Return the error that says what happened, and its likely cause.

    Other values of the settings `tried` did not help before, so they are not offered again.
    """
    for name, better in likely_causes(params):
        if name not in tried:
            now = four_digits(value) if isinstance(value := getattr(params, name), float) else value
            return DivergedError(_LIKELY, what=what, name=name, now=now, fix=(name, better))
    return DivergedError(_NOTHING_LEFT, what=what, tried=", ".join(sorted(tried)), fix=None)


def likely_causes(params: Any) -> list[tuple[str, Any]]:
    """Return the causes of exploding values, and a better value for each.

    The likeliest comes first.
    """
    rate = params.learning_rate
    is_high = rate > getattr(params, "high_learning_rate", HIGH_LEARNING_RATE)
    lower = [("learning_rate", 1e-3 if is_high else one_digit(rate / 10))] if rate > 0 else []
    others: list[tuple[str, Any]] = []
    if getattr(params, "target_network", "on") == "off":
        others.append(("target_network", "on"))
    if params.gamma >= 1.0:
        others.append(("gamma", 0.99))
    return [*lower, *others] if is_high else [*others, *lower]


def one_digit(value: float) -> float:
    """Return the number of one digit next to a positive one, such as 0.0001."""
    return float(f"{value:.0e}")
