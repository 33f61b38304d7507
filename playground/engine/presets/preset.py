"""Presets: named settings that somebody found good or instructive.

Each is of one environment and one algorithm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playground.agents.base import ALGORITHMS
from playground.engine.run.settings import Settings
from playground.envs.base import ENVIRONMENTS
from playground.i18n import N_
from playground.registry import Registry

ENVIRONMENT, ALGORITHM = "CartPole-v1", "dqn"  # where a person begins
DEFAULT = "default"


@dataclass(frozen=True)
class Preset:
    """Values that differ from the algorithm's defaults, with their source."""

    name: str
    text: str
    values: dict[str, Any] = field(default_factory=dict)
    environment: str = ENVIRONMENT
    algorithm: str = ALGORITHM
    reaches_rare_goal: bool = False  # measured: every one of ten runs, where others never get there

    def settings(self) -> Settings:
        """Return the settings of a run that starts from here.

        Its time limit is the environment's own.
        """
        params = ALGORITHMS.get(self.algorithm).params()
        params.steps_per_episode = ENVIRONMENTS.get(self.environment).steps_per_episode
        return Settings(self.environment, self.algorithm, params, self.name).with_values(self.values)


class Presets:
    """The presets of every pair of environment and algorithm.

    A name is unique within its pair only.
    """

    def __init__(self) -> None:
        self._of_pair: dict[tuple[str, str], Registry[Preset]] = {}

    def add(self, preset: Preset) -> Preset:
        """Enter a preset under its name."""
        return self.of(preset.environment, preset.algorithm).add(preset.name, preset)

    def of(self, environment: str, algorithm: str) -> Registry[Preset]:
        """Return the presets of a pair, in the order they were added; maybe none."""
        return self._of_pair.setdefault((environment, algorithm), Registry(N_("preset")))

    def offered(self, environment: str, algorithm: str) -> Registry[Preset]:
        """Return the presets of a pair, or its defaults as a preset if there is none."""
        made = self.of(environment, algorithm)
        if made.names():
            return made
        table: Registry[Preset] = Registry(N_("preset"))
        text = N_("The algorithm's own values. Nobody has sought better ones for this environment yet: you may.")
        table.add(DEFAULT, Preset(DEFAULT, text, {}, environment, algorithm))
        return table

    def get(self, name: str, environment: str = ENVIRONMENT, algorithm: str = ALGORITHM) -> Preset:
        """Return a preset of a pair by its name.

        Raises UnknownNameError, which names the nearest one.
        """
        return self.offered(environment, algorithm).get(name)

    def first(self, environment: str, algorithm: str) -> Preset:
        """Return the preset that a pair begins with."""
        return next(iter(self.offered(environment, algorithm)))

    def names(self) -> list[str]:
        """Return the names of the presets of the pair a person begins with."""
        return self.of(ENVIRONMENT, ALGORITHM).names()

    def __iter__(self) -> Iterator[Preset]:
        return (preset for table in self._of_pair.values() for preset in table)


PRESETS = Presets()
