"""Greedy actor of a saved DQN."""

from __future__ import annotations

from playground.agents.base import Space
from playground.agents.dqn.params import LAYER_PREFIX, DQNParams, layer_sizes
from playground.agents.greedy import LargestOutput
from playground.agents.nn.architecture import Architecture
from playground.agents.nn.backend import Array
from playground.agents.nn.inputs import NetworkInputs


def greedy_actor(params: DQNParams, space: Space, weights: dict[str, Array]) -> LargestOutput:
    """Return the greedy actor of a policy file, with a copy of its network."""
    return LargestOutput(
        NetworkInputs(space, scaled=False), Architecture(layer_sizes(params, space)), weights, LAYER_PREFIX
    )
