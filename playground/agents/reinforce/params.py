"""Hyperparameters of REINFORCE, and its entry in the table of algorithms."""

from __future__ import annotations

from dataclasses import dataclass

from playground.agents import shared_params as shared
from playground.agents.base import ALGORITHMS, CommonParams
from playground.agents.policy_gradient import params as policy_gradient
from playground.hyper import hyper
from playground.i18n import N_


@dataclass
class REINFORCEParams(CommonParams):
    """The hyperparameters of REINFORCE, in the order of the form."""

    gamma: float = policy_gradient.gamma(0.99)
    learning_rate: float = policy_gradient.learning_rate(1e-3, shared.ADAM.format(epsilon="10⁻⁸"))
    learning_rate_end: float = policy_gradient.learning_rate_end()
    baseline: str = hyper(
        "on",
        label=N_("baseline"),
        choices=shared.OFF_ON,
        basic=True,
        formula="A = G − V(s)",
        doc=N_(
            "On learns beside the policy what return a state usually brings, and takes it away from the return that came: only what was better than usual becomes likelier. On average a step keeps its direction, and is much less noisy. At the time limit it also stands for the rewards that would have followed. Off credits the bare return, which ends there."
        ),
    )
    episodes_per_update: int = hyper(
        1,
        label=N_("episodes for an update"),
        low=1,
        high=1000,
        slider=(1, 32),
        log=True,
        unit=N_("episodes"),
        basic=True,
        doc=N_(
            "How many episodes are played to their end between two updates. More make a step less noisy, and steps rarer."
        ),
    )
    entropy_coefficient: float = policy_gradient.entropy_coefficient(0.0)
    value_coefficient: float = policy_gradient.value_coefficient(0.5)
    gradient_clip: float | None = policy_gradient.gradient_clip(None)
    reward_scale: float = policy_gradient.reward_scale(1.0)
    hidden_layers: tuple[int, ...] = policy_gradient.hidden_layers((64, 64))
    scale_observations: str = shared.scale_observations()
    arithmetic: str = shared.arithmetic()
    initial_std: float = policy_gradient.initial_std(1.0)

    @property
    def n_environments(self) -> int:
        """Number of environments: one, for it plays one whole episode after the other."""
        return 1


ALGORITHMS.add(
    "reinforce",
    policy_gradient.algorithm(
        name="reinforce",
        title=N_("REINFORCE"),
        text=N_(
            "The first policy gradient: plays whole episodes, and makes what was done likelier the more reward came"
            " after it."
        ),
        params=REINFORCEParams,
        curves=("policy_loss", "value_loss", "entropy"),
        learner="playground.agents.reinforce.reinforce:REINFORCE",
        explainer="playground.agents.reinforce.explain:REINFORCEExplainer",
        hopeless_rate=0.1,
    ),
)
