"""Explanation of DQN: its loop, the stages of one step, and their cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from playground.agents.base import Space
from playground.agents.dqn import cards, loop_diagram, loop_lines
from playground.agents.dqn import stages as step_stages
from playground.agents.loop import Diagram, Stage, StageText, StepFacts
from playground.i18n import N_


class DQNExplainer:
    """Explainer of DQN: the nine stages of the tutorial with their numbers."""

    def diagram(self, params: Any, space: Space) -> Diagram:
        return loop_diagram.diagram(params, space)

    def stages(self, params: Any, space: Space) -> tuple[Stage, ...]:
        return step_stages.stages(params, space)

    def tell(self, stage: Stage, facts: StepFacts) -> StageText:
        return cards.tell(stage, facts)

    def in_diagram(self, facts: StepFacts) -> Mapping[str, Sequence[str]]:
        return loop_lines.in_diagram(facts)

    def columns(self, params: Any, space: Space) -> Sequence[tuple[str, str, str]]:
        value = "Q(s′)" if params.target_network == "off" else "Q⁻(s′)"
        weights = [("weights", N_("weight"), "w")] if params.prioritized == "on" and params.replay == "on" else []
        return [
            ("q_taken", N_("value of the action"), "Q(s, a)"),
            ("next_value", N_("value of what follows"), value),
            ("target", N_("target"), "y"),
            ("td_error", N_("error"), "δ"),
            *weights,
        ]
