"""One page of a lesson: text, question, run, and what is said of what came."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from playground.i18n import _
from playground.ui.learn.course import Course, PageStage
from playground.ui.learn.markdown_text import MarkdownText
from playground.ui.learn.question_card import QuestionCard


@dataclass(frozen=True)
class RunView:
    """What the page says of its run."""

    label: str  # of the button that begins it
    note: str = ""
    is_startable: bool = True


class PageView(QWidget):
    """A page at one stage after the other; another page is another view."""

    answer_given = Signal(str)
    run_wanted = Signal()
    hint_wanted = Signal()
    judged = Signal(bool)
    link_chosen = Signal(str, str)

    def __init__(self, course: Course, allowed: frozenset[str]) -> None:
        super().__init__()
        self.setObjectName("lesson_page")
        page, folder = course.page, course.lesson.folder
        self._folder, self._allowed = folder, allowed
        self._title = QLabel(page.title)
        self._title.setObjectName("lesson_page_title")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setWordWrap(True)
        self._title.setProperty("role", "heading")
        self._text = self._markdown("lesson_text")
        self._question = None if page.question is None else QuestionCard(page.question, folder, allowed)
        self._wait = _quiet("lesson_wait")
        self._run = QPushButton()
        self._run.setObjectName("lesson_run")
        self._run.setAccessibleName(_("Run this page"))
        self._run.setProperty("role", "primary")
        self._run.clicked.connect(self.run_wanted)
        self._note = _quiet("lesson_run_note")
        self._spent = _quiet("lesson_spent")
        self._said = self._markdown("lesson_explanation")
        self._hints = self._markdown("lesson_hints")
        self._hint = QPushButton()
        self._hint.setObjectName("lesson_hint")
        self._hint.setAccessibleName(_("Show a hint"))
        self._hint.clicked.connect(self.hint_wanted)
        self._judge = _Judgement()
        self._judge.judged.connect(self.judged)
        self._missing = self._markdown("lesson_missing")
        self._shown_said: list[str] | None = None
        self._shown_hints: tuple[str, ...] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 8)
        column.setSpacing(12)
        for above in (self._title, self._text, self._question, self._wait):
            if above is not None:
                column.addWidget(above)
        column.addWidget(self._run, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self._note, self._spent, self._said, self._judge, self._missing, self._hints):
            column.addWidget(widget)
        column.addWidget(self._hint, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        if self._question is not None:
            self._question.given.connect(self.answer_given)
            self._question.link_chosen.connect(self.link_chosen)
        self._missing.hide()
        self.show_texts(course)

    def show_texts(self, course: Course) -> None:
        """Write what has colours anew: they changed."""
        self._text.show_text(course.page.text, self._allowed)
        self._text.setHidden(not course.page.text)
        self._shown_said = self._shown_hints = None

    def show_stage(self, course: Course, run: RunView | None) -> None:
        """Show what is to be done now; `run` is of a page that has one."""
        page, stage = course.page, course.stage
        is_done = stage is PageStage.DONE
        if self._question is not None and page.question is not None:
            self._question.show_question(course.answered(page.question), is_done=is_done)
        self._wait.setHidden(stage is not PageStage.ASK)
        if run is None:
            self._wait.setText(_("Run and Step wait for your answer."))
        else:
            self._wait.setText(_("Run and Step wait for your answer. Then: {what}.").format(what=run.label))
        self._run.setHidden(stage is not PageStage.RUN or run is None)
        self._note.setHidden(stage is not PageStage.RUN or run is None or not run.note)
        if run is not None:
            self._run.setText(run.label)
            self._run.setAccessibleName(run.label)
            self._run.setEnabled(run.is_startable)
            self._note.setText(run.note)
        self._spent.setHidden(not (is_done and course.is_spent and page.run is not None))
        if page.run is not None:
            said = _("What was waited for did not come within {n} steps. This is how it stands now.")
            self._spent.setText(said.format(n=f"{page.run.at_most:,}"))
        self._show_said(course.said())
        self._show_hints(course)
        is_judged = is_done and course.is_to_be_checked and page.check is not None and bool(page.check.judge)
        self._judge.setHidden(not is_judged)
        if is_judged and page.check is not None:
            self._judge.ask(page.check.judge)

    def refuse(self, why: str) -> None:
        """Say why an answer is none."""
        if self._question is not None:
            self._question.refuse(why)

    def show_missing(self, says: str) -> None:
        """Say what is missing before the next page."""
        self._missing.show_text(says or _("Not yet: what this page asks for is not so by now."), self._allowed)
        self._missing.show()

    def first(self) -> QWidget | None:
        """Return what has the keys at first: the answer, or the run."""
        found = None if self._question is None else self._question.first()
        if found is None and not self._run.isHidden() and self._run.isEnabled():
            return self._run
        return found

    def _show_said(self, said: list[str]) -> None:
        if said != self._shown_said:
            self._shown_said = said
            self._said.show_text("\n\n".join(said), self._allowed)
            self._said.setHidden(not said)

    def _show_hints(self, course: Course) -> None:
        hints, all_hints = course.hints, course.page.hints
        if hints != self._shown_hints:
            self._shown_hints = hints
            self._hints.show_text("\n\n".join(hints), self._allowed)
            self._hints.setHidden(not hints)
        self._hint.setHidden(len(hints) == len(all_hints) or course.stage is PageStage.DONE)
        number, of = len(hints) + 1, len(all_hints)
        self._hint.setText(_("A hint") if of == 1 else _("Hint {n} of {of}").format(n=number, of=of))
        self._hint.setAccessibleName(self._hint.text())

    def _markdown(self, name: str) -> MarkdownText:
        text = MarkdownText(name, self._folder)
        text.link_chosen.connect(self.link_chosen)
        return text


class _Judgement(QWidget):
    """A question that the person alone can answer, with yes or not yet."""

    judged = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("lesson_judge")
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        row = QHBoxLayout()
        for name, words, slot in (
            ("lesson_judge_yes", _("Yes"), self._on_yes),
            ("lesson_judge_no", _("Not yet"), self._on_no),
        ):
            button = QPushButton(words)
            button.setObjectName(name)
            button.setAccessibleName(words)
            button.clicked.connect(slot)
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._words)
        column.addLayout(row)

    def ask(self, words: str) -> None:
        self._words.setText(words)

    def _on_yes(self) -> None:
        self.judged.emit(True)

    def _on_no(self) -> None:
        self.judged.emit(False)


def _quiet(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", "muted")
    return label
