"""Error for values that explode, and the setting that most likely drives them."""

from __future__ import annotations

from typing import Any

from playground.errors import DivergedError
from playground.i18n import N_
from playground.number_text import four_digits, three_digits

# Above it, one step can make the weights of a network of this kind explode. Params whose learning rate means something
# else than the length of such a step have a `high_learning_rate` of their own.
HIGH_LEARNING_RATE = 0.02


def diverged(params: Any, *, reached: float | None = None) -> DivergedError:
    """Return the error for these settings.

    `reached` is the |Q| that the divergence guard saw, None where an update was left out.
    """
    name, better = likely_cause(params)
    words = {"name": name, "now": four_digits(value) if isinstance(value := getattr(params, name), float) else value}
    if reached is not None:
        return DivergedError(
            N_(
                "The values run away: |Q| has reached {reached}, far more than rewards allow. The likely cause is {name} at {now}."
            ),
            reached=three_digits(reached),
            fix=(name, better),
            **words,
        )
    return DivergedError(
        N_(
            "The values of the network are exploding, so this update was left out. The likely cause is {name} at {now}."
        ),
        fix=(name, better),
        **words,
    )


def likely_cause(params: Any) -> tuple[str, Any]:
    """Return the likeliest cause of exploding values, and a better value for it."""
    if params.learning_rate > getattr(params, "high_learning_rate", HIGH_LEARNING_RATE):
        return "learning_rate", 1e-3
    if getattr(params, "target_network", "on") == "off":
        return "target_network", "on"
    if params.gamma >= 1.0:
        return "gamma", 0.99
    return "learning_rate", params.learning_rate / 10
