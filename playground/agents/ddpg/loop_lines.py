"""Lines in the boxes of DDPG's loop and words on its arrows, of a step or of now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from playground.agents.ddpg.cards import error_words, outwards
from playground.agents.ddpg.params import critic_sizes, layer_sizes
from playground.agents.loop import StepFacts
from playground.agents.loop_words import (
    LONGEST_ON_ARROW,
    action_on_arrow,
    action_words,
    equals,
    insight_of,
    mean_words,
    network_words,
    number,
    short_number,
    state_line,
    update_rate,
    vector,
)
from playground.agents.replay.replay_words import buffer_lines, chosen_row, target_result, why_no_update
from playground.i18n import _
from playground.number_text import filled


def in_diagram(facts: StepFacts) -> Mapping[str, Sequence[str]]:
    """Return the lines in each box, and the words on each arrow."""
    params, space = facts.params, facts.space
    value = "Q′(s′, a′)" if params.n_critics == 1 else "min Q′"
    lines: dict[str, Sequence[str]] = {
        "state": ["s"],
        "policy": ["μ(s)"],
        "act": ["a"],
        "store": ["s, a, r, s′"],
        "draw": [filled(_("{n:,} at random"), n=params.batch_size)],
        "next_state": ["s′"],
        "next_action": ["a′"],
        "next_value": [value],
        "reward": ["r" if params.n_steps == 1 else "R"],
        "y": ["y"],
        "sample": ["s, a"],
        "prediction": ["Q(s, a)"],
        "gradient": ["−α·∇L"],
        "slope": ["∂Q/∂a"],
        "actor_copy": [equals("τ", filled("{tau:.4g}", tau=params.tau))],
        "critic_copy": [equals("τ", filled("{tau:.4g}", tau=params.tau))],
        "choose": at_speed(facts),
        "environment": state_line(facts),
        "actor": [network_words(layer_sizes(params, space))],
        "critic": [network_words(critic_sizes(params, space))],
        "replay_buffer": buffer_lines(facts),
        "minibatch": [],
        "target_actor": behind(facts, "actor_target_distance"),
        "target_critic": behind(facts, "target_distance"),
        "target": [target_words(facts)],
        "loss": ["δ = Q(s, a) − y", *update_rate(facts)],
    }
    if facts.trace is not None:
        lines |= of_step(facts)
        lines |= of_update(facts) if facts.trace.n_updates else {"loss": ["δ = Q(s, a) − y", why_no_update(facts)]}
    return lines


def of_step(facts: StepFacts) -> dict[str, Sequence[str]]:
    """Return what the step itself has to say."""
    trace = facts.trace
    if trace.forced:
        how = _("forced by hand")
    elif trace.details["at_random"]:
        how = _("at random, until learning starts")
    else:
        how = filled(_("noise {noise:+.3f}"), noise=trace.details["noise"][0])
    return {
        "act": [action_on_arrow(trace.action, facts.actions)],
        "choose": [how, equals("a", action_words(trace.action, facts.actions))],
        "actor": [equals("μ(s)", vector(trace.values[:2])), network_words(layer_sizes(facts.params, facts.space))],
    }


def of_update(facts: StepFacts) -> dict[str, Sequence[str]]:
    """Return what the update in it has to say, of the row that is chosen."""
    row, update = chosen_row(facts), facts.trace.update
    value = float(update["next_value"][row])
    next_action = vector(outwards(facts, update["next_action"][:, row])[:2])
    lines: dict[str, Sequence[str]] = {
        "target": [target_words(facts), target_result(facts, row, number(value))],
        "loss": [error_words(facts, row), mean_words(len(update["target"]), update["loss"])],
        "prediction": [equals("Q", short_number(float(update["q_taken"][row])))],
        "y": [equals("y", short_number(float(update["target"][row])))],
        "next_value": ["0"] if update["discounts"][row] == 0 else [equals("Q′", short_number(value))],
        "next_action": [equals("a′", next_action) if len(next_action) <= LONGEST_ON_ARROW else "a′"],
        "critic": [network_words(critic_sizes(facts.params, facts.space)), moved(update, "moved")],
    }
    if "action_gradient" in update:
        lines["slope"] = [filled("{slope:+.3g}", slope=update["action_gradient"][0, row])]
    return {name: [line for line in written if line] for name, written in lines.items()}


def moved(update: Mapping[str, float], name: str) -> str:
    return filled(_("moved {moved:.4f}"), moved=update[name]) if name in update else ""


def target_words(facts: StepFacts) -> str:
    """Return the target as it stands in its box."""
    first, factor = ("r", "γ") if facts.params.n_steps == 1 else ("R", "γⁿ")
    value = "Q′(s′, a′)" if facts.params.n_critics == 1 else "min Q′(s′, a′)"
    return equals("y", " + ".join([first, " · ".join([factor, value])]))


def at_speed(facts: StepFacts) -> list[str]:
    """Say how large the noise is."""
    noise = insight_of(facts).get("noise", facts.params.noise)
    return [filled(_("μ(s) and noise of σ {noise:.3g}"), noise=noise)]


def behind(facts: StepFacts, name: str) -> list[str]:
    """Say how far a target network is behind."""
    insight = insight_of(facts)
    return [filled(_("at most {distance:.2g} behind"), distance=insight[name])] if name in insight else []
