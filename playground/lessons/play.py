"""A lesson played without a window, with right or with wrong answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playground.agents.nn.backend import prepare_thread
from playground.engine.breakpoints.conditions import condition
from playground.engine.breakpoints.variables import step_names
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.run.session import Session
from playground.engine.run.settings import Settings
from playground.errors import never
from playground.hyper import hypers
from playground.lessons.lesson import DIRECTIONS, Lesson, Page, PageRun, Question
from playground.lessons.numbers import holds, numbers_of
from playground.lessons.outcome import came_true, explanations, is_right
from playground.lessons.run_settings import settings_with


@dataclass(frozen=True)
class PlayedPage:
    """What came of one page."""

    page: Page
    answer: str = ""
    came: str = ""  # the answer that came true
    is_right: bool | None = None  # None: nothing was asked
    has_stopped: bool = True  # whether what it ran until came within its steps
    is_checked: bool | None = None  # whether its check held; None: there is none, or a person judges
    says: tuple[str, ...] = ()  # explanations shown

    @property
    def is_as_written(self) -> bool:
        """Whether it ran to where it should, its check holds, and the key came true."""
        question = self.page.question
        return (
            self.has_stopped
            and self.is_checked is not False
            and (question is None or is_right(question, question.key, self.came))
        )


class LessonPlayer:
    """The run of a lesson, page by page."""

    def __init__(self, lesson: Lesson, seed: int | None = None, should_stop: Callable[[], bool] = never) -> None:
        settings = lesson.settings if seed is None else lesson.settings.with_values({"seed": seed})
        self._lesson, self._begin_with, self._should_stop = lesson, settings, should_stop
        self._remembered: dict[str, float] = {}
        prepare_thread()
        self._begin(settings)

    def play(self, answer: Callable[[Question], str]) -> Iterator[PlayedPage]:
        """Play every page; each question is answered before its page runs."""
        for page in self._lesson.pages:
            yield self._play(page, answer(page.question) if page.question is not None else "")

    def _play(self, page: Page, answer: str) -> PlayedPage:
        if page.run is not None and page.run.anew:
            self._begin(settings_with(self._begin_with, page.run.settings))
        before = self._numbers()
        has_stopped = page.run is None or self._run(page.run)
        after = self._numbers()
        settings, question = self._session.settings, page.question
        came = "" if question is None else came_true(question, settings, before, after)
        checked = holds(page.check.holds, settings, after) if page.check is not None and page.check.holds else None
        if page.run is not None:
            self._remembered |= {new: after[name] for new, name in page.run.remember.items()}
        right = None if question is None else is_right(question, answer, came)
        return PlayedPage(page, answer, came, right, has_stopped, checked, tuple(explanations(page, answer, came)))

    def _run(self, run: PageRun) -> bool:
        """Run until the condition holds; return whether it did within the steps."""
        session, evaluator = self._session, self._evaluator
        for name, value in run.live.items():
            kind = "set_hyper" if name in hypers(session.params).names() else "set_environment"
            session.submit(kind, {"name": name, "value": value})
        stops = condition(run.until, step_names(session.settings))
        last = session.n_steps + run.at_most
        while session.n_steps < last and not self._should_stop():
            session.step()
            evaluator.run_if_due()
            if stops.holds(session):
                return True
        return False

    def _begin(self, settings: Settings) -> None:
        self._session = Session(settings)
        self._evaluator = Evaluator(self._session)

    def _numbers(self) -> dict[str, float]:
        return numbers_of(self._session, is_solved=self._evaluator.solved_at is not None) | self._remembered


def right_answer(question: Question) -> str:
    """Return the answer that the lesson says comes true."""
    return question.key


def wrong_answer(question: Question) -> str:
    """Return an answer that the lesson says does not come true."""
    if question.kind == "number":
        return f"{float(question.key) + 10 * question.within + 1:g}"
    others = [answer for answer in question.answers or DIRECTIONS if answer != question.key]
    return others[0]
