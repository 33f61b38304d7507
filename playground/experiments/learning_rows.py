"""The rows of the learning table: what is trained, and what it must reach.

Published figures were measured in other ways than ours: CleanRL's is the return of training, exploration inside, over
three runs; RL Baselines3 Zoo's is one run's best policy, and its spread is over episodes, not over runs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playground.agents.base import ALGORITHMS
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.settings import Settings
from playground.envs.base import ENVIRONMENTS
from playground.i18n import N_
from playground.registry import Registry


@dataclass(frozen=True)
class LearningRow:
    """One line of the table.

    `at_least` of ten seeds must have a best policy whose mean reaches `threshold`.
    """

    name: str
    algorithm: str
    environment: str
    preset: str
    n_steps: int
    threshold: float
    at_least: int
    minutes: float  # one seed on one core, roughly
    published: str = ""
    source: str = ""
    values: dict[str, Any] = field(default_factory=dict)  # that differ from the preset's
    version: int = 1

    def settings(self, seed: int) -> Settings:
        """Return the settings that its runs start from.

        Raises UnknownNameError or PairError where part of them is not there.
        """
        ALGORITHMS.get(self.algorithm)
        ENVIRONMENTS.get(self.environment)
        preset = PRESETS.get(self.preset, self.environment, self.algorithm)
        return preset.settings().with_values(self.values | {"run_length": self.n_steps, "seed": seed})


N_SEEDS = 10
_ZOO = N_("rl-zoo3: one run, spread over its episodes")
_CLEANRL = N_("CleanRL: returns of training at epsilon 0.05, three runs")

_ROWS = (
    LearningRow("ppo-cartpole", "ppo", "CartPole-v1", "rl-zoo", 100_000, 475, 9, 0.1, "500 ± 0", _ZOO),
    LearningRow("a2c-cartpole", "a2c", "CartPole-v1", "rl-zoo", 500_000, 475, 9, 0.2, "500 ± 0", _ZOO),
    LearningRow("q-table-cartpole", "q-table", "CartPole-v1", "bins", 500_000, 195, 8, 0.2),
    LearningRow("reinforce-cartpole", "reinforce", "CartPole-v1", "baseline", 200_000, 475, 8, 0.2),
    LearningRow("dqn-cartpole", "dqn", "CartPole-v1", "rl-zoo", 50_000, 475, 9, 0.3, "500 ± 0", _ZOO),
    LearningRow("ddpg-cartpole", "ddpg", "CartPoleContinuous-v1", "steady", 30_000, 475, 8, 0.4),
    LearningRow("dqn-cartpole-cleanrl", "dqn", "CartPole-v1", "cleanrl", 500_000, 475, 9, 0.5, "488.69 ± 16.11", _CLEANRL),
    LearningRow("dqn-mountaincar", "dqn", "MountainCar-v0", "rl-zoo", 120_000, -110, 8, 0.8, "-100.85 ± 9.93", _ZOO),
    LearningRow("dqn-acrobot", "dqn", "Acrobot-v1", "rl-zoo", 100_000, -85, 8, 1.3, "-76.64 ± 11.75", _ZOO),
    LearningRow("ddpg-pendulum", "ddpg", "Pendulum-v1", "rl-zoo", 20_000, -180, 9, 1.5, "-152.10 ± 94.28", _ZOO),
)  # fmt: skip

ROWS: Registry[LearningRow] = Registry(N_("row"))
for _row in _ROWS:
    ROWS.add(_row.name, _row)
