"""Hyperparameters of A2C, and its entry in the table of algorithms."""

from __future__ import annotations

from dataclasses import dataclass

from playground.agents import shared_params as shared
from playground.agents.base import ALGORITHMS, CommonParams
from playground.agents.policy_gradient import params as policy_gradient
from playground.i18n import N_


@dataclass
class A2CParams(CommonParams):
    """The hyperparameters of A2C, in the order of the form."""

    gamma: float = policy_gradient.gamma(0.99)
    learning_rate: float = policy_gradient.learning_rate(7e-4, shared.RMSPROP.format(epsilon="10⁻⁵"))
    learning_rate_end: float = policy_gradient.learning_rate_end()
    rollout_steps: int = policy_gradient.rollout_steps(5)
    entropy_coefficient: float = policy_gradient.entropy_coefficient(0.0)
    value_coefficient: float = policy_gradient.value_coefficient(0.5)
    gae_lambda: float = policy_gradient.gae_lambda(1.0)
    normalize_advantages: str = policy_gradient.normalize_advantages("off")
    gradient_clip: float | None = policy_gradient.gradient_clip(0.5)
    n_environments: int = policy_gradient.n_environments(8)
    reward_scale: float = policy_gradient.reward_scale(1.0)
    hidden_layers: tuple[int, ...] = policy_gradient.hidden_layers((64, 64))
    scale_observations: str = shared.scale_observations()
    arithmetic: str = shared.arithmetic()
    initial_std: float = policy_gradient.initial_std(1.0)

    @property
    def batch_size(self) -> int:
        """Number of steps that an update learns from."""
        return self.rollout_steps * self.n_environments

    @property
    def rollout_rows(self) -> int:
        """Number of rows of the log that an update reads."""
        return self.batch_size


ALGORITHMS.add(
    "a2c",
    policy_gradient.algorithm(
        name="a2c",
        title=N_("A2C"),
        text=N_(
            "Advantage actor-critic: a policy network acts in several environments at once, a value network says what"
            " was to be expected, and actions that did better than that become likelier."
        ),
        params=A2CParams,
        curves=("policy_loss", "value_loss", "entropy", "explained_variance"),
        learner="playground.agents.a2c.a2c:A2C",
        explainer="playground.agents.a2c.explain:A2CExplainer",
        hopeless_rate=0.1,
    ),
)
