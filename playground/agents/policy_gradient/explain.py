"""Explanation of one step of a policy gradient, in lines of text for its cards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.i18n import _


class PolicyGradientExplainer:
    """Explainer of policy gradients, to which PPO and REINFORCE add their own."""

    def values(self, trace: Any, actions: Sequence[str]) -> list[str]:
        """V(s), and the probability of each action or the mean and spread of its numbers."""
        lines = [_("V(s) = {value:.3f}").format(value=trace.details["value"])]
        if len(trace.details["std"]):
            spread = zip(actions, trace.values, trace.details["std"], strict=True)
            line = _("{action}: mean {mean:.3f}, spread {std:.3f}")
            return lines + [line.format(action=_(action), mean=mean, std=std) for action, mean, std in spread]
        line = _("{action}: probability {p:.3f}")
        return lines + [line.format(action=_(action), p=p) for action, p in zip(actions, trace.values, strict=True)]

    def choice(self, trace: Any, actions: Sequence[str]) -> list[str]:
        """The action that was drawn, and its probability."""
        if len(trace.details["std"]):
            line = _("{action} = {value:.3f}, drawn around its mean")
            drawn = [
                line.format(action=_(action), value=value) for action, value in zip(actions, trace.action, strict=True)
            ]
        else:
            how = _("drawn: not the likeliest") if trace.explored else _("drawn: the likeliest")
            drawn = [_("a = {action}").format(action=_(actions[trace.action])), how]
        return [*drawn, _("log π(a | s) = {value:.3f}").format(value=trace.details["log_probability"])]

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
            _("V(s) {value:.3f}, target {target:.3f},").format(value=update["value"][0], target=update["target"][0]),
            advantage.format(value=update["advantage"][0]),
            _("log π(a | s) {value:.3f}: its first step").format(value=update["log_probability"][0]),
        ]

    def waiting(self, trace: Any) -> list[str]:
        """The reason why no update was due."""
        return [
            _("no update was due:"),
            _("the rollout holds {held} of {needed} steps").format(**trace.details["rollout"]),
        ]

    def losses(self, update: dict[str, Any]) -> list[str]:
        """The losses of the update."""
        return [
            _("policy loss {value:.4g}").format(value=update["policy_loss"]),
            _("value loss {value:.4g}").format(value=update["value_loss"]),
            _("entropy {value:.3f}").format(value=update["entropy"]),
        ]

    def after(self, trace: Any) -> list[str]:
        """The end of the rollout."""
        return [_("rollout forgotten: it tells of the policy as it was")] if trace.n_updates else []
