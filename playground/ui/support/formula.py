"""Label that shows a formula, in the colours of the theme and at any scale."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontInfo, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.ui.support.typesetting import INK, TypesetFormula, typesetter

LARGER = 1.2  # than the font of words: the letters of a formula look smaller
PAD = 2  # px around it


class FormulaLabel(QWidget):
    """Formula in LaTeX, shown when it is set.

    Until then, and where it cannot be, plain characters stand for it.

    Numbers that change and words in Chinese do not belong into it: they are labels beside it.
    """

    def __init__(self, latex: str = "", spoken: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._latex, self._spoken = "", ""
        self._formula: TypesetFormula | None = None
        typesetter().formula_set.connect(self._on_formula_set)
        self.show_formula(latex, spoken)

    @property
    def is_set(self) -> bool:
        """Whether the formula is shown as one, not in plain characters."""
        return self._formula is not None

    def show_formula(self, latex: str, spoken: str) -> None:
        """Show another formula; `spoken` is the same in words or plain characters."""
        self._spoken = spoken
        self.setAccessibleName(spoken)
        if latex != self._latex:
            self._latex, self._formula = latex, None
            if latex:
                typesetter().ask(latex)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        if self._formula is None:
            metrics = self.fontMetrics()
            return QSize(metrics.horizontalAdvance(self._spoken) + 2 * PAD, round(1.8 * self._em()) + 2 * PAD)
        width, height = (length * self._em() for length in (self._formula.width, self._formula.height))
        return QSize(round(width) + 2 * PAD + 1, round(height) + 2 * PAD + 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(48, self.sizeHint().height())  # it is drawn smaller where it has less room than it wants

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self.updateGeometry()
            self.update()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            colour = self.palette().windowText().color()
            if self._formula is None:
                painter.setPen(colour)
                flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(self.rect().adjusted(PAD, 0, -PAD, 0), flags, self._spoken)
                return
            room = max(self.width() - 2 * PAD, 1)
            em = min(self._em(), room / self._formula.width)
            drawn = draw_formula(self._formula, colour.name(), em, self.devicePixelRatioF())
            height = drawn.height() / drawn.devicePixelRatio()
            painter.drawPixmap(QPointF(PAD, (self.height() - height) / 2), drawn)
        finally:
            painter.end()  # whatever happened: Qt does not outlive a painter that is left open

    def _em(self) -> float:
        return LARGER * QFontInfo(self.font()).pixelSize()

    def _on_formula_set(self, latex: str, formula: TypesetFormula | None) -> None:
        if latex == self._latex and formula is not None:
            self._formula = formula
            self.updateGeometry()
            self.update()


@lru_cache(maxsize=128)
def draw_formula(formula: TypesetFormula, colour: str, em: float, ratio: float) -> QPixmap:
    """Return a picture of a formula, `em` logical pixels to the em.

    It is sharp at the device pixel ratio `ratio`.
    """
    width, height = formula.width * em * ratio, formula.height * em * ratio
    pixmap = QPixmap(round(width) + 1, round(height) + 1)
    pixmap.fill(Qt.GlobalColor.transparent)
    svg = QSvgRenderer(QByteArray(formula.svg.replace(INK, colour).encode()))
    painter = QPainter(pixmap)
    svg.render(painter, QRectF(0, 0, width, height))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
