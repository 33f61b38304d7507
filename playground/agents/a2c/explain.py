"""Explanation of A2C: its loop, the stages of one step, and their cards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from playground.agents.base import Space
from playground.agents.loop import Arrow, Box, Diagram, Stage, StageText, StepFacts
from playground.agents.loop_words import equals, no_single_step, number, tell_execute, tell_observe
from playground.agents.policy_gradient import cards
from playground.agents.policy_gradient import loop_parts as parts
from playground.agents.policy_gradient.cards import chosen_row
from playground.agents.policy_gradient.loop_lines import shared_lines
from playground.agents.policy_gradient.minibatch_columns import COLUMNS
from playground.i18n import N_, _

DIAGRAM = Diagram(
    parts.SIZE,
    (
        parts.ACTOR,
        parts.CHOOSE,
        parts.ENVIRONMENT,
        Box("rollout", N_("rollout"), "s a r s′", (730, 24, 230, 260), look="rollout"),
        parts.CRITIC,
        parts.ADVANTAGE,
        parts.LOSS,
    ),
    (
        parts.STATE,
        parts.PROBABILITIES,
        parts.ACT,
        parts.STORE,
        Arrow("rewards", N_("gives"), "r, s′", ((845, 284), (845, 518), (625, 518)), (740, 506), "transition"),
        parts.VALUES,
        parts.WEIGHT,
        Arrow("sample", N_("gives"), "s, a", ((780, 284), (780, 338), (625, 338)), (700, 326), "transition"),
        parts.LOG_PROBABILITY,
        parts.GRADIENT,
        parts.VALUE_GRADIENT,
    ),
)

OF_LEARNING = (
    parts.GATHER,
    Stage(
        "advantage",
        "",
        N_("Compute the advantages"),
        ("rollout", "rewards", "critic", "values", "advantage"),
        parts.GAE,
        "advantage",
        "advantage",
    ),
    Stage(
        "loss",
        "",
        N_("Compute the loss"),
        ("sample", "weight", "log_probability", "loss"),
        r"-A \cdot \log \pi(a \mid s)" + parts.PENALTY,
        "loss",
        "loss",
    ),
    parts.DESCEND,
    parts.FORGET,
)


class A2CExplainer:
    """Explainer of A2C: a policy gradient's, with rollouts of several environments."""

    def diagram(self, params: Any, space: Space) -> Diagram:
        return DIAGRAM

    def stages(self, params: Any, space: Space) -> tuple[Stage, ...]:
        return (*parts.of_acting(space), *OF_LEARNING)

    def tell(self, stage: Stage, facts: StepFacts) -> StageText:
        if stage.is_setup:
            return cards.make_networks(facts)
        if facts.trace is None:
            return no_single_step()
        if stage.name in ALWAYS:
            return ALWAYS[stage.name](facts)
        return LEARNING[stage.name](facts) if facts.trace.n_updates else cards.waiting(facts)

    def in_diagram(self, facts: StepFacts) -> Mapping[str, Sequence[str]]:
        lines = shared_lines(facts) | {"rewards": ["r, s′"], "sample": ["s, a"], "values": ["V(s), V(s′)"]}
        lines["advantage"] = ["A = δ + γλ · A′"]
        if facts.trace is not None and facts.trace.n_updates:
            raw = float(facts.trace.update["raw_advantage"][chosen_row(facts)])
            lines["advantage"] = ["A = δ + γλ · A′", equals("A", number(raw))]
        return lines

    def columns(self, params: Any, space: Space) -> Sequence[tuple[str, str, str]]:
        return COLUMNS


def descend(facts: StepFacts) -> StageText:
    return cards.descend(facts, "rmsprop")


def forget(facts: StepFacts) -> StageText:
    return cards.forget(facts, _("the rollout is forgotten"))


ALWAYS: Mapping[str, Callable[[StepFacts], StageText]] = {
    "observe": tell_observe,
    "policy": cards.policy,
    "choose": cards.choose,
    "execute": tell_execute,
    "store": cards.store,
}
LEARNING: Mapping[str, Callable[[StepFacts], StageText]] = {
    "advantage": cards.advantage,
    "loss": cards.losses,
    "descend": descend,
    "forget": forget,
}
