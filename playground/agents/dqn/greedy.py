"""Greedy actor of a saved DQN."""

from __future__ import annotations

from playground.agents.base import Space
from playground.agents.dqn.params import LAYER_PREFIX, DQNParams, layer_sizes
from playground.agents.greedy import LargestOutput
from playground.agents.nn.architecture import Architecture
from playground.agents.nn.backend import Array


def greedy_actor(params: DQNParams, space: Space, weights: dict[str, Array]) -> LargestOutput:
    """Return what acts by the network of a policy file, on a copy of it."""
    return LargestOutput(Architecture(layer_sizes(params, space)), weights, LAYER_PREFIX)
