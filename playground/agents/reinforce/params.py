"""The hyperparameters of REINFORCE, and its entry in the table of algorithms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playground.agents.base import ALGORITHMS, Agent, CommonParams, StepExplainer
from playground.agents.policy_gradient import params as shared
from playground.hyper import hyper
from playground.i18n import N_


@dataclass
class REINFORCEParams(CommonParams):
    """The hyperparameters of REINFORCE, in the order of the form."""

    gamma: float = shared.gamma(0.99)
    learning_rate: float = shared.learning_rate(1e-3)
    learning_rate_end: float = shared.learning_rate_end(1.0)
    baseline: str = hyper(
        "on", choices=shared.OFF_ON, basic=True,
        formula="A = G − V(s)",
        doc=N_("On learns beside the policy what return a state usually brings, and takes it away from the return that came: only what was better than usual becomes likelier. It changes nothing on average and makes every step much less noisy. Off credits the bare return."),
    )  # fmt: skip
    episodes_per_update: int = hyper(
        1, low=1, high=1000, slider=(1, 32), log=True, unit=N_("episodes"), basic=True,
        doc=N_("How many episodes are played to their end between two updates. More make a step less noisy, and steps rarer."),
    )  # fmt: skip
    entropy_coefficient: float = shared.entropy_coefficient(0.0)
    value_coefficient: float = shared.value_coefficient(0.5)
    gradient_clip: float | None = shared.gradient_clip(None)
    reward_scale: float = shared.reward_scale(1.0)
    hidden_layers: tuple[int, ...] = shared.hidden_layers((64, 64))
    scale_observations: str = shared.scale_observations("off")
    initial_std: float = shared.initial_std(1.0)

    @property
    def n_environments(self) -> int:
        """One: it learns from whole episodes, one after the other."""
        return 1


def _make(*parts: Any) -> Agent:
    from playground.agents.reinforce.reinforce import REINFORCE  # the form needs no more than what stands above

    return REINFORCE(*parts)


def _step_words() -> StepExplainer:
    from playground.agents.reinforce.explain import REINFORCEExplainer

    return REINFORCEExplainer()


ALGORITHMS.add(
    "reinforce",
    shared.algorithm(
        name="reinforce",
        title=N_("REINFORCE"),
        text=N_(
            "The first policy gradient: plays whole episodes, and makes what was done likelier the more reward came"
            " after it."
        ),
        params=REINFORCEParams,
        curves=("policy_loss", "value_loss", "entropy"),
        make=_make,
        step_words=_step_words,
    ),
)
