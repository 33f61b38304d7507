"""Evidence for the checks, each probed once, when a check first asks for it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from playground.readiness import probes
from playground.readiness.subprocess_check import ChildLost, apart

PATIENCE_S = 60.0  # with one look; a slow disk reads torch for half of it


class Evidence:
    """The results of the probes.

    Each is plain values, or ChildLost where the process that probed did not come back.
    """

    @cached_property
    def screen(self) -> dict[str, Any] | ChildLost:
        return self._look(probes.look_at_screen)

    @cached_property
    def opengl(self) -> dict[str, Any] | ChildLost:
        return self._look(probes.look_at_opengl)

    @cached_property
    def letters(self) -> dict[str, Any] | ChildLost:
        return self._look(probes.look_at_letters)

    @cached_property
    def learning(self) -> dict[str, Any] | ChildLost:
        return self._look(probes.look_at_learning)

    @cached_property
    def video(self) -> dict[str, Any] | ChildLost:
        return self._look(probes.look_at_video)

    def _look(self, look: Any) -> dict[str, Any] | ChildLost:
        seen: dict[str, Any] | ChildLost = apart(look, seconds=PATIENCE_S)
        return seen
