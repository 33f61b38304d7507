"""The child of arithmetic.py: the same network by both libraries, in turn."""

from __future__ import annotations

import os
import sys
from time import perf_counter_ns

import numpy as np
import torch

from playground.agents.nn.architecture import Architecture, uniform_weights
from playground.agents.nn.backend import NumpyBackend, TorchBackend, prepare_thread
from playground.agents.nn.mlp import MLP
from tests.bench.child import about, tell


def main() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    prepare_thread()
    sizes, batch, rounds, calls = about()
    found = {}
    for hidden in sizes:
        architecture = Architecture((4, *hidden, 2))
        networks = {}
        for name, arithmetic in (("numpy", NumpyBackend()), ("torch", TorchBackend())):
            networks[name] = MLP(architecture, n_networks=2, n_learning=1, arithmetic=arithmetic)
            networks[name].parameters[:] = torch.from_numpy(uniform_weights(architecture, np.random.default_rng(0)))
        inputs = np.random.default_rng(1).standard_normal((2, 4, batch)).astype(np.float32)
        slope = np.ones((1, 2, batch), np.float32)
        times: dict[str, list[float]] = {"numpy": [], "torch": []}
        for _ in range(rounds):
            for name, network in networks.items():
                begun = perf_counter_ns()
                for _ in range(calls):
                    network.forward(inputs)
                    network.backward(slope)
                times[name].append((perf_counter_ns() - begun) / calls / 1000)
        ratios = [other / ours for ours, other in zip(times["numpy"], times["torch"], strict=True)]
        found["x".join(map(str, hidden))] = {**times, "ratios": ratios}
    tell(found)


if __name__ == "__main__":
    sys.exit(main())
