"""Explanation of one step of DDPG, in lines of text for the step's cards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.i18n import _
from playground.number_text import filled


class DDPGExplainer:
    """Explainer of DDPG: action and noise, the critic's target, the actor's slope."""

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
