"""Card under the view while something can be put elsewhere: where, and what then."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from playground.i18n import _
from playground.ui.theme.theme import numbers_font, title_font

Row = tuple[str, str, str, str]  # of a policy: its name, its action, what chose it, how it goes on

WRAPPED = 2  # the first column whose words may stand in two lines, where there is little room


class PlaceCard(QFrame):
    """Words for what is held, and a table of what each policy would do there."""

    put_requested = Signal()
    cancel_requested = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("place_card")
        self.setAccessibleName(_("Place"))
        self.setProperty("role", "card")
        title = QLabel(_("Place"))
        title.setFont(title_font())
        self._words = QLabel()
        self._words.setObjectName("place_words")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._put = self._button("place_put", _("Put"), _("Begin an episode there (Enter in the picture)"))
        self._cancel = self._button("place_cancel", _("Cancel"), _("Leave it where it is (Esc in the picture)"))
        leave = self._button("place_leave", _("Close"), _("Put nothing any more (Esc in the picture)"))
        leave.setAccessibleName(_("Close placing"))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title)
        head.addWidget(self._words, 1)
        for button in (self._put, self._cancel, leave):
            head.addWidget(button)
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(16)
        self._table.setVerticalSpacing(2)
        self._table.setColumnStretch(2, 2)
        self._table.setColumnStretch(3, 3)
        self._cells: list[list[QLabel]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addLayout(self._table)
        self._put.clicked.connect(self.put_requested)
        self._cancel.clicked.connect(self.cancel_requested)
        leave.clicked.connect(self.left)
        self.hide()

    def show_words(self, words: str, *, is_held: bool) -> None:
        """Show what can be done now; `is_held` is whether there is something to put."""
        self._words.setText(words)
        for button in (self._put, self._cancel):
            button.setEnabled(is_held)
        self._describe()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show what each policy would do; no rows while that is not known."""
        while len(self._cells) < len(rows):
            number = len(self._cells)
            labels = [self._cell(f"place_{number}_{name}") for name in ("policy", "action", "why", "from_here")]
            for column, label in enumerate(labels):
                label.setWordWrap(column >= WRAPPED)
                self._table.addWidget(label, number, column)
            self._cells.append(labels)
        for number, labels in enumerate(self._cells):
            texts = rows[number] if number < len(rows) else ("",) * len(labels)
            for label, text in zip(labels, texts, strict=True):
                label.setText(text)
                label.setVisible(number < len(rows))
        self._describe()

    def _describe(self) -> None:
        rows = [", ".join(label.text() for label in labels if label.text()) for labels in self._cells]
        self.setAccessibleDescription(" ".join([self._words.text(), *(f"{row}." for row in rows if row)]))

    def _button(self, name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setToolTip(tip)
        return button

    def _cell(self, name: str) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setFont(numbers_font())
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label
