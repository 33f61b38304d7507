"""Explanation of DDPG: its loop, the stages of one step, and their cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from playground.agents.base import Space
from playground.agents.ddpg import cards, loop_diagram, loop_lines
from playground.agents.ddpg import stages as step_stages
from playground.agents.loop import Diagram, Stage, StageText, StepFacts
from playground.i18n import N_, _
from playground.number_text import filled


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

    def values(self, trace: Any, actions: Sequence[str]) -> list[str]:
        """The action that the actor gives."""
        return [
            filled(_("μ(s): {action} {value:+.3f}"), action=_(action), value=value)
            for action, value in zip(actions, trace.values, strict=True)
        ]

    def choice(self, trace: Any, actions: Sequence[str]) -> list[str]:
        """The noise, and the action with it."""
        if trace.details["at_random"]:
            lines = [_("at random, until learning_starts")]
        else:
            lines = [filled(_("noise {value:+.3f}"), value=value) for value in trace.details["noise"]]
        return lines + [
            filled(_("a = {action} {value:+.3f}"), action=_(action), value=value)
            for action, value in zip(actions, trace.action, strict=True)
        ]

    def update(self, trace: Any) -> list[str]:
        """The critic's target and error, and the actor's gradient."""
        if not trace.n_updates:
            return [_("no update was due: see"), _("learning_starts, train_every"), _("and batch_size")]
        update = trace.update
        lines = [
            filled(_("mean r + γ Q′(s′, μ′(s′)) {value:.3f}"), value=trace.mean_target),
            filled(_("mean Q(s, a) {value:.3f}"), value=float(update["q_values"][0].mean())),
            filled(_("mean |TD error| {value:.3f}"), value=trace.mean_abs_td_error),
            filled(_("critic's loss {value:.4g}"), value=trace.loss),
        ]
        if "action_gradient" not in update:
            return [*lines, _("policy update delayed")]
        slope = update["action_gradient"]
        size = float(np.sqrt((slope * slope).sum(0)).mean())
        return [
            *lines,
            *(filled(_("mean dQ/da {value:+.4g}"), value=float(mean)) for mean in slope.mean(1)),
            filled(_("mean |dQ/da| {value:.4g}"), value=size),
            filled(_("actor's loss −mean Q(s, μ(s)) {value:.4g}"), value=update["actor_loss"]),
        ]

    def after(self, trace: Any) -> list[str]:
        """The noise from here on, and the target networks."""
        lines = [filled(_("σ = {noise:.4f}"), noise=trace.after["noise"])]
        return [*lines, _("target networks moved by τ")] if trace.target_copied else lines
