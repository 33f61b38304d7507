"""Evidence for the checks, each probed once, when a check first asks for it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from playground.readiness import probes
from playground.readiness.subprocess_check import ChildLost, run_in_child

PATIENCE_S = 60.0  # with one look; a slow disk reads torch for half of it
COMPILING_S = 300.0  # with the arithmetic: a slow computer that is busy compiles for a minute


class Evidence:
    """The results of the probes.

    Each is plain values, or ChildLost where the process that probed did not come back.
    """

    @cached_property
    def screen(self) -> dict[str, Any] | ChildLost:
        return self._probe(probes.probe_screen)

    @cached_property
    def opengl(self) -> dict[str, Any] | ChildLost:
        return self._probe(probes.probe_opengl)

    @cached_property
    def letters(self) -> dict[str, Any] | ChildLost:
        return self._probe(probes.probe_letters)

    @cached_property
    def arithmetic(self) -> dict[str, Any] | ChildLost:
        return self._probe(probes.probe_arithmetic, COMPILING_S)

    @cached_property
    def torch(self) -> dict[str, Any] | ChildLost:
        return self._probe(probes.probe_torch)

    @cached_property
    def learning(self) -> dict[str, Any] | ChildLost:
        return self._probe(probes.probe_learning)

    @cached_property
    def video(self) -> dict[str, Any] | ChildLost:
        return self._probe(probes.probe_video)

    def _probe(self, probe: Any, seconds: float = PATIENCE_S) -> dict[str, Any] | ChildLost:
        found: dict[str, Any] | ChildLost = run_in_child(probe, seconds=seconds)
        return found
