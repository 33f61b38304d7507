"""Picture of the environment for a box of the loop, drawn at the very size of its room."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from playground.ui.theme.theme import Theme
from playground.ui.trainer.messages import Snapshot
from playground.ui.view.env_view import SharedCanvas

if TYPE_CHECKING:
    from playground.envs.base import EnvironmentCard


class ScenePicture:
    """Painter of the scene of a snapshot."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._card: EnvironmentCard | None = None
        self._draw: Callable[..., None] | None = None
        self._words: Any = None
        self._canvas: SharedCanvas | None = None

    def image(self, snapshot: Snapshot, size: QSize, ratio: float) -> QImage | None:
        """Return the scene in so many px; None where there is none."""
        if snapshot.scene is None or snapshot.settings is None or size.isEmpty():
            return None
        card = snapshot.settings.card
        if self._card is None or self._card.id != card.id or self._draw is None:
            self._card, self._draw, self._words = card, card.painter(), card.captions()
        wanted = math.ceil(size.width() * ratio), math.ceil(size.height() * ratio)
        canvas = self._canvas
        if canvas is None or canvas.surface.get_size() != wanted or canvas.image.devicePixelRatio() != ratio:
            canvas = self._canvas = SharedCanvas(wanted, ratio)
        self._draw(canvas.surface, snapshot.scene, self._theme.scene_palette(), ratio, self._words)
        return canvas.image
