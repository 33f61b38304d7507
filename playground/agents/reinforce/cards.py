"""The cards of REINFORCE's own stages: episodes, returns, baseline."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from playground.agents.loop import StageText, StepFacts
from playground.agents.loop_words import (
    bracketed,
    equals,
    insight_of,
    joined,
    no_update,
    number,
    plain,
    short_number,
    tell_execute,
    tell_observe,
)
from playground.agents.policy_gradient import cards
from playground.agents.policy_gradient.cards import chosen_row, end_lines, reward_lines, row_words
from playground.agents.policy_gradient.loop_lines import shared_lines
from playground.i18n import _
from playground.number_text import filled


def episodes_words(facts: StepFacts) -> str:
    """Say how many of the episodes that an update needs have ended."""
    insight = insight_of(facts)
    progress = facts.trace.details["rollout"] if facts.trace is not None else insight
    if "held" not in progress:
        return ""
    return filled(_("{held:,} of {needed:,} episodes ended"), held=progress["held"], needed=progress["needed"])


def store(facts: StepFacts) -> StageText:
    lines = [filled(_("before this step: {episodes}"), episodes=episodes_words(facts))]
    if facts.trace.n_updates:
        lines.append(_("with it the last one ended: now it learns"))
    return StageText(tuple(lines))


def waiting(facts: StepFacts) -> StageText:
    """What a card says where nothing was learned."""
    trace = facts.trace
    progress = trace.details["rollout"]
    if (trace.terminated or trace.truncated) and progress["held"] + 1 >= progress["needed"]:
        return StageText((), why_not=no_update())
    return StageText((), why_not=filled(_("It waits for ends: {episodes}."), episodes=episodes_words(facts)))


def returns(facts: StepFacts) -> StageText:
    """The return of a row: its reward, and what followed."""
    row, update, gamma = chosen_row(facts), facts.trace.update, facts.params.gamma
    has_baseline = facts.params.baseline == "on"
    lines = [filled(_("steps learned from: {n:,}"), n=len(update["target"])), row_words(facts, row)]
    lines += reward_lines(facts, row)
    if update["truncated"][row] and not update["terminated"][row] and not has_baseline:
        lines.append(_("Cut off by time: the return ends here."))
    else:
        lines += end_lines(facts, row)
    total, following = number(float(update["target"][row])), float(update["next_return"][row])
    first = plain(float(update["reward"][row]))
    if update["terminated"][row] or (update["truncated"][row] and not has_baseline):
        return StageText(tuple(lines), equals("G", "r", total))
    terms = [first, " × ".join([plain(gamma), bracketed(number(following))])]
    return StageText(tuple(lines), equals("G", joined(terms), total))


def advantage(facts: StepFacts) -> StageText:
    """How much better the return was than the baseline."""
    row = chosen_row(facts)
    better = facts.trace.update["advantage"][row] > 0
    how = _("better than expected: made likelier") if better else _("no better than expected: made rarer")
    return StageText((row_words(facts, row), how), advantage_words(facts, row))


def advantage_words(facts: StepFacts, row: int) -> str:
    update = facts.trace.update
    target, value, gain = (number(float(update[name][row])) for name in ("target", "value", "advantage"))
    return equals("A", " − ".join([target, bracketed(value)]), gain)


def loss(facts: StepFacts) -> StageText:
    """What a row counts in the loss, and the loss over all steps."""
    if facts.params.baseline == "on":
        return cards.losses(facts)
    row, update = chosen_row(facts), facts.trace.update
    gain, log_p = float(update["advantage"][row]), float(update["log_probability"][row])
    counts = equals("−G · log π", " × ".join([number(-gain), bracketed(number(log_p))]), number(-gain * log_p))
    lines = [row_words(facts, row), counts, cards.mean_of_policy(len(update["target"]), update["policy_loss"])]
    return StageText((*lines, *cards.entropy_line(facts)), cards.loss_result(facts, with_value=False))


def descend(facts: StepFacts) -> StageText:
    return cards.descend(facts, "adam")


def forget(facts: StepFacts) -> StageText:
    return cards.forget(facts, _("the episodes are forgotten"))


def in_diagram(facts: StepFacts) -> Mapping[str, Sequence[str]]:
    """Return the lines in each box, and the words on each arrow."""
    has_baseline = facts.params.baseline == "on"
    episodes = episodes_words(facts)
    lines = shared_lines(facts) | {
        "rewards": ["r₁, r₂, …"],
        "sample": ["s, a"],
        "returns": ["G"],
        "episode": [episodes] if episodes else [],
        "return": ["G = r + γ · G′"],
        "advantage": ["A = G − V(s)"],
    }
    if facts.trace is not None and facts.trace.n_updates:
        row, update = chosen_row(facts), facts.trace.update
        target = float(update["target"][row])
        lines["return"] = ["G = r + γ · G′", returns(facts).result]
        lines["returns"] = [equals("G", short_number(target))]
        lines["advantage"] = ["A = G − V(s)", advantage_words(facts, row)]
        lines["loss"] = [cards.loss_result(facts, with_value=has_baseline)]
        if not has_baseline:
            lines["weight"] = [equals("G", short_number(target))]
    return lines


ALWAYS: Mapping[str, Callable[[StepFacts], StageText]] = {
    "observe": tell_observe,
    "policy": cards.policy,
    "choose": cards.choose,
    "execute": tell_execute,
    "store": store,
}
LEARNING: Mapping[str, Callable[[StepFacts], StageText]] = {
    "returns": returns,
    "advantage": advantage,
    "loss": loss,
    "descend": descend,
    "forget": forget,
}
