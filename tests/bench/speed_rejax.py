"""The child of speed.py that trains an algorithm of rejax: a program that JAX compiles whole.

It runs in the Python of rejax_python.py, which has nothing of the playground.
"""

from __future__ import annotations

from time import perf_counter, process_time
from typing import Any

import jax
from rejax import DQN

from tests.bench.child import about, serve
from tests.bench.speed_rows import SEED


def make_algorithm(row: dict[str, Any]) -> DQN:
    """Return what a row of speed_rows.py calls theirs, without evaluations."""
    arguments = dict(row["theirs"])
    hidden = tuple(arguments.pop("hidden_layer_sizes"))
    algorithm = DQN.create(env=row["environment"], skip_initial_evaluation=True, **arguments)
    network = algorithm.agent.clone(hidden_layer_sizes=hidden)  # create() knows 64x64 alone
    return algorithm.replace(agent=network, eval_callback=lambda _algorithm, _state, _rng: ())


class Training:
    """A training that goes on from call to call; the program for so many steps is compiled when first asked for."""

    def __init__(self, row: dict[str, Any]) -> None:
        self._algorithm = make_algorithm(row)
        self._state: Any = None
        self._going_on: dict[int, Any] = {}

    def steps(self, n: int) -> dict[str, Any]:
        """Make `n` env steps; return how many it were, with the updates and the time they took, compiling apart."""
        before = self._counts()
        compile_begun = perf_counter()
        train = self._program(n)
        begun, cpu_begun = perf_counter(), process_time()
        self._state, _ = jax.block_until_ready(train())
        seconds, cpu_seconds = perf_counter() - begun, process_time() - cpu_begun
        after = self._counts()
        return {
            "steps": after[0] - before[0],
            "updates": after[1] - before[1],
            "seconds": seconds,
            "cpu_seconds": cpu_seconds,
            "compile_seconds": begun - compile_begun,
        }

    def _counts(self) -> tuple[int, int]:
        state = self._state
        return (0, 0) if state is None else (int(state.global_step), int(state.q_ts.step))

    def _program(self, n: int) -> Any:
        """Return the compiled program of the next `n` steps: as in rejax's own words at first, then from the state."""
        algorithm = self._algorithm.replace(total_timesteps=n, eval_freq=n)
        if self._state is None:
            key = jax.random.PRNGKey(SEED)
            first = jax.jit(algorithm.train).lower(key).compile()
            return lambda: first(key)
        if n not in self._going_on:
            go_on = jax.jit(lambda state: algorithm.train(train_state=state))
            self._going_on[n] = go_on.lower(self._state).compile()
        return lambda: self._going_on[n](self._state)


def main() -> None:
    serve({"steps": Training(about()).steps})


if __name__ == "__main__":
    main()
