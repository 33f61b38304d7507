"""The words of the field: each with its symbol and one plain sentence."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from playground.i18n import spoken_language
from playground.resources import resource_folder


@dataclass(frozen=True)
class GlossaryEntry:
    """What the glossary says of a word, in one language."""

    word: str
    symbol: str  # as the field writes it; "" where it has none
    sentence: str
    formula: str = ""  # LaTeX, without words


def term(name: str) -> GlossaryEntry:
    """Return an entry in the language of this moment, in English where it has none.

    Raises KeyError where there is no such entry.
    """
    return terms(spoken_language()).get(name) or terms("en")[name]


@cache
def terms(language: str) -> dict[str, GlossaryEntry]:
    """Return all entries of a language by name, none where it is not spoken here."""
    path = resource_folder() / "glossary" / f"{language}.toml"
    if not path.is_file():
        return {}
    entries = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: GlossaryEntry(**entry) for name, entry in entries.items()}
