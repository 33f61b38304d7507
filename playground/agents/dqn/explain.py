"""Explanation of DQN: its loop, the stages of one step, and their cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from playground.agents.base import Space
from playground.agents.dqn import cards, loop_diagram, loop_lines
from playground.agents.dqn import stages as step_stages
from playground.agents.loop import Diagram, Stage, StageText, StepFacts
from playground.i18n import N_, _
from playground.number_text import filled


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

    def values(self, trace: Any, actions: Sequence[str]) -> list[str]:
        """Q of each action."""
        best = int(trace.values.argmax())
        return [
            filled(
                _("{action} {value:.3f}{largest}"),
                action=_(action),
                value=value,
                largest=_("  ← largest") if number == best else "",
            )
            for number, (action, value) in enumerate(zip(actions, trace.values, strict=True))
        ]

    def choice(self, trace: Any, actions: Sequence[str]) -> list[str]:
        """The random number against epsilon, and the action."""
        numbers = {"die": trace.die, "epsilon": trace.before["epsilon"]}
        if trace.explored:
            comparison, how = _("die {die:.3f} < ε {epsilon:.3f}"), _("explore: at random")
        else:
            comparison, how = _("die {die:.3f} ≥ ε {epsilon:.3f}"), _("greedy: the largest Q")
        return [filled(comparison, **numbers), how, filled(_("a = {action}"), action=_(actions[trace.action]))]

    def update(self, trace: Any) -> list[str]:
        """The loss, the targets, and the errors of Q."""
        if not trace.n_updates:
            return [_("no update was due: see"), _("learning_starts, train_every"), _("and batch_size")]
        lines = [
            filled(_("loss {value:.4g}"), value=trace.loss),
            filled(_("mean target {value:.3f}"), value=trace.mean_target),
            filled(_("mean |TD error| {value:.3f}"), value=trace.mean_abs_td_error),
        ]
        weights = trace.update["weights"]
        if weights is not None:  # prioritised replay
            lines.append(filled(_("weights {low:.3f} to {high:.3f}"), low=weights.min(), high=weights.max()))
        return lines

    def after(self, trace: Any) -> list[str]:
        """Epsilon and the target network."""
        lines = [filled(_("ε = {epsilon:.4f}"), epsilon=trace.after["epsilon"])]
        if not trace.target_copied:
            return lines
        tau = trace.params.target_tau
        moved = _("target network copied") if tau == 1.0 else filled(_("target network moved, τ = {tau:g}"), tau=tau)
        return [*lines, moved]
