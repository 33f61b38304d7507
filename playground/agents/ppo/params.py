"""The hyperparameters of PPO, and its entry in the table of algorithms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playground.agents.base import ALGORITHMS, Agent, CommonParams, StepExplainer
from playground.agents.policy_gradient import params as shared
from playground.hyper import hyper
from playground.i18n import N_


@dataclass
class PPOParams(CommonParams):
    """The hyperparameters of PPO, in the order of the form."""

    gamma: float = shared.gamma(0.99)
    learning_rate: float = shared.learning_rate(3e-4)
    learning_rate_end: float = shared.learning_rate_end(1.0)
    clip_range: float = hyper(
        0.2, low=0.0, high=10.0, slider=(0.0, 0.5), scheduled=True, basic=True,
        formula="min(r · A, clip(r, 1 − ε, 1 + ε) · A),  r = π(a | s) / π_old(a | s)",
        doc=N_("How much likelier or unlikelier an action may become while one rollout is learned from. Beyond that nothing is gained by going further. It follows its schedule until you hold it."),
    )  # fmt: skip
    clip_range_end: float = hyper(
        1.0, low=0.0, high=1.0,
        doc=N_("What part of the clip range is left at the end of the run; on the way it falls in a straight line. At 1 it stays constant."),
    )  # fmt: skip
    rollout_steps: int = shared.rollout_steps(256)
    n_epochs: int = hyper(
        10, low=1, high=100, slider=(1, 30), basic=True,
        doc=N_("How many times each rollout is learned from before it is forgotten. More wring more out of it; the clip range keeps that from going too far."),
    )  # fmt: skip
    batch_size: int = hyper(
        64, low=1, high=65_536, slider=(8, 1024), log=True, unit=N_("steps"),
        doc=N_("How many steps of the rollout each update learns from. The last minibatch of an epoch may be smaller."),
    )  # fmt: skip
    entropy_coefficient: float = shared.entropy_coefficient(0.0)
    value_coefficient: float = shared.value_coefficient(0.5)
    gae_lambda: float = shared.gae_lambda(0.95)
    normalize_advantages: str = shared.normalize_advantages("on")
    gradient_clip: float | None = shared.gradient_clip(0.5)
    n_environments: int = shared.n_environments(8)
    reward_scale: float = shared.reward_scale(1.0)
    hidden_layers: tuple[int, ...] = shared.hidden_layers((64, 64))
    scale_observations: str = shared.scale_observations("off")
    initial_std: float = shared.initial_std(1.0)

    @property
    def rollout_rows(self) -> int:
        """How many rows of the log the updates of a rollout read."""
        return self.rollout_steps * self.n_environments


def _make(*parts: Any) -> Agent:
    from playground.agents.ppo.ppo import PPO  # the form needs no more than what stands above

    return PPO(*parts)


def _step_words() -> StepExplainer:
    from playground.agents.ppo.explain import PPOExplainer

    return PPOExplainer()


ALGORITHMS.add(
    "ppo",
    shared.algorithm(
        name="ppo",
        title=N_("PPO"),
        text=N_(
            "Proximal policy optimisation: an actor-critic that learns from each rollout many times over, and clips what"
            " it gains by moving far from the policy that made it."
        ),
        params=PPOParams,
        curves=("value_loss", "entropy", "clip_fraction", "approx_kl"),
        make=_make,
        step_words=_step_words,
    ),
)
