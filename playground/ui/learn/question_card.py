"""Card of one question: what is asked, what was predicted, and what came."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from playground.i18n import _
from playground.lessons.lesson import Question
from playground.lessons.progress import Answered
from playground.ui.learn.answer_fields import AnswerField, answer_field
from playground.ui.learn.markdown_text import MarkdownText
from playground.ui.learn.words import answer_words


class QuestionCard(QFrame):
    """One question of a page."""

    given = Signal(str)
    link_chosen = Signal(str, str)

    def __init__(self, question: Question, folder: Path, allowed: frozenset[str]) -> None:
        super().__init__()
        self.setObjectName("lesson_question")
        self.setProperty("role", "card")
        self._question = question
        self._ask = MarkdownText("lesson_ask", folder)
        self._ask.link_chosen.connect(self.link_chosen)
        self._allowed = allowed
        self._field: AnswerField | None = None
        self._refusal = QLabel()
        self._refusal.setObjectName("lesson_refusal")
        self._refusal.setProperty("role", "refusal")
        self._refusal.setTextFormat(Qt.TextFormat.PlainText)
        self._refusal.setWordWrap(True)
        self._refusal.hide()
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(2)
        self._predicted_word, self._predicted = self._column(0, "lesson_predicted")
        self._came_word, self._came = self._column(1, "lesson_came")
        self._column_layout = QVBoxLayout(self)
        self._column_layout.setContentsMargins(12, 10, 12, 12)
        self._column_layout.setSpacing(8)
        for widget in (self._ask, self._refusal, self._table):
            self._column_layout.addWidget(widget)

    def show_question(self, answered: Answered | None, *, is_done: bool) -> None:
        """Show the question with its answer, and what came once the page is done."""
        question = self._question
        self._ask.show_text(question.ask, self._allowed)
        self._refusal.hide()
        if answered is None and self._field is None:
            self._field = answer_field(question)
            self._field.given.connect(self.given)
            self._column_layout.insertWidget(1, self._field)
            self._field.show()
        elif answered is not None and self._field is not None:
            self._field.hide()
            self._field.deleteLater()
            self._field = None
        self._table.setHidden(answered is None)
        if answered is None:
            return
        self._predicted_word.setText(_("You answered") if question.right else _("You predicted"))
        self._predicted.setText(answer_words(question, answered.answer))
        for widget in (self._came_word, self._came):
            widget.setVisible(is_done)
        self._came_word.setText(_("It is") if question.right else _("It came"))
        self._came.setText(answer_words(question, answered.came) or _("none of the answers"))

    def refuse(self, why: str) -> None:
        """Say why an answer is none."""
        self._refusal.setText(why)
        self._refusal.show()

    def first(self) -> QWidget | None:
        """Return what has the keys at first."""
        return None if self._field is None else self._field.first()

    def _column(self, column: int, name: str) -> tuple[QLabel, QLabel]:
        word, value = QLabel(), QLabel()
        word.setProperty("role", "muted")
        value.setObjectName(name)
        value.setProperty("role", "title")
        for row, label in enumerate((word, value)):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            self._grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
            self._grid.setColumnStretch(column, 1)
        return word, value
