"""Source of a lesson cut into its head, pages and blocks, each with its line.

A lesson is Markdown. It begins with a head in TOML between two lines "+++"; each heading "## ..." begins a page; and what
is to be done stands in fenced blocks whose first word says what they are:

    ```question
    name = "fall"
    ```
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playground.errors import PlaygroundError
from playground.i18n import N_
from playground.lessons.lesson import Fault

HEAD = "+++"
KINDS = ("question", "run", "check", "explain", "hint")  # of blocks; any other fence is Markdown's own
_FENCE = re.compile(r"^(?P<marks>`{3,}|~{3,})\s*(?P<kind>\w*)\s*(?P<words>.*?)\s*$")
_HEADING = re.compile(r"^##\s+(?P<title>.*?)\s*#*\s*$")


@dataclass
class Block:
    """One fenced block of ours."""

    kind: str
    words: str  # after the kind, in the same line
    text: str
    line: int  # of its first line of text


@dataclass
class PageSource:
    """One page: its title, its Markdown without our blocks, and these."""

    title: str
    line: int
    lines: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The Markdown of the page."""
        return "\n".join(self.lines).strip()


@dataclass
class LessonSource:
    """A whole file, cut up."""

    head: str
    head_line: int
    pages: list[PageSource]
    faults: list[Fault]


def cut(text: str) -> LessonSource:
    """Cut a lesson up; what is wrong is in its faults."""
    lines = text.removeprefix("\ufeff").splitlines()
    source = LessonSource("", 2, [], [])
    at = _cut_head(lines, source)
    page: PageSource | None = None
    while at < len(lines):
        line, number = lines[at], at + 1
        heading, fence = _HEADING.match(line), _FENCE.match(line)
        if heading is not None:
            page = PageSource(heading["title"], number)
            source.pages.append(page)
        elif fence is not None:
            end = _end_of(lines, at, fence["marks"])
            if end is None:
                source.faults.append(
                    _fault(number, N_("This block has no end: close it with a line {marks}."), marks=fence["marks"])
                )
                break
            if page is None:
                if fence["kind"] in KINDS:
                    source.faults.append(
                        _fault(
                            number,
                            N_("A block stands before the first page. Begin a page with a line “## Title” above it."),
                        )
                    )
            elif fence["kind"] in KINDS:
                page.blocks.append(Block(fence["kind"], fence["words"], "\n".join(lines[at + 1 : end]), number + 1))
            else:
                page.lines += lines[at : end + 1]
            at = end
        elif page is not None:
            page.lines.append(line)
        elif line.strip():
            source.faults.append(
                _fault(number, N_("Text stands before the first page. Begin a page with a line “## Title” above it."))
            )
            break
        at += 1
    if not source.pages and not source.faults:
        source.faults.append(_fault(max(len(lines), 1), N_("There is no page. Begin one with a line “## Title”.")))
    return source


def _cut_head(lines: list[str], source: LessonSource) -> int:
    """Put the head into the source; return the index of the first line behind it."""
    if not lines or lines[0].strip() != HEAD:
        source.faults.append(
            _fault(
                1,
                N_(
                    "The head is missing: a lesson begins with a line +++, then its title and settings, then another line +++."
                ),
            )
        )
        return 0
    for at in range(1, len(lines)):
        if lines[at].strip() == HEAD:
            source.head = "\n".join(lines[1:at])
            return at + 1
    source.faults.append(_fault(1, N_("The head has no end: put a line +++ under the settings.")))
    return len(lines)


def _end_of(lines: list[str], at: int, marks: str) -> int | None:
    for end in range(at + 1, len(lines)):
        closing = lines[end].strip()
        if closing.startswith(marks) and not closing.strip(marks[0]):
            return end
    return None


def _fault(line: int, template: str, **values: object) -> Fault:
    return Fault(line, 1, PlaygroundError(template, **values))
