"""Named starting points: an environment, an algorithm and the hyperparameters that somebody found good or telling."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playground.agents.base import ALGORITHMS
from playground.engine.settings import Settings
from playground.i18n import N_
from playground.registry import Registry


@dataclass(frozen=True)
class Preset:
    """Values that differ from the algorithm's defaults, with their source."""

    name: str
    text: str
    values: dict[str, Any] = field(default_factory=dict)
    environment: str = "CartPole-v1"
    algorithm: str = "dqn"

    def settings(self) -> Settings:
        """Return the settings of a run that starts from here."""
        params = ALGORITHMS.get(self.algorithm).params()
        return Settings(self.environment, self.algorithm, params, self.name).with_values(self.values)


PRESETS: Registry[Preset] = Registry(N_("preset"))

PRESETS.add(
    "tutorial",
    Preset(
        "tutorial",
        N_(
            "The settings of the beginner's tutorial this program grew from. It finds a good policy and often forgets"
            " it again: that is the lesson. Its differences: one update on the mean error of the 64 transitions instead"
            " of 64 updates on one each, on the error of the action taken only; and an episode cut off by the time"
            " limit still bootstraps."
        ),
        {
            "gamma": 0.95,
            "epsilon": 1.0,
            "epsilon_decay": 0.995,
            "epsilon_min": 0.01,
            "learning_rate": 1e-3,
            "batch_size": 64,
            "target_period": 1,
            "target_unit": "episodes",
            "reward_on_termination": -10.0,
            "buffer_size": 2000,
            "hidden_layers": (24, 24),
            "steps_per_episode": 500,
            "run_length": 50_000,
        },
    ),
)
PRESETS.add(
    "fast",
    Preset(
        "fast",
        N_(
            "Tuned to solve CartPole in few steps: a higher gamma, a larger network, a longer memory and less"
            " exploring. Still missing, because this DQN cannot do it yet: targets over three steps, Double DQN, a"
            " softly moving target, a falling learning rate and averaged weights. With them it would also keep what"
            " it learned."
        ),
        {
            "gamma": 0.99,
            "epsilon_schedule": "linear",
            "epsilon_fraction": 0.12,
            "epsilon_min": 0.05,
            "learning_rate": 2e-3,
            "batch_size": 64,
            "target_period": 100,
            "target_unit": "steps",
            "reward_on_termination": -10.0,
            "buffer_size": 20_000,
            "hidden_layers": (64, 64),
            "run_length": 25_000,
        },
    ),
)
DEFAULT_PRESET = "tutorial"
