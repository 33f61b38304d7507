"""End of a lesson: what was predicted, what came, the one answer that counts."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from playground.i18n import _
from playground.lessons.lesson import Claim
from playground.ui.learn.course import Course
from playground.ui.learn.words import answer_words


class EndView(QWidget):
    """Summary of a lesson that was gone through."""

    again_wanted = Signal()
    next_wanted = Signal()

    def __init__(self, course: Course, next_title: str) -> None:
        super().__init__()
        self.setObjectName("lesson_end")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 8)
        column.setSpacing(12)
        column.addWidget(_label(_("That was “{title}”").format(title=course.lesson.title), "heading"))
        table = QGridLayout()
        table.setHorizontalSpacing(16)
        table.setVerticalSpacing(8)
        rows = [question for question in course.lesson.questions if course.answered(question) is not None]
        if rows:
            for number, word in enumerate((_("Question"), _("You"), _("It came"))):
                table.addWidget(_label(word, "muted"), 0, number)
                table.setColumnStretch(number, 2 if number == 0 else 1)
            column.addLayout(table)
        scored = []
        for number, question in enumerate(rows, 1):
            answered = course.answered(question)
            assert answered is not None
            words = (
                question.ask,
                answer_words(question, answered.answer),
                answer_words(question, answered.came) or _("none of the answers"),
            )
            for place, said in enumerate(words):
                table.addWidget(_label(said), number, place, Qt.AlignmentFlag.AlignTop)
            if question.is_scored:
                scored.append(answered.is_right)
        if rows:
            column.addWidget(
                _label(_("Predictions are not counted: a wrong one is where an explanation begins."), "muted")
            )
        for is_right in scored:
            score = _label(_score_words(is_right=bool(is_right)), "title")
            score.setObjectName("lesson_score")
            column.addWidget(score)
        if course.lesson.claim is not None:
            column.addWidget(_label(_claim_words(course.lesson.claim), "muted"))
        if next_title:
            column.addWidget(
                self._button("lesson_following", _("Next: {title}").format(title=next_title), self.next_wanted),
                0,
                Qt.AlignmentFlag.AlignLeft,
            )
        column.addWidget(
            self._button("lesson_again", _("Begin this lesson again"), self.again_wanted), 0, Qt.AlignmentFlag.AlignLeft
        )
        column.addStretch(1)

    def _button(self, name: str, words: str, wanted: object) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.clicked.connect(wanted)
        return button


def _score_words(*, is_right: bool) -> str:
    if is_right:
        return _("The last question, the one that counts: right.")
    return _("The last question, the one that counts: not right yet. Its page says why; go back to it when you like.")


def _claim_words(claim: Claim) -> str:
    said = _("{claim} Measured with {of} seeds, it showed in {n}. This lesson has one in which it does.")
    return said.format(claim=claim.text, of=claim.of, n=claim.shows)


def _label(words: str, role: str = "") -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label
