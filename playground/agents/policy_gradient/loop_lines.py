"""What stands in the boxes and on the arrows of a policy gradient's loop."""

from __future__ import annotations

from collections.abc import Sequence

from playground.agents.loop import StepFacts
from playground.agents.loop_words import (
    action_on_arrow,
    action_words,
    equals,
    forced_words,
    insight_of,
    moved_words,
    network_words,
    number,
    short_number,
    state_line,
    update_rate,
)
from playground.agents.policy_gradient.cards import (
    chosen_row,
    fall_words,
    gathered_words,
    loss_result,
    values_words,
)
from playground.agents.policy_gradient.params import layer_sizes
from playground.i18n import _
from playground.number_text import filled


def shared_lines(facts: StepFacts) -> dict[str, Sequence[str]]:
    """Return the lines of what all policy gradients have, of a step or of now."""
    lines: dict[str, Sequence[str]] = {
        "act": ["a"],
        "state": ["s"],
        "probabilities": ["π(· | s)"],
        "store": ["s, a, r, s′"],
        "values": ["V(s)"],
        "weight": ["A"],
        "log_probability": ["log π(a | s)"],
        "gradient": ["− α · ∇L"],
        "value_gradient": ["− α · ∇L"],
        "environment": state_line(facts),
        "choose": [_("draws by the chances")],
        "actor": [network_line(facts)],
        "critic": [_("what a state is worth")],
        "rollout": rollout_lines(facts),
        "advantage": [],
        "loss": update_rate(facts),
    }
    trace = facts.trace
    if trace is None:
        return lines
    lines["act"] = [action_on_arrow(trace.action, facts.actions)]
    said = values_words(trace.values, facts.actions, trace.details["std"])
    lines["actor"] = [said, network_line(facts)]
    if getattr(facts.params, "baseline", "on") == "on":
        lines["critic"] = [equals("V(s)", number(trace.details["value"]))]
    drawn = filled(_("drawn: {action}"), action=action_words(trace.action, facts.actions))
    if trace.forced:
        lines["choose"] = [forced_words(facts)]
    else:
        lines["choose"] = [drawn] if len(trace.details["std"]) else [fall_words(facts), drawn]
    if trace.n_updates:
        row, update = chosen_row(facts), trace.update
        lines["log_probability"] = [equals("log π", short_number(float(update["log_probability"][row])))]
        lines["weight"] = [equals("A", short_number(float(update["advantage"][row])))]
        lines["values"] = [equals("V(s)", short_number(float(update["value"][row])))]
        lines["loss"] = [loss_result(facts)]
    return lines


def network_line(facts: StepFacts) -> str:
    sizes = network_words(layer_sizes(facts.params, facts.space))
    moved = moved_words(facts)
    return ", ".join([sizes, moved]) if moved else sizes


def rollout_lines(facts: StepFacts) -> list[str]:
    """Say how full the rollout is, and how many environments fill it side by side."""
    gathered, n = gathered_words(facts), facts.params.n_environments
    lines = [gathered] if gathered else []
    if n > 1:
        lines.append(filled(_("{n} environments side by side"), n=n))
    if "n_stored" in insight_of(facts) and facts.trace is not None and facts.trace.n_updates:
        lines.append(_("full: learned from, then forgotten"))
    return lines
