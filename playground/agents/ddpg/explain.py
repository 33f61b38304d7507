"""Explanation of DDPG: its loop, the stages of one step, and their cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from playground.agents.base import Space
from playground.agents.ddpg import cards, loop_diagram, loop_lines
from playground.agents.ddpg import stages as step_stages
from playground.agents.loop import Diagram, Stage, StageText, StepFacts
from playground.i18n import N_


class DDPGExplainer:
    """Explainer of DDPG: action and noise, the critic's target, the actor's slope."""

    def diagram(self, params: Any, space: Space) -> Diagram:
        return loop_diagram.diagram(params, space)

    def stages(self, params: Any, space: Space) -> tuple[Stage, ...]:
        return step_stages.stages(params, space)

    def tell(self, stage: Stage, facts: StepFacts) -> StageText:
        return cards.tell(stage, facts)

    def in_diagram(self, facts: StepFacts) -> Mapping[str, Sequence[str]]:
        return loop_lines.in_diagram(facts)

    def columns(self, params: Any, space: Space) -> Sequence[tuple[str, str, str]]:
        second = [("td_error_2", N_("second critic's error"), "δ₂")] if params.n_critics == 2 else []
        return [
            ("q_taken", N_("value of the action"), "Q(s, a)"),
            ("next_value", N_("value of what follows"), "Q′(s′, a′)"),
            ("target", N_("target"), "y"),
            ("td_error", N_("error"), "δ"),
            *second,
        ]
