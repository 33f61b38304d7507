"""Words for the ages of a training, as the film and its page have them."""

from __future__ import annotations

from playground.engine.history.ages import Age
from playground.engine.history.training_film import Shot
from playground.i18n import _, ngettext
from playground.number_text import return_words


def age_words(age: Age) -> str:
    """Return after how many episodes a policy was taken, or steps if none ended."""
    policy = age.policy
    if policy.step == 0:
        return _("Before training")
    if policy.n_episodes == 0:
        return ngettext("After {n} step", "After {n} steps", policy.step).format(n=f"{policy.step:,}")
    return ngettext("After {n} episode", "After {n} episodes", policy.n_episodes).format(n=f"{policy.n_episodes:,}")


def outcome_words(shot: Shot) -> str:
    """Return at which step the policy was taken, and what it returned."""
    text = _("step {step}: return {total}")
    return text.format(step=f"{shot.age.policy.step:,}", total=return_words(shot.recording.total))


def tag_words(age: Age) -> str:
    """Return what is special about an age; "" where nothing is."""
    if age.is_best and age.is_newest:
        return _("the best, and now")
    return _("the best") if age.is_best else _("now") if age.is_newest else ""


def shot_words(shot: Shot) -> str:
    """Return all that is said of an age and its episode, in one line."""
    words = _("{age}, {outcome}").format(age=age_words(shot.age), outcome=outcome_words(shot))
    tag = tag_words(shot.age)
    return _("{words} ({tag})").format(words=words, tag=tag) if tag else words
