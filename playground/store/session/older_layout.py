"""Parameters of networks as sessions laid them out before the fourth schema.

There the bias of a layer was the last column of its matrix. Every hidden layer had one row more, which handed on a one
to meet the next biases, and zeros filled the whole up to a multiple of 16. The moments of an optimiser, and every other
array of the parameters' shape, lay likewise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.agents.nn.architecture import Architecture
from playground.engine.run.settings import Settings
from playground.store.session.columns import Array, Numbers, Source

BIASES_APART = 4  # the schema since which a layer's biases follow its weights
_VECTOR = 16


def networks_of(settings: Settings) -> Mapping[str, Architecture]:
    """Return the networks in older files, by the entry of Agent.state().

    An algorithm that came later has none.
    """
    params: Any = settings.params
    inputs, space = settings.space.n_inputs, settings.space
    if settings.algorithm == "dqn":
        outputs = space.n_actions + (params.dueling == "on")
        network = Architecture((inputs, *params.hidden_layers, outputs))
        return dict.fromkeys(("online", "target", "average", "optimizer"), network)
    if settings.algorithm == "ddpg":
        hidden, numbers = params.hidden_layers, space.action_size
        return {
            "actor": Architecture((inputs, *hidden, numbers)),
            "critics": Architecture((inputs + numbers, *hidden, 1)),
        }
    if settings.algorithm in ("a2c", "ppo", "reinforce"):
        outputs = 2 * space.action_size if space.is_continuous else space.n_actions
        return {"learner": Architecture((inputs, *params.hidden_layers, outputs), "tanh")}
    return {}


def size_before(architecture: Architecture) -> int:
    """Return how many numbers the parameters took."""
    needed = sum(rows * columns for rows, columns in _matrices(architecture))
    return -(-needed // _VECTOR) * _VECTOR


def relaid(before: NDArray[np.float32], architecture: Architecture) -> NDArray[np.float32]:
    """Return parameters, (..., n_parameters), from how they were, (..., size_before)."""
    parameters = np.empty((*before.shape[:-1], architecture.n_parameters), np.float32)
    start = 0
    for layer, (rows, columns) in zip(architecture.split(parameters), _matrices(architecture), strict=True):
        end = start + rows * columns
        matrix = before[..., start:end].reshape(*before.shape[:-1], rows, columns)
        n_out = layer.bias.shape[-1]
        layer.weight[...], layer.bias[...] = matrix[..., :n_out, :-1], matrix[..., :n_out, -1]
        start = end
    return parameters


def _matrices(architecture: Architecture) -> list[tuple[int, int]]:
    """Return the shape of each layer's matrix, as it lay in a file."""
    sizes = architecture.sizes
    last = len(sizes) - 2
    return [(n_out + (layer < last), n_in + 1) for layer, (n_in, n_out) in enumerate(pairwise(sizes))]


class NetworkNumbers:
    """Arrays of the shape of a network's parameters, (..., n_parameters)."""

    def __init__(self, now: Numbers, architecture: Architecture) -> None:
        self._now, self._architecture = now, architecture
        self._before = now.reshaped((*now.shape[:-1], size_before(architecture)))

    def write(self, name: str, values: Sequence[Any], out: dict[str, Array]) -> None:
        self._now.write(name, values, out)

    def read(self, name: str, n: int, source: Source) -> list[Any]:
        if source.schema >= BIASES_APART:
            return self._now.read(name, n, source)
        return [relaid(value, self._architecture) for value in self._before.read(name, n, source)]
