"""Which presets there are: importing a file enters its presets in the table. To add a file, a line here."""

import playground.engine.presets_ddpg
import playground.engine.presets_dqn
import playground.engine.presets_dqn_control
import playground.engine.presets_lunar_lander
import playground.engine.presets_policy_gradient
import playground.engine.presets_q_table  # noqa: F401
from playground.engine.preset import PRESETS

DEFAULT_PRESET = "tutorial"

__all__ = ["DEFAULT_PRESET", "PRESETS"]
