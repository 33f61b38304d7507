"""Check of a lesson: every name and condition in it, and every way through it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from playground.engine.breakpoints.conditions import condition
from playground.engine.breakpoints.tokens import ExpressionError
from playground.engine.breakpoints.variables import step_names
from playground.engine.run.promise import promise_of
from playground.engine.run.settings import Settings
from playground.errors import PlaygroundError
from playground.hyper import hypers
from playground.i18n import N_
from playground.lessons.blocks import RIGHT, WRONG
from playground.lessons.images import image_fault, images_in
from playground.lessons.lesson import Fault, Lesson, Page
from playground.lessons.numbers import known_names
from playground.lessons.outcome import ANY
from playground.lessons.parts import faults_of_parts
from playground.lessons.reader import read_lesson, refusal
from playground.lessons.run_settings import settings_with


def read_usable(path: Path) -> Lesson:
    """Return the lesson in a file or folder.

    Raises FileError where it cannot be read, LessonError with every fault where it cannot be used.
    """
    lesson = read_lesson(path)
    faults = faults_of(lesson)
    if faults:
        raise refusal(lesson.path, faults)
    return lesson


def faults_of(lesson: Lesson) -> list[Fault]:
    """Return what is wrong in a lesson that could be read, in the order of its lines."""
    found: list[Fault] = list(faults_of_parts(lesson))
    settings, remembered = lesson.settings, dict[str, int]()
    for page in lesson.pages:
        settings = _check_page(page, lesson, settings, remembered, found)
    return sorted(found, key=lambda fault: (fault.line, fault.column))


def warnings_of(lesson: Lesson) -> list[Fault]:
    """Return what a teacher should know that is no fault."""
    found: list[Fault] = []
    for page in lesson.pages:
        values = page.run.settings if page.run is not None else {}
        try:
            promise = promise_of(settings_with(lesson.settings, values))
        except PlaygroundError:
            continue
        if not promise.everywhere:
            found.append(
                Fault(
                    page.run.line if page.run else page.line,
                    1,
                    PlaygroundError(
                        N_("Its curve will be another one on other computers: {why}"), why=promise.sentence
                    ),
                )
            )
    if lesson.claim is not None and lesson.claim.is_sometimes:
        found.append(
            Fault(
                1,
                1,
                PlaygroundError(
                    N_("What it shows, shows in {n} of {of} seeds: say “sometimes”."),
                    n=lesson.claim.shows,
                    of=lesson.claim.of,
                ),
            )
        )
    return found


def _check_page(
    page: Page, lesson: Lesson, settings: Settings, remembered: dict[str, int], found: list[Fault]
) -> Settings:
    """Note what is wrong on one page; return the settings of the run at its end."""
    run, question = page.run, page.question
    if run is not None:
        try:
            if run.anew:
                settings = settings_with(lesson.settings, run.settings)
            _check_live(run.live, settings)
        except PlaygroundError as error:
            found.append(Fault(run.line, 1, PlaygroundError(N_("{error}"), error=error)))
        _check_condition(run.until, run.line, step_names(settings), found)
        for name, value in run.remember.items():
            if value not in known_names(settings):
                found.append(_unknown(run.line, value, known_names(settings)))
            remembered[name] = run.line
    names = known_names(settings, remembered)
    if question is not None:
        for text in question.holds:
            _check_condition(text, question.line, names, found)
        if question.value and question.value not in names:
            found.append(_unknown(question.line, question.value, names))
        if run is None and not question.right:
            found.append(
                Fault(
                    question.line,
                    1,
                    PlaygroundError(
                        N_(
                            'Nothing runs on this page, so nothing can come true: give the question right = "...", or the page a run.'
                        )
                    ),
                )
            )
    if page.check is not None and page.check.holds:
        _check_condition(page.check.holds, page.check.line, names, found)
    found += _explanations_of_nothing(page)
    found += _images(page, lesson.folder)
    return settings


def _check_live(values: dict[str, object], settings: Settings) -> None:
    for name in values:
        of = settings.params if name in hypers(settings.params).names() else settings.environment_params
        record = hypers(of).get(name)
        record.check(values[name])
        if not record.live:
            raise PlaygroundError(
                N_("{name} is fixed within a run, so it cannot change as one goes on: begin anew."), name=name
            )


def _check_condition(text: str, line: int, names: object, found: list[Fault]) -> None:
    try:
        condition(text, names)  # type: ignore[arg-type]
    except ExpressionError as error:
        found.append(Fault(line, int(error.values.get("at", 1) or 1), error))  # type: ignore[call-overload]


def _unknown(line: int, name: str, names: Iterable[str]) -> Fault:
    return Fault(
        line,
        1,
        PlaygroundError(
            N_("There is no number “{name}” here. There are: {known}."), name=name[:80], known=", ".join(names)
        ),
    )


def _explanations_of_nothing(page: Page) -> Iterator[Fault]:
    """Find explanations that no way through the page can show."""
    question = page.question
    known = {ANY} if question is None else {ANY, RIGHT, WRONG, *question.answers}
    for key in page.explanations:
        if key not in known:
            yield Fault(
                page.line,
                1,
                PlaygroundError(
                    N_("“{key}” is explained, but no answer is called so. There are: {known}."),
                    key=key[:80],
                    known=", ".join(sorted(known - {ANY})),
                ),
            )


def _images(page: Page, folder: Path) -> Iterator[Fault]:
    texts = [page.text, *page.explanations.values(), *page.hints]
    for name in {name for text in texts for name in images_in(text)}:
        error = image_fault(folder, name)
        if error is not None:
            yield Fault(page.line, 1, error)
