"""Panel of breakpoints: a line to type a condition, suggestions, and the list.

A breakpoint is on, off, or rests where the run has no such name.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.engine.breakpoints.breakpoints import MOST, Breakpoint
from playground.engine.breakpoints.conditions import UnknownVariableError, condition
from playground.engine.breakpoints.expressions import MOST_CHARACTERS
from playground.engine.breakpoints.tokens import ExpressionError
from playground.engine.breakpoints.variables import step_names, suggestions
from playground.i18n import _
from playground.ui.breakpoints.completing_line_edit import CompletingLineEdit

if TYPE_CHECKING:
    from playground.engine.run.settings import Settings
    from playground.envs.base import EnvironmentCard

TYPING_ENDS_MS = 500
_TEXT = Qt.ItemDataRole.UserRole


class BreakpointsPanel(QWidget):
    """Editor of the conditions at which the run pauses.

    What is typed is shown as plain text.
    """

    edited = Signal()  # `breakpoints` are others than before

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("breakpoints_panel")
        self.setAccessibleName(_("Breakpoints"))
        self._card: EnvironmentCard | None = None  # of the run
        self._algorithm = ""
        self._make_line()
        self._make_list()
        self._place()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_ENDS_MS)
        self._typing.timeout.connect(self._on_typed)
        self.show_pair(settings)

    def _make_line(self) -> None:
        self._line = CompletingLineEdit()
        self._line.setObjectName("breakpoint_line")
        self._line.setAccessibleName(_("Condition at which the run pauses"))
        self._line.setPlaceholderText(_("A condition, such as episode_return >= 100"))
        self._line.setMaxLength(MOST_CHARACTERS)
        self._line.textEdited.connect(self._on_edited)
        self._line.returnPressed.connect(self._on_add)
        self._add = QPushButton(_("Add"))
        self._add.setObjectName("breakpoint_add")
        self._add.setAccessibleName(_("Add the breakpoint"))
        self._add.clicked.connect(self._on_add)
        self._names = QToolButton()
        self._names.setObjectName("breakpoint_names")
        self._names.setProperty("role", "small")
        self._names.setText(_("Names"))
        self._names.setToolTip(_("The names a condition can use"))
        self._names.setAccessibleName(_("The names a condition can use"))
        self._names.clicked.connect(self._line.list_names)
        self._menu = QMenu(self)
        self._menu.setObjectName("breakpoint_suggestions_menu")
        self._menu.setToolTipsVisible(True)
        self._menu.triggered.connect(self._on_suggested)
        self._suggest = QToolButton()
        self._suggest.setObjectName("breakpoint_suggestions")
        self._suggest.setProperty("role", "small")
        self._suggest.setText(_("Suggestions"))
        self._suggest.setAccessibleName(_("Suggestions: add one of these breakpoints"))
        self._suggest.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._suggest.setMenu(self._menu)
        self._message = QLabel()
        self._message.setObjectName("breakpoint_message")
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setWordWrap(True)
        self._message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def _make_list(self) -> None:
        self._list = QListWidget()
        self._list.setObjectName("breakpoint_list")
        self._list.setAccessibleName(_("Breakpoints of the run"))
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemChanged.connect(self._on_item_changed)
        self._list.currentRowChanged.connect(self._update_items)
        self._list.installEventFilter(self)
        self._remove = QPushButton(_("Remove"))
        self._remove.setObjectName("breakpoint_remove")
        self._remove.setAccessibleName(_("Remove the chosen breakpoint"))
        self._remove.clicked.connect(self._on_remove)

    def _place(self) -> None:
        typed = QHBoxLayout()
        typed.setSpacing(8)
        for widget, stretch in ((self._line, 1), (self._add, 0), (self._names, 0), (self._suggest, 0)):
            typed.addWidget(widget, stretch)
        left = QVBoxLayout()
        left.setSpacing(4)
        left.addLayout(typed)
        left.addWidget(self._message)
        left.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(16)
        layout.addLayout(left, 3)
        layout.addWidget(self._list, 2)
        layout.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignTop)

    # What is shown

    @property
    def breakpoints(self) -> tuple[Breakpoint, ...]:
        """The breakpoints in the list, from top to bottom."""
        return tuple(Breakpoint(item.data(_TEXT), item.checkState() == Qt.CheckState.Checked) for item in self._items())

    def show_breakpoints(self, breakpoints: tuple[Breakpoint, ...]) -> None:
        """List these and no others."""
        with QSignalBlocker(self._list):
            self._list.clear()
            for breakpoint in breakpoints:
                self._list.addItem(_item(breakpoint))
        self._update_items()

    def show_pair(self, settings: Settings) -> None:
        """Use the names of this environment and algorithm from now on.

        Breakpoints on other names rest.
        """
        if settings.card is self._card and settings.algorithm == self._algorithm:
            return
        self._card, self._algorithm = settings.card, settings.algorithm
        self.names = step_names(settings)
        self._line.set_names(
            (name.name, f"{name.meaning} ({name.unit})" if name.unit else name.meaning) for name in self.names.values()
        )
        self._menu.clear()
        for text, meaning in suggestions(settings):
            action = self._menu.addAction(f"{text}   {meaning}".replace("&", "&&"))
            action.setData(text)
        self._show_message()
        self._update_items()

    def mark(self, text: str) -> None:
        """Select the breakpoint that was hit."""
        for item in self._items():
            if item.data(_TEXT) == text:
                self._list.setCurrentItem(item)

    def _items(self) -> list[QListWidgetItem]:
        return [self._list.item(row) for row in range(self._list.count())]

    def _update_items(self) -> None:
        """Say of each breakpoint whether it rests."""
        with QSignalBlocker(self._list):
            for item in self._items():
                text, error = item.data(_TEXT), self._error(item.data(_TEXT))
                item.setText(text if error is None else _resting(text, error))
                item.setToolTip(f"<p>{html.escape(str(error or text))}</p>")
                item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, str(error or text))
        self._remove.setEnabled(self._list.currentRow() >= 0)

    def _error(self, text: str) -> ExpressionError | None:
        try:
            condition(text, self.names)
        except ExpressionError as error:
            return error
        return None

    def _why_not(self, text: str) -> str:
        return str(self._error(text) or "")

    def _show_message(self, refusal: str = "") -> None:
        """Say why something is refused, or what a breakpoint does."""
        self._message.setText(refusal or _("The run pauses after the step at which a condition begins to hold."))
        self._message.setProperty("role", "refusal" if refusal else "muted")
        self._line.setProperty("invalid", bool(refusal))
        for widget in (self._message, self._line):
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    # What a person does

    def _on_edited(self, text: str) -> None:
        self._show_message()  # while somebody types, nothing is wrong yet
        self._typing.start()

    def _on_typed(self) -> None:
        text = self._line.text().strip()
        self._show_message(self._why_not(text) if text else "")

    def _on_add(self) -> None:
        self._typing.stop()
        text = self._line.text().strip()
        why = self._why_not(text)
        if not why and self.add(text):
            self._line.clear()
        elif why:
            self._show_message(why)

    def _on_suggested(self, action: QAction) -> None:
        self.add(action.data())

    def add(self, text: str) -> bool:
        """Add a breakpoint, or switch it on if it is in the list already.

        Returns whether there was room for it.
        """
        there = [item for item in self._items() if item.data(_TEXT) == text]
        if not there and self._list.count() >= MOST:
            self._show_message(_("There are {n} breakpoints already. Remove one first.").format(n=MOST))
            return False
        with QSignalBlocker(self._list):
            if there:
                there[0].setCheckState(Qt.CheckState.Checked)
            else:
                self._list.addItem(_item(Breakpoint(text)))
        self._list.setCurrentRow(self._list.row(there[0]) if there else self._list.count() - 1)
        self._show_message()
        self._update_items()
        self.edited.emit()
        return True

    def _on_item_changed(self, item: QListWidgetItem) -> None:
        self.edited.emit()

    def _on_remove(self) -> None:
        if self._list.currentRow() >= 0:
            self._list.takeItem(self._list.currentRow())
            self._show_message()
            self._update_items()
            self.edited.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Delete:
            self._on_remove()
            return True
        return super().eventFilter(watched, event)


def _resting(text: str, error: ExpressionError) -> str:
    if isinstance(error, UnknownVariableError):
        return _("{condition} (rests: there is no “{name}” in this run)").format(
            condition=text, name=error.values["name"]
        )
    return _("{condition} (rests: {why})").format(condition=text, why=error)


def _item(breakpoint: Breakpoint) -> QListWidgetItem:
    item = QListWidgetItem(breakpoint.text)
    item.setData(_TEXT, breakpoint.text)
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    item.setCheckState(Qt.CheckState.Checked if breakpoint.enabled else Qt.CheckState.Unchecked)
    return item
