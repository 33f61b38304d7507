"""Icons of the window: our own SVG files, drawn in the colours of the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton
from shiboken6 import isValid

from playground.resources import resource_folder
from playground.ui.theme.theme import Theme

SIZE = 20  # logical pixels


class Icons(QObject):
    """Icons of actions and buttons, drawn anew when the theme changes."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._targets: dict[int, tuple[QAction | QAbstractButton, str]] = {}
        self._drawn: dict[str, QIcon] = {}  # in the colours of this moment; many rows show the same
        theme.changed.connect(self._on_theme_changed)

    def put(self, target: QAction | QAbstractButton, name: str) -> None:
        """Show `resources/icons/<name>.svg` on `target` from now on, in any theme."""
        self._targets[id(target)] = target, name
        target.setIcon(self._icon(name))

    def _icon(self, name: str) -> QIcon:
        if name in self._drawn:
            return self._drawn[name]
        tokens = self._theme.tokens
        result = self._drawn[name] = QIcon()
        for ratio in sorted({1.0, 2.0} | {screen.devicePixelRatio() for screen in QGuiApplication.screens()}):
            result.addPixmap(tinted(name, tokens.text, SIZE, ratio), QIcon.Mode.Normal)
            result.addPixmap(tinted(name, tokens.disabled, SIZE, ratio), QIcon.Mode.Disabled)
        return result

    def _on_theme_changed(self) -> None:
        self._drawn.clear()
        self._targets = {key: (target, name) for key, (target, name) in self._targets.items() if isValid(target)}
        for target, name in self._targets.values():
            target.setIcon(self._icon(name))


def tinted(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """Return an icon in one colour, `size` logical pixels wide.

    It is sharp at the device pixel ratio `ratio`.
    """
    pixels = round(size * ratio)
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    svg = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    painter = QPainter(pixmap)
    svg.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@lru_cache(maxsize=64)
def _source(name: str) -> str:
    return (resource_folder() / "icons" / f"{name}.svg").read_text("utf-8")
