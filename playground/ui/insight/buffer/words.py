"""What a buffer holds, in sentences."""

from __future__ import annotations

from playground.engine.insight.buffer import BufferView
from playground.i18n import N_, _, ngettext
from playground.number_text import filled

ABOUT = {
    "replay": N_("The replay buffer: past transitions, of which minibatches are drawn at random."),
    "rollout": N_("The rollout: the newest steps of the policy as it is. It is forgotten once it was learned from."),
    "newest": N_("Replay is off: only the newest transition is learned from, and then it is forgotten."),
}
NOTHING_KEPT = N_("This algorithm keeps no transitions: it learns from each one as it comes, and then forgets it.")
LEGEND = N_("Fainter is older. Amber: drawn by the newest update. Foot: episodes ended here. Line: written next.")
LEGEND_ROLLOUT = N_("Fainter is older. Amber: what the newest update learned from. Foot: episodes ended here.")


def fill_words(view: BufferView) -> str:
    """Say how full it is."""
    if not view.capacity:
        return ngettext("{n} transition kept", "{n} transitions kept", view.size).format(n=f"{view.size:,}")
    return _("{n} of {capacity} kept").format(n=f"{view.size:,}", capacity=f"{view.capacity:,}")


def age_words(view: BufferView) -> str:
    """Say how old it is."""
    if view.oldest_step is None:
        return _("It is empty.")
    half, oldest = int(view.ages[2]), int(view.ages[-1])
    said = (
        _("The oldest was added after step {step}, {oldest} steps ago; half are younger than {half}.")
        if view.oldest_is_played
        else _("The oldest is of step {step}, {oldest} steps ago; half are younger than {half}.")
    )
    return said.format(step=f"{view.oldest_step:,}", oldest=f"{oldest:,}", half=f"{half:,}")


def played_words(view: BufferView) -> str:
    """Say how much of it somebody played; nothing where nobody did."""
    if not view.n_played:
        return ""
    said = ngettext(
        "{n} transition in it ({share}) is of an episode that somebody played: no step of the run made it.",
        "{n} transitions in it ({share}) are of episodes that somebody played: no step of the run made them.",
        view.n_played,
    )
    return said.format(n=f"{view.n_played:,}", share=percent(view.n_played / max(1, view.size)))


def forgotten_words(view: BufferView) -> str:
    """Say what it forgot last."""
    if view.forgotten_step is None:
        return _("It has forgotten nothing yet.")
    if view.forgotten_is_played:
        return _("What it forgot last is of an episode that somebody played.")
    return _("What it forgot last is of step {step}.").format(step=f"{view.forgotten_step:,}")


def length_words(view: BufferView) -> str:
    """Say how long the episodes in it are."""
    n, lengths = len(view.episode_lengths), view.episode_lengths
    if not n:
        return _("No episode lies in it from beginning to end.")
    if n == 1:
        return _("One whole episode, of {n} steps.").format(n=f"{int(lengths[0]):,}")
    if lengths.min() == lengths.max():
        return _("{n} whole episodes, each of {length} steps.").format(n=f"{n:,}", length=f"{int(lengths[0]):,}")
    middle = int(sorted(lengths.tolist())[n // 2])
    return _("{n} whole episodes of {low} to {high} steps, {middle} in the middle.").format(
        n=f"{n:,}", low=f"{int(lengths.min()):,}", high=f"{int(lengths.max()):,}", middle=f"{middle:,}"
    )


def percent(share: float) -> str:
    """Write a share."""
    return filled("{share:.1%}", share=share)
