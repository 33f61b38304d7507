"""A state for each pair of environment and algorithm that has a preset: trained for a while, then one step by hand."""

from __future__ import annotations

from playground.engine.presets.preset import Preset
from playground.envs.base import ENVIRONMENTS
from playground.errors import PlaygroundError
from tests.pairs import all_pairs
from tests.screens.driver import Driver
from tests.screens.table import state

STEPS = 1500


class PairReach:
    """Way to a pair's state."""

    def __init__(self, preset: Preset) -> None:
        self._preset = preset

    def __call__(self, driver: Driver) -> None:
        preset = self._preset
        driver.begin(preset.environment, preset.algorithm, preset.name)
        driver.train_to(STEPS)
        before = driver.latest.n_steps
        driver.trigger("act_step")
        driver.until(lambda: driver.latest.n_steps > before, "the step")
        driver.settle()


def is_available(environment: str) -> bool:
    try:
        ENVIRONMENTS.get(environment).check_available()
    except PlaygroundError:  # it needs a package that is not installed
        return False
    return True


for (environment, algorithm), preset in all_pairs().items():
    if is_available(environment):
        state(f"pair-{environment}-{algorithm}")(PairReach(preset))
