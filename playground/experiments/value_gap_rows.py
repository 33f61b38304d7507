"""The rows of the value-gap table: settings with and without Double DQN."""

from __future__ import annotations

from dataclasses import dataclass

from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.settings import Settings
from playground.envs.base import ENVIRONMENTS
from playground.i18n import N_
from playground.registry import Registry


@dataclass(frozen=True)
class GapRow:
    """DQN at the settings of a preset, or Double DQN at the same settings."""

    environment: str
    preset: str
    double: bool
    minutes: float  # one seed on one core, roughly
    version: int = 1

    @property
    def name(self) -> str:
        return f"{self.preset}-double" if self.double else self.preset

    def settings(self, seed: int) -> Settings:
        """Return the settings that its runs start from.

        Raises UnknownNameError where part of them is not there.
        """
        ENVIRONMENTS.get(self.environment)
        preset = PRESETS.get(self.preset, self.environment, "dqn")
        return preset.settings().with_values({"double": "on" if self.double else "off", "seed": seed})


ROWS: Registry[GapRow] = Registry(N_("row"))
for _environment, _preset, _minutes in (("GridWorld-v1", "overestimate", 0.1), ("CartPole-v1", "tutorial", 0.3)):
    for _double in (False, True):
        _row = GapRow(_environment, _preset, _double, _minutes)
        ROWS.add(_row.name, _row)
