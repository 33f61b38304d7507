"""Hyperparameters that policy gradients have in common, and the entry of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.agents import shared_params as shared
from playground.agents.base import Algorithm, CommonParams, Space
from playground.agents.fitting import fits_a_network
from playground.hyper import hyper
from playground.i18n import N_

if TYPE_CHECKING:
    from playground.agents.nn.architecture import Architecture


POLICY_PREFIX, VALUE_PREFIX, LOG_STD = "policy", "value", "log_std"  # names in a policy file


def gamma(default: float) -> Any:
    return shared.gamma(
        default,
        formula="R = r₁ + γ r₂ + γ² r₃ + …",
        doc=N_(
            "How much the next reward counts against this one. 0 looks one step ahead, 0.95 some 20 steps, 0.99 some 100: about 1/(1 − γ). A smaller one makes returns less noisy and the agent short-sighted."
        ),
    )


def learning_rate(default: float, formula: str) -> Any:
    return shared.learning_rate(
        default,
        formula=formula,
        doc=N_(
            "How far each update moves the weights of both networks. Too small and nothing is learned in time; too large and the policy is ruined by one bad rollout. It follows its schedule until you hold it."
        ),
    )


def learning_rate_end() -> Any:
    return shared.part_left(
        label=N_("final part of the learning rate"),
        doc=N_(
            "What part of the learning rate is left at the end of the run; on the way it falls in a straight line. At 1 it stays constant."
        ),
    )


def n_environments(default: int) -> Any:
    return hyper(
        default,
        label=N_("environments side by side"),
        group="run",
        low=1,
        high=64,
        live=False,
        doc=N_(
            "How many environments are stepped side by side. They are in different states at the same time, so that an update does not learn from one situation alone. You see the first one."
        ),
    )


def rollout_steps(default: int) -> Any:
    return hyper(
        default,
        label=N_("rollout length"),
        low=1,
        high=10_000,
        slider=(1, 2048),
        log=True,
        unit=N_("steps"),
        basic=True,
        doc=N_(
            "How many steps of each environment are made before they are learned from. Learning takes these and no others, and then forgets them, for they tell of the policy as it was."
        ),
    )


def gae_lambda(default: float) -> Any:
    return hyper(
        default,
        label=N_("lambda of the advantage"),
        group="target",
        low=0.0,
        high=1.0,
        from_one=1e-3,
        formula="A = δ₁ + γλ δ₂ + (γλ)² δ₃ + …,  δ = r + γ V(s′) − V(s)",
        doc=N_(
            "How far an advantage trusts the rewards that really followed rather than the value network (Schulman 2016). 1: all rewards to the end of the rollout, and V only after it, true but noisy. 0: one reward and then V, calm but biased."
        ),
    )


def normalize_advantages(default: str) -> Any:
    return hyper(
        default,
        label=N_("normalised advantages"),
        group="target",
        choices=shared.OFF_ON,
        formula="A ← (A − mean A) / std A",
        doc=N_(
            "On gives the advantages that an update learns from mean 0 and standard deviation 1, so that the policy's part of the loss is the same whether rewards are large or small. Their size still matters to the value network, whose part of the gradient then outweighs the policy's where gradient_clip shortens both."
        ),
    )


def entropy_coefficient(default: float) -> Any:
    return hyper(
        default,
        label=N_("entropy bonus"),
        low=0.0,
        high=1.0,
        slider=(0.0, 0.1),
        basic=True,
        formula="L = … − c · H(π)",
        doc=N_(
            "How much the loss rewards a policy for staying undecided. 0 lets it make up its mind as fast as it likes; a little keeps it exploring."
        ),
    )


def value_coefficient(default: float) -> Any:
    return hyper(
        default,
        label=N_("weight of the value loss"),
        group="learn",
        low=0.0,
        high=10.0,
        slider=(0.0, 1.0),
        formula="L = … + c · (R − V(s))²",
        doc=N_("How much the error of the value network counts in the loss, beside the policy's own part."),
    )


def gradient_clip(default: float | None) -> Any:
    return shared.gradient_clip(
        default,
        doc=N_(
            "The longest a gradient over both networks may be; a longer one is shortened to it. It keeps one bad rollout from doing harm."
        ),
    )


def reward_scale(default: float) -> Any:
    return hyper(
        default,
        label=N_("reward scale"),
        group="target",
        low=1e-6,
        high=1.0,
        slider=(1e-3, 1.0),
        log=True,
        formula="r ← scale · r",
        doc=N_(
            "What rewards are multiplied by before anything is learned from them, so that values come near 1: a network takes long to reach some hundreds, and their errors drown the policy's part of the gradient. The return you see and every evaluation use the environment's own rewards."
        ),
    )


def hidden_layers(default: tuple[int, ...]) -> Any:
    return shared.hidden_layers(
        default,
        doc=N_(
            "The widths of the hidden layers of the policy network, and of the value network, such as “64, 64”. Each is followed by tanh."
        ),
    )


def initial_std(default: float) -> Any:
    return hyper(
        default,
        label=N_("initial standard deviation"),
        group="explore",
        low=0.01,
        high=10.0,
        slider=(0.05, 2.0),
        log=True,
        live=False,
        doc=N_(
            "How widely continuous actions are strewn about their mean when learning begins; from then on it is learned. Where actions are discrete it does nothing."
        ),
    )


def algorithm(
    name: str,
    title: str,
    text: str,
    params: type[CommonParams],
    curves: tuple[str, ...],
    learner: str,
    explainer: str,
    hopeless_rate: float,
) -> Algorithm:
    """Return the entry of a policy gradient in the table of algorithms.

    From `hopeless_rate` on no learning rate was found to learn anything.
    """

    def caution(name: str, value: Any, space: Space) -> str:
        return shared.caution_of_rate(name, value, hopeless_rate)

    return Algorithm(
        name=name,
        title=title,
        text=text,
        params=params,
        check_fits=fits_a_network,
        curves=curves,
        shows="probabilities",
        learner=learner,
        actor="playground.agents.policy_gradient.greedy:greedy_actor",
        explainer=explainer,
        layer_sizes=layer_sizes,
        weight_shapes=weight_shapes,
        caution=caution,
    )


def policy_architecture(params: Any, space: Space) -> Architecture:
    """Return the network that acts.

    It leads from an observation to logits, or to the mean of a continuous action.
    """
    from playground.agents.nn.architecture import Architecture  # NumPy, which the form does without

    return Architecture((space.n_inputs, *params.hidden_layers, space.n_actions or space.action_size), "tanh")


def value_architecture(params: Any, space: Space) -> Architecture:
    """Return the network that values a state."""
    from playground.agents.nn.architecture import Architecture

    return Architecture((space.n_inputs, *params.hidden_layers, 1), "tanh")


def layer_sizes(params: Any, space: Space) -> tuple[int, ...]:
    """Return the layer widths of the network that acts."""
    return policy_architecture(params, space).sizes


def weight_shapes(params: Any, space: Space) -> dict[str, tuple[int, ...]]:
    """Return the shapes of what a policy file holds: both networks, and log_std.

    The value network is there so that learning can go on.
    """
    from playground.agents.nn.architecture import layer_shapes

    shapes = layer_shapes(policy_architecture(params, space), POLICY_PREFIX)
    shapes |= layer_shapes(value_architecture(params, space), VALUE_PREFIX)
    return shapes | {LOG_STD: (space.action_size,)} if space.is_continuous else shapes
