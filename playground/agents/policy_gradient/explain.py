"""Explanation of one step of a policy gradient, in lines of text for its cards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.i18n import N_, _
from playground.number_text import filled

COLUMNS = (  # of each step that was learned from
    ("value", N_("value of the state"), "V(s)"),
    ("target", N_("return"), "R"),
    ("advantage", N_("advantage"), "A"),
    ("log_probability", N_("log-probability"), "log π"),
)


class PolicyGradientExplainer:
    """Explainer of policy gradients, to which PPO and REINFORCE add their own."""

    def values(self, trace: Any, actions: Sequence[str]) -> list[str]:
        """V(s), and the probability of each action or the mean and spread of its numbers."""
        lines = [filled(_("V(s) = {value:.3f}"), value=trace.details["value"])]
        if len(trace.details["std"]):
            spread = zip(actions, trace.values, trace.details["std"], strict=True)
            line = _("{action}: mean {mean:.3f}, spread {std:.3f}")
            return lines + [filled(line, action=_(action), mean=mean, std=std) for action, mean, std in spread]
        line = _("{action}: probability {p:.3f}")
        return lines + [filled(line, action=_(action), p=p) for action, p in zip(actions, trace.values, strict=True)]

    def choice(self, trace: Any, actions: Sequence[str]) -> list[str]:
        """The action that was drawn, and its probability."""
        if len(trace.details["std"]):
            line = _("{action} = {value:.3f}, drawn around its mean")
            drawn = [
                filled(line, action=_(action), value=value) for action, value in zip(actions, trace.action, strict=True)
            ]
        else:
            how = _("drawn: not the likeliest") if trace.explored else _("drawn: the likeliest")
            drawn = [filled(_("a = {action}"), action=_(actions[trace.action])), how]
        return [*drawn, filled(_("log π(a | s) = {value:.3f}"), value=trace.details["log_probability"])]

    def update(self, trace: Any) -> list[str]:
        """The losses and the first step of the rollout, or how full the rollout is."""
        if not trace.n_updates:
            return self.waiting(trace)
        update = trace.update
        # A normalised one is no longer the target less V(s), which the line above would have one believe.
        advantage = (
            _("advantage {value:.3f} (normalised),") if update.get("normalised") else _("advantage {value:.3f},")
        )
        return [
            *self.losses(update),
            filled(_("V(s) {value:.3f}, target {target:.3f},"), value=update["value"][0], target=update["target"][0]),
            filled(advantage, value=update["advantage"][0]),
            filled(_("log π(a | s) {value:.3f}: its first step"), value=update["log_probability"][0]),
        ]

    def waiting(self, trace: Any) -> list[str]:
        """The reason why no update was due."""
        return [
            _("no update was due:"),
            filled(_("the rollout holds {held} of {needed} steps"), **trace.details["rollout"]),
        ]

    def losses(self, update: dict[str, Any]) -> list[str]:
        """The losses of the update."""
        return [
            filled(_("policy loss {value:.4g}"), value=update["policy_loss"]),
            filled(_("value loss {value:.4g}"), value=update["value_loss"]),
            filled(_("entropy {value:.3f}"), value=update["entropy"]),
        ]

    def after(self, trace: Any) -> list[str]:
        """The end of the rollout."""
        return [_("rollout forgotten: it tells of the policy as it was")] if trace.n_updates else []
