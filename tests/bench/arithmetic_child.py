"""The child of arithmetic.py: the same network by both arithmetics, in turn."""

from __future__ import annotations

import os
import sys
from time import perf_counter_ns

import numpy as np

from playground.agents.nn.architecture import Architecture, uniform_weights
from playground.agents.nn.backend import prepare_thread
from playground.agents.nn.mlp import make_mlp
from tests.bench.child import about, tell
from tests.bench.speed_rows import BOTH


def main() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    prepare_thread()
    sizes, batch, rounds, calls = about()
    found = {}
    for hidden in sizes:
        architecture = Architecture((4, *hidden, 2))
        networks = {}
        for name in BOTH:
            networks[name] = make_mlp(architecture, 2, 1, name)
            networks[name].parameters[:] = uniform_weights(architecture, np.random.default_rng(0))
        inputs = np.random.default_rng(1).standard_normal((2, 4, batch)).astype(np.float32)
        slope = np.ones((1, 2, batch), np.float32)
        times: dict[str, list[float]] = {name: [] for name in BOTH}
        for number in range(rounds + 1):
            for name, network in networks.items():
                begun = perf_counter_ns()
                for _ in range(calls):
                    network.forward(inputs)
                    network.backward(slope)
                if number:  # the first made its buffers
                    times[name].append((perf_counter_ns() - begun) / calls / 1000)
        ratios = [other / ours for ours, other in zip(times["portable"], times["torch"], strict=True)]
        found["x".join(map(str, hidden))] = {**times, "ratios": ratios}
    tell(found)


if __name__ == "__main__":
    sys.exit(main())
