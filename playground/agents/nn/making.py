"""Networks that compute by the arithmetic that a run asks for."""

from __future__ import annotations

from playground.agents.nn.architecture import Architecture
from playground.agents.nn.backend import TORCH
from playground.agents.nn.mlp import MLP
from playground.agents.nn.torch_mlp import TorchMLP


def make_mlp(architecture: Architecture, n_networks: int, n_learning: int, arithmetic: str) -> MLP:
    """Return networks with weights of 0 that compute by this arithmetic."""
    kind = TorchMLP if arithmetic == TORCH else MLP
    return kind(architecture, n_networks, n_learning)
