"""The cards of PPO's own stages: the minibatch, the ratio, the clipped loss."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from playground.agents.loop import StageText, StepFacts
from playground.agents.loop_words import bracketed, equals, number, short_number, tell_execute, tell_observe
from playground.agents.policy_gradient import cards
from playground.agents.policy_gradient.cards import chosen_row, row_words
from playground.agents.policy_gradient.loop_lines import shared_lines
from playground.i18n import _
from playground.number_text import filled


def draw(facts: StepFacts) -> StageText:
    """Which of the many updates on one rollout this was."""
    params, trace = facts.params, facts.trace
    n = len(trace.update["target"])
    rows = params.rollout_steps * params.n_environments
    return StageText(
        (
            filled(_("{n:,} of the rollout's {rows:,} steps, by lot"), n=n, rows=rows),
            filled(_("the rollout is gone over {n} times"), n=params.n_epochs),
            filled(_("this is the last of {n:,} updates"), n=trace.n_updates),
        )
    )


def ratio(facts: StepFacts) -> StageText:
    """How far the policy moved away from the one that made the rollout."""
    row, update = chosen_row(facts), facts.trace.update
    new, old = (number(float(update[name][row])) for name in ("log_probability", "old_log_probability"))
    clip = update["clip_range"]
    lines = [
        row_words(facts, row),
        equals("log π − log π_old", " − ".join([new, bracketed(old)])),
        within_words(facts, row),
        filled(_("beyond 1 ± {clip:.3g}: {share:.0%} of the rows"), clip=clip, share=update["clip_fraction"]),
        filled(_("KL to the old policy, about {kl:.4g}"), kl=update["approx_kl"]),
    ]
    return StageText(tuple(lines), equals("ρ", number(float(update["ratio"][row]))))


def within_words(facts: StepFacts, row: int) -> str:
    update = facts.trace.update
    value, clip = float(update["ratio"][row]), update["clip_range"]
    text = _("within 1 ± {clip:.3g}") if abs(value - 1) <= clip else _("beyond 1 ± {clip:.3g}")
    return filled(text, clip=clip)


def loss(facts: StepFacts) -> StageText:
    """Which of the two terms counts for a row, and the loss over the minibatch."""
    row, update = chosen_row(facts), facts.trace.update
    value, gain, clip = float(update["ratio"][row]), float(update["advantage"][row]), update["clip_range"]
    clipped = min(max(value, 1 - clip), 1 + clip)
    plain_term, clipped_term = value * gain, clipped * gain
    lines = [
        row_words(facts, row),
        product_words("ρ · A", value, gain),
        product_words(_("clipped"), clipped, gain),
        _("both are the same")
        if plain_term == clipped_term
        else _("the smaller counts: no gain by going on")
        if clipped_term < plain_term
        else _("the smaller counts: it may come back"),
        cards.mean_of_policy(len(update["target"]), update["policy_loss"]),
        *cards.value_loss_lines(facts, row),
        *cards.entropy_line(facts),
    ]
    return StageText(tuple(lines), cards.loss_result(facts))


def product_words(name: str, factor: float, gain: float) -> str:
    return equals(name, " × ".join([number(factor), bracketed(number(gain))]), number(factor * gain))


def descend(facts: StepFacts) -> StageText:
    return cards.descend(facts, "adam")


def forget(facts: StepFacts) -> StageText:
    return cards.forget(facts, _("the rollout is forgotten"))


def in_diagram(facts: StepFacts) -> Mapping[str, Sequence[str]]:
    """Return the lines in each box, and the words on each arrow."""
    drawn = filled(_("{n:,} by lot"), n=min(facts.params.batch_size, facts.params.rollout_rows))
    lines = shared_lines(facts) | {
        "rewards": ["r, s′"],
        "values": ["V(s), V(s′)"],
        "draw": [drawn],
        "sample": ["s, a"],
        "weight": ["A, R"],
        "change": ["ρ"],
        "minibatch": [],
        "advantage": ["A = δ + γλ · A′"],
        "ratio": ["ρ = π / π_old"],
    }
    if facts.trace is not None and facts.trace.n_updates:
        row, update = chosen_row(facts), facts.trace.update
        value = float(update["ratio"][row])
        lines["advantage"] = ["A = δ + γλ · A′", equals("A", number(float(update["raw_advantage"][row])))]
        lines["ratio"] = [equals("ρ", number(value)), within_words(facts, row)]
        lines["change"] = [equals("ρ", short_number(value))]
    return lines


ALWAYS: Mapping[str, Callable[[StepFacts], StageText]] = {
    "observe": tell_observe,
    "policy": cards.policy,
    "choose": cards.choose,
    "execute": tell_execute,
    "store": cards.store,
}
LEARNING: Mapping[str, Callable[[StepFacts], StageText]] = {
    "advantage": cards.advantage,
    "draw": draw,
    "ratio": ratio,
    "loss": loss,
    "descend": descend,
    "forget": forget,
}
