"""Networks by the arithmetic that a run asks for."""

from __future__ import annotations

from playground.agents.nn.architecture import Architecture
from playground.agents.nn.backend import TORCH
from playground.agents.nn.mlp import MLP
from playground.agents.nn.torch_mlp import TorchMLP


def make_mlp(architecture: Architecture, n_networks: int, n_learning: int, arithmetic: str) -> MLP:
    """Return networks with weights of 0 that compute by this arithmetic."""
    if arithmetic == TORCH:
        return TorchMLP(architecture, n_networks, n_learning)  # imports torch, which takes a second
    return MLP(architecture, n_networks, n_learning)
