"""Explanation of one step of REINFORCE, in lines of text for the step's cards."""

from __future__ import annotations

from typing import Any

from playground.agents.policy_gradient.explain import PolicyGradientExplainer
from playground.i18n import _
from playground.number_text import filled


class REINFORCEExplainer(PolicyGradientExplainer):
    """Explainer of REINFORCE: a policy gradient's, with returns and a baseline."""

    def update(self, trace: Any) -> list[str]:
        """The losses over the episodes, and the return of their first step."""
        if not trace.n_updates:
            return [
                _("no update was due: it waits for the end"),
                filled(_("of {needed} episodes; so far {held}"), **trace.details["rollout"]),
            ]
        update = trace.update
        first = {name: float(update[name][0]) for name in ("target", "value", "advantage", "log_probability")}
        return [
            *self.losses(update),
            filled(_("steps learned from: {n}"), n=len(update["target"])),
            filled(_("return of the first {target:.3f}"), **first),
            filled(_("less the baseline {value:.3f} = {advantage:.3f}"), **first),
            filled(_("log π(a | s) of the first {log_probability:.3f}"), **first),
        ]

    def after(self, trace: Any) -> list[str]:
        return [_("episodes forgotten: they tell of the policy as it was")] if trace.n_updates else []
