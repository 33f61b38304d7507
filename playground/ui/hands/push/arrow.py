"""Arrow of a push over a view: while somebody pulls, and where it hit."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from playground.envs.drawing.frame import frame
from playground.ui.theme.reduced_motion import wants_motion
from playground.ui.theme.theme import Theme

SEEN_MS, FADES_MS = 450, 250  # how long a push is seen where it hit, and then fades
_HALF, _HEAD, _EDGE = 5.0, 13.0, 1.5  # px, half the arrow's thickness, its head to either side, the line around it
_GAP = 10.0  # px between the arrow and its words
_PAD = 6.0  # px around the words


@dataclass(frozen=True)
class ShownPush:
    """A push as it is drawn, in pixels of the view."""

    start: tuple[float, float]
    tip: tuple[float, float]
    words: str
    hand: tuple[float, float] | None = None  # where the mouse pulls; None: it has let go


class PushArrow(QWidget):
    """Layer over a view, which takes no mouse and moves nothing."""

    def __init__(self, view: QWidget, theme: Theme) -> None:
        super().__init__(view)
        self.setObjectName("push_arrow")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._view, self._theme = view, theme
        self._shown: ShownPush | None = None
        self._opacity = 1.0
        self._fading = QVariantAnimation(self)
        self._fading.setDuration(SEEN_MS + FADES_MS)
        self._fading.setStartValue(1.0)
        self._fading.setKeyValueAt(SEEN_MS / (SEEN_MS + FADES_MS), 1.0)
        self._fading.setEndValue(0.0)
        self._fading.valueChanged.connect(self._on_faded)
        self._fading.finished.connect(self.clear)
        theme.changed.connect(self.update)
        self.hide()

    def show_push(self, shown: ShownPush) -> None:
        """Show a push that is being pulled."""
        self._fading.stop()
        self._show(shown)

    def show_hit(self, shown: ShownPush) -> None:
        """Show a push that was made.

        It goes by itself, and fades where the system lets things move.
        """
        self._show(replace(shown, hand=None))
        self._fading.start()

    def clear(self) -> None:
        """Show nothing any more."""
        self._fading.stop()
        self._shown = None
        self.setAccessibleName("")
        self.hide()

    def _show(self, shown: ShownPush) -> None:
        self._shown, self._opacity = shown, 1.0
        self.setAccessibleName(shown.words)
        self.setGeometry(self._view.rect())
        self.show()
        self.raise_()
        self.update()

    def _on_faded(self, opacity: float) -> None:
        if wants_motion():
            self._opacity = opacity
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._shown is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(self._opacity)
        self._draw_band(painter, self._shown)
        self._draw_arrow(painter, self._shown)
        self._write(painter, self._shown)
        painter.end()

    def _draw_band(self, painter: QPainter, shown: ShownPush) -> None:
        """Draw the band of the slingshot, from the body to the hand."""
        if shown.hand is not None:
            painter.setPen(QPen(QColor(self._theme.tokens.muted), 1.5, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(*shown.start), QPointF(*shown.hand))

    def _draw_arrow(self, painter: QPainter, shown: ShownPush) -> None:
        tokens = self._theme.tokens
        (x, y), (tip_x, tip_y) = shown.start, shown.tip
        length = math.hypot(tip_x - x, tip_y - y)
        if length < 1.0:
            return
        along, head = QPointF((tip_x - x) / length, (tip_y - y) / length), min(_HEAD * 1.4, length)
        across, start, tip = QPointF(-along.y(), along.x()), QPointF(x, y), QPointF(tip_x, tip_y)
        neck = tip - along * head
        wide = head / 1.4
        half = min(_HALF, wide * 0.5)
        painter.setPen(QPen(QColor(tokens.text), _EDGE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(QColor(tokens.change))
        painter.drawPolygon(
            QPolygonF(
                [
                    start + across * half,
                    neck + across * half,
                    neck + across * wide,
                    tip,
                    neck - across * wide,
                    neck - across * half,
                    start - across * half,
                ]
            )
        )

    def _write(self, painter: QPainter, shown: ShownPush) -> None:
        tokens, box = self._theme.tokens, self._box(painter.fontMetrics(), shown)
        painter.setPen(QPen(QColor(tokens.border), 1.0))
        painter.setBrush(QColor(tokens.raised))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(tokens.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown.words)

    def _box(self, metrics: QFontMetrics, shown: ShownPush) -> QRectF:
        """Return the place of the words.

        It is beyond the tip, else above or below the arrow, and not on the numbers.
        """
        box = QRectF(0, 0, metrics.horizontalAdvance(shown.words) + 2 * _PAD, metrics.height() + _PAD)
        (x, y), (tip_x, tip_y) = shown.start, shown.tip
        length = math.hypot(tip_x - x, tip_y - y) or 1.0
        along_x, along_y = (tip_x - x) / length, (tip_y - y) / length
        far = _GAP + abs(along_x) * box.width() / 2 + abs(along_y) * box.height() / 2
        beyond, above, below = QRectF(box), QRectF(box), QRectF(box)
        beyond.moveCenter(QPointF(tip_x + along_x * far, tip_y + along_y * far))
        left = x + _GAP if along_x > 0 else x - _GAP - box.width()
        above.moveBottomLeft(QPointF(left, min(y, tip_y) - _HEAD - _PAD))
        below.moveTopLeft(QPointF(left, max(y, tip_y) + _HEAD + _PAD))
        bottom = frame((self.width(), self.height()), 1.0).hud_y
        room = QRectF(_PAD, _PAD, self.width() - 2 * _PAD, bottom - _PAD)
        found = next((place for place in (beyond, above, below) if room.contains(place)), above)
        found.moveLeft(max(room.left(), min(found.left(), room.right() - box.width())))
        found.moveTop(max(room.top(), min(found.top(), room.bottom() - box.height())))
        return found
