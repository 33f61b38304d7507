"""The cards of a step of DDPG: what each stage did, with its numbers put in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from playground.agents.action_scaling import ActionScaling
from playground.agents.ddpg.params import critic_sizes, layer_sizes
from playground.agents.loop import Stage, StageText, StepFacts
from playground.agents.loop_words import (
    action_words,
    bracketed,
    equals,
    forced_words,
    gradient_lines,
    insight_of,
    joined,
    mean_words,
    moved_lines,
    network_words,
    no_single_step,
    number,
    signed,
    step_words,
    tell_execute,
    tell_observe,
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
    if facts.trace is None:
        return no_single_step()
    if stage.name in LEARNING and not facts.trace.n_updates:
        return nothing_learned(facts)
    return (LEARNING | ALWAYS)[stage.name](facts)


def make_buffer(facts: StepFacts) -> StageText:
    room = filled(_("room for the newest {n:,} transitions"), n=facts.params.buffer_size)
    return StageText((room, _("empty until the first step")))


def make_networks(facts: StepFacts) -> StageText:
    params, space = facts.params, facts.space
    text = _("critic {sizes}") if params.n_critics == 1 else _("two critics {sizes}")
    return StageText(
        (
            filled(_("actor {sizes}"), sizes=network_words(layer_sizes(params, space))),
            filled(text, sizes=network_words(critic_sizes(params, space))),
            _("random weights; the targets are copies"),
        )
    )


def policy(facts: StepFacts) -> StageText:
    return StageText((_("the action it thinks best"),), equals("μ(s)", action_words(facts.trace.values, facts.actions)))


def choose(facts: StepFacts) -> StageText:
    """The noise, and the action with it; or who took its place."""
    trace, params = facts.trace, facts.params
    result = equals("a", action_words(trace.action, facts.actions))
    if trace.forced:
        return StageText((forced_words(facts), _("the noise does not count")), result)
    if trace.details["at_random"]:
        return StageText(
            (_("drawn evenly from the whole range"), filled(_("until step {n:,}"), n=params.learning_starts)), result
        )
    noise = float(trace.details["noise"][0])
    wanted = float(trace.values[0]) + noise
    lines = [equals("μ(s) + N", joined([number(float(trace.values[0])), number(noise)]), number(wanted))]
    if abs(wanted - float(trace.action[0])) > 1e-4 * max(1.0, abs(wanted)):
        low, high = facts.space.action_bounds[0]
        lines.append(filled(_("kept within {low:.4g} to {high:.4g}"), low=low, high=high))
    if len(trace.action) > 1:
        lines.append(filled(_("and {n} more numbers alike"), n=len(trace.action) - 1))
    return StageText(tuple(lines), result)


def outwards(facts: StepFacts, action: object) -> np.ndarray:
    """Return an action between −1 and 1, (numbers,), in the environment's units."""
    return ActionScaling(facts.space.action_bounds).outwards(np.asarray(action, np.float32))


def next_action(facts: StepFacts) -> StageText:
    """What the target actor would do after a row."""
    row, update, params = chosen_row(facts), facts.trace.update, facts.params
    lines = [row_words(facts, row)]
    if params.target_noise:
        lines.append(filled(_("with noise up to {clip:.4g} of half the range"), clip=params.target_noise_clip))
    if update["discounts"][row] == 0:
        lines += end_lines(facts, row)
    action = outwards(facts, update["next_action"][:, row])
    return StageText(tuple(lines), equals("a′", action_words(action, facts.actions)))


def target(facts: StepFacts) -> StageText:
    row, update = chosen_row(facts), facts.trace.update
    lines = [row_words(facts, row), *reward_lines(facts, row), *end_lines(facts, row)]
    values = [number(float(value)) for value in update["next_q_values"][:, row]]
    if update["discounts"][row] != 0:
        if len(values) == 1:
            lines.append(filled(_("the target critic says: {value}"), value=values[0]))
        else:
            lines.append(filled(_("the target critics say: {first}, {second}"), first=values[0], second=values[1]))
            lines.append(_("the smaller one counts"))
    return StageText(tuple(lines), target_result(facts, row, number(float(update["next_value"][row]))))


