"""Lines in the boxes of DQN's loop and words on its arrows, of a step or of now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from playground.agents.dqn.cards import better_words, choice_words, die_words, error_words
from playground.agents.dqn.params import layer_sizes
from playground.agents.dqn.stages import target_words
from playground.agents.loop import StepFacts
from playground.agents.loop_words import (
    action_on_arrow,
    equals,
    insight_of,
    mean_words,
    moved_words,
    network_words,
    number,
    share,
    short_number,
    state_line,
    update_rate,
    values_in_short,
)
from playground.agents.replay.replay_words import buffer_lines, chosen_row, target_result, why_no_update
from playground.i18n import _
from playground.number_text import filled


def in_diagram(facts: StepFacts) -> Mapping[str, Sequence[str]]:
    """Return the lines in each box, and the words on each arrow."""
    params = facts.params
    lines: dict[str, Sequence[str]] = {
        "state": ["s"],
        "q_values": ["Q(s, ·)"],
        "store": ["s, a, r, s′"],
        "draw": [drawn_words(facts)],
        "sample": ["s, a, r"],
        "next_state": ["s′"],
        "next_value": ["max Q(s′)" if params.target_network == "off" else "Q⁻(s′)"],
        "y": ["y"],
        "prediction": ["Q(s, a)"],
        "gradient": ["− α · ∇L"],
        "copy": [copy_words(facts)],
        "next_action": ["a′"],
        "act": ["a"],
        "environment": state_line(facts),
        "q_network": [network_line(facts)],
        "replay_buffer": buffer_lines(facts),
        "minibatch": [],
        "target": [target_words(params)],
        "loss": ["δ = Q(s, a) − y", *update_rate(facts)],
        "target_network": [age_words(facts)] if age_words(facts) else [],
        "choose": at_speed(facts),
    }
    if facts.trace is not None:
        lines |= of_step(facts)
        lines |= of_update(facts) if facts.trace.n_updates else {"loss": [lines["loss"][0], why_no_update(facts)]}
    return lines


def of_step(facts: StepFacts) -> dict[str, Sequence[str]]:
    """Return what the step itself has to say."""
    trace = facts.trace
    better = better_words(facts)
    return {
        "act": [action_on_arrow(trace.action, facts.actions)],
        "choose": [die_words(facts), choice_words(facts)],
        "q_network": [*([better] if better else []), network_line(facts)],
    }


def of_update(facts: StepFacts) -> dict[str, Sequence[str]]:
    """Return what the update in it has to say, of the row that is chosen."""
    row, update, params = chosen_row(facts), facts.trace.update, facts.params
    value = float(update["next_value"][row])
    is_over = update["discounts"][row] == 0
    said = values_in_short(update["next_q_values"][:, row], facts.actions)
    lines: dict[str, Sequence[str]] = {
        "target": [target_words(params), target_result(facts, row, number(value))],
        "loss": [error_words(facts, row), mean_words(len(update["target"]), update["loss"])],
        "prediction": [" ".join(["Q(s, a)", short_number(float(update["q_taken"][row]))])],
        "y": [equals("y", short_number(float(update["target"][row])))],
        "next_value": ["0"] if is_over else [short_number(value)],
        "target_network": [
            filled(_("of s′: {values}"), values=said),
            *([age_words(facts)] if age_words(facts) else []),
        ],
    }
    if params.double == "on":
        lines["next_action"] = [equals("a′", _(facts.actions[int(update["next_action"][row])]))]
    return lines


def at_speed(facts: StepFacts) -> list[str]:
    """Say what the die says on average."""
    epsilon = insight_of(facts).get("epsilon", facts.params.epsilon)
    return [filled(_("explores {share} of the time"), share=share(epsilon)), _("else: the largest Q")]


def network_line(facts: StepFacts) -> str:
    """Say how large the network is, and how far it moved."""
    sizes = network_words(layer_sizes(facts.params, facts.space))
    moved = moved_words(facts)
    return ", ".join([sizes, moved]) if moved else sizes


def drawn_words(facts: StepFacts) -> str:
    n = facts.params.batch_size
    return filled(_("{n:,} by error") if facts.params.prioritized == "on" else _("{n:,} at random"), n=n)


def copy_words(facts: StepFacts) -> str:
    """Say how often the target network is renewed, and how."""
    params = facts.params
    what = _("copied") if params.target_tau == 1.0 else filled(_("moved by τ = {tau:.4g}"), tau=params.target_tau)
    if params.target_period == 1:
        every = {"steps": _("every step"), "updates": _("every update"), "episodes": _("every episode")}
        return ": ".join([every[params.target_unit], what])
    unit = _(params.target_unit)
    return filled(_("every {n:,} {unit}: {what}"), n=params.target_period, unit=unit, what=what)


def age_words(facts: StepFacts) -> str:
    """Say how old the target network's copy is, and how far from the Q-network."""
    insight = insight_of(facts)
    if "since_copy" not in insight:
        return ""
    unit = _(facts.params.target_unit)
    return filled(
        _("{unit} since copied: {n:,}, {distance:.2g} apart"),
        n=insight["since_copy"],
        unit=unit,
        distance=insight["target_distance"],
    )
