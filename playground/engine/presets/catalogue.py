"""Imports that enter all presets in their table.

To add a file of them, add a line here.
"""

import playground.engine.presets.ddpg
import playground.engine.presets.dqn
import playground.engine.presets.dqn_control
import playground.engine.presets.lunar_lander
import playground.engine.presets.policy_gradient
import playground.engine.presets.q_table  # noqa: F401
from playground.engine.presets.preset import PRESETS

DEFAULT_PRESET = "tutorial"

__all__ = ["DEFAULT_PRESET", "PRESETS"]
