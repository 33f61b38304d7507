"""Words of the Learn workspace: conditions, answers and pages said to people."""

from __future__ import annotations

import re

from playground.engine.breakpoints.variables import step_names
from playground.engine.run.settings import Settings
from playground.i18n import _, ngettext, with_minus
from playground.lessons.lesson import Lesson, PageRun, Question
from playground.lessons.progress import LessonProgress
from playground.ui.learn.answer_fields import DIRECTION_WORDS

_STEP = re.compile(r"\s*step\s*>=\s*(\d+)\s*")
_EPISODE = re.compile(r"\s*episode\s*>=\s*(\d+)\s*")
_ENDS = re.compile(r"\s*terminated\s+or\s+truncated\s*")


def until_words(run: PageRun) -> str:
    """Return what the button says that begins a page's run."""
    if found := _STEP.fullmatch(run.until):
        return _("Run until step {n}").format(n=f"{int(found[1]):,}")
    if (found := _EPISODE.fullmatch(run.until)) and int(found[1]) > 1:
        n = int(found[1]) - 1
        return ngettext("Run until {n} episode is over", "Run until {n} episodes are over", n).format(n=f"{n:,}")
    if _ENDS.fullmatch(run.until):
        return _("Run until the episode ends")
    return _("Run until {condition}").format(condition=run.until)


def names_words(run: PageRun, settings: Settings) -> str:
    """Return what the names mean of a condition that is said as it stands."""
    if any(pattern.fullmatch(run.until) for pattern in (_STEP, _EPISODE, _ENDS)):
        return ""
    found = [name for name in step_names(settings).values() if re.search(rf"\b{re.escape(name.name)}\b", run.until)]
    return "\n".join(_("{name}: {words}").format(name=name.name, words=name.meaning) for name in found)


def answer_words(question: Question, answer: str) -> str:
    """Return an answer, or what came, as it is shown."""
    if question.kind == "direction":
        return _(DIRECTION_WORDS[answer]) if answer in DIRECTION_WORDS else ""
    if question.kind == "number":
        said = with_minus(answer)
        return _("{value} {unit}").format(value=said, unit=question.unit) if question.unit else said
    if question.kind == "click":
        return answer.replace("_", " ")
    return answer


def done_words(lesson: Lesson, progress: LessonProgress) -> str:
    """Return how far somebody has come in a lesson; empty words at its beginning."""
    if progress.is_finished:
        return _("gone through to the end")
    if not progress.page and not progress.answers:
        return ""
    return _("page {n} of {of}").format(n=progress.page + 1, of=len(lesson.pages))
