"""The cards of a step of DQN: what each stage did, with its numbers put in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

import numpy as np

from playground.agents.dqn.params import layer_sizes
from playground.agents.loop import Stage, StageText, StepFacts
from playground.agents.loop_words import (
    action_words,
    bracketed,
    equals,
    forced_words,
    gradient_lines,
    insight_of,
    mean_words,
    moved_lines,
    network_words,
    no_single_step,
    number,
    signed,
    step_words,
    tell_execute,
    tell_observe,
    value_lines,
)
from playground.agents.replay.replay_words import (
    chosen_row,
    end_lines,
    nothing_learned,
    reward_lines,
    row_words,
    target_result,
    tell_draw,
    tell_store,
)
from playground.i18n import _
from playground.number_text import filled


def tell(stage: Stage, facts: StepFacts) -> StageText:
    """Return the text of a stage's card."""
    if stage.is_setup:
        return SETUP[stage.name](facts)
    return no_single_step() if facts.trace is None else CARDS[stage.name](facts)


def make_buffer(facts: StepFacts) -> StageText:
    params = facts.params
    if params.replay == "off":
        return StageText((), why_not=_("Replay is off: nothing is kept."))
    return StageText(
        (
            filled(_("room for the newest {n:,} transitions"), n=params.buffer_size),
            _("empty until the first step"),
        )
    )


def make_networks(facts: StepFacts) -> StageText:
    sizes = layer_sizes(facts.params, facts.space)
    n_weights = sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes))
    lines = [filled(_("layers {sizes}"), sizes=network_words(sizes))]
    if facts.params.dueling == "off":
        lines.append(filled(_("{n:,} weights, random at first"), n=n_weights))
    else:
        lines.append(_("random weights; its last layer has V and A"))
    lines.append(
        _("target network: a copy of it") if facts.params.target_network == "on" else _("no target network: it is off")
    )
    return StageText(tuple(lines))


def q_values(facts: StepFacts) -> StageText:
    values = facts.trace.values
    lines = value_lines(values, facts.actions)
    if facts.params.dueling == "on":
        state_value = float(values.mean())
        lines.append(filled(_("V(s) {value}: the mean of all Q"), value=number(state_value)))
        best = float(values.max()) - state_value
        lines.append(filled(_("A {advantage}: of the best over it"), advantage=signed(best)))
    return StageText(tuple(lines), better_words(facts))


def better_words(facts: StepFacts) -> str:
    """Say by how much the best action is better than the next."""
    values = facts.trace.values
    if len(values) < 2:
        return ""
    second, best = np.sort(values)[-2:]
    name = _(facts.actions[int(values.argmax())])
    if best == second:
        return _("two are best alike: the first counts")
    return filled(_("{action} is better by {value}"), action=name, value=number(float(best - second)))


def die_words(facts: StepFacts) -> str:
    """Say how the die fell beside epsilon."""
    trace = facts.trace
    die, epsilon = trace.die, trace.before["epsilon"]
    if trace.forced:
        text = _("die {die:.2f}: does not count")
    elif trace.explored:
        text = _("die {die:.2f} < ε {epsilon:.2f}: explores")
    else:
        text = _("die {die:.2f} ≥ ε {epsilon:.2f}: greedy")
    if abs(die - epsilon) < 0.01:
        text = text.replace(".2f", ".6f")
    return filled(text, die=die, epsilon=epsilon)


def choice_words(facts: StepFacts) -> str:
    """Say what was done then."""
    if facts.trace.forced:
        return forced_words(facts)
    name = action_words(facts.trace.action, facts.actions)
    if facts.trace.explored:
        return filled(_("at random: {action}"), action=name)
    return filled(_("the largest Q: {action}"), action=name)


def choose(facts: StepFacts) -> StageText:
    trace = facts.trace
    lines = [die_words(facts), choice_words(facts)]
    if trace.forced:
        lines.reverse()
    if trace.explored:
        best = int(trace.values.argmax())
        text = _("the largest Q would be {action}")
        if best == trace.action:
            text = _("the largest Q is the same") if trace.forced else _("the largest Q is the same by chance")
        lines.append(filled(text, action=_(facts.actions[best])))
    return StageText(tuple(lines), equals("a", action_words(trace.action, facts.actions)))


def store(facts: StepFacts) -> StageText:
    if facts.params.replay == "off":
        return StageText((), why_not=_("Replay is off: learned from, then forgotten."))
    return tell_store(facts)


def draw(facts: StepFacts) -> StageText:
    if not facts.trace.n_updates:
        return nothing_learned(facts)
    if facts.params.replay == "off":
        return StageText((_("nothing is drawn: replay is off"), _("learned from: the newest transition alone")))
    return tell_draw(facts)


