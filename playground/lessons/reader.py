"""Reading of a lesson's file: nothing in it is run, and nothing fetched."""

from __future__ import annotations

import hashlib
from pathlib import Path

from playground.engine.presets.catalogue import DEFAULT_PRESET, PRESETS
from playground.engine.presets.preset import ALGORITHM, ENVIRONMENT
from playground.engine.run.settings import Settings
from playground.errors import PlaygroundError
from playground.i18n import N_
from playground.lessons.blocks import page_of
from playground.lessons.lesson import Claim, Fault, Lesson, LessonError, Page
from playground.lessons.source import cut
from playground.lessons.tables import Table
from playground.store.format.kind import FileKind, open_file

FORMAT = 1
NAME, SUFFIX = "lesson.md", ".lesson.md"  # of the file in a folder, and of one that stands alone
LESSON_FILE = FileKind("lesson", N_("lesson"), SUFFIX, max_bytes=1 << 20)
MOST_PAGES = 60
WORKSPACES = ("watch", "inside")


def file_of(path: Path) -> Path:
    """Return the file of a lesson that is given by its folder or itself."""
    return path / NAME if path.is_dir() else path


def read_lesson(path: Path) -> Lesson:
    """Return the lesson in a file or folder.

    Raises FileError where it cannot be read, LessonError with every fault where it cannot be used.
    """
    file = file_of(path)
    return open_file(file, LESSON_FILE, lambda data: lesson_from(data, file))


def lesson_from(data: bytes, file: Path) -> Lesson:
    """Return the lesson that a file holds; raise LessonError with every fault."""
    faults: list[Fault] = []
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        faults.append(Fault(line, 1, PlaygroundError(N_("This is not text in UTF-8. Save the file as UTF-8."))))
        raise refusal(file, faults) from error
    source = cut(text)
    faults += source.faults
    pages = tuple(page_of(page, faults) for page in source.pages)
    if len(pages) > MOST_PAGES:
        faults.append(
            Fault(
                source.pages[MOST_PAGES].line,
                1,
                PlaygroundError(N_("A lesson has {most} pages at most."), most=MOST_PAGES),
            )
        )
    head = Table(source.head, source.head_line, faults)
    if not head.values:
        raise refusal(file, faults)
    wanted = head.need("format", int, FORMAT)
    if wanted > FORMAT:
        head.fault(
            "format",
            N_("It was written for a newer version of this program (format {version}). Update the program."),
            version=wanted,
        )
    workspace = head.get("workspace", str, WORKSPACES[0])
    if workspace not in WORKSPACES:
        head.fault(
            "workspace",
            N_("There is no workspace “{name}”. There are: {known}."),
            name=workspace[:80],
            known=", ".join(WORKSPACES),
        )
    settings = _settings(head)
    claim = _claim(head, faults)
    title, shown, locked, hidden = head.need("title", str, ""), *map(head.texts, ("show", "lock", "hide"))
    minutes, about, count = head.get("minutes", int, 10), head.get("about", str, ""), head.get("version", int, 1)
    head.finish()
    _check_names(pages, faults)
    if faults or settings is None:
        raise refusal(file, faults)
    digest = hashlib.sha256(data).hexdigest()
    return Lesson(file, title, minutes, settings, pages, digest, count, about, workspace, shown, locked, hidden, claim)


def _settings(head: Table) -> Settings | None:
    """Return the settings that the head names."""
    environment, algorithm = head.get("environment", str, ENVIRONMENT), head.get("algorithm", str, ALGORITHM)
    preset, seed = head.get("preset", str, ""), head.get("seed", int, 0)
    values = dict(head.get("values", dict, {}))
    if not preset:
        preset = DEFAULT_PRESET if (environment, algorithm) == (ENVIRONMENT, ALGORITHM) else ""
    at = "preset"
    try:
        offered = PRESETS.offered(environment, algorithm)
        chosen = offered.get(preset or offered.names()[0])
        at = "values"
        return chosen.settings().with_values({"seed": seed, **values})
    except PlaygroundError as error:
        head.fault(at, N_("{error}"), error=error)
        return None


def _claim(head: Table, faults: list[Fault]) -> Claim | None:
    given = head.get("claim", dict, {})
    if not given:
        return None
    fits = {"text": str, "shows": int, "of": int, "measured": str}
    if set(given) - set(fits) or not all(type(given.get(name, kind())) is kind for name, kind in fits.items()):
        head.fault(
            "claim",
            N_("A claim has text, shows (of how many seeds it does), of (how many) and measured (a date in quotes)."),
        )
        return None
    claim = Claim(given.get("text", ""), given.get("shows", 0), given.get("of", 0), given.get("measured", ""))
    if not 0 <= claim.shows <= claim.of:
        head.fault("claim", N_("A claim shows in from 0 to all of its seeds."))
    return claim


def _check_names(pages: tuple[Page, ...], faults: list[Fault]) -> None:
    """Note names that are given twice."""
    seen: set[str] = set()
    for page in pages:
        named = ([page.question.name] if page.question else []) + list(page.run.remember if page.run else ())
        for name in named:
            if name in seen:
                line = page.question.line if page.question and page.question.name == name else page.line
                faults.append(Fault(line, 1, PlaygroundError(N_("The name “{name}” is used twice."), name=name)))
            seen.add(name)


def refusal(file: Path, faults: list[Fault]) -> LessonError:
    """Return the error that says the first of all faults of a file and has them all."""
    faults.sort(key=lambda fault: (fault.line, fault.column))
    first = faults[0]
    return LessonError(
        N_(
            "“{file}” cannot be used as a lesson: line {line}: {error} Nothing was changed. `playground lesson check` lists all that is wrong."
        ),
        tuple(faults),
        file=file.parent.name if file.name == NAME else file.name,
        line=first.line,
        error=first.error,
    )
