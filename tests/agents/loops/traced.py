"""Real sessions of small runs, and what their explainers are given of each step."""

from __future__ import annotations

import itertools

from playground.agents.loop import StepFacts
from playground.agents.nn.backend import prepare_thread
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.engine.run.trace import Trace
from tests.pairs import preset_of

SMALL = {
    "dqn": {"hidden_layers": (8, 8), "batch_size": 8, "learning_starts": 0, "train_every": 1, "steps_per_episode": 30},
    "ddpg": {"hidden_layers": (8, 8), "batch_size": 8, "learning_starts": 12, "steps_per_episode": 15},
    "q-table": {"steps_per_episode": 30},
    "reinforce": {"hidden_layers": (8,), "steps_per_episode": 12},
    "a2c": {"hidden_layers": (8,), "rollout_steps": 3, "n_environments": 2, "steps_per_episode": 10},
    "ppo": {
        "hidden_layers": (8,),
        "rollout_steps": 6,
        "n_environments": 2,
        "batch_size": 5,
        "n_epochs": 2,
        "steps_per_episode": 10,
    },
}
SWITCHES = {  # each is tried with each of the others
    "dqn": {
        "double": ("off", "on"),
        "dueling": ("off", "on"),
        "n_steps": (1, 3, 5),
        "target_network": ("on", "off"),
        "replay": ("on", "off"),
        "prioritized": ("off", "on"),
        "loss": ("squared", "huber"),
        "mirror": ("off", "on"),
        "reward_on_termination": (None, -10.0),
        "target_tau": (1.0, 0.02),
        "target_unit": ("steps", "updates", "episodes"),
        "updates_per_training": (1, 2),
        "gradient_clip": (None, 0.01),
        "optimizer": ("adam", "rmsprop"),
        "gamma": (0.95, 0.0, 1.0),
    },
    "ddpg": {
        "twin_critics": ("off", "on"),
        "policy_delay": (1, 2),
        "target_noise": (0.0, 0.2),
        "n_steps": (1, 3),
        "noise_kind": ("gaussian", "ornstein-uhlenbeck"),
        "gradient_clip": (None, 0.01),
        "gamma": (0.95, 0.0),
    },
    "q-table": {"gamma": (0.95, 0.0), "initial_value": (0.0, -3.0)},
    "reinforce": {
        "baseline": ("on", "off"),
        "episodes_per_update": (1, 2),
        "entropy_coefficient": (0.0, 0.01),
        "reward_scale": (1.0, 0.1),
        "gamma": (0.95, 0.0),
    },
    "a2c": {
        "gae_lambda": (1.0, 0.9, 0.0),
        "normalize_advantages": ("off", "on"),
        "entropy_coefficient": (0.0, 0.01),
        "reward_scale": (1.0, 0.1),
        "n_environments": (2, 1),
        "value_coefficient": (0.5, 0.0),
    },
    "ppo": {
        "gae_lambda": (0.95, 1.0),
        "normalize_advantages": ("off", "on"),
        "entropy_coefficient": (0.0, 0.01),
        "clip_range": (0.2, 0.001),
        "n_environments": (2, 1),
        "value_coefficient": (0.5, 0.0),
    },
}
ALGORITHMS = tuple(SMALL)


def combinations(algorithm):
    """Settings in which every two values of two switches occur together, a few dozen instead of thousands.

    Greedy: each takes the values that meet the most others they have not met yet.
    """
    switches = list(SWITCHES[algorithm].items())
    unmet = {
        ((name, value), (other, its))
        for (name, values), (other, others) in itertools.combinations(switches, 2)
        for value in values
        for its in others
    }
    found = []
    while unmet:
        first, second = min(unmet, key=repr)
        chosen = dict([first, second])
        for name, values in switches:
            if name not in chosen:
                chosen[name] = max(values, key=lambda value, name=name: _met(unmet, {**chosen, name: value}))
        unmet -= set(_pairs(switches, chosen))
        found.append(chosen)
    return found


def _pairs(switches, chosen):
    names = [name for name, _values in switches if name in chosen]
    for name, other in itertools.combinations(names, 2):
        yield (name, chosen[name]), (other, chosen[other])


def _met(unmet, chosen):
    return sum(pair in unmet for pair in itertools.product(*[chosen.items()] * 2))


def session_of(algorithm, changes=None, environment=None):
    """A small run of an algorithm, in an environment that it has a preset for or in the one that is named."""
    prepare_thread()
    preset = preset_of(algorithm) if environment is None else PRESETS.first(environment, algorithm)
    return Session(preset.settings().with_values({**SMALL[algorithm], **(changes or {})}))


def steps(session, n):
    """The facts of the next steps of a run, each told by its own trace."""
    return [step(session) for _ in range(n)]


def step(session):
    session.step(trace := Trace())
    return StepFacts(
        trace.params, session.settings.space, session.card.actions, trace=trace, insight=session.agent.insight()
    )
