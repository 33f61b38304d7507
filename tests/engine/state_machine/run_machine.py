"""State machine of a run: any actions in any order, and a moment seen twice is the same."""

from __future__ import annotations

from tests.engine.state_machine.changes import ChangeActions
from tests.engine.state_machine.files import FileActions
from tests.engine.state_machine.travel import TravelActions


class RunMachine(ChangeActions, TravelActions, FileActions):
    """All that can be done to a run."""
