"""Picture of the environment in a box of the loop, at the very size of its room."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from playground.ui.theme.palette import rgb
from playground.ui.theme.theme import Theme
from playground.ui.trainer.snapshot import Snapshot
from playground.ui.view.env_view import LEAST, SharedCanvas

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

    def image(self, snapshot: Snapshot, size: QSize, ratio: float, ground: str) -> QImage | None:
        """Return the scene in so many px on a ground; None where there is none."""
        if snapshot.scene is None or snapshot.settings is None or size.isEmpty():
            return None
        card, scene = snapshot.settings.card, snapshot.scene
        palette = dataclasses.replace(self._theme.scene_palette(), ground=rgb(ground))
        larger = max(LEAST[0] / size.width(), LEAST[1] / size.height(), 1.0)
        if larger > 1.0:  # a picture alone: its words would be too small to read
            scene = dataclasses.replace(scene, caption="", terminated=False, truncated=False)
            palette = dataclasses.replace(palette, text=palette.ground, muted=palette.ground)
        if self._card is None or self._card.id != card.id or self._draw is None:
            self._card, self._draw, self._words = card, card.painter(), card.captions()
        wanted = math.ceil(size.width() * larger * ratio), math.ceil(size.height() * larger * ratio)
        canvas = self._canvas
        if canvas is None or canvas.surface.get_size() != wanted or canvas.image.devicePixelRatio() != ratio:
            canvas = self._canvas = SharedCanvas(wanted, ratio)
        self._draw(canvas.surface, scene, palette, ratio, self._words)
        if larger == 1.0:
            return canvas.image
        smooth = Qt.TransformationMode.SmoothTransformation
        small = canvas.image.scaled(size * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
        small.setDevicePixelRatio(ratio)
        return small
