"""Fold of code below a card: a switch, and the lines with their place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from playground.i18n import _
from playground.ui.insight.inspector.code_view import CodeView
from playground.ui.theme.theme import Theme


class CodeFold(QWidget):
    """Switch with lines of Python under it.

    Whoever makes it puts the lines in when it is opened.
    """

    opened = Signal(bool)

    def __init__(self, name: str, title: str, theme: Theme) -> None:
        super().__init__()
        self._button = QToolButton()
        self._button.setObjectName(name)
        self._button.setText(title)
        self._button.setAccessibleName(title)
        self._button.setCheckable(True)
        self._button.setProperty("role", "fold")
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.setArrowType(Qt.ArrowType.RightArrow)
        self._button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._button.toggled.connect(self._on_toggled)
        self._place = self._label(f"{name}_place", _("Where it stands"))
        self._place.setProperty("role", "muted")
        self._code = CodeView(f"{name}_lines", title, theme)
        self.layout_inside = QVBoxLayout(self)
        self.layout_inside.setContentsMargins(0, 0, 0, 0)
        self.layout_inside.setSpacing(4)
        self.layout_inside.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        self.layout_inside.addWidget(self._place)
        self.layout_inside.addWidget(self._code)
        self._on_toggled(False)

    @property
    def is_open(self) -> bool:
        """Whether the lines are shown."""
        return self._button.isChecked()

    def show_lines(self, place: str, lines: Sequence[str]) -> None:
        """Show lines of Python, and where they stand."""
        self._place.setText(place)
        self._code.show_lines(lines)

    def _on_toggled(self, is_open: bool) -> None:
        self._button.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        for part in (self._place, self._code):
            part.setVisible(is_open)
        self.opened.emit(is_open)

    def _label(self, name: str, accessible: str) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setAccessibleName(accessible)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label