def target(facts: StepFacts) -> StageText:
    if not facts.trace.n_updates:
        return nothing_learned(facts)
    row, update = chosen_row(facts), facts.trace.update
    lines = [row_words(facts, row), *reward_lines(facts, row), *end_lines(facts, row)]
    if update["discounts"][row] != 0:
        lines += next_value_lines(facts, row)
    return StageText(tuple(lines), target_result(facts, row, number(float(update["next_value"][row]))))


def next_value_lines(facts: StepFacts, row: int) -> list[str]:
    """Say which network chose the next action, and which valued it."""
    update, params = facts.trace.update, facts.params
    values = update["next_q_values"][:, row]
    next_action = int(update["next_action"][row])
    if params.target_network == "off":
        head = _("the Q-network itself says of s′:")
    elif params.double == "on":
        chooser = filled(_("the Q-network chooses {action} in s′,"), action=_(facts.actions[next_action]))
        value = number(float(values[next_action]))
        return [chooser, filled(_("the target network values it: {value}"), value=value)]
    else:
        head = _("the target network says of s′:")
    return [head, *value_lines(values, facts.actions)]


def loss(facts: StepFacts) -> StageText:
    if not facts.trace.n_updates:
        return nothing_learned(facts)
    row, update, params = chosen_row(facts), facts.trace.update, facts.params
    action = facts.actions[int(update["actions"][row])]
    lines = [
        row_words(facts, row),
        filled(_("Q(s, a) of {action}: {q}"), action=_(action), q=number(update["q_taken"][row])),
    ]
    error = float(update["td_error"][row])
    if params.loss == "huber" and abs(error) > 1:
        lines.append(filled(_("beyond 1: counts |δ| − ½ = {value:.4g}"), value=abs(error) - 0.5))
    elif params.loss == "huber":
        lines.append(filled(_("within 1: counts ½δ² = {value:.4g}"), value=error * error / 2))
    else:
        lines.append(filled(_("counts δ² = {value:.4g}"), value=error * error))
    if update["weights"] is not None:
        lines.append(filled(_("times its weight: {weight:.3f}"), weight=update["weights"][row]))
    lines.append(mean_words(len(update["target"]), update["loss"]))
    return StageText(tuple(lines), error_words(facts, row))


def error_words(facts: StepFacts, row: int) -> str:
    """Write δ = Q(s, a) − y with the numbers of a row put in."""
    update = facts.trace.update
    q, y = number(float(update["q_taken"][row])), number(float(update["target"][row]))
    return equals("δ", " − ".join([q, bracketed(y)]), signed(float(update["td_error"][row])))


def descend(facts: StepFacts) -> StageText:
    if not facts.trace.n_updates:
        return nothing_learned(facts)
    update, params = facts.trace.update, facts.params
    row = chosen_row(facts)
    lines = [
        *gradient_lines(update["gradient_norm"], params.gradient_clip),
        step_words(params.optimizer, params.learning_rate),
        *moved_lines(update),
        row_words(facts, row),
    ]
    before, after = number(float(update["q_taken"][row])), number(float(update["q_after"][row]))
    return StageText(tuple(lines), " ".join(["Q(s, a)", before, "→", after]))


def copy(facts: StepFacts) -> StageText:
    params, insight = facts.params, insight_of(facts)
    if params.target_network == "off":
        return StageText((), why_not=_("The target network is off: Q stands in for it."))
    lines = [period_words(facts)]
    if facts.trace.target_copied:
        result = _("copied in this step")
        if params.target_tau != 1.0:
            result = filled(_("moved by τ = {tau:.4g} of the way"), tau=params.target_tau)
    else:
        result = ""
        if "since_copy" in insight:
            left = max(params.target_period - insight["since_copy"], 0)
            unit = _(params.target_unit)
            lines.append(filled(_("{unit} to go: {n:,}"), n=left, unit=unit))
    if "target_distance" in insight:
        lines.append(filled(_("now at most {distance:.4g} apart in a weight"), distance=insight["target_distance"]))
    return StageText(tuple(lines), result)


def period_words(facts: StepFacts) -> str:
    """Say how often the target network is renewed."""
    n, unit = facts.params.target_period, _(facts.params.target_unit)
    if n == 1:
        return {
            "steps": _("renewed at every step"),
            "updates": _("renewed at every update"),
            "episodes": _("renewed after every episode"),
        }[facts.params.target_unit]
    return filled(_("renewed every {n:,} {unit}"), n=n, unit=unit)


SETUP: Mapping[str, Callable[[StepFacts], StageText]] = {"make_buffer": make_buffer, "make_networks": make_networks}
CARDS: Mapping[str, Callable[[StepFacts], StageText]] = {
    "observe": tell_observe,
    "q_values": q_values,
    "choose": choose,
    "execute": tell_execute,
    "store": store,
    "draw": draw,
    "target": target,
    "loss": loss,
    "descend": descend,
    "copy": copy,
}
