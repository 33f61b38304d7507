"""Checks of pages: whether what a page asks for is so by now."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from playground.errors import PlaygroundError
from playground.lessons.numbers import Numbers
from playground.ui.learn.course import Course, PageStage
from playground.ui.trainer.controller import Controller


@dataclass(frozen=True)
class _Asked:
    """Purpose of the numbers that a page is checked with."""

    page: int


class PageChecks(QObject):
    """Asks a page's condition about the numbers of the moment."""

    passed = Signal()
    missing = Signal(str)  # Markdown: what the lesson says is missing

    def __init__(self, controller: Controller, parent: QObject) -> None:
        super().__init__(parent)
        self._controller = controller
        self._course: Course | None = None
        controller.numbers_taken.connect(self._on_numbers)

    def ask(self, course: Course) -> None:
        """Check the page that is shown; a signal says what came of it."""
        self._course = course
        self._controller.take_numbers(_Asked(course.number))

    def _on_numbers(self, numbers: Numbers, purpose: object) -> None:
        course, settings = self._course, self._controller.latest.settings
        if course is None or settings is None or purpose != _Asked(course.number) or course.is_at_end:
            return
        if course.stage is not PageStage.DONE or course.page.check is None:
            return
        try:
            passes = course.passes(settings, numbers)
        except PlaygroundError:  # a name that another run does not have
            passes = False
        if passes:
            self.passed.emit()
        else:
            self.missing.emit(course.page.check.says)
