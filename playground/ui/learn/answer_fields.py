"""Fields for an answer: one of several, a number, a direction, a click."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from playground.i18n import N_, _
from playground.lessons.lesson import HIGHER, LOWER, SAME, Question

DIRECTION_WORDS = {HIGHER: N_("Higher"), LOWER: N_("Lower"), SAME: N_("The same")}
LONGEST_NUMBER = 30  # letters
WIDTH_OF_NUMBER = 140  # px


class AnswerField(QWidget):
    """What takes the answer to one question, as a lesson's file has it."""

    given = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("lesson_answer")
        self.setAccessibleName(_("Your answer"))

    def first(self) -> QWidget | None:
        """Return what has the keys at first."""
        return None


class ChoiceAnswer(AnswerField):
    """One of several answers, and a button that gives it."""

    def __init__(self, answers: tuple[str, ...]) -> None:
        super().__init__()
        self._answers = answers
        self._group = QButtonGroup(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for number, answer in enumerate(answers):
            radio = QRadioButton()
            radio.setObjectName(f"lesson_answer_{number + 1}")
            radio.setAccessibleName(answer)
            label = _ClickedLabel(answer)
            label.clicked.connect(radio.click)
            self._group.addButton(radio, number)
            grid.addWidget(radio, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label, number, 1)
        self._button = _giving_button()
        self._button.setEnabled(False)
        self._button.clicked.connect(self._on_clicked)
        self._group.idClicked.connect(self._on_chosen)
        grid.addWidget(self._button, len(answers), 0, 1, 2, Qt.AlignmentFlag.AlignLeft)

    def first(self) -> QWidget | None:
        return self._group.button(0)

    def _on_chosen(self) -> None:
        self._button.setEnabled(True)

    def _on_clicked(self) -> None:
        self.given.emit(self._answers[self._group.checkedId()])


class NumberAnswer(AnswerField):
    """A number that is typed."""

    def __init__(self, unit: str) -> None:
        super().__init__()
        self._field = QLineEdit()
        self._field.setObjectName("lesson_answer_number")
        self._field.setAccessibleName(_("Your number"))
        self._field.setMaxLength(LONGEST_NUMBER)
        self._field.setFixedWidth(WIDTH_OF_NUMBER)
        self._button = _giving_button()
        self._button.setEnabled(False)
        self._field.textChanged.connect(self._on_text)
        self._field.returnPressed.connect(self._on_given)
        self._button.clicked.connect(self._on_given)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._field)
        row.addWidget(QLabel(unit))
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)

    def first(self) -> QWidget | None:
        return self._field

    def _on_text(self, text: str) -> None:
        self._button.setEnabled(bool(text.strip()))

    def _on_given(self) -> None:
        text = self._field.text().strip()
        if text:
            self.given.emit(text.replace(",", ".").replace("\u2212", "-"))


class DirectionAnswer(AnswerField):
    """Higher, lower or the same: a button for each gives it."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._buttons = {}
        for answer, words in DIRECTION_WORDS.items():
            button = QPushButton(_(words))
            button.setObjectName(f"lesson_answer_{answer}")
            button.setAccessibleName(_(words))
            button.clicked.connect(self._on_clicked)
            row.addWidget(button)
            self._buttons[answer] = button
        row.addStretch(1)

    def first(self) -> QWidget | None:
        return self._buttons[HIGHER]

    def _on_clicked(self) -> None:
        button = self.sender()
        self.given.emit(next(answer for answer, each in self._buttons.items() if each is button))


class ClickAnswer(AnswerField):
    """Words that say where to click; the window takes the click and gives it."""

    def __init__(self) -> None:
        super().__init__()
        words = QLabel(
            _("Click on it in the loop, or on the picture. With the keys: Tab to it, arrows on from there, then Enter.")
        )
        words.setWordWrap(True)
        words.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(words)


def answer_field(question: Question) -> AnswerField:
    """Return the field for a question."""
    match question.kind:
        case "choice":
            return ChoiceAnswer(question.answers)
        case "number":
            return NumberAnswer(question.unit)
        case "direction":
            return DirectionAnswer()
    return ClickAnswer()


class _ClickedLabel(QLabel):
    """Words beside a button that can be clicked too; unlike a button's own they fold."""

    clicked = Signal()

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setContentsMargins(0, 2, 0, 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, super().minimumSizeHint().height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


def _giving_button() -> QPushButton:
    button = QPushButton(_("This is my prediction"))
    button.setObjectName("lesson_predict")
    button.setAccessibleName(_("Give this prediction"))
    button.setProperty("role", "primary")
    return button
