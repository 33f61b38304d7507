"""What the looks at this computer gave, each made once, when a check first asks for it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from playground.readiness import looks
from playground.readiness.apart import Lost, apart

PATIENCE_S = 60.0  # with one look; a slow disk reads torch for half of it


class Evidence:
    """Each look is plain values, or Lost where the process that looked did not come back."""

    @cached_property
    def screen(self) -> dict[str, Any] | Lost:
        return self._look(looks.look_at_screen)

    @cached_property
    def opengl(self) -> dict[str, Any] | Lost:
        return self._look(looks.look_at_opengl)

    @cached_property
    def letters(self) -> dict[str, Any] | Lost:
        return self._look(looks.look_at_letters)

    @cached_property
    def learning(self) -> dict[str, Any] | Lost:
        return self._look(looks.look_at_learning)

    @cached_property
    def video(self) -> dict[str, Any] | Lost:
        return self._look(looks.look_at_video)

    def _look(self, look: Any) -> dict[str, Any] | Lost:
        seen: dict[str, Any] | Lost = apart(look, seconds=PATIENCE_S)
        return seen
