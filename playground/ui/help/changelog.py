"""Changes from version to version, from resources/changelog.md or its translation."""

from __future__ import annotations

import re

from playground.i18n import spoken_language
from playground.resources import resource_folder

_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")  # to what only readers of the sources have
_HEADING = re.compile(r"^## (\d+(?:\.\d+)*)\s*$", re.MULTILINE)


def changelog() -> dict[str, str]:
    """Return the text of each version as Markdown, the newest version first.

    It is in the language of this moment if there is a translation.
    """
    folder = resource_folder()
    found = _sections((folder / "changelog.md").read_text("utf-8"))
    translated = folder / f"changelog.{spoken_language()}.md"
    if translated.is_file():
        found |= {name: text for name, text in _sections(translated.read_text("utf-8")).items() if name in found}
    return found


def news(since: str) -> str:
    """Return as Markdown what came after version `since`.

    Empty where that is nothing, or `since` is no version.
    """
    before = _order(since)
    if not before:
        return ""
    return "\n\n".join(f"## {name}\n\n{text}" for name, text in changelog().items() if _order(name) > before)


def all_news() -> str:
    """Return all changes of all versions as Markdown."""
    return "\n\n".join(f"## {name}\n\n{text}" for name, text in changelog().items())


def _sections(text: str) -> dict[str, str]:
    parts = _HEADING.split(_LINK.sub(r"\1", text))[1:]
    return dict(zip(parts[::2], (part.strip() for part in parts[1::2]), strict=True))


def _order(version: str) -> tuple[int, ...]:
    if not re.fullmatch(r"\d{1,9}(\.\d{1,9}){0,5}", version, re.ASCII):
        return ()
    return tuple(map(int, version.split(".")))
