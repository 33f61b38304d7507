"""Explanation of one step of PPO, in lines of text for the step's cards."""

from __future__ import annotations

from typing import Any

from playground.agents.policy_gradient.explain import PolicyGradientExplainer
from playground.i18n import _
from playground.number_text import filled


class PPOExplainer(PolicyGradientExplainer):
    """Explainer of PPO: a policy gradient's, and the ratio to the old policy."""

    def update(self, trace: Any) -> list[str]:
        """The losses of the last minibatch, its ratios, and its first step."""
        lines = super().update(trace)
        if not trace.n_updates:
            return lines
        update = trace.update
        ratio, clip = float(update["ratio"][0]), update["clip_range"]
        within = _("ratio π/π_old {ratio:.3f}, within 1 ± {clip:.2f}")
        beyond = _("ratio π/π_old {ratio:.3f}, beyond 1 ± {clip:.2f}")
        return [
            *lines,
            filled(within if abs(ratio - 1) <= clip else beyond, ratio=ratio, clip=clip),
            filled(_("beyond it: {share:.0%} of the minibatch"), share=update["clip_fraction"]),
            filled(_("last of {n} updates"), n=trace.n_updates),
        ]
