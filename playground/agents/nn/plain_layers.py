"""Plain layers for policy files, made from the parameters that learn, and back.

The plain network acts alike: the dueling head and the scale of observations are folded into its layers.
"""

from __future__ import annotations

import numpy as np

from playground.agents.nn.architecture import Architecture, flat_parameters, named_layers
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
        matrices = [matrix.copy() for matrix in self._learning.split(flat)]
        if self._head is not None:
            matrices[-1] = self._head @ matrices[-1]
        if self._scale is not None:
            matrices[0][:, :-1] /= self._scale
        folded = self._plain.blank()
        for plain, matrix in zip(self._plain.split(folded), matrices, strict=True):
            plain[:] = matrix
        return named_layers(self._plain, folded, self._prefix)

    def unfold(self, layers: dict[str, Array]) -> Array:
        """Return parameters that act like these plain layers, shape (n_parameters,)."""
        flat = self._learning.blank()
        plain = self._plain.split(flat_parameters(self._plain, layers, self._prefix))
        for matrix, given in zip(self._learning.split(flat), plain, strict=True):
            matrix[: len(given)] = given
            matrix[len(given) :] = given.mean(axis=0)  # dueling: V is the mean of Q, so A may be Q
        if self._scale is not None:
            self._learning.split(flat)[0][:, :-1] *= self._scale
        return flat


def dueling_head(n_actions: int) -> Array:
    """Return the matrix that makes Q = V + A - mean A of the outputs [A, V].

    Wang et al. 2016, equation 9. Its shape is (actions, actions + 1).
    """
    means = np.full((n_actions, n_actions), 1 / n_actions)
    return np.hstack([np.eye(n_actions) - means, np.ones((n_actions, 1))]).astype(np.float32)
