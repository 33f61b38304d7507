"""List of lessons: what they are about, and how far somebody came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from playground.errors import PlaygroundError
from playground.i18n import _, ngettext
from playground.lessons.lesson import LessonError


@dataclass(frozen=True)
class Entry:
    """One lesson in the list."""

    path: Path
    title: str
    about: str
    minutes: int
    done: str = ""  # how far somebody came
    is_finished: bool = False


class LessonList(QWidget):
    """The lessons of this language, and a way to open another one."""

    open_wanted = Signal(Path)
    ask_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("lesson_list")
        self._fault = _FaultCard()
        self._fault.hide()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self._buttons: list[tuple[QPushButton, Path]] = []
        ask = QPushButton(_("Open a lesson…"))
        ask.setObjectName("lesson_ask_file")
        ask.setAccessibleName(_("Open a lesson's file"))
        ask.clicked.connect(self.ask_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 8)
        column.setSpacing(12)
        column.addWidget(_label(_("Lessons"), "heading"))
        column.addWidget(
            _label(
                _(
                    "A lesson asks before it shows: you predict, the run answers, and the text says why. Your own run waits and is brought back afterwards."
                ),
                "muted",
            )
        )
        column.addWidget(self._fault)
        column.addLayout(self._rows)
        column.addWidget(ask, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """List these lessons."""
        while (item := self._rows.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        self._buttons = []
        for entry in entries:
            row = self._row(entry)
            self._rows.addWidget(row)
            row.show()

    def show_fault(self, error: PlaygroundError) -> None:
        """Show why a lesson cannot be opened."""
        self._fault.show_error(error)

    def clear_fault(self) -> None:
        self._fault.hide()

    def _row(self, entry: Entry) -> QFrame:
        row = QFrame()
        row.setProperty("role", "card")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(_label(entry.title, "title"))
        if entry.about:
            words.addWidget(_label(entry.about))
        minutes = ngettext("{n} minute", "{n} minutes", entry.minutes).format(n=entry.minutes)
        told = _("{first} · {second}").format(first=minutes, second=entry.done) if entry.done else minutes
        words.addWidget(_label(told, "muted"))
        word = _("Begin")
        if entry.is_finished:
            word = _("Look again")
        elif entry.done:
            word = _("Go on")
        button = QPushButton(word)
        button.setObjectName(f"lesson_open_{entry.path.name}")
        button.setAccessibleName(_("{word}: {title}").format(word=word, title=entry.title))
        button.clicked.connect(self._on_clicked)
        self._buttons.append((button, entry.path))
        layout = QHBoxLayout(row)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(8)
        layout.addLayout(words, 1)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _on_clicked(self) -> None:
        pressed = self.sender()
        self.open_wanted.emit(next(path for button, path in self._buttons if button is pressed))


class _FaultCard(QFrame):
    """Why a lesson cannot be opened: one sentence, and all of it for those who ask."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("lesson_fault")
        self.setProperty("role", "notice")
        self.setProperty("kind", "error")
        self._words = _label("")
        self._words.setObjectName("lesson_fault_words")
        self._all = QPlainTextEdit()
        self._all.setObjectName("lesson_fault_list")
        self._all.setAccessibleName(_("All that is wrong with the lesson"))
        self._all.setReadOnly(True)
        self._all.setTabChangesFocus(True)
        self._all.setFixedHeight(140)
        self._show_all = QPushButton(_("Show all"))
        self._show_all.setObjectName("lesson_fault_all")
        self._show_all.setAccessibleName(_("Show all that is wrong"))
        self._show_all.clicked.connect(self._on_show_all)
        away = QPushButton(_("Dismiss"))
        away.setObjectName("lesson_fault_close")
        away.setAccessibleName(_("Dismiss this message"))
        away.clicked.connect(self.hide)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._show_all)
        buttons.addWidget(away)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.addWidget(self._words)
        column.addWidget(self._all)
        column.addLayout(buttons)

    def show_error(self, error: PlaygroundError) -> None:
        faults = error.faults if isinstance(error, LessonError) else ()
        self._words.setText(str(error))
        self._all.setPlainText("\n".join(str(fault) for fault in faults))
        self._all.hide()
        self._show_all.setVisible(len(faults) > 1)
        self.setAccessibleName(str(error))
        self.show()

    def _on_show_all(self) -> None:
        self._all.show()
        self._show_all.hide()


def _label(words: str, role: str = "") -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label