def loss(facts: StepFacts) -> StageText:
    row, update = chosen_row(facts), facts.trace.update
    lines = [row_words(facts, row)]
    for q, error in list(zip(update["q_values"][:, row], update["td_error"][:, row], strict=True))[1:]:
        lines.append(filled(_("second critic: Q {q}, δ {error}"), q=number(float(q)), error=signed(float(error))))
    error = float(update["td_error"][0, row])
    lines.append(filled(_("counts δ² = {value:.4g}"), value=error * error))
    lines.append(mean_words(len(update["target"]), update["loss"]))
    if len(update["q_values"]) == 2:
        lines.append(_("the loss adds those of both critics"))
    return StageText(tuple(lines), error_words(facts, row))


def error_words(facts: StepFacts, row: int) -> str:
    """Write δ = Q(s, a) − y of the first critic with the numbers of a row put in."""
    update = facts.trace.update
    q, y = number(float(update["q_values"][0, row])), number(float(update["target"][row]))
    return equals("δ", " − ".join([q, bracketed(y)]), signed(float(update["td_error"][0, row])))


def descend(facts: StepFacts) -> StageText:
    row, update, params = chosen_row(facts), facts.trace.update, facts.params
    lines = [
        *gradient_lines(update["gradient_norm"], params.gradient_clip),
        step_words("adam", params.learning_rate),
        *moved_lines(update),
        row_words(facts, row),
    ]
    before, after = number(float(update["q_taken"][row])), number(float(update["q_after"][row]))
    return StageText(tuple(lines), " ".join(["Q(s, a)", before, "→", after]))


def climb(facts: StepFacts) -> StageText:
    """The slope of the critic in the action, and where the actor went."""
    row, update, params = chosen_row(facts), facts.trace.update, facts.params
    if "action_gradient" not in update:
        return delayed(facts)
    slope = float(update["action_gradient"][0, row])
    way = _("Q rises with the action: more of it") if slope > 0 else _("Q falls with the action: less of it")
    before, after = (outwards(facts, update[name][:, row]) for name in ("policy", "policy_after"))
    lines = [
        row_words(facts, row),
        filled(_("∂Q/∂a {slope:+.4g}"), slope=slope),
        way if slope else _("Q is level here: nothing pulls"),
        *gradient_lines(update["actor_gradient_norm"], params.gradient_clip),
        step_words("adam", params.learning_rate),
        *moved_lines(update, "actor_moved"),
        filled(_("mean Q(s, μ(s)): {value:.4g}"), value=-update["actor_loss"]),
    ]
    return StageText(tuple(lines), " ".join(["μ(s)", number(float(before[0])), "→", number(float(after[0]))]))


def delayed(facts: StepFacts) -> StageText:
    n = facts.params.policy_delay
    return StageText((), why_not=filled(_("It moves every {n} updates: not in this one."), n=n))


def follow(facts: StepFacts) -> StageText:
    params, insight = facts.params, insight_of(facts)
    if not facts.trace.target_copied:
        return delayed(facts)
    lines = [_("old + τ · (new − old), in every weight")]
    if "target_distance" in insight:
        lines.append(filled(_("critic: at most {distance:.3g} behind"), distance=insight["target_distance"]))
        lines.append(filled(_("actor: at most {distance:.3g} behind"), distance=insight["actor_target_distance"]))
    return StageText(tuple(lines), equals("τ", filled("{tau:.4g}", tau=params.tau)))


SETUP: Mapping[str, Callable[[StepFacts], StageText]] = {"make_buffer": make_buffer, "make_networks": make_networks}
ALWAYS: dict[str, Callable[[StepFacts], StageText]] = {
    "observe": tell_observe,
    "policy": policy,
    "choose": choose,
    "execute": tell_execute,
    "store": tell_store,
}
LEARNING: dict[str, Callable[[StepFacts], StageText]] = {
    "draw": tell_draw,
    "next_action": next_action,
    "target": target,
    "loss": loss,
    "descend": descend,
    "climb": climb,
    "follow": follow,
}
