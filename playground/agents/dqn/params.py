"""The hyperparameters of DQN, with what the form and the command line say about them, and its entry in the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playground.agents.base import (
    ALGORITHMS,
    Agent,
    Algorithm,
    CommonParams,
    Space,
    StepExplainer,
    needs_discrete_actions,
)
from playground.errors import HyperError
from playground.hyper import hyper
from playground.i18n import N_

if TYPE_CHECKING:
    from playground.agents.greedy import Actor

OFF_ON = ("off", "on")
LAYER_PREFIX = "q"  # of the names in a policy file: q.0.weight, q.0.bias, ...


@dataclass
class DQNParams(CommonParams):
    """The hyperparameters of DQN, in the order of the form."""

    gamma: float = hyper(
        0.99, low=0.0, high=1.0, basic=True,
        formula="y = r + γ · max Q(s′, a)",
        doc=N_("How much the next reward counts against this one. 0 looks one step ahead, 0.95 some 20 steps, 0.99 some 100: about 1/(1 − γ). At 1 every reward counts fully; then nothing bounds Q but the length of an episode, and learning may drift."),
    )  # fmt: skip
    epsilon: float = hyper(
        1.0, low=0.0, high=1.0, scheduled=True, basic=True,
        formula=N_("a = random if die < ε, else argmax Q(s, a)"),
        doc=N_("The chance that an action is drawn at random instead of chosen by the network. It follows its schedule until you hold it."),
    )  # fmt: skip
    epsilon_schedule: str = hyper(
        "exponential", choices=("exponential", "linear"),
        doc=N_("How epsilon falls: exponential multiplies it by epsilon_decay at each update; linear takes it to epsilon_min over the first epsilon_fraction of the run and leaves it there."),
    )  # fmt: skip
    epsilon_decay: float = hyper(
        0.995, low=0.9, high=1.0, slider=(0.98, 1.0), basic=True,
        formula="ε ← max(ε_min, ε · decay)",
        doc=N_("What epsilon is multiplied by after each update, when its schedule is exponential. At 1 it stays."),
    )  # fmt: skip
    epsilon_fraction: float = hyper(
        0.1, low=0.001, high=1.0,
        doc=N_("The part of the run over which a linear epsilon falls to epsilon_min."),
    )  # fmt: skip
    epsilon_min: float = hyper(
        0.01, low=0.0, high=1.0, slider=(0.0, 0.5), basic=True,
        doc=N_("Where epsilon comes to rest. A little exploring keeps the replay buffer from filling with one kind of episode. Moving it never makes epsilon jump: epsilon glides there."),
    )  # fmt: skip
    learning_rate: float = hyper(
        1e-3, low=0.0, high=1e6, slider=(1e-5, 1.0), log=True, scheduled=True, basic=True,
        formula="w ← w − α · m / (√v + 10⁻⁸)",
        doc=N_("How far each update moves the weights. Too small and nothing is learned in time; too large and the values explode, which pauses the run."),
    )  # fmt: skip
    learning_rate_end: float = hyper(
        1.0, low=0.0, high=1.0,
        doc=N_("What part of the learning rate is left when its schedule ends. At 1 it stays constant; a falling one lets the network settle."),
    )  # fmt: skip
    learning_rate_fraction: float = hyper(
        1.0, low=0.001, high=1.0,
        doc=N_("The part of the run over which the learning rate falls, in a straight line, to learning_rate_end of its first value, or of the value it was held at."),
    )  # fmt: skip
    batch_size: int = hyper(
        64, low=1, high=4096, slider=(8, 512), log=True, unit=N_("transitions"),
        doc=N_("How many remembered transitions each update learns from."),
    )  # fmt: skip
    target_period: int = hyper(
        500, low=1, high=1_000_000, slider=(1, 2000), log=True, unit_from="target_unit",
        doc=N_("How often the target network becomes a copy of the Q-network, or moves towards it by target_tau. In between it stands still, so that the network does not chase its own tail."),
    )  # fmt: skip
    target_unit: str = hyper(
        "steps", choices=("steps", "updates", "episodes"),
        doc=N_("What target_period counts: environment steps, updates, or episodes."),
    )  # fmt: skip
    target_tau: float = hyper(
        1.0, low=0.0001, high=1.0, log=True,
        formula="w⁻ ← w⁻ + τ · (w − w⁻)",
        doc=N_("How far each copy moves the target network towards the Q-network. 1 is a whole copy (Mnih 2015); 0.01 every update follows softly (Lillicrap 2016)."),
    )  # fmt: skip
    target_network: str = hyper(
        "on", choices=OFF_ON,
        doc=N_("Off bootstraps from the Q-network itself: the target then moves with every update. An ablation, to see what the target network is for."),
    )  # fmt: skip
    double: str = hyper(
        "off", choices=OFF_ON,
        formula="y = r + γ · Q⁻(s′, argmax Q(s′, a))",
        doc=N_("Double DQN (van Hasselt 2016): the Q-network chooses the next action, the target network says its value. The maximum of noisy values is too high; this takes most of that away."),
    )  # fmt: skip
    dueling: str = hyper(
        "off", choices=OFF_ON, live=False,
        formula="Q(s, a) = V(s) + A(s, a) − mean A(s, ·)",
        doc=N_("Dueling network (Wang 2016): the last layer gives the value of the state and the advantage of each action apart."),
    )  # fmt: skip
    n_steps: int = hyper(
        1, low=1, high=20, unit=N_("steps"),
        formula="y = r₁ + γ r₂ + … + γⁿ⁻¹ rₙ + γⁿ · max Q(s₍ₙ₎, a)",
        doc=N_("How many rewards in a row a target sums before it trusts the network for the rest. More carry news faster, but come from older policies."),
    )  # fmt: skip
    reward_on_termination: float | None = hyper(
        None, low=-1000.0, high=1000.0, slider=(-20.0, 20.0), optional="own",
        doc=N_("The reward learned from on the step that ends an episode by failing, in place of the environment's own. It shapes learning only: the return you see and every evaluation use the environment's own rewards. Applied when a sample is drawn, so it acts on the past too."),
    )  # fmt: skip
    loss: str = hyper(
        "squared", choices=("squared", "huber"),
        formula=N_("δ², or ½δ² and beyond 1 |δ| − ½"),
        doc=N_("What the update makes small. The squared error pulls hard on large errors; Huber's pulls no harder beyond 1."),
    )  # fmt: skip
    gradient_clip: float | None = hyper(
        None, low=0.001, high=1e6, slider=(0.1, 100.0), log=True, optional="off",
        formula="g ← g · min(1, clip / ‖g‖)",
        doc=N_("The longest a gradient may be; a longer one is shortened to it. It keeps one bad minibatch from doing harm."),
    )  # fmt: skip
    average_part: float | None = hyper(
        None, low=0.001, high=1.0, slider=(0.01, 1.0), log=True, optional="off", live=False,
        formula="w̄ ← w̄ + (w − w̄) / (1 + part · (n − 1))",
        doc=N_("What is evaluated and saved is not the newest weights but their running average (Polyak 1992; Shamir & Zhang 2013). 0.125 averages over about the newest eighth of all updates so far. Exploring and learning use the newest weights."),
    )  # fmt: skip
    learning_starts: int = hyper(
        0, low=0, high=1_000_000, slider=(0, 10_000), unit=N_("steps"),
        doc=N_("Environment steps before the first update. It never starts before enough is stored for one minibatch."),
    )  # fmt: skip
    train_every: int = hyper(
        1, low=1, high=10_000, slider=(1, 256), log=True, unit=N_("steps"),
        doc=N_("Environment steps from one round of learning to the next."),
    )  # fmt: skip
    updates_per_training: int = hyper(
        1, low=1, high=10_000, slider=(1, 256), log=True, unit=N_("updates"),
        doc=N_("Updates in each round of learning."),
    )  # fmt: skip
    replay: str = hyper(
        "on", choices=OFF_ON,
        doc=N_("Off learns from the newest transition only, once, at every step; batch_size, train_every, updates_per_training, prioritized and mirror then do nothing. An ablation, to see what the replay buffer is for."),
    )  # fmt: skip
    prioritized: str = hyper(
        "off", choices=OFF_ON, live=False,
        formula="P ∝ (|δ| + 10⁻⁶)^α",
        doc=N_("Prioritised replay (Schaul 2016): transitions whose last error was large are drawn more often. New ones come first."),
    )  # fmt: skip
    priority_exponent: float = hyper(
        0.6, low=0.0, high=1.0,
        doc=N_("With prioritised replay: how much errors matter to what is drawn. At 0 all transitions are alike, and what was known of their errors is forgotten; at 1 twice the error is drawn twice as often."),
    )  # fmt: skip
    importance_exponent: float = hyper(
        0.4, low=0.0, high=1.0, scheduled=True,
        formula="w = (N · P)^−β / max w",
        doc=N_("With prioritised replay: how far a transition that is drawn more often counts less in the loss, which would be biased otherwise. 1 makes up for all of it. It rises to 1 over the run until you hold it."),
    )  # fmt: skip
    mirror: str = hyper(
        "off", choices=OFF_ON,
        doc=N_("On replaces half of the sampled transitions, drawn by lot, by their mirror images: left for right. The environment must not have a preferred side; where it has one, this does nothing."),
    )  # fmt: skip
    buffer_size: int = hyper(
        50_000, low=100, high=1_000_000, slider=(500, 200_000), log=True, live=False, unit=N_("transitions"),
        doc=N_("How many of the newest transitions can be drawn. Small: quick to forget. Large: much old experience."),
    )  # fmt: skip
    hidden_layers: tuple[int, ...] = hyper(
        (24, 24), live=False,
        doc=N_("The widths of the hidden layers of the Q-network, such as “24, 24”. Each is followed by ReLU."),
    )  # fmt: skip
    scale_observations: str = hyper(
        "off", choices=OFF_ON, live=False,
        doc=N_("On divides each number of an observation by the size it usually has, so that all of them matter alike to the network. The sizes stand on the card of the environment."),
    )  # fmt: skip
    initial_value: float = hyper(
        0.0, low=-10_000.0, high=10_000.0, slider=(0.0, 200.0), live=False,
        doc=N_("Added to every Q of a new network. A high one makes it optimistic: it begins by expecting the best everywhere and learns where that is wrong."),
    )  # fmt: skip
    optimizer: str = hyper(
        "adam", choices=("adam", "rmsprop"), live=False,
        doc=N_("How a gradient becomes a step: Adam (Kingma & Ba 2015) or RMSprop (Hinton)."),
    )  # fmt: skip

    @property
    def rows_needed(self) -> int:
        """How many transitions must be stored before a minibatch can be drawn: so many windows, one step apart."""
        return self.batch_size + self.n_steps - 1

    def check(self) -> None:
        if self.batch_size > self.buffer_size:
            raise HyperError(
                N_("batch_size {batch} is larger than buffer_size {buffer}: it could never be drawn. Lower it or enlarge the buffer."),
                batch=self.batch_size, buffer=self.buffer_size,
            )  # fmt: skip
        if self.rows_needed > self.buffer_size:
            raise HyperError(
                N_("batch_size {batch} with n_steps {steps} takes {needed} transitions, and buffer_size is {buffer}: nothing could ever be drawn. Lower one or enlarge the buffer."),
                batch=self.batch_size, steps=self.n_steps, needed=self.rows_needed, buffer=self.buffer_size,
            )  # fmt: skip


def layer_sizes(params: DQNParams, space: Space) -> tuple[int, ...]:
    """Return the layer widths of the network a policy file holds."""
    return (len(space.scale), *params.hidden_layers, space.n_actions)


def weight_shapes(params: DQNParams, space: Space) -> dict[str, tuple[int, ...]]:
    """Return the shapes of the layers a policy file holds."""
    from playground.agents.nn.architecture import Architecture, layer_shapes

    return layer_shapes(Architecture(layer_sizes(params, space)), LAYER_PREFIX)


def _make(*parts: Any) -> Agent:
    from playground.agents.dqn.dqn import DQN  # the form needs no more than what stands above

    return DQN(*parts)


def _actor(params: DQNParams, space: Space, weights: dict[str, Any]) -> Actor:
    from playground.agents.greedy import LargestOutput
    from playground.agents.nn.architecture import Architecture

    return LargestOutput(Architecture(layer_sizes(params, space)), weights, LAYER_PREFIX)


def _step_words() -> StepExplainer:
    from playground.agents.dqn.explain import DQNExplainer

    return DQNExplainer()


ALGORITHMS.add(
    "dqn",
    Algorithm(
        name="dqn",
        title=N_("DQN"),
        text=N_(
            "Deep Q-network: learns how good each action is (Q) from remembered transitions, and acts by the best one."
        ),
        params=DQNParams,
        check_fits=needs_discrete_actions,
        curves=("epsilon", "loss", "mean_value"),
        shows="q",
        step_words=_step_words,
        make=_make,
        layer_sizes=layer_sizes,
        weight_shapes=weight_shapes,
        actor=_actor,
    ),
)
