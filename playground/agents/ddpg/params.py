"""Hyperparameters of DDPG and TD3, and their entry in the table of algorithms."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playground.agents import shared_params as shared
from playground.agents.base import ALGORITHMS, Algorithm, CommonParams, PairError, Space
from playground.agents.fitting import fits_a_network, needs_continuous_actions
from playground.hyper import hyper
from playground.i18n import N_

if TYPE_CHECKING:
    from playground.agents.nn.architecture import Architecture

ACTOR_PREFIX = "actor"  # of the names in a policy file: actor.0.weight, ...
CRITIC_PREFIXES = ("critic", "critic2")


@dataclass
class DDPGParams(shared.ReplayChecks, CommonParams):
    """The hyperparameters of DDPG, in the order of the form."""

    gamma: float = shared.gamma(
        0.98,
        formula="y = r + γ · Q⁻(s′, μ⁻(s′))",
        doc=N_(
            "How much the next reward counts against this one. 0 looks one step ahead, 0.95 some 20 steps, 0.99 some 100: about 1/(1 − γ). At 1 every reward counts fully; then nothing bounds Q, and learning may drift."
        ),
    )
    learning_rate: float = shared.learning_rate(
        1e-3,
        formula=shared.ADAM.format(epsilon="10⁻⁸"),
        doc=N_(
            "How far each update moves the weights of the actor and of the critic. Too small and nothing is learned in time; too large and the values explode, which pauses the run."
        ),
    )
    learning_rate_end: float = shared.part_left(
        label=N_("final part of the learning rate"),
        doc=N_(
            "What part of the learning rate is left when its schedule ends. At 1 it stays constant; a falling one lets the network settle."
        ),
    )
    learning_rate_fraction: float = shared.learning_rate_fraction()
    noise: float = hyper(
        0.1,
        label=N_("exploration noise"),
        low=0.0,
        high=2.0,
        slider=(0.0, 1.0),
        scheduled=True,
        basic=True,
        formula="a = μ(s) + σ · N(0, 1)",
        doc=N_(
            "How far chance moves each action while training: the standard deviation of the noise, where the whole range of an action counts from −1 to 1; with ornstein-uhlenbeck, of what each step adds to it. It explores; evaluations and saved policies act without it."
        ),
    )
    noise_end: float = shared.part_left(
        label=N_("final part of the noise"),
        group="explore",
        doc=N_("What part of the noise is left when its schedule ends. At 1 it stays constant."),
    )
    noise_fraction: float = shared.part_of_run(
        1.0,
        label=N_("how long the noise falls"),
        group="explore",
        doc=N_(
            "The part of the run over which the noise falls, in a straight line, to noise_end of its first value, or of the value it was held at."
        ),
    )
    noise_kind: str = hyper(
        "gaussian",
        label=N_("kind of noise"),
        group="explore",
        choices=(N_("gaussian"), N_("ornstein-uhlenbeck")),
        formula="n ← 0.85 · n + σ · N(0, 1)",
        doc=N_(
            "How noise follows noise: gaussian draws each step afresh; ornstein-uhlenbeck lets it drift and pulls it back to 0, so that pushes last for some steps (Uhlenbeck & Ornstein 1930, and the paper of DDPG). It begins at 0 in each episode."
        ),
    )
    tau: float = hyper(
        0.005,
        label=N_("softness of the target networks"),
        low=0.0001,
        high=1.0,
        log=True,
        basic=True,
        formula="w⁻ ← w⁻ + τ · (w − w⁻)",
        doc=N_(
            "How far the target networks move towards the networks that learn, at each update of the actor. Small: they follow slowly, and what is learned from nearly stands still; at 1 they are copies."
        ),
    )
    batch_size: int = shared.batch_size(256)
    twin_critics: str = hyper(
        "off",
        label=N_("twin critics"),
        group="target",
        choices=shared.OFF_ON,
        live=False,
        formula="y = r + γ · min(Q₁⁻, Q₂⁻)",
        doc=N_(
            "TD3's first change (Fujimoto 2018): two critics learn, and the target takes the smaller value. An actor finds where its critic is too high; two are seldom too high at the same place."
        ),
    )
    policy_delay: int = hyper(
        1,
        label=N_("delay of the policy"),
        group="learn",
        low=1,
        high=100,
        slider=(1, 10),
        unit=N_("updates"),
        doc=N_(
            "TD3's second change (Fujimoto 2018): the actor and the target networks move only at every so many updates of the critic, so that the critic has settled meanwhile. 1 is DDPG, 2 is TD3."
        ),
    )
    target_noise: float = hyper(
        0.0,
        label=N_("noise in the target"),
        group="target",
        low=0.0,
        high=2.0,
        slider=(0.0, 1.0),
        formula="a′ = μ⁻(s′) + clip(σ · N(0, 1), −c, c)",
        doc=N_(
            "TD3's third change (Fujimoto 2018): noise on the next action in the target, so that the critic cannot grow narrow peaks that the actor would climb. 0 is DDPG, 0.2 is TD3. An action's range counts from −1 to 1."
        ),
    )
    target_noise_clip: float = hyper(
        0.5,
        label=N_("most noise in the target"),
        group="target",
        low=0.0,
        high=2.0,
        slider=(0.0, 1.0),
        doc=N_("The most that target_noise may move an action."),
    )
    n_steps: int = shared.n_steps(
        formula="y = r₁ + γ r₂ + … + γⁿ⁻¹ rₙ + γⁿ · Q⁻(s₍ₙ₎, μ⁻(s₍ₙ₎))",
        doc=N_(
            "How many rewards in a row a target sums before it trusts the critic for the rest. More carry news faster, but come from older policies."
        ),
    )
    gradient_clip: float | None = shared.gradient_clip(
        None,
        doc=N_(
            "The longest the gradient of the actor, and that of the critics together, may be; a longer one is shortened to it. It keeps one bad minibatch from doing harm."
        ),
    )
    learning_starts: int = shared.learning_starts(
        10_000,
        slider=(0, 20_000),
        doc=N_(
            "Environment steps before the first update. Until then every action is drawn evenly from its whole range, unless the run began from saved weights. Learning never starts before enough is stored for one minibatch."
        ),
    )
    train_every: int = shared.train_every()
    updates_per_training: int = shared.updates_per_training()
    buffer_size: int = shared.buffer_size(200_000)
    hidden_layers: tuple[int, ...] = shared.hidden_layers(
        (64, 64),
        doc=N_(
            "The widths of the hidden layers of the actor, and of each critic, such as “24, 24”. Each is followed by ReLU."
        ),
    )
    scale_observations: str = shared.scale_observations()
    arithmetic: str = shared.arithmetic()

    @property
    def n_critics(self) -> int:
        """Number of critics that learn."""
        return 2 if self.twin_critics == "on" else 1


def check_fits(space: Space) -> None:
    """Raise PairError where actions are discrete, or unbounded.

    tanh is spread over the range between the bounds.
    """
    needs_continuous_actions(space)
    fits_a_network(space)
    if not all(math.isfinite(low) and math.isfinite(high) for low, high in space.action_bounds):
        raise PairError(
            N_(
                "This algorithm spreads its actions over their range, and the actions of this environment have none: they may be as large as they like. Choose ppo or a2c for it, or another environment."
            ),
        )


def layer_sizes(params: DDPGParams, space: Space) -> tuple[int, ...]:
    """Return the layer widths of the actor."""
    return (space.n_inputs, *params.hidden_layers, space.action_size)


def critic_sizes(params: DDPGParams, space: Space) -> tuple[int, ...]:
    """Return the layer widths of a critic.

    Its input is an observation and an action.
    """
    return (space.n_inputs + space.action_size, *params.hidden_layers, 1)


def parts(params: DDPGParams, space: Space) -> dict[str, Architecture]:
    """Return the networks of a policy file by the prefixes of their names.

    The actor comes first.
    """
    from playground.agents.nn.architecture import Architecture  # the form needs no more than what stands above

    critic = Architecture(critic_sizes(params, space))
    return {
        ACTOR_PREFIX: Architecture(layer_sizes(params, space)),
        **dict.fromkeys(CRITIC_PREFIXES[: params.n_critics], critic),
    }


def weight_shapes(params: DDPGParams, space: Space) -> dict[str, tuple[int, ...]]:
    """Return the shapes of the layers a policy file holds.

    They are the actor's and, so that the run can be trained on, the critics'.
    """
    from playground.agents.nn.architecture import layer_shapes

    shapes: dict[str, tuple[int, ...]] = {}
    for prefix, architecture in parts(params, space).items():
        shapes |= layer_shapes(architecture, prefix)
    return shapes


def caution(name: str, value: Any, space: Space) -> str:
    """Return what to know of a value that is allowed here; empty if nothing."""
    return shared.caution_of_rate(name, value, 0.1)


ALGORITHMS.add(
    "ddpg",
    Algorithm(
        name="ddpg",
        caution=caution,
        title=N_("DDPG"),
        text=N_(
            "Deep deterministic policy gradient: an actor says the action in numbers, a critic learns how good it is, and the actor climbs the critic. TD3's three changes are switches."
        ),
        params=DDPGParams,
        check_fits=check_fits,
        curves=("actor_loss", "critic_loss", "mean_value", "noise"),
        shows="action",
        learner="playground.agents.ddpg.ddpg:DDPG",
        actor="playground.agents.ddpg.greedy:greedy_actor",
        explainer="playground.agents.ddpg.explain:DDPGExplainer",
        layer_sizes=layer_sizes,
        weight_shapes=weight_shapes,
    ),
)
