"""The hyperparameters that policy gradients have in common, each described once, and what makes an Algorithm of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.agents.base import Algorithm, CommonParams, Space, suits_all_actions
from playground.hyper import hyper
from playground.i18n import N_

if TYPE_CHECKING:
    from playground.agents.greedy import Actor

OFF_ON = ("off", "on")


def gamma(default: float) -> Any:
    return hyper(
        default, low=0.0, high=1.0, basic=True,
        formula="R = r₁ + γ r₂ + γ² r₃ + …",
        doc=N_("How much the next reward counts against this one. 0 looks one step ahead, 0.95 some 20 steps, 0.99 some 100: about 1/(1 − γ). A smaller one makes returns less noisy and the agent short-sighted."),
    )  # fmt: skip


def learning_rate(default: float) -> Any:
    return hyper(
        default, low=0.0, high=1e6, slider=(1e-5, 1.0), log=True, scheduled=True, basic=True,
        formula="w ← w − α · m / (√v + ε)",
        doc=N_("How far each update moves the weights of both networks. Too small and nothing is learned in time; too large and the policy is ruined by one bad rollout. It follows its schedule until you hold it."),
    )  # fmt: skip


def learning_rate_end(default: float) -> Any:
    return hyper(
        default, low=0.0, high=1.0,
        doc=N_("What part of the learning rate is left at the end of the run; on the way it falls in a straight line. At 1 it stays constant."),
    )  # fmt: skip


def n_environments(default: int) -> Any:
    return hyper(
        default, low=1, high=64, live=False,
        doc=N_("How many environments are stepped side by side. They are in different states at the same time, so that an update does not learn from one situation alone. You see the first one."),
    )  # fmt: skip


def rollout_steps(default: int) -> Any:
    return hyper(
        default, low=1, high=10_000, slider=(1, 2048), log=True, unit=N_("steps"), basic=True,
        doc=N_("How many steps of each environment are made between two updates. An update learns from exactly these and then forgets them, for they tell of the policy as it was."),
    )  # fmt: skip


def gae_lambda(default: float) -> Any:
    return hyper(
        default, low=0.0, high=1.0,
        formula="A = δ₁ + γλ δ₂ + (γλ)² δ₃ + …,  δ = r + γ V(s′) − V(s)",
        doc=N_("How far an advantage trusts the rewards that really followed rather than the value network (Schulman 2016). 1: all rewards of the rollout, true but noisy. 0: one reward and then V, calm but biased."),
    )  # fmt: skip


def normalize_advantages(default: str) -> Any:
    return hyper(
        default, choices=OFF_ON,
        formula="A ← (A − mean A) / std A",
        doc=N_("On gives the advantages of each minibatch mean 0 and standard deviation 1, so that the size of rewards does not matter to the policy."),
    )  # fmt: skip


def entropy_coefficient(default: float) -> Any:
    return hyper(
        default, low=0.0, high=1.0, slider=(0.0, 0.1), basic=True,
        formula="L = … − c · H(π)",
        doc=N_("How much the loss rewards a policy for staying undecided. 0 lets it make up its mind as fast as it likes; a little keeps it exploring."),
    )  # fmt: skip


def value_coefficient(default: float) -> Any:
    return hyper(
        default, low=0.0, high=10.0, slider=(0.0, 1.0),
        formula="L = … + c · (R − V(s))²",
        doc=N_("How much the error of the value network counts in the loss, beside the policy's own part."),
    )  # fmt: skip


def gradient_clip(default: float | None) -> Any:
    return hyper(
        default, low=0.001, high=1e6, slider=(0.1, 100.0), log=True, optional="off",
        formula="g ← g · min(1, clip / ‖g‖)",
        doc=N_("The longest a gradient over both networks may be; a longer one is shortened to it. It keeps one bad rollout from doing harm."),
    )  # fmt: skip


def reward_scale(default: float) -> Any:
    return hyper(
        default, low=1e-6, high=1.0, slider=(1e-3, 1.0), log=True,
        formula="r ← scale · r",
        doc=N_("What rewards are multiplied by before anything is learned from them, so that values come near 1: a network takes long to reach some hundreds, and their errors drown the policy's part of the gradient. The return you see and every evaluation use the environment's own rewards."),
    )  # fmt: skip


def hidden_layers(default: tuple[int, ...]) -> Any:
    return hyper(
        default, live=False,
        doc=N_("The widths of the hidden layers of the policy network, and of the value network, such as “64, 64”. Each is followed by tanh."),
    )  # fmt: skip


def scale_observations(default: str) -> Any:
    return hyper(
        default, choices=OFF_ON, live=False,
        doc=N_("On divides each number of an observation by the size it usually has, so that all of them matter alike to the network. The sizes stand on the card of the environment."),
    )  # fmt: skip


def initial_std(default: float) -> Any:
    return hyper(
        default, low=0.01, high=10.0, slider=(0.05, 2.0), log=True, live=False,
        doc=N_("How widely continuous actions are strewn about their mean when learning begins; from then on it is learned. Where actions are discrete it does nothing."),
    )  # fmt: skip


def algorithm(
    name: str, title: str, text: str, params: type[CommonParams], curves: tuple[str, ...], make: Any, step_words: Any
) -> Algorithm:
    """Return what is told of a policy gradient."""
    return Algorithm(
        name=name,
        title=title,
        text=text,
        params=params,
        check_fits=suits_all_actions,
        curves=curves,
        shows="probabilities",
        step_words=step_words,
        make=make,
        layer_sizes=_layer_sizes,
        weight_shapes=_weight_shapes,
        actor=_actor,
    )


def _layer_sizes(params: Any, space: Space) -> tuple[int, ...]:
    from playground.agents.policy_gradient.actor_critic import (
        layer_sizes,  # the form needs no more than what stands above
    )

    return layer_sizes(params, space)


def _weight_shapes(params: Any, space: Space) -> dict[str, tuple[int, ...]]:
    from playground.agents.policy_gradient.actor_critic import weight_shapes

    return weight_shapes(params, space)


def _actor(params: Any, space: Space, weights: dict[str, Any]) -> Actor:
    from playground.agents.policy_gradient.greedy import greedy_actor

    return greedy_actor(params, space, weights)
