"""Text measured in the columns of a terminal, where a Chinese character takes two."""

from __future__ import annotations

import argparse
import unicodedata
from collections.abc import Iterator

_ENDS = "，。；：、！？）】》”’…"  # never at the beginning of a line
_BEGINS = "（【《“‘"  # never at the end of one


def columns(text: str) -> int:
    """Return how many columns `text` takes."""
    return sum(map(_columns, text))


def padded(text: str, width: int) -> str:
    """Return `text` with spaces after it, `width` columns wide."""
    return text + " " * (width - columns(text))


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Break `text` into lines of at most `width` columns.

    It breaks at spaces and between Chinese characters.
    """
    lines = [indent]
    for piece in _pieces(" ".join(text.split())):
        if columns(lines[-1] + piece.rstrip()) > width and lines[-1] != indent:
            lines[-1] = lines[-1].rstrip()
            lines.append(indent)
        lines[-1] += piece
    return lines


class HelpFormatter(argparse.HelpFormatter):
    """A formatter that breaks help texts where they fill the terminal.

    A text of several lines stays as it is.
    """

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return text if "\n" in text else "\n".join(wrapped(text, width, indent))


def _pieces(text: str) -> Iterator[str]:
    """Yield what must stay together on a line.

    That is a word and the space after it, or a Chinese character and the punctuation beside it.
    """
    start = 0
    for end in range(1, len(text)):
        before, after = text[end - 1], text[end]
        between_words = before == " " or _columns(before) == 2 or _columns(after) == 2
        if between_words and after not in _ENDS + " " and before not in _BEGINS:
            yield text[start:end]
            start = end
    yield text[start:]


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
