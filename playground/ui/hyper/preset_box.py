"""Box of presets: where the hyperparameters start from."""

from __future__ import annotations

import html
import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.i18n import _
from playground.ui.hyper.gesture import GestureTracker
from playground.ui.hyper.pair_box import FEWEST_LETTERS
from playground.ui.support.explanation import explain

SHORT = 240  # letters of a text that are shown at first, in whole sentences; a Chinese one counts twice
SENTENCES = re.compile(r"(?<=\D\. )|(?<=。)")  # no end after a number: "1. gamma is 0.9"


class PresetBox(QWidget):
    """List of presets, with the text of the chosen one.

    A badge tells where rows differ from it.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._texts: dict[str, str] = {}
        self._full = False
        self._changed = False
        self._emitted_for = -1  # index that was emitted already when `activated` comes
        self.combo = QComboBox()
        self.combo.setObjectName("preset")
        self.combo.setAccessibleName(_("Preset"))
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._wheel_filter = GestureTracker(int, self)  # for the wheel only
        self._wheel_filter.watch(self.combo)
        self.combo.setMinimumContentsLength(FEWEST_LETTERS)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.label = QLabel(_("Preset"))
        self.label.setBuddy(self.combo)
        self._note = QLabel()
        self._note.setObjectName("preset_note")
        self._note.setProperty("role", "badge")
        self._note.setProperty("kind", "pending")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._about = QLabel()
        self._about.setObjectName("preset_text")
        self._about.setProperty("role", "muted")
        self._about.setTextFormat(Qt.TextFormat.PlainText)
        self._about.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.label)
        head.addWidget(self.combo, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addLayout(head)
        rows.addWidget(self._note, 0, Qt.AlignmentFlag.AlignRight)
        rows.addWidget(self._about)
        self.combo.currentIndexChanged.connect(self._on_index_changed)
        self.combo.activated.connect(self._on_activated)
        self._show()

    def set_presets(self, names_and_texts: list[tuple[str, str]], current: str) -> None:
        """Offer these presets; emits nothing.

        A `current` that is none of them leaves the box empty.
        """
        self._texts = dict(names_and_texts)
        self.combo.blockSignals(True)
        self.combo.clear()
        for name, text in names_and_texts:
            self.combo.addItem(name)
            self.combo.setItemData(self.combo.count() - 1, _wrapped(text), Qt.ItemDataRole.ToolTipRole)
            self.combo.setItemData(self.combo.count() - 1, text, Qt.ItemDataRole.AccessibleDescriptionRole)
        self.combo.setCurrentIndex(self.combo.findText(current))
        self.combo.blockSignals(False)
        self._show()

    def show_changed(self, changed: bool) -> None:
        """Show whether rows differ from the preset."""
        if changed != self._changed:
            self._changed = changed
            self._show()

    def show_full_text(self, full: bool) -> None:
        """Show all of the preset's text, or its first sentences."""
        self._full = full
        self._show()

    def _on_index_changed(self, index: int) -> None:
        self._emitted_for = index
        self._show()
        if index >= 0:
            self.chosen.emit(self.combo.currentText())

    def _on_activated(self, index: int) -> None:
        emitted_for, self._emitted_for = self._emitted_for, -1
        if index != emitted_for:
            self.chosen.emit(self.combo.currentText())  # the same again: to have it back unchanged

    def _show(self) -> None:
        name = self.combo.currentText()
        text = self._texts.get(name, "")
        self._note.setText(_("{preset}, changed").format(preset=name))
        self._note.setVisible(self._changed and bool(name))
        self._about.setText(text if self._full else _first_sentences(text))
        self._about.setVisible(bool(text))
        for widget in (self.combo, self._about):
            explain(widget, _wrapped(text))


def _first_sentences(text: str) -> str:
    shown = ""
    for sentence in SENTENCES.split(text):
        if shown and _length(shown + sentence) > SHORT:
            break
        shown += sentence
    return shown.strip()


def _length(text: str) -> int:
    return sum(1 if letter.isascii() else 2 for letter in text)


def _wrapped(text: str) -> str:
    return f"<p>{html.escape(text)}</p>" if text else ""
