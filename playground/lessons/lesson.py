"""Lessons: pages that ask before they show, as a teacher wrote them in one file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playground.engine.run.settings import Settings
from playground.errors import PlaygroundError

HIGHER, LOWER, SAME = "higher", "lower", "same"
DIRECTIONS = (HIGHER, LOWER, SAME)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a lesson, and where in its file; both are counted from 1."""

    line: int
    column: int
    error: PlaygroundError

    def __str__(self) -> str:
        return f"{self.line}:{self.column}: {self.error}"


class LessonError(PlaygroundError):
    """A lesson that cannot be opened; `faults` has every reason with its place."""

    def __init__(self, template: str, faults: tuple[Fault, ...] = (), **values: object) -> None:
        super().__init__(template, **values)
        self.faults = faults


@dataclass(frozen=True)
class PageRun:
    """What a page lets run: until a condition holds, within a number of steps."""

    until: str
    at_most: int  # env steps from where the page begins
    anew: bool = False  # from the beginning, with the lesson's settings and `settings`
    settings: dict[str, Any] = field(default_factory=dict)  # values of the new run, by name
    live: dict[str, Any] = field(default_factory=dict)  # values changed as it goes on, by name
    remember: dict[str, str] = field(default_factory=dict)  # numbers of its end that later pages may use, by new name
    line: int = 0


@dataclass(frozen=True)
class Question:
    """What a page asks before it runs.

    `kind` is "choice", "number", "direction" or "click". The answer that comes true is found by `holds` (a choice: one
    condition for each answer), by `value` (a number: the value of that name when the run has stopped, give or take
    `within`; a direction: whether it went up or down by more than `within` since the page began), or is `right` as
    it stands.
    """

    name: str
    kind: str
    ask: str  # Markdown
    key: str  # the answer that the lesson says comes true: tests play it
    answers: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    right: str = ""
    value: str = ""
    within: float = 0.0
    unit: str = ""
    is_scored: bool = False  # of the last page: whether what was learned carries over
    line: int = 0


@dataclass(frozen=True)
class PageCheck:
    """What has to be so before the next page: a condition, or a person's judgement."""

    holds: str = ""
    judge: str = ""  # a question for the person: "Do you see the arrow?"
    says: str = ""  # Markdown: what is missing where it does not hold
    line: int = 0


@dataclass(frozen=True)
class Page:
    """One page: text, a question, a run and a check, and what is said afterwards.

    `explanations` are by the answer that came true, "right" or "wrong" (of the answer given), or "" for all.
    """

    title: str
    text: str  # Markdown
    question: Question | None = None
    run: PageRun | None = None
    check: PageCheck | None = None
    explanations: dict[str, str] = field(default_factory=dict)  # Markdown
    hints: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class Claim:
    """What the lesson shows, and in how many of how many seeds."""

    text: str
    shows: int
    of: int
    measured: str = ""

    @property
    def is_sometimes(self) -> bool:
        """Whether it shows in fewer than 16 of 20 seeds."""
        return self.shows * 20 < 16 * self.of


@dataclass(frozen=True)
class Lesson:
    """A lesson as it was read."""

    path: Path  # of its file
    title: str
    minutes: int
    settings: Settings  # of the run that it begins with
    pages: tuple[Page, ...]
    sha256: str  # of the file
    version: int = 1  # the author's own count
    about: str = ""  # one sentence
    workspace: str = "watch"
    shown: tuple[str, ...] = ()  # settings and plots that are seen; none: all
    locked: tuple[str, ...] = ()  # that cannot be changed
    hidden: tuple[str, ...] = ()
    claim: Claim | None = None
    warnings: tuple[Fault, ...] = ()

    @property
    def folder(self) -> Path:
        """Where its pictures lie."""
        return self.path.parent

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in their order."""
        return tuple(page.question for page in self.pages if page.question is not None)
