"""Plain layers for policy files, made from the parameters that learn, and back.

The plain network acts alike: the dueling head and the scale of observations are folded into its layers.
"""

from __future__ import annotations

import numpy as np

from playground.agents.nn.architecture import Architecture, Layer, flat_parameters, named_layers
from playground.agents.nn.backend import Array


class PlainLayers:
    """Conversion of the parameters that learn to plain layers, and back."""

    def __init__(
        self, learning: Architecture, plain: Architecture, head: Array | None, scale: Array | None, prefix: str
    ) -> None:
        """Convert between the `learning` and the `plain` architecture.

        `head` makes Q of the outputs, shape (actions, outputs); `scale` divides the observation, shape (features,);
        `prefix` begins the names in a policy file.
        """
        self._learning, self._plain, self._head, self._scale, self._prefix = learning, plain, head, scale, prefix

    def fold(self, flat: Array) -> dict[str, Array]:
        """Return the layers of a plain network that acts like these parameters."""
        layers = [Layer(weight.copy(), bias.copy()) for weight, bias in self._learning.split(flat)]
        if self._head is not None:
            layers[-1] = Layer(*(_mixed(self._head, part) for part in layers[-1]))
        if self._scale is not None:
            np.divide(layers[0].weight, self._scale, out=layers[0].weight)
        folded = np.zeros(self._plain.n_parameters, np.float32)
        for plain, layer in zip(self._plain.split(folded), layers, strict=True):
            plain.weight[:], plain.bias[:] = layer
        return named_layers(self._plain, folded, self._prefix)

    def unfold(self, layers: dict[str, Array]) -> Array:
        """Return parameters that act like these plain layers, shape (n_parameters,)."""
        flat = np.zeros(self._learning.n_parameters, np.float32)
        plain = self._plain.split(flat_parameters(self._plain, layers, self._prefix))
        for learning, given in zip(self._learning.split(flat), plain, strict=True):
            for part, whole in zip(learning, given, strict=True):
                part[: len(whole)] = whole
                part[len(whole) :] = _mean_row(whole)  # dueling: V is the mean of Q, so A may be Q
        if self._scale is not None:
            first = self._learning.split(flat)[0].weight
            np.multiply(first, self._scale, out=first)
        return flat


def _mixed(head: Array, rows: Array) -> Array:
    """Return head @ rows, each sum in order; `rows` may be biases, (outputs,)."""
    out = np.zeros((len(head), *rows.shape[1:]), np.float32)
    for number, row in enumerate(rows):
        out += np.multiply.outer(head[:, number], row) if rows.ndim > 1 else head[:, number] * row
    return out


def _mean_row(rows: Array) -> Array:
    """Return the mean of the rows, each sum in order."""
    out = np.zeros_like(rows[0])
    for row in rows:
        out = out + row
    return np.asarray(out / np.float32(len(rows)))


def dueling_head(n_actions: int) -> Array:
    """Return the matrix that makes Q = V + A - mean A of the outputs [A, V].

    Wang et al. 2016, equation 9. Its shape is (actions, actions + 1).
    """
    means = np.full((n_actions, n_actions), 1 / n_actions)
    return np.hstack([np.eye(n_actions) - means, np.ones((n_actions, 1))]).astype(np.float32)
