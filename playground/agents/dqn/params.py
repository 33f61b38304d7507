"""Hyperparameters of DQN, and its entry in the table of algorithms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playground.agents import shared_params as shared
from playground.agents.base import ALGORITHMS, Algorithm, CommonParams, Space
from playground.agents.fitting import needs_a_network_for_choices
from playground.hyper import hyper
from playground.i18n import N_

LAYER_PREFIX = "q"  # of the names in a policy file: q.0.weight, q.0.bias, ...


@dataclass
class DQNParams(shared.ReplayChecks, CommonParams):
    """The hyperparameters of DQN, in the order of the form."""

    gamma: float = shared.gamma(
        0.99,
        formula="y = r + γ · max Q⁻(s′, a)",
        doc=N_(
            "How much the next reward counts against this one. 0 looks one step ahead, 0.95 some 20 steps, 0.99 some 100: about 1/(1 − γ). At 1 every reward counts fully; then nothing bounds Q, and learning may drift."
        ),
    )
    epsilon: float = shared.epsilon(
        doc=N_(
            "The chance that an action is drawn at random instead of chosen by the network. It follows its schedule until you hold it."
        )
    )
    epsilon_schedule: str = hyper(
        "exponential",
        label=N_("schedule of exploration"),
        group="explore",
        choices=(N_("exponential"), N_("linear")),
        doc=N_(
            "How epsilon falls: exponential multiplies it by epsilon_decay at each update; linear takes it to epsilon_min over the first epsilon_fraction of the run and leaves it there."
        ),
    )
    epsilon_decay: float = hyper(
        0.995,
        label=N_("decay of exploration"),
        group="explore",
        low=0.9,
        high=1.0,
        from_one=1e-5,
        formula="ε ← max(ε_min, ε · decay)",
        doc=N_("What epsilon is multiplied by after each update, when its schedule is exponential. At 1 it stays."),
    )
    epsilon_fraction: float = shared.part_of_run(
        0.1,
        label=N_("how long exploration falls"),
        group="explore",
        doc=N_("The part of the run over which a linear epsilon falls to epsilon_min."),
    )
    epsilon_min: float = shared.epsilon_min(
        0.01,
        doc=N_(
            "Where epsilon comes to rest. A little exploring keeps the replay buffer from filling with one kind of episode. Moving it never makes epsilon jump: epsilon glides there."
        ),
    )
    learning_rate: float = shared.learning_rate(
        1e-3,
        formula=f"Adam: {shared.ADAM}; RMSprop: {shared.RMSPROP}".format(epsilon="10⁻⁸"),
        doc=N_(
            "How far each update moves the weights. Too small and nothing is learned in time; too large and the values explode, which pauses the run."
        ),
    )
    learning_rate_end: float = shared.part_left(
        label=N_("final part of the learning rate"),
        doc=N_(
            "What part of the learning rate is left when its schedule ends. At 1 it stays constant; a falling one lets the network settle."
        ),
    )
    learning_rate_fraction: float = shared.learning_rate_fraction()
    batch_size: int = shared.batch_size(64)
    target_period: int = hyper(
        500,
        label=N_("period of the target network"),
        group="target",
        low=1,
        high=1_000_000,
        slider=(1, 2000),
        log=True,
        unit_from="target_unit",
        doc=N_(
            "How often the target network becomes a copy of the Q-network, or moves towards it by target_tau. In between it stands still, so that the network does not chase its own tail."
        ),
    )
    target_unit: str = hyper(
        "steps",
        label=N_("unit of the period"),
        group="target",
        choices=(N_("steps"), N_("updates"), N_("episodes")),
        doc=N_("What target_period counts: environment steps, updates, or episodes."),
    )
    target_tau: float = hyper(
        1.0,
        label=N_("softness of a copy"),
        group="target",
        low=0.0001,
        high=1.0,
        log=True,
        formula="w⁻ ← w⁻ + τ · (w − w⁻)",
        doc=N_(
            "How far the target network moves towards the Q-network each time. 1 makes it a copy (Mnih 2015); 0.01 at every update lets it follow softly (Lillicrap 2016)."
        ),
    )
    target_network: str = hyper(
        "on",
        label=N_("target network"),
        group="ablation",
        choices=shared.OFF_ON,
        doc=N_(
            "Off bootstraps from the Q-network itself: the target then moves with every update. An ablation, to see what the target network is for."
        ),
    )
    double: str = hyper(
        "off",
        label=N_("Double DQN"),
        group="target",
        choices=shared.OFF_ON,
        formula="y = r + γ · Q⁻(s′, argmax Q(s′, a))",
        doc=N_(
            "Double DQN (van Hasselt 2016): the Q-network chooses the next action, the target network says its value. The maximum of noisy values is too high; this takes much of that away."
        ),
    )
    dueling: str = hyper(
        "off",
        label=N_("dueling network"),
        group="network",
        choices=shared.OFF_ON,
        live=False,
        formula="Q(s, a) = V(s) + A(s, a) − mean A(s, ·)",
        doc=N_(
            "Dueling network (Wang 2016): the last layer gives the value of the state and the advantage of each action apart."
        ),
    )
    n_steps: int = shared.n_steps(
        formula="y = r₁ + γ r₂ + … + γⁿ⁻¹ rₙ + γⁿ · max Q⁻(s₍ₙ₎, a)",
        doc=N_(
            "How many rewards in a row a target sums before it trusts the network for the rest. More carry news faster, but come from older policies."
        ),
    )
    reward_on_termination: float | None = hyper(
        None,
        label=N_("reward on termination"),
        group="target",
        low=-1000.0,
        high=1000.0,
        slider=(-20.0, 20.0),
        optional=N_("own"),
        doc=N_(
            "The reward learned from on the step that ends an episode (terminated), in place of the environment's own. Where an episode ends by falling, it is what a fall costs; where it ends by reaching a goal, it replaces the reward of the goal too. The time limit is no such end. It shapes learning only: the return you see and every evaluation use the environment's own rewards. Applied when a sample is drawn, so it acts on the past too."
        ),
    )
    loss: str = hyper(
        "squared",
        label=N_("loss function"),
        group="learn",
        choices=(N_("squared"), N_("huber")),
        formula=N_("δ², or ½δ² and beyond 1 |δ| − ½"),
        doc=N_(
            "What the update makes small. The squared error pulls hard on large errors; Huber's pulls no harder beyond 1."
        ),
    )
    gradient_clip: float | None = shared.gradient_clip(
        None,
        doc=N_(
            "The longest a gradient may be; a longer one is shortened to it. It keeps one bad minibatch from doing harm."
        ),
    )
    average_part: float | None = hyper(
        None,
        label=N_("averaging of weights"),
        group="learn",
        low=0.001,
        high=1.0,
        slider=(0.01, 1.0),
        log=True,
        optional=N_("off"),
        live=False,
        formula="w̄ ← w̄ + (w − w̄) / (1 + part · (n − 1))",
        doc=N_(
            "What is evaluated and saved is not the newest weights but their running average (Polyak 1992; Shamir & Zhang 2013). 0.125 averages over about the newest eighth of all updates so far. Exploring and learning use the newest weights."
        ),
    )
    learning_starts: int = shared.learning_starts(
        0,
        slider=(0, 10_000),
        doc=N_("Environment steps before the first update. It never starts before enough is stored for one minibatch."),
    )
    train_every: int = shared.train_every()
    updates_per_training: int = shared.updates_per_training()
    replay: str = hyper(
        "on",
        label=N_("experience replay"),
        group="ablation",
        choices=shared.OFF_ON,
        doc=N_(
            "Off learns from the newest transition only, once, at every step; batch_size, train_every, updates_per_training, prioritized and mirror then do nothing. An ablation, to see what the replay buffer is for."
        ),
    )
    prioritized: str = hyper(
        "off",
        label=N_("prioritised replay"),
        group="memory",
        choices=shared.OFF_ON,
        live=False,
        formula="P ∝ (|δ| + 10⁻⁶)^α",
        doc=N_(
            "Prioritised replay (Schaul 2016): transitions whose last error was large are drawn more often. A new one counts as the largest so far, until it was drawn."
        ),
    )
    priority_exponent: float = hyper(
        0.6,
        label=N_("priority exponent"),
        group="memory",
        low=0.0,
        high=1.0,
        doc=N_(
            "With prioritised replay: how much errors matter to what is drawn. At 0 all transitions are alike, and what was known of their errors is forgotten; at 1 twice the error is drawn twice as often."
        ),
    )
    importance_exponent: float = hyper(
        0.4,
        label=N_("importance exponent"),
        group="memory",
        low=0.0,
        high=1.0,
        scheduled=True,
        formula="w = (N · P)^−β / max w",
        doc=N_(
            "With prioritised replay: how far a transition that is drawn more often counts less in the loss, which would be biased otherwise. 1 makes up for all of it. It rises to 1 over the run until you hold it."
        ),
    )
    mirror: str = hyper(
        "off",
        label=N_("mirror images"),
        group="memory",
        choices=shared.OFF_ON,
        doc=N_(
            "On replaces half of the sampled transitions, drawn by lot, by their mirror images: left for right. The environment must not have a preferred side; where it has one, this does nothing."
        ),
    )
    buffer_size: int = shared.buffer_size(50_000)
    hidden_layers: tuple[int, ...] = shared.hidden_layers(
        (24, 24),
        doc=N_("The widths of the hidden layers of the Q-network, such as “24, 24”. Each is followed by ReLU."),
    )
    scale_observations: str = shared.scale_observations()
    arithmetic: str = shared.arithmetic()
    initial_value: float = shared.initial_value(
        slider=(0.0, 200.0),
        doc=N_(
            "Added to every Q of a new network. A high one makes it optimistic: it begins by expecting the best everywhere and learns where that is wrong."
        ),
    )
    optimizer: str = shared.optimizer()


def caution(name: str, value: Any, space: Space) -> str:
    """Return what to know of a value that is allowed here; empty if nothing."""
    if name == "reward_on_termination" and value is not None and space.may_end_well:
        return N_(
            "Here an episode may also end by reaching its goal, and that reward is replaced too: below what a step earns, it teaches to keep away from the goal."
        )
    return shared.caution_of_rate(name, value, 0.5)


def layer_sizes(params: DQNParams, space: Space) -> tuple[int, ...]:
    """Return the layer widths of the network a policy file holds."""
    return (space.n_inputs, *params.hidden_layers, space.n_actions)


def weight_shapes(params: DQNParams, space: Space) -> dict[str, tuple[int, ...]]:
    """Return the shapes of the layers a policy file holds."""
    from playground.agents.nn.architecture import Architecture, layer_shapes

    return layer_shapes(Architecture(layer_sizes(params, space)), LAYER_PREFIX)


ALGORITHMS.add(
    "dqn",
    Algorithm(
        name="dqn",
        title=N_("DQN"),
        text=N_(
            "Deep Q-network: learns how good each action is (Q) from remembered transitions, and acts by the best one."
        ),
        params=DQNParams,
        check_fits=needs_a_network_for_choices,
        curves=("epsilon", "loss", "mean_value"),
        shows="q",
        learner="playground.agents.dqn.dqn:DQN",
        actor="playground.agents.dqn.greedy:greedy_actor",
        explainer="playground.agents.dqn.explain:DQNExplainer",
        layer_sizes=layer_sizes,
        weight_shapes=weight_shapes,
        caution=caution,
    ),
)
