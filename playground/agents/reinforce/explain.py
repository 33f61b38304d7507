"""Explanation of REINFORCE: its loop, the stages of one step, and their cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from playground.agents.base import Space
from playground.agents.loop import Diagram, Stage, StageText, StepFacts
from playground.agents.loop_words import no_single_step
from playground.agents.policy_gradient.cards import make_networks
from playground.agents.reinforce import cards, loop_diagram
from playground.i18n import N_


class REINFORCEExplainer:
    """Explainer of REINFORCE: a policy gradient's, with returns and a baseline."""

    def diagram(self, params: Any, space: Space) -> Diagram:
        return loop_diagram.diagram(params, space)

    def stages(self, params: Any, space: Space) -> tuple[Stage, ...]:
        return loop_diagram.stages(params, space)

    def tell(self, stage: Stage, facts: StepFacts) -> StageText:
        if stage.is_setup:
            return make_networks(facts)
        if facts.trace is None:
            return no_single_step()
        if stage.name in cards.ALWAYS:
            return cards.ALWAYS[stage.name](facts)
        return cards.LEARNING[stage.name](facts) if facts.trace.n_updates else cards.waiting(facts)

    def in_diagram(self, facts: StepFacts) -> Mapping[str, Sequence[str]]:
        return cards.in_diagram(facts)

    def columns(self, params: Any, space: Space) -> Sequence[tuple[str, str, str]]:
        with_baseline = (("value", N_("baseline"), "V(s)"), ("advantage", N_("advantage"), "A"))
        return (
            ("target", N_("return"), "G"),
            *(with_baseline if params.baseline == "on" else ()),
            ("log_probability", N_("log-probability"), "log π"),
        )
