"""State machine of the window: any actions in any order, and it shows what the trainer has."""

from __future__ import annotations

from tests.ui.state_machine.changes import ChangeActions
from tests.ui.state_machine.files import FileActions
from tests.ui.state_machine.travel import TravelActions


class WindowMachine(ChangeActions, TravelActions, FileActions):
    """A person at the window, who does one thing after the other and sometimes does not wait for the answer."""
