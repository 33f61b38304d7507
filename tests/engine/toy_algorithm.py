"""A toy algorithm as somebody would write it: it tries both actions and keeps a running mean of what each one gave.

This file and the line that imports it are all of it.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass

import numpy as np

from playground.agents.base import ALGORITHMS, Algorithm, CommonParams, Decision, PairError, UpdateStats
from playground.agents.schedules import Schedules
from playground.hyper import hyper


@dataclass
class ToyParams(CommonParams):
    curiosity: float = hyper(0.5, low=0.0, high=1.0, basic=True, doc="How often it tries an action at random.")
    learning_rate: float = hyper(0.1, low=0.001, high=1.0, log=True, basic=True, doc="How fast a mean moves.")
    hunch: float = hyper(0.0, low=-10.0, high=10.0, live=False, doc="What each action is thought to give at first.")


def check_fits(space):
    if space.n_actions != 2:
        raise PairError("The toy can only tell two actions from each other, and there are {n}.", n=space.n_actions)


class Toy:
    n_environments = 1

    def __init__(self, params, space, log, rng):
        self.params, self._log, self._rng = params, log, rng
        self.schedules, self.stats, self.n_updates = Schedules(params), UpdateStats(), 0
        self.adds_noise = False
        self._means = np.full(2, params.hunch, np.float32)

    def act(self, observations, *, inspect=False):
        die, other = self._rng.exploration.random(), int(self._rng.action.random() * 2)
        explored = die < self.params.curiosity
        return Decision((other if explored else int(self._means.argmax()),), (explored,), self._means.copy(), die)

    def look(self, observation):
        return self._means.copy()

    def curve(self):
        return (self.stats.loss,)

    def insight(self):
        return {"means": self._means.copy()}

    def updates_due(self):
        return 1

    def update(self, trace=None):
        row = self._log.read(self._log.n_rows - 1, self._log.n_rows)[0]
        action, error = int(row[-4]), float(row[-3]) - float(self._means[int(row[-4])])
        self._means[action] += self.params.learning_rate * error
        self.stats.loss = error * error
        self.n_updates += 1
        if trace is not None:
            trace.record(error=error)

    def end_step(self, *, n_episodes_ended):
        pass

    def weights(self):
        return {"toy.means": self._means.copy()}

    def state(self):
        return {"means": self._means.copy(), "n_updates": self.n_updates, "stats": copy.copy(self.stats)}

    def state_columns(self):
        return {}

    def restore(self, state):
        self.roll_back(state)
        self.n_updates, self.stats = state["n_updates"], copy.copy(state["stats"])

    def roll_back(self, state):
        self._means[:] = state["means"]

    def load_weights(self, weights):
        self._means[:] = weights["toy.means"]


class LargerMean:
    def __init__(self, params, space, weights):
        self._means = weights["toy.means"].copy()

    def act(self, observation):
        return int(self._means.argmax()), self._means.copy()

    def act_batch(self, observations):
        return np.full(len(observations), self._means.argmax())


ALGORITHMS.add(
    "toy-means",
    Algorithm(
        name="toy-means",
        title="Toy means",
        text="Does what gave most on average.",
        params=ToyParams,
        check_fits=check_fits,
        curves=("loss",),
        shows="q",
        learner="tests.engine.toy_algorithm:Toy",
        explainer="builtins:object",
        layer_sizes=lambda params, space: (1, 2),
        weight_shapes=lambda params, space: {"toy.means": (2,)},
        actor="tests.engine.toy_algorithm:LargerMean",
    ),
)
