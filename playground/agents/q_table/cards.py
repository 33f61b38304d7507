"""The cards of a step of tabular Q-learning, and what stands in its loop."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from playground.agents.dqn.cards import better_words, choice_words, choose, die_words
from playground.agents.dqn.loop_lines import at_speed
from playground.agents.loop import Stage, StageText, StepFacts
from playground.agents.loop_words import (
    action_on_arrow,
    bracketed,
    equals,
    insight_of,
    joined,
    no_single_step,
    no_update,
    number,
    plain,
    share,
    short_number,
    signed,
    state_line,
    tell_execute,
    tell_observe,
    update_rate,
    value_lines,
)
from playground.agents.q_table.params import bins_of
from playground.i18n import _
from playground.number_text import filled

MOST_PARTS = 8  # of a cell's place that are written


def tell(stage: Stage, facts: StepFacts) -> StageText:
    """Return the text of a stage's card."""
    if stage.is_setup:
        return make_table(facts)
    return no_single_step() if facts.trace is None else CARDS[stage.name](facts)


def make_table(facts: StepFacts) -> StageText:
    bins = bins_of(facts.params, facts.space)
    n_cells = math.prod(bins)
    return StageText(
        (
            filled(_("{cells:,} cells, {actions} actions each"), cells=n_cells, actions=facts.space.n_actions),
            filled(_("every Q is {value:.4g} at first"), value=facts.params.initial_value),
        )
    )


def cell_words(place: Sequence[int]) -> str:
    """Write where a cell is, counted from 1 in each direction."""
    parts = ", ".join(str(part + 1) for part in place[:MOST_PARTS])
    return filled(_("cell {cell}"), cell=parts if len(place) <= MOST_PARTS else parts + " …")


def q_values(facts: StepFacts) -> StageText:
    trace = facts.trace
    details = trace.details
    if details["is_new"]:
        seen = _("never learned from yet")
    else:
        seen = _("of this state alone") if details["is_exact"] else _("all states in it are one to the table")
    lines = [cell_words(details["cell"]), seen, *value_lines(trace.values, facts.actions)]
    return StageText(tuple(lines), better_words(facts))


def target(facts: StepFacts) -> StageText:
    trace, update, gamma = facts.trace, facts.trace.update, facts.params.gamma
    if not trace.n_updates:
        return nothing_learned()
    y, reward = number(float(update["target"][0])), plain(trace.reward)
    if trace.terminated:
        return StageText((_("The episode ended there: nothing follows."),), equals("y", "r", y))
    lines = [filled(_("s′ lies in {cell}"), cell=cell_words(update["next_cell"]))]
    lines += value_lines(update["next_q_values"], facts.actions)
    if trace.truncated:
        lines.append(_("Cut off by time: what follows still counts."))
    following = " × ".join([plain(gamma), bracketed(number(update["next_value"]))])
    return StageText(tuple(lines), equals("y", joined([reward, following]), y))


def nothing_learned() -> StageText:
    return StageText((), why_not=no_update())


def loss(facts: StepFacts) -> StageText:
    if not facts.trace.n_updates:
        return nothing_learned()
    return StageText((_("how far Q(s, a) is from its target"),), error_words(facts))


def error_words(facts: StepFacts) -> str:
    update = facts.trace.update
    difference = " − ".join([number(float(update["target"][0])), bracketed(number(update["q_taken"]))])
    return equals("δ", difference, signed(float(update["td_error"][0])))


def descend(facts: StepFacts) -> StageText:
    update = facts.trace.update
    if not facts.trace.n_updates:
        return nothing_learned()
    alpha, error = plain(facts.params.learning_rate), bracketed(number(float(update["td_error"][0])))
    moved = joined([number(update["q_taken"]), " × ".join([alpha, error])])
    lines = (filled(_("in {cell}, and nowhere else"), cell=cell_words(update["cell"])),)
    return StageText(lines, equals("Q(s, a)", moved, number(update["learned"])))


CARDS: Mapping[str, Callable[[StepFacts], StageText]] = {
    "observe": tell_observe,
    "q_values": q_values,
    "choose": choose,
    "execute": tell_execute,
    "target": target,
    "loss": loss,
    "descend": descend,
}


def in_diagram(facts: StepFacts) -> Mapping[str, Sequence[str]]:
    """Return the lines in each box, and the words on each arrow."""
    trace = facts.trace
    lines: dict[str, Sequence[str]] = {
        "state": ["s"],
        "q_values": ["Q(s, ·)"],
        "act": ["a"],
        "next_state": ["r, s′"],
        "next_value": ["max Q(s′, ·)"],
        "y": ["y"],
        "prediction": ["Q(s, a)"],
        "learn": ["+ α · δ"],
        "environment": state_line(facts),
        "choose": at_speed(facts),
        "table": table_lines(facts),
        "target": ["y = r + γ · max Q(s′, ·)"],
        "td_error": ["δ = y − Q(s, a)", *update_rate(facts)],
    }
    if trace is None:
        return lines
    lines["act"] = [action_on_arrow(trace.action, facts.actions)]
    lines["choose"] = [die_words(facts), choice_words(facts)]
    if trace.n_updates:
        update = trace.update
        lines["target"] = [lines["target"][0], target(facts).result]
        lines["td_error"] = [error_words(facts)]
        lines["next_state"] = [", ".join([equals("r", plain(trace.reward)), "s′"])]
        lines["next_value"] = [equals("max Q(s′, ·)", short_number(update["next_value"]))]
        lines["y"] = [equals("y", short_number(float(update["target"][0])))]
        lines["prediction"] = [short_number(update["q_taken"])]
    return lines


def table_lines(facts: StepFacts) -> list[str]:
    """Say which cell is looked up, and how many were ever learned from."""
    insight = insight_of(facts)
    lines = [] if facts.trace is None else [cell_words(facts.trace.details["cell"])]
    if "n_visited" in insight:
        visited = share(insight["n_visited"] / insight["n_cells"])
        lines.append(filled(_("{share} of the cells visited"), share=visited))
    return lines
