"""What a page came to: which answer came true, and what is said about it.

The window and the command line both ask here.
"""

from __future__ import annotations

import math

from playground.engine.run.settings import Settings
from playground.errors import PlaygroundError
from playground.i18n import N_
from playground.lessons.blocks import RIGHT, WRONG
from playground.lessons.lesson import HIGHER, LOWER, SAME, Page, Question
from playground.lessons.numbers import Numbers, holds

ANY = ""  # the explanation that is shown whatever came


def came_true(question: Question, settings: Settings, before: Numbers, after: Numbers) -> str:
    """Return the answer that came true, or "" where none did.

    `before` are the numbers when the page began, `after` when its run stopped; `settings` are those of the run.
    """
    if question.right:
        return question.right
    if question.holds:
        true = (
            answer
            for answer, text in zip(question.answers, question.holds, strict=True)
            if holds(text, settings, after)
        )
        return next(true, "")
    value = after.get(question.value, math.nan)
    if question.kind == "number":
        return "" if math.isnan(value) else f"{value:.6g}"
    change = value - before.get(question.value, math.nan)
    if math.isnan(change):
        return ""
    return SAME if abs(change) <= question.within else HIGHER if change > 0 else LOWER


def is_right(question: Question, answer: str, came: str) -> bool:
    """Return whether an answer came true, a number within its distance."""
    if question.kind != "number":
        return answer == came != ""
    try:
        return abs(float(answer) - float(came)) <= question.within
    except ValueError:
        return False


def check_answer(question: Question, answer: str) -> None:
    """Raise a PlaygroundError for what is no answer to this question."""
    if question.kind == "number":
        try:
            is_one = math.isfinite(float(answer))
        except ValueError:
            is_one = False
        if not is_one:
            raise PlaygroundError(N_("“{answer}” is no number. Write one such as 0.5."), answer=answer[:80])
    elif question.answers and answer not in question.answers:
        raise PlaygroundError(
            N_("“{answer}” is none of the answers: {answers}."), answer=answer[:80], answers=", ".join(question.answers)
        )


def explanations(page: Page, answer: str, came: str) -> list[str]:
    """Return what is said after the run: of the answer, of what came, in any case."""
    keys = [came] if came else []
    if page.question is not None and answer:
        keys.insert(0, RIGHT if is_right(page.question, answer, came) else WRONG)
    found = [page.explanations[key] for key in keys if key in page.explanations]
    return found + ([page.explanations[ANY]] if ANY in page.explanations else [])
