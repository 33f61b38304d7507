"""A toy environment as somebody would write it: a stair to climb. This file and the line that imports it are all of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from playground.envs.base import ENVIRONMENTS, EnvironmentCard, EnvironmentParams, Quantity
from playground.hyper import hyper

TOP = 5.0


@dataclass(frozen=True)
class StairParams(EnvironmentParams):
    prize: float = hyper(10.0, low=0.0, high=100.0, doc="What the top of the stair gives.")


class Stair:
    def __init__(self, parameters):
        self._step = 0.0
        self.set_parameters(parameters)

    def set_parameters(self, parameters):
        self._prize = parameters.prize

    def reset(self, seed):
        return self.restore((float(seed % 3),))

    def step(self, action):
        observation = self.restore((max(self._step + (1.0 if action == 1 else -1.0), 0.0),))
        is_there = self._step >= TOP
        return observation, self._prize if is_there else -1.0, is_there

    def snapshot(self):
        return (self._step,)

    def restore(self, state):
        (self._step,) = state
        return np.array(state, np.float32)


class Stairs:
    def __init__(self, n, parameters):
        self._members = [Stair(parameters) for _ in range(n)]

    def reset(self, seeds):
        return np.array([one.reset(int(seed)) for one, seed in zip(self._members, seeds, strict=True)])

    def step(self, actions):
        observations, rewards, terminated = zip(
            *(one.step(int(action)) for one, action in zip(self._members, actions, strict=True)), strict=True
        )
        return np.array(observations), np.array(rewards), np.array(terminated)


def painter():
    return lambda surface, scene, palette, scale, words: surface.fill(palette.ground)


ENVIRONMENTS.add(
    "toy-stair",
    EnvironmentCard(
        id="toy-stair",
        title="Toy stair",
        text="Climb to the top of the stair.",
        observation=(Quantity("n", "step of the stair", "", 3.0, (-0.5, 5.5)),),
        actions=("down", "up"),
        steps_per_episode=20,
        solved_at=5.0,
        steps_per_second=4,
        restored_by="snapshot",
        parameters=StairParams,
        make=Stair,
        make_batch=Stairs,
        painter=painter,
        idle=(0.0,),
    ),
)
