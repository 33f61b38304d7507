"""Explanation of one step of tabular Q-learning, in lines of text for its cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from playground.agents.base import Space
from playground.agents.dqn.explain import DQNExplainer
from playground.agents.loop import Diagram, Stage, StageText, StepFacts
from playground.agents.q_table import cards, loop_diagram
from playground.i18n import N_, _
from playground.number_text import filled


class QTableExplainer(DQNExplainer):
    """Explainer of a Q-table: as DQN's, with the cell and the number that changed."""

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

    def values(self, trace: Any, actions: Sequence[str]) -> list[str]:
        """The cell, and Q of each action in it."""
        details = trace.details
        cell = filled(
            _("cell {cell} of {bins}"),
            cell=_numbers(part + 1 for part in details["cell"]),
            bins=" × ".join(map(str, details["bins"])),
        )
        shared = (
            _("it is of this observation alone") if details["is_exact"] else _("all states in it are one to the table")
        )
        seen = _("never learned from yet") if details["is_new"] else shared
        return [cell, seen, *super().values(trace, actions)]

    def update(self, trace: Any) -> list[str]:
        """The target, and how far Q moved towards it."""
        if not trace.n_updates:
            return [_("no update was due")]
        numbers = trace.update
        return [
            filled(_("Q(s, a) {before:.3f} → {after:.3f}"), before=numbers["q_taken"], after=numbers["learned"]),
            filled(_("target {value:.3f}"), value=trace.mean_target),
            filled(_("TD error {value:.3f}"), value=float(numbers["td_error"][0])),
        ]

    def after(self, trace: Any) -> list[str]:
        """Epsilon, and the share of the table that was ever visited."""
        return [
            filled(_("ε = {epsilon:.4f}"), epsilon=trace.after["epsilon"]),
            filled(_("{share:.1%} of the cells ever visited"), share=trace.after["visited"]),
        ]


def _numbers(parts: Any) -> str:
    return ", ".join(map(str, parts))
