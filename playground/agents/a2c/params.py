"""The hyperparameters of A2C, and its entry in the table of algorithms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playground.agents.base import ALGORITHMS, Agent, CommonParams, StepExplainer
from playground.agents.policy_gradient import params as shared
from playground.i18n import N_


@dataclass
class A2CParams(CommonParams):
    """The hyperparameters of A2C, in the order of the form."""

    gamma: float = shared.gamma(0.99)
    learning_rate: float = shared.learning_rate(7e-4)
    learning_rate_end: float = shared.learning_rate_end(1.0)
    rollout_steps: int = shared.rollout_steps(5)
    entropy_coefficient: float = shared.entropy_coefficient(0.0)
    value_coefficient: float = shared.value_coefficient(0.5)
    gae_lambda: float = shared.gae_lambda(1.0)
    normalize_advantages: str = shared.normalize_advantages("off")
    gradient_clip: float | None = shared.gradient_clip(0.5)
    n_environments: int = shared.n_environments(8)
    reward_scale: float = shared.reward_scale(1.0)
    hidden_layers: tuple[int, ...] = shared.hidden_layers((64, 64))
    scale_observations: str = shared.scale_observations("off")
    initial_std: float = shared.initial_std(1.0)

    @property
    def batch_size(self) -> int:
        """How many steps an update learns from."""
        return self.rollout_steps * self.n_environments

    @property
    def rollout_rows(self) -> int:
        """How many rows of the log an update reads."""
        return self.batch_size


def _make(*parts: Any) -> Agent:
    from playground.agents.a2c.a2c import A2C  # the form needs no more than what stands above

    return A2C(*parts)


def _step_words() -> StepExplainer:
    from playground.agents.policy_gradient.explain import PolicyGradientExplainer

    return PolicyGradientExplainer()


ALGORITHMS.add(
    "a2c",
    shared.algorithm(
        name="a2c",
        title=N_("A2C"),
        text=N_(
            "Advantage actor-critic: a policy network acts in several environments at once, a value network says what"
            " was to be expected, and actions that did better than that become likelier."
        ),
        params=A2CParams,
        curves=("policy_loss", "value_loss", "entropy", "explained_variance"),
        make=_make,
        step_words=_step_words,
    ),
)
