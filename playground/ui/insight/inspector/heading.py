"""Heading of a stage's card: the tutorial's number in a circle, and the title."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from playground.agents.loop import Stage
from playground.i18n import _
from playground.ui.insight.inspector.words import name_of
from playground.ui.theme.focus_ring import draw_focus_ring
from playground.ui.theme.theme import Theme, label_font, title_font

PAD, GAP = 8, 8  # px
ON_LIT = "#1B1D22"  # words on the amber of what is lit
KEYS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}


class StageHeading(QAbstractButton):
    """Line that opens a card; arrows go to its neighbours."""

    walked = Signal(int)  # headings on, or back

    def __init__(self, stage: Stage, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.stage_name = stage.name
        self._number, self._theme = stage.number, theme
        self._is_open = self._is_lit = False
        self.setObjectName(f"inspector_card_{stage.name}")
        self.setText(_(stage.title))
        self.setAccessibleName(name_of(stage))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def is_open(self) -> bool:
        """Whether the card below it is shown."""
        return self._is_open

    def show_state(self, *, is_open: bool, is_lit: bool) -> None:
        """Show whether its card is open, and whether it is what happens now."""
        if (is_open, is_lit) != (self._is_open, self._is_lit):
            self._is_open, self._is_lit = is_open, is_lit
            if not is_open:
                self.setAccessibleDescription("")
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, QFontMetrics(title_font()).height() + PAD)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        elif event.key() in KEYS:
            self.walked.emit(KEYS[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.tokens
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.underMouse() and not self._is_open:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(colours.hover))
                painter.drawRoundedRect(self.rect(), 6, 6)
            self._paint_number(painter)
            self._paint_title(painter)
            if self.hasFocus():
                draw_focus_ring(painter, QRectF(self.rect()), colours, radius=6)
        finally:
            painter.end()  # also where that fails: Qt does not outlive a painter that is left open

    def _circle(self) -> QRectF:
        size = self.height() - PAD + 2.0
        return QRectF(PAD, (self.height() - size) / 2, size, size)

    def _paint_number(self, painter: QPainter) -> None:
        colours = self._theme.tokens
        circle = self._circle()
        painter.setPen(Qt.PenStyle.NoPen)
        if not self._number:  # no tutorial counts it
            painter.setBrush(QColor(colours.change if self._is_lit else colours.guide))
            painter.drawEllipse(circle.center(), 3.5, 3.5)
            return
        painter.setBrush(QColor(colours.change if self._is_lit else colours.raised))
        painter.drawEllipse(circle)
        painter.setFont(title_font())
        painter.setPen(QColor(ON_LIT if self._is_lit else colours.muted))
        painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter), self._number)

    def _paint_title(self, painter: QPainter) -> None:
        font = title_font() if self._is_open else label_font()
        left = round(self._circle().right()) + GAP
        room = self.rect().adjusted(left, 0, -PAD, 0)
        words = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(font)
        painter.setPen(QColor(self._theme.tokens.text if self._is_open else self._theme.tokens.muted))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
