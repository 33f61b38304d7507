"""A lesson as somebody goes through it: the page, what is to do, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from playground.engine.run.settings import Settings
from playground.lessons.lesson import Lesson, Page, PageRun, Question
from playground.lessons.numbers import Numbers, holds
from playground.lessons.outcome import came_true, check_answer, explanations, is_right
from playground.lessons.progress import Answered, LessonProgress, coded, decoded
from playground.lessons.run_settings import settings_with


class PageStage(Enum):
    """Stages of a page: ASK -> RUN -> DONE, without those that it has nothing for."""

    ASK = auto()  # the question waits for an answer; nothing may run
    RUN = auto()  # the page's run is to be made, or is under way
    DONE = auto()  # what came is told, and the next page may follow


@dataclass(frozen=True)
class RunPlan:
    """Runs that lead to the end of a page: those that make the run again, and its own."""

    settings: Settings | None  # of the run to begin with; None: the one that is there goes on
    runs: tuple[PageRun, ...]


class Course:
    """Somebody's way through a lesson; all that is kept of it is its progress."""

    def __init__(self, lesson: Lesson, progress: LessonProgress) -> None:
        self.lesson, self.progress = lesson, progress
        self._hints: dict[int, int] = {}  # shown so far, by page
        self._judged: set[int] = set()  # pages whose judgement was given, or whose check was passed by

    @property
    def number(self) -> int:
        """The page that is shown, counted from 0; the end comes after the last."""
        return self.progress.page

    @property
    def is_at_end(self) -> bool:
        return self.number >= len(self.lesson.pages)

    @property
    def page(self) -> Page:
        """The page that is shown; the last one at the end."""
        return self.lesson.pages[min(self.number, len(self.lesson.pages) - 1)]

    @property
    def stage(self) -> PageStage:
        """What is to be done on the page."""
        page = self.page
        if self.is_at_end:
            return PageStage.DONE
        if page.question is not None and self.answered(page.question) is None:
            return PageStage.ASK
        return PageStage.RUN if page.run is not None and self.number not in self.progress.done else PageStage.DONE

    # Answers

    def answered(self, question: Question) -> Answered | None:
        """Return what was answered to a question, in the words of this lesson."""
        kept = self.progress.answers.get(question.name)
        if kept is None or not decoded(question, kept.answer):
            return None
        return Answered(decoded(question, kept.answer), decoded(question, kept.came), kept.is_right)

    def answer(self, answer: str) -> None:
        """Take an answer; raise PlaygroundError for what is none."""
        question = self.page.question
        assert question is not None and self.stage is PageStage.ASK
        check_answer(question, answer)
        self.progress.answers[question.name] = Answered(coded(question, answer))
        if self.page.run is None:
            self._note_came(question, question.right)

    def note_run(self, settings: Settings, before: Numbers, after: Numbers, *, has_come: bool) -> None:
        """Note that the page's run ended, and what came of it.

        `has_come` says whether what it ran until came within its steps.
        """
        page = self.page
        assert page.run is not None
        before, after = ({**numbers, **self.progress.remembered} for numbers in (before, after))
        if page.question is not None:
            self._note_came(page.question, came_true(page.question, settings, before, after))
        self.progress.remembered |= {new: after[name] for new, name in page.run.remember.items()}
        self.progress.done.append(self.number)
        if not has_come:
            self.progress.spent.append(self.number)

    def _note_came(self, question: Question, came: str) -> None:
        kept = self.progress.answers[question.name]
        kept.came = coded(question, came)
        kept.is_right = is_right(question, decoded(question, kept.answer), came)

    def said(self) -> list[str]:
        """Return what is said of what came on the page."""
        question = self.page.question
        if self.is_at_end or self.stage is not PageStage.DONE or (question is None and self.page.run is None):
            return []
        answered = None if question is None else self.answered(question)
        return explanations(self.page, *(("", "") if answered is None else (answered.answer, answered.came)))

    @property
    def is_spent(self) -> bool:
        """Whether the page's run ended with its steps, before what it ran until."""
        return self.number in self.progress.spent

    # Hints and checks

    @property
    def hints(self) -> tuple[str, ...]:
        """Hints of the page that were asked for so far."""
        return self.page.hints[: self._hints.get(self.number, 0)]

    def ask_for_hint(self) -> None:
        self._hints[self.number] = self._hints.get(self.number, 0) + 1

    @property
    def is_to_be_checked(self) -> bool:
        """Whether a check stands before the next page."""
        return not self.is_at_end and self.page.check is not None and self.number not in self._judged

    def passes(self, settings: Settings, numbers: Numbers) -> bool:
        """Return whether the page's condition holds."""
        check = self.page.check
        assert check is not None
        return holds(check.holds, settings, {**numbers, **self.progress.remembered})

    def pass_check(self) -> None:
        """Let the next page follow, whatever the check says."""
        self._judged.add(self.number)

    # Pages

    def go_on(self, n_steps: int) -> None:
        """Show the next page; `n_steps` env steps are done of the run by then."""
        if self.page.run is None and self.number not in self.progress.left_off:
            self.progress.left_off[self.number] = n_steps
        self.progress.page += 1
        self.progress.is_finished = self.progress.is_finished or self.is_at_end

    def go_back(self) -> None:
        """Show the page before."""
        self.progress.page -= 1

    @property
    def begins_fresh(self) -> bool:
        """Whether nothing ran on a page before this one."""
        left_off = self.progress.left_off
        return not any(page.run or left_off.get(number) for number, page in enumerate(self.lesson.pages[: self.number]))

    def plan(self, *, is_run_as_left: bool) -> RunPlan:
        """Return what leads to the end of the page.

        The run is made again where it is not as the lesson left it.
        """
        run = self.page.run
        assert run is not None
        if run.anew:
            return RunPlan(settings_with(self.lesson.settings, run.settings), (run,))
        if is_run_as_left:
            return RunPlan(None, (run,))
        settings, runs = self.lesson.settings, [run]
        for number in reversed(range(self.number)):
            before, left_off = self.lesson.pages[number].run, self.progress.left_off.get(number, 0)
            if before is not None:
                runs.insert(0, before)
            elif left_off:
                runs.insert(0, PageRun(f"step >= {left_off}", left_off))
            if before is not None and before.anew:
                settings = settings_with(settings, before.settings)
                break
        return RunPlan(settings, tuple(runs))
