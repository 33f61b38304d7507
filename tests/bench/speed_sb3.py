"""The child of speed.py that steps an algorithm of Stable-Baselines3."""

from __future__ import annotations

from functools import partial
from time import perf_counter, process_time
from typing import Any

import gymnasium
import numpy as np
import stable_baselines3
import torch
from stable_baselines3.common.base_class import BaseAlgorithm
from stable_baselines3.common.logger import Logger
from stable_baselines3.common.noise import NormalActionNoise
from stable_baselines3.common.vec_env import DummyVecEnv

from tests.bench.child import about, serve
from tests.bench.speed_rows import SEED


def make_model(row: dict[str, Any]) -> BaseAlgorithm:
    """Return what a row of speed_rows.py calls theirs."""
    make = partial(gymnasium.make, row["environment"], disable_env_checker=True)
    environments = DummyVecEnv([make] * row["n_environments"])
    arguments = {name: _argument(name, value) for name, value in row["theirs"].items()}
    kind = getattr(stable_baselines3, row["algorithm"].upper())
    model = kind("MlpPolicy", environments, device="cpu", seed=SEED, **arguments)
    model.set_logger(Logger(None, []))
    return model


def _argument(name: str, value: Any) -> Any:
    if name == "action_noise":
        return NormalActionNoise(np.zeros(1), np.full(1, value))
    if isinstance(value, str) and value.startswith("linear "):
        first = float(value.removeprefix("linear "))
        return lambda progress_remaining: progress_remaining * first
    return value


def main() -> None:
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    model = make_model(about())

    def steps(n: int) -> dict[str, Any]:
        before = model.num_timesteps, model._n_updates
        begun, cpu_begun = perf_counter(), process_time()
        model.learn(n, log_interval=None, reset_num_timesteps=False)
        seconds, cpu_seconds = perf_counter() - begun, process_time() - cpu_begun
        return {
            "steps": model.num_timesteps - before[0],
            "updates": model._n_updates - before[1],
            "seconds": seconds,
            "cpu_seconds": cpu_seconds,
        }

    serve({"steps": steps})


if __name__ == "__main__":
    main()
