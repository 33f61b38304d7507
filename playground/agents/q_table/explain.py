"""Explanation of tabular Q-learning: its loop, its stages, and their cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from playground.agents.base import Space
from playground.agents.loop import Diagram, Stage, StageText, StepFacts
from playground.agents.q_table import cards, loop_diagram
from playground.i18n import N_


class QTableExplainer:
    """Explainer of a Q-table: the cell, and the number of it that changed."""

    def diagram(self, params: Any, space: Space) -> Diagram:
        return loop_diagram.diagram(params, space)

    def stages(self, params: Any, space: Space) -> tuple[Stage, ...]:
        return loop_diagram.stages(params, space)

    def tell(self, stage: Stage, facts: StepFacts) -> StageText:
        return cards.tell(stage, facts)

    def in_diagram(self, facts: StepFacts) -> Mapping[str, Sequence[str]]:
        return cards.in_diagram(facts)

    def columns(self, params: Any, space: Space) -> Sequence[tuple[str, str, str]]:
        return [
            ("q_taken", N_("value of the action"), "Q(s, a)"),
            ("next_value", N_("value of what follows"), "max Q(s′)"),
            ("target", N_("target"), "y"),
            ("td_error", N_("error"), "δ"),
            ("learned", N_("value after it"), "Q(s, a)"),
        ]
