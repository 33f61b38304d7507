"""Presenter for lessons: the course that somebody is in, page by page."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal

from playground.errors import FileError, PlaygroundError
from playground.i18n import spoken_language
from playground.lazy import lazy_import
from playground.lessons.numbers import Numbers
from playground.lessons.progress import LessonProgress, load_progress, save_progress
from playground.lessons.shipped import in_language, is_shipped
from playground.ui.hyper.training_presenter import TrainingPresenter
from playground.ui.learn.before_lesson import BeforeLesson
from playground.ui.learn.course import Course, PageStage
from playground.ui.learn.page_checks import PageChecks
from playground.ui.learn.page_runs import PageRuns
from playground.ui.learn.panel import LessonPanel
from playground.ui.learn.run_view import run_view
from playground.ui.learn.shelf import Shelf
from playground.ui.support.notice import Notice
from playground.ui.theme.theme import Theme
from playground.ui.trainer.controller import Controller

if TYPE_CHECKING:
    from playground.lessons import check
    from playground.lessons.lesson import Lesson
else:  # after the first paint
    check = lazy_import("playground.lessons.check")

OPEN = "lesson"  # setting: the file of the lesson that is open

log = logging.getLogger(__name__)


class LessonPresenter(QObject):
    """Link between the panel of lessons and training."""

    opened = Signal(object)  # Lesson
    page_changed = Signal(object)  # Page
    left = Signal()
    list_wanted = Signal()  # it has something to say
    held_back_changed = Signal(bool)  # whether nothing may run before an answer

    def __init__(
        self,
        controller: Controller,
        training: TrainingPresenter,
        panel: LessonPanel,
        shelf: Shelf,
        notice: Notice,
        theme: Theme,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._controller, self._panel, self._shelf = controller, panel, shelf
        self._notice = notice
        self._before_lesson = BeforeLesson(controller, training, self)
        self.runs = PageRuns(controller, training, self)
        self._checks = PageChecks(controller, self)
        self._course: Course | None = None
        self._shown: tuple[object, ...] = ()  # what the panel was told last
        self._held_back = False
        panel.list.open_wanted.connect(self.open)
        panel.answer_given.connect(self._on_answer)
        panel.run_wanted.connect(self._on_run_wanted)
        panel.hint_wanted.connect(self._on_hint)
        panel.judged.connect(self._on_judged)
        panel.next_wanted.connect(self._on_next)
        panel.skip_wanted.connect(self._on_skip)
        panel.back_wanted.connect(self._on_back)
        panel.leave_wanted.connect(self.leave)
        panel.again_wanted.connect(self._on_again)
        panel.following_wanted.connect(self._on_following)
        self.runs.changed.connect(self._show)
        self.runs.ended.connect(self._on_run_ended)
        self._checks.passed.connect(self._go_on)
        self._checks.missing.connect(panel.show_missing)
        theme.changed.connect(self._on_theme_changed)

    @property
    def lesson(self) -> Lesson | None:
        """The lesson that is open."""
        return None if self._course is None else self._course.lesson

    # Opening and leaving

    def open(self, path: Path | str) -> None:
        """Open a lesson where somebody left it, or say why it cannot be opened.

        It is given by its file or folder.
        """
        try:
            lesson = check.read_usable(Path(path))
        except PlaygroundError as error:
            log.info("%s", error.english())
            self.list_wanted.emit()
            if self._course is None:
                return self._panel.list.show_fault(error)
            return self._notice.show_message(str(error), kind="error")
        self._panel.list.clear_fault()
        if self._course is None:
            self._before_lesson.keep()
        else:
            self._note_left()
        self._shelf.remember(lesson.path)
        self._begin(lesson, load_progress(lesson))

    def resume(self) -> None:
        """Open the lesson in which somebody closed the program."""
        file = Path(str(QSettings().value(OPEN, "")))
        if self._course is None and file.is_file():
            self.open(in_language(file.parent, spoken_language()) if is_shipped(file.parent) else file)

    def leave(self) -> None:
        """Leave the lesson; the run and the window are as they were before it."""
        if self._course is None:
            return
        self._note_left()
        self._course = None
        self.runs.end()
        QSettings().setValue(OPEN, "")
        self._panel.show_list()
        self.show_list()
        self._hold_back()
        self._before_lesson.bring_back()
        self.left.emit()

    def show_list(self) -> None:
        """Fill the list of lessons."""
        self._panel.list.show_entries(self._shelf.entries())

    def take_over(self, other: LessonPresenter) -> None:
        """Go on with the lesson of another window, in the language of this one."""
        if other._course is None:
            return
        lesson = other._course.lesson
        if is_shipped(lesson.folder):
            try:
                lesson = check.read_usable(in_language(lesson.folder, spoken_language()))
            except PlaygroundError:  # it goes on as it is
                log.exception("a lesson could not be read in another language")
        self._before_lesson.take_over(other._before_lesson)
        self.runs.take_over(other.runs)
        self._course = Course(lesson, other._course.progress)
        self._show_opened()

    def _begin(self, lesson: Lesson, progress: LessonProgress) -> None:
        self._course = Course(lesson, progress)
        self.runs.begin(lesson.settings, fits=self._course.begins_fresh)
        self._show_opened()

    def _show_opened(self) -> None:
        assert self._course is not None
        lesson = self._course.lesson
        QSettings().setValue(OPEN, str(lesson.path))
        self.opened.emit(lesson)
        self._show_page()

    def _note_left(self) -> None:
        assert self._course is not None
        progress = self._course.progress
        if not self._course.is_at_end:
            progress.left.append(progress.page)
        self._save()

    def _save(self) -> None:
        assert self._course is not None
        try:
            save_progress(self._course.lesson, self._course.progress)
        except FileError as error:
            self._notice.show_message(str(error), kind="error")

    # Pages

    def _show_page(self) -> None:
        assert self._course is not None
        self._shown = ()
        self._show()
        self._panel.focus_first()
        self.page_changed.emit(self._course.page)

    def _show(self) -> None:
        """Show the page as it stands, if anything of it changed."""
        course = self._course
        self._hold_back()
        if course is None:
            return
        run = None if course.is_at_end else run_view(course, self.runs, self._controller.latest)
        shown = (course.number, course.stage, run, course.hints, course.is_to_be_checked)
        if shown != self._shown:
            self._shown = shown
            self._panel.show_course(course, run, self._shelf.title_after(course.lesson.folder))

    def _hold_back(self) -> None:
        is_open = self._course is not None and self._course.stage is not PageStage.DONE
        holds = is_open and not self.runs.is_under_way
        if holds != self._held_back:
            self._held_back = holds
            self.held_back_changed.emit(holds)

    def _on_answer(self, answer: str) -> None:
        course = self._course
        if course is None or course.stage is not PageStage.ASK:
            return
        try:
            course.answer(answer)
        except PlaygroundError as error:
            self._panel.refuse(str(error))
            return
        self._save()
        self._show()
        self._panel.focus_first()

    def take_click(self, name: str) -> None:
        """Take a click on a part of the loop or the picture, where it is an answer."""
        course = self._course
        question = None if course is None or course.is_at_end else course.page.question
        if question is not None and question.kind == "click":
            self._on_answer(name)

    def _on_hint(self) -> None:
        if self._course is not None:
            self._course.ask_for_hint()
            self._show()

    def _on_judged(self, is_so: bool) -> None:
        course = self._course
        if course is None or course.page.check is None:
            return
        if is_so:
            course.pass_check()
            self._show()
            self._panel.focus_first()
        else:
            self._panel.show_missing(course.page.check.says)

    def _on_next(self) -> None:
        course = self._course
        if course is None or course.stage is not PageStage.DONE or course.is_at_end:
            return
        if course.is_to_be_checked and course.page.check is not None and course.page.check.holds:
            self._checks.ask(course)
        else:
            self._go_on()

    def _on_skip(self) -> None:
        if self._course is not None:
            self._course.pass_check()
            self._go_on()

    def _go_on(self) -> None:
        course, latest = self._course, self._controller.latest
        assert course is not None
        if course.page.run is None and course.number not in course.progress.left_off:
            self.runs.note_left()
        self.runs.stop()
        course.go_on(latest.n_steps)
        self._save()
        self._show_page()

    def _on_back(self) -> None:
        if self._course is not None and self._course.number > 0:
            self.runs.stop()
            self._course.go_back()
            self._show_page()

    def _on_again(self) -> None:
        if self._course is not None:
            lesson = self._course.lesson
            self._begin(lesson, LessonProgress(lesson.version, left=self._course.progress.left))
            self._save()

    def _on_following(self) -> None:
        path = None if self._course is None else self._shelf.after(self._course.lesson.folder)
        if path is not None:
            self.open(path)

    # Runs

    def _on_run_wanted(self) -> None:
        course = self._course
        if course is None or course.stage is not PageStage.RUN or self.runs.is_under_way:
            return
        if self.runs.can_go_on():
            self.runs.go_on()
            return
        try:
            self.runs.start(course.plan(is_run_as_left=self.runs.is_as_left))
        except PlaygroundError as error:
            self._notice.show_message(str(error), kind="error")
        self._show()

    def _on_run_ended(self, before: Numbers, after: Numbers, has_come: bool) -> None:
        course, settings = self._course, self._controller.latest.settings
        if course is None or settings is None or course.stage is not PageStage.RUN:
            return
        course.note_run(settings, before, after, has_come=has_come)
        self._save()
        self._show()
        self._panel.focus_first()

    def _on_theme_changed(self) -> None:
        self._panel.redraw()
        self._shown = ()
        self._show()
