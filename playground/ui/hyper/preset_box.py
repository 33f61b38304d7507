"""Box of presets: where the hyperparameters start from."""

from __future__ import annotations

import html
import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from playground.i18n import _
from playground.ui.hyper.badge import Badge
from playground.ui.hyper.gesture import GestureTracker
from playground.ui.hyper.pair_box import FEWEST_LETTERS
from playground.ui.hyper.steady import keep_room
from playground.ui.support.choice_box import ChoiceBox
from playground.ui.support.explanation import explain
from playground.ui.theme.icons import Icons

SHORT = 140  # letters of a text that are shown at first, in whole sentences; a Chinese one counts twice
SENTENCES = re.compile(r"(?<=\D\. )|(?<=。)")  # no end after a number: "1. gamma is 0.9"


class PresetBox(QWidget):
    """List of presets, with the text of the chosen one.

    A badge tells where rows differ from it, and where the run still goes on with something else. It has its room also
    while there is nothing to tell, so that nothing moves when there is.
    """

    chosen = Signal(str)
    kept = Signal()  # what the run began with, which is no preset, is chosen again

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self._texts: dict[str, str] = {}
        self._full = False
        self._changed = False
        self._waiting = ("", "")  # in a few words, and in whole sentences
        self._emitted_for = -1  # index that was emitted already when `activated` comes
        self.combo = ChoiceBox()
        self.combo.setObjectName("preset")
        self.combo.setAccessibleName(_("Preset"))
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._wheel_filter = GestureTracker(int, self)  # for the wheel only
        self._wheel_filter.watch(self.combo)
        self.combo.setMinimumContentsLength(FEWEST_LETTERS)
        self.combo.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.label = QLabel(_("Preset"))
        self.label.setBuddy(self.combo)
        self._note = Badge()
        self._note.setObjectName("preset_note")
        keep_room(self._note)
        self.more = QToolButton()
        self.more.setObjectName("preset_more")
        self.more.setProperty("role", "small")
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        keep_room(self.more)
        self._about = QLabel()
        self._about.setObjectName("preset_text")
        self._about.setProperty("role", "muted")
        self._about.setTextFormat(Qt.TextFormat.PlainText)
        self._about.setWordWrap(True)
        self._lay_out()
        self.combo.currentIndexChanged.connect(self._on_index_changed)
        self.combo.activated.connect(self._on_activated)
        self.more.clicked.connect(self._on_more)
        self._show()

    def set_presets(self, names_and_texts: list[tuple[str, str]], current: str, *, own: str = "") -> None:
        """Offer these presets; emits nothing.

        With `own`, the words for what the run began with where that is no preset, that is offered too, and chosen if
        `current` is none of the presets.
        """
        self._texts = dict(names_and_texts)
        self.combo.blockSignals(True)
        self.combo.clear()
        if own:
            self.combo.addItem(own, "")
        for name, text in names_and_texts:
            self.combo.addItem(name, name)
            self.combo.setItemData(self.combo.count() - 1, _wrapped(text), Qt.ItemDataRole.ToolTipRole)
            self.combo.setItemData(self.combo.count() - 1, text, Qt.ItemDataRole.AccessibleDescriptionRole)
        at = self.combo.findData(current)
        self.combo.setCurrentIndex(0 if at < 0 and own else at)
        self.combo.blockSignals(False)
        self._show()

    def show_changed(self, changed: bool) -> None:
        """Show whether rows differ from the preset."""
        if changed != self._changed:
            self._changed = changed
            self._show()

    def show_waiting(self, words: str, sentences: str) -> None:
        """Show what the run goes on with until a Reset begins what is chosen, or nothing."""
        if (words, sentences) != self._waiting:
            self._waiting = words, sentences
            self._show()

    def _lay_out(self) -> None:
        head, below = QHBoxLayout(), QHBoxLayout()
        for row in (head, below):
            row.setSpacing(8)
        head.addWidget(self.label)
        head.addWidget(self.combo, 1)
        below.addWidget(self.more)
        below.addStretch(1)
        below.addWidget(self._note)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addLayout(head)
        rows.addLayout(below)
        rows.addWidget(self._about)

    def _on_index_changed(self, index: int) -> None:
        self._emitted_for = index
        self._show()
        if index >= 0:
            self._emit()

    def _on_activated(self, index: int) -> None:
        emitted_for, self._emitted_for = self._emitted_for, -1
        if index != emitted_for:
            self._emit()  # the same again: to have it back unchanged

    def _emit(self) -> None:
        name = self.combo.currentData()
        if name:
            self.chosen.emit(name)
        else:
            self.kept.emit()

    def _on_more(self) -> None:
        self._full = not self._full
        self._show()

    def _show(self) -> None:
        text = self._texts.get(self.combo.currentData(), "")
        first = _first_sentences(text)
        self._show_note()
        self._about.setText(text if self._full else first)
        self._about.setVisible(bool(text))
        self.more.setVisible(first != text.strip())
        self.more.setText(_("Read less") if self._full else _("Read on"))
        self.more.setAccessibleName(_("Read less about this preset") if self._full else _("Read on about this preset"))
        self._icons.put(self.more, "less" if self._full else "more")
        for widget in (self.combo, self._about):
            explain(widget, _wrapped(text))

    def _show_note(self) -> None:
        words, sentences = self._waiting
        if not words and self._changed and self.combo.currentIndex() >= 0:
            words = _("{preset}, changed").format(preset=self.combo.currentText())
        self._note.setVisible(bool(words))
        self._note.show_words(words, pending=True)
        self._note.setToolTip(_wrapped(sentences or words))


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
