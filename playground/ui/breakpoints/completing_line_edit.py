"""Line of text that completes known names while they are typed."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from playground.i18n import _

LEAST_WIDTH = 480  # px, of the list of names
MOST_VISIBLE = 12
_OF_THE_POPUP = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class CompletingLineEdit(QLineEdit):
    """Line edit with a list of names below it, each with its meaning.

    Enter or Tab takes the name that is marked in the list; Escape closes it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = QStandardItemModel(self)
        self.completer_of_names = completer = QCompleter(self._names, self)
        completer.setWidget(self)
        completer.setCompletionRole(Qt.ItemDataRole.UserRole)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(MOST_VISIBLE)
        completer.activated.connect(self._on_activated)
        self.textEdited.connect(self._on_edited)

    def set_names(self, names: Iterable[tuple[str, str]]) -> None:
        """Complete these from now on; each with what it means."""
        self._names.clear()
        for name, meaning in names:
            item = QStandardItem(f"{name}   {meaning}")
            item.setData(name, Qt.ItemDataRole.UserRole)
            item.setToolTip(meaning)
            self._names.appendRow(item)

    def list_names(self) -> None:
        """Show all names there are, to choose one from."""
        self.setFocus()
        self._complete("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OF_THE_POPUP and self.completer_of_names.popup().isVisible():
            event.ignore()  # the list takes it
        else:
            super().keyPressEvent(event)

    def _word(self) -> str:
        """The beginning of a name that stands before the cursor."""
        before = self.text()[: self.cursorPosition()]
        word = before[len(before.rstrip("_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")) :]
        return "" if word[:1].isdigit() else word

    def _on_edited(self, text: str) -> None:
        word = self._word()
        if word:
            self._complete(word)
        else:
            self.completer_of_names.popup().hide()

    def _complete(self, word: str) -> None:
        completer = self.completer_of_names
        completer.setCompletionPrefix(word)
        popup = completer.popup()
        popup.setObjectName("name_list")
        popup.setAccessibleName(_("Names"))
        if completer.completionCount() == 0 or (
            completer.completionCount() == 1 and completer.currentCompletion() == word
        ):
            popup.hide()
            return
        place = self.rect()
        place.setWidth(max(LEAST_WIDTH, place.width()))
        completer.complete(place)
        popup.setCurrentIndex(completer.completionModel().index(0, 0))

    def _on_activated(self, name: str) -> None:
        at = self.cursorPosition()
        start = at - len(self._word())
        text = self.text()
        self.setText(text[:start] + name + text[at:])
        self.setCursorPosition(start + len(name))
        self.textEdited.emit(self.text())
        self.completer_of_names.popup().hide()
