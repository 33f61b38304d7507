"""List of the cards of a step: headings, and the body of the one that is open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.agents.loop import Stage
from playground.ui.insight.inspector.card_body import CardBody
from playground.ui.insight.inspector.heading import StageHeading
from playground.ui.support.background_task import BackgroundTasks
from playground.ui.theme.theme import Theme


class CardList(QWidget):
    """Cards below each other, one of them open."""

    chosen = Signal(int)
    laid_out = Signal()

    def __init__(self, theme: Theme, tasks: BackgroundTasks) -> None:
        super().__init__()
        self._theme = theme
        self.stages: tuple[Stage, ...] = ()
        self.headings: list[StageHeading] = []
        self.body = CardBody(theme, tasks, self)
        self._is_lit = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 4)
        self._layout.setSpacing(2)
        self._layout.addWidget(self.body)
        self._layout.addStretch(1)
        theme.changed.connect(self.update)

    def show_stages(self, stages: Sequence[Stage]) -> None:
        """Show other cards; nothing is done where they are the same."""
        if tuple(stages) == self.stages:
            return
        old, self.stages = self.headings, tuple(stages)
        had_focus = any(heading.hasFocus() for heading in old)
        self._layout.removeWidget(self.body)
        self.headings = [StageHeading(stage, self._theme, self) for stage in stages]
        for number, heading in enumerate(self.headings):
            heading.clicked.connect(self._on_clicked)
            heading.walked.connect(self._on_walked)
            self._layout.insertWidget(number, heading)
            heading.show()
        for heading in old:
            heading.hide()
            heading.deleteLater()
        self._layout.insertWidget(len(self.headings), self.body)
        if had_focus and self.headings:
            self.headings[0].setFocus()

    def open(self, index: int, *, is_lit: bool) -> None:
        """Open a card, and let the numbers of the others be."""
        for number, heading in enumerate(self.headings):
            heading.show_state(is_open=number == index, is_lit=is_lit and number == index)
        if self._layout.indexOf(self.body) != index + 1:
            self._layout.removeWidget(self.body)
            self._layout.insertWidget(index + 1, self.body)
            self._put_in_order(index)
        self._is_lit = is_lit
        self.update()

    def open_rect(self) -> QRectF:
        """Return where the open card is."""
        heading = next((heading for heading in self.headings if heading.is_open), None)
        return QRectF() if heading is None else QRectF(heading.geometry().united(self.body.geometry()))

    def paintEvent(self, event: QPaintEvent) -> None:
        card = self.open_rect()
        if card.isNull():
            return
        colours = self._theme.tokens
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(colours.change if self._is_lit else colours.line), 1.5 if self._is_lit else 1))
            painter.setBrush(QColor(colours.panel))
            painter.drawRoundedRect(card.adjusted(0.75, 0.75, -0.75, -0.75), 8, 8)
        finally:
            painter.end()  # also where that fails: Qt does not outlive a painter that is left open

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.laid_out.emit()

    def event(self, event: QEvent) -> bool:
        is_handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # the cards have their new places now
            self.laid_out.emit()
        return is_handled

    def _put_in_order(self, index: int) -> None:
        """Let Tab come from the open card's heading into its body, and on to the next."""
        before: QWidget = self.headings[0]
        for number, heading in enumerate(self.headings):
            if number:
                QWidget.setTabOrder(before, heading)
            before = heading
            if number == index:
                for part in self.body.findChildren(QWidget):
                    if part.focusPolicy() & Qt.FocusPolicy.TabFocus:
                        QWidget.setTabOrder(before, part)
                        before = part

    def _on_clicked(self) -> None:
        heading = self.sender()
        if isinstance(heading, StageHeading):
            self.chosen.emit(self.headings.index(heading))

    def _on_walked(self, headings: int) -> None:
        here = next((number for number, heading in enumerate(self.headings) if heading.hasFocus()), 0)
        there = min(max(here + headings, 0), len(self.headings) - 1)
        self.headings[there].setFocus(Qt.FocusReason.TabFocusReason)
