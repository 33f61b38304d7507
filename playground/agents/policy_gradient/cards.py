"""The cards of a step of a policy gradient: what REINFORCE, A2C and PPO say alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.agents.loop import StageText, StepFacts
from playground.agents.loop_words import (
    action_words,
    bracketed,
    equals,
    forced_words,
    gradient_lines,
    insight_of,
    joined,
    moved_lines,
    network_words,
    no_update,
    number,
    plain,
    share,
    step_words,
    value_lines,
)
from playground.agents.policy_gradient.params import layer_sizes
from playground.i18n import _, ngettext
from playground.number_text import filled

MOST_NUMBERS = 3  # of a continuous action that are written


def chosen_row(facts: StepFacts) -> int:
    """Return the row of the newest update that is spoken of.

    It is the one chosen, else this step's own where it was learned from, else the first.
    """
    minibatch, row = facts.trace.minibatch, facts.chosen
    if row is None:
        row = 0 if minibatch is None or minibatch.own is None else minibatch.own
    return min(max(row, 0), len(facts.trace.update["target"]) - 1)


def row_words(facts: StepFacts, row: int) -> str:
    """Write which step a row is."""
    minibatch, n = facts.trace.minibatch, getattr(facts.params, "n_environments", 1)
    if minibatch is None:
        return filled(_("row {row} of the update"), row=row + 1)
    step = int(minibatch.steps[row])
    if row == minibatch.own:
        return filled(_("of step {step:,}: this very step"), step=step)
    if n == 1:
        return filled(_("of step {step:,}"), step=step)
    number_of = int(facts.trace.update["positions"][row]) % n + 1
    return filled(_("of step {step:,}, environment {number} of {n}"), step=step, number=number_of, n=n)


def make_networks(facts: StepFacts) -> StageText:
    sizes = layer_sizes(facts.params, facts.space)
    lines = [
        filled(_("policy {sizes}"), sizes=network_words(sizes)),
        filled(_("value {sizes}"), sizes=network_words((*sizes[:-1], 1))),
        _("random weights: all actions nearly alike"),
    ]
    if getattr(facts.params, "baseline", "on") == "off":
        lines[1] = _("no baseline: it is off")
    return StageText(tuple(lines))


def policy(facts: StepFacts) -> StageText:
    """The chance of each action, or the mean and spread of its numbers; V(s)."""
    trace = facts.trace
    if len(trace.details["std"]):
        spread = zip(facts.actions, trace.values, trace.details["std"], strict=True)
        line = _("{action}: mean {mean:.3f}, spread {std:.3f}")
        lines = [filled(line, action=_(name), mean=mean, std=std) for name, mean, std in spread][:MOST_NUMBERS]
    else:
        lines = value_lines(trace.values, facts.actions)
    if getattr(facts.params, "baseline", "on") == "off":
        return StageText(tuple(lines))
    return StageText(tuple(lines), equals("V(s)", number(trace.details["value"])))


def choose(facts: StepFacts) -> StageText:
    """The draw, the action it led to or that a person forced, and its log-probability."""
    trace = facts.trace
    if trace.forced:
        lines = [forced_words(facts), _("the draw does not count")]
    elif len(trace.details["std"]):
        lines = [drawn_number(facts)]
        if len(trace.action) > 1:
            lines.append(filled(_("and {n} more numbers alike"), n=len(trace.action) - 1))
    else:
        lines = [fall_words(facts), filled(_("drawn: {action}"), action=action_words(trace.action, facts.actions))]
        lines.append(_("not the likeliest") if trace.explored else _("the likeliest"))
    return StageText(tuple(lines), equals("log π(a | s)", number(trace.details["log_probability"])))


def fall_words(facts: StepFacts) -> str:
    """Say where the die fell among the chances, laid end to end."""
    trace = facts.trace
    ends = trace.values.cumsum()
    low = float(ends[trace.action - 1]) if trace.action else 0.0
    return filled(
        _("die {die:.3f}: from {low:.3f} to {high:.3f}"), die=trace.die, low=low, high=float(ends[trace.action])
    )


def drawn_number(facts: StepFacts) -> str:
    """Write the first number of a continuous action: mean + spread x draw."""
    trace = facts.trace
    mean, std = float(trace.values[0]), float(trace.details["std"][0])
    spread = " × ".join([number(std), bracketed(number(trace.die))])
    return equals("a", joined([number(mean), spread]), number(float(trace.action[0])))


def gathered_words(facts: StepFacts) -> str:
    """Say how full the rollout is, and what it waits for."""
    if facts.trace is not None:
        progress = facts.trace.details["rollout"]
    else:
        progress = insight_of(facts)
    if "held" not in progress:
        return ""
    return filled(_("{held:,} of {needed:,} steps"), held=progress["held"], needed=progress["needed"])


def store(facts: StepFacts) -> StageText:
    n = facts.params.n_environments
    lines = [filled(_("the rollout holds {gathered}"), gathered=gathered_words(facts))]
    if n > 1:
        lines.append(filled(_("of each of {n} environments"), n=n))
    return StageText(tuple(lines))


def waiting(facts: StepFacts) -> StageText:
    """What a card says where nothing was learned."""
    progress = facts.trace.details["rollout"]
    if progress["held"] >= progress["needed"]:
        return StageText((), why_not=no_update())
    return StageText((), why_not=filled(_("The rollout is not full: {gathered}."), gathered=gathered_words(facts)))


def advantage(facts: StepFacts) -> StageText:
    """δ and A of a row, with their numbers put in: Schulman et al. 2016, equation 16."""
    row, update, params = chosen_row(facts), facts.trace.update, facts.params
    delta, error = error_words(facts, row)
    lines = [row_words(facts, row), *reward_lines(facts, row), *end_lines(facts, row), error]
    raw = number(float(update["raw_advantage"][row]))
    result = equals("A", raw)
    following = float(update["next_advantage"][row])
    if following and params.gae_lambda * params.gamma:
        fade = plain(params.gamma * params.gae_lambda)
        result = equals("A", joined([delta, " × ".join([fade, bracketed(number(following))])]), raw)
    elif update["breaks_off"][row]:
        lines.append(_("the rollout ends here: A = δ"))
    if update["normalised"]:
        lines.append(
            filled(
                _("normalised among the {n:,}: {value:.3f}"), n=len(update["advantage"]), value=update["advantage"][row]
            )
        )
    lines.append(equals("R = A + V(s)", number(float(update["target"][row]))))
    return StageText(tuple(lines), result)


def error_words(facts: StepFacts, row: int) -> tuple[str, str]:
    """Write δ = r + γ V(s′) − V(s) of a row, its result alone and as an equation."""
    update, gamma = facts.trace.update, facts.params.gamma
    value = float(update.get("old_value", update["value"])[row])  # PPO has learned since it was asked
    reward, after = float(update["reward"][row]), float(update["next_value"][row])
    terms = [plain(reward)]
    if not update["terminated"][row]:
        terms.append(" × ".join([plain(gamma), bracketed(number(after))]))
    delta = number(float(update["step_error"][row]))
    return delta, equals("δ", " − ".join([joined(terms), bracketed(number(value))]), delta)


def reward_lines(facts: StepFacts, row: int) -> list[str]:
    """Say what the reward became, where it is scaled."""
    scale, minibatch = facts.params.reward_scale, facts.trace.minibatch
    if scale == 1.0 or minibatch is None:
        return []
    own, learned = plain(float(minibatch.rewards[row])), plain(float(facts.trace.update["reward"][row]))
    return [equals("r", " × ".join([plain(scale), bracketed(own)]), learned)]


def end_lines(facts: StepFacts, row: int) -> list[str]:
    """Say whether anything follows a row."""
    update = facts.trace.update
    if update["terminated"][row]:
        return [_("The episode ended there: nothing follows.")]
    if update["truncated"][row]:
        return [_("Cut off by time: V(s′) stands for the rest.")]
    return []


def loss_result(facts: StepFacts, with_value: bool = True) -> str:
    """Write the loss as the sum of its parts, with their numbers put in."""
    update, params = facts.trace.update, facts.params
    terms = [number(update["policy_loss"])]
    if with_value and params.value_coefficient:
        terms.append(number(params.value_coefficient * update["value_loss"]))
    written = joined(terms)
    if params.entropy_coefficient:
        bonus = number(params.entropy_coefficient * update["entropy"])
        written = " − ".join([written, bracketed(bonus)])
    return equals("L", *([written] if len(terms) > 1 or params.entropy_coefficient else []), number(update["loss"]))


def entropy_line(facts: StepFacts) -> list[str]:
    """Say how undecided the policy is, and what that counts."""
    line = filled(_("entropy H: {entropy:.3f}"), entropy=facts.trace.update["entropy"])
    return [counted(line, facts.params.entropy_coefficient, facts.trace.update["entropy"])]


def counted(line: str, coefficient: float, value: float) -> str:
    """Add to a part of the loss what it counts, if anything."""
    if not coefficient:
        return line
    return equals(", × ".join([line, plain(coefficient)]), number(coefficient * value))


def losses(facts: StepFacts) -> StageText:
    """What a row counts in the loss, and the loss over all of them."""
    row, update = chosen_row(facts), facts.trace.update
    gain, log_p = float(update["advantage"][row]), float(update["log_probability"][row])
    share_of_row = equals("−A · log π", " × ".join([number(-gain), bracketed(number(log_p))]), number(-gain * log_p))
    n = len(update["target"])
    lines = [row_words(facts, row), share_of_row, mean_of_policy(n, update["policy_loss"])]
    lines += value_loss_lines(facts, row)
    return StageText((*lines, *entropy_line(facts)), loss_result(facts))


def mean_of_policy(n: int, loss: float) -> str:
    text = ngettext("its mean over {n:,} step: {loss:.4g}", "its mean over {n:,} steps: {loss:.4g}", n)
    return filled(text, n=n, loss=loss)


def value_loss_lines(facts: StepFacts, row: int) -> list[str]:
    """Say the critic's error of a row, and the mean of its square."""
    update = facts.trace.update
    target, value = number(float(update["target"][row])), bracketed(number(float(update["value"][row])))
    difference = float(update["target"][row]) - float(update["value"][row])
    mean = filled(_("its mean square: {loss:.4g}"), loss=update["value_loss"])
    return [
        equals("R − V(s)", " − ".join([target, value]), number(difference)),
        counted(mean, facts.params.value_coefficient, update["value_loss"]),
    ]


def descend(facts: StepFacts, optimizer: str) -> StageText:
    """The step down the gradient, and what it did to the chance of a row's action."""
    update, params, row = facts.trace.update, facts.params, chosen_row(facts)
    lines = [
        *gradient_lines(update["gradient_norm"], params.gradient_clip),
        step_words(optimizer, params.learning_rate),
        *moved_lines(update),
        row_words(facts, row),
    ]
    before, after = (number(float(update[name][row])) for name in ("log_probability", "log_probability_after"))
    return StageText(tuple(lines), " ".join(["log π(a | s)", before, "→", after]))


def forget(facts: StepFacts, text: str) -> StageText:
    """What was forgotten after the update: `text`."""
    return StageText((text, _("it tells of the policy as it was")))


def values_words(values: Any, actions: Sequence[str], std: Any) -> str:
    """Write the policy in one line: the likeliest action, or the first mean."""
    if len(std):
        return filled(_("mean {mean:.2f}, spread {std:.2f}"), mean=values[0], std=std[0])
    best = int(values.argmax())
    return filled(_("likeliest: {action}, {share}"), action=_(actions[best]), share=share(float(values[best])))
