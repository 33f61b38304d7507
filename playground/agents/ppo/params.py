"""Hyperparameters of PPO, and its entry in the table of algorithms."""

from __future__ import annotations

from dataclasses import dataclass

from playground.agents import shared_params as shared
from playground.agents.base import ALGORITHMS, CommonParams
from playground.agents.policy_gradient import params as policy_gradient
from playground.hyper import hyper
from playground.i18n import N_


@dataclass
class PPOParams(CommonParams):
    """The hyperparameters of PPO, in the order of the form."""

    gamma: float = policy_gradient.gamma(0.99)
    learning_rate: float = policy_gradient.learning_rate(3e-4, shared.ADAM.format(epsilon="10⁻⁵"))
    learning_rate_end: float = policy_gradient.learning_rate_end()
    clip_range: float = hyper(
        0.2,
        label=N_("clip range"),
        low=0.0,
        high=10.0,
        slider=(0.0, 0.5),
        scheduled=True,
        basic=True,
        formula="min(r · A, clip(r, 1 − ε, 1 + ε) · A),  r = π(a | s) / π_old(a | s)",
        doc=N_(
            "How far a sample may push the probability of its action while one rollout is learned from: once the ratio r to the policy that played it is beyond 1 ± this, the sample pushes no further. That is no bound: other samples may still carry it along. It follows its schedule until you hold it."
        ),
    )
    clip_range_end: float = hyper(
        1.0,
        label=N_("final part of the clip range"),
        group="learn",
        low=0.0,
        high=1.0,
        doc=N_(
            "What part of the clip range is left at the end of the run; on the way it falls in a straight line. At 1 it stays constant."
        ),
    )
    rollout_steps: int = policy_gradient.rollout_steps(256)
    n_epochs: int = hyper(
        10,
        label=N_("passes over a rollout"),
        low=1,
        high=100,
        slider=(1, 30),
        basic=True,
        doc=N_(
            "How many times each rollout is learned from before it is forgotten. More wring more out of it; the clip range keeps that from going too far."
        ),
    )
    batch_size: int = hyper(
        64,
        label=N_("minibatch size"),
        group="learn",
        low=1,
        high=65_536,
        slider=(8, 1024),
        log=True,
        unit=N_("steps"),
        doc=N_("How many steps of the rollout each update learns from. The last minibatch of an epoch may be smaller."),
    )
    entropy_coefficient: float = policy_gradient.entropy_coefficient(0.0)
    value_coefficient: float = policy_gradient.value_coefficient(0.5)
    gae_lambda: float = policy_gradient.gae_lambda(0.95)
    normalize_advantages: str = policy_gradient.normalize_advantages("on")
    gradient_clip: float | None = policy_gradient.gradient_clip(0.5)
    n_environments: int = policy_gradient.n_environments(8)
    reward_scale: float = policy_gradient.reward_scale(1.0)
    hidden_layers: tuple[int, ...] = policy_gradient.hidden_layers((64, 64))
    scale_observations: str = shared.scale_observations()
    arithmetic: str = shared.arithmetic()
    initial_std: float = policy_gradient.initial_std(1.0)

    @property
    def rollout_rows(self) -> int:
        """Number of rows of the log that the updates of a rollout read."""
        return self.rollout_steps * self.n_environments


ALGORITHMS.add(
    "ppo",
    policy_gradient.algorithm(
        name="ppo",
        title=N_("PPO"),
        text=N_(
            "Proximal policy optimisation: an actor-critic that learns from each rollout many times over, and clips what"
            " it gains by moving far from the policy that made it."
        ),
        params=PPOParams,
        curves=("value_loss", "entropy", "clip_fraction", "approx_kl"),
        learner="playground.agents.ppo.ppo:PPO",
        explainer="playground.agents.ppo.explain:PPOExplainer",
        hopeless_rate=0.5,
    ),
)
