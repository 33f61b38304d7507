"""The child of speed.py that steps Stable-Baselines3's DQN, without Monitor and logger."""

from __future__ import annotations

from time import perf_counter, process_time
from typing import Any

import gymnasium
import torch
from stable_baselines3 import DQN
from stable_baselines3.common.logger import Logger
from stable_baselines3.common.vec_env import DummyVecEnv

from tests.bench.child import about, serve
from tests.bench.speed import CLIP, EPSILON, SEED


def make_environment() -> gymnasium.Env:
    return gymnasium.make("CartPole-v1", disable_env_checker=True)


def make_model(row: dict[str, Any]) -> DQN:
    """Return a row of speed.py in their words."""
    model = DQN(
        "MlpPolicy", DummyVecEnv([make_environment]), device="cpu", seed=SEED,
        policy_kwargs={"net_arch": row["hidden"]}, batch_size=row["batch"], buffer_size=row["buffer"],
        learning_rate=row["learning_rate"], gamma=row["gamma"], train_freq=row["train_every"],
        gradient_steps=row["updates"], learning_starts=row["learning_starts"],
        target_update_interval=row["target_period"], max_grad_norm=CLIP,
        exploration_initial_eps=EPSILON, exploration_final_eps=EPSILON,
    )  # fmt: skip
    model.set_logger(Logger(None, []))
    return model


def main() -> None:
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    model = make_model(about())

    def steps(n: int) -> dict[str, Any]:
        before = model.num_timesteps, model._n_updates, model._episode_num
        begun, cpu_begun = perf_counter(), process_time()
        model.learn(n, log_interval=None, reset_num_timesteps=False)
        seconds, cpu_seconds = perf_counter() - begun, process_time() - cpu_begun
        after = model.num_timesteps, model._n_updates, model._episode_num
        done = [new - old for new, old in zip(after, before, strict=True)]
        return dict(zip(("steps", "updates", "episodes"), done, strict=True)) | {
                "seconds": seconds, "cpu_seconds": cpu_seconds,
            }  # fmt: skip

    serve({"steps": steps})


if __name__ == "__main__":
    main()
