"""Lines of text in little room: wrapped at words, then shortened by words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QStaticText, QTransform

MORE = "…"


def fitting_rows(lines: Sequence[str], width: float, n_rows: int, font: QFont) -> list[tuple[int, str]]:
    """Return the rows of text that fit, each with the number of its line.

    Every line has a row before any has two; the last ones are left out where there are too few.
    """
    metrics = QFontMetricsF(font)
    rows: list[tuple[int, str]] = []
    for number, line in enumerate(lines[:n_rows]):
        after = min(len(lines), n_rows) - number - 1
        rows += [(number, row) for row in wrapped(line, width, n_rows - len(rows) - after, metrics)]
    return rows


def wrapped(line: str, width: float, n_rows: int, metrics: QFontMetricsF) -> list[str]:
    """Return a line as so many rows at most, without the words that do not fit."""
    words = line.split()
    rows: list[str] = []
    while words and len(rows) < n_rows:
        taken, rest = _first_row(words, width, metrics)
        if rest and len(rows) + 1 == n_rows:
            taken, rest = shortened(" ".join(words), width, metrics), []
        rows.append(taken)
        words = rest
    return rows


def shortened(text: str, width: float, metrics: QFontMetricsF) -> str:
    """Return a text without its last words, where it is too wide."""
    if metrics.horizontalAdvance(text) <= width:
        return text
    words = text.split()
    while len(words) > 1:
        words.pop()
        left = " ".join(words).rstrip(",;:·=+−×") + MORE
        if metrics.horizontalAdvance(left) <= width:
            return left
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


def _first_row(words: list[str], width: float, metrics: QFontMetricsF) -> tuple[str, list[str]]:
    """Return what fits in one row, and the words that are left.

    A word may be a Chinese sentence, which has no spaces.
    """
    row = ""
    for number, word in enumerate(words):
        longer = f"{row} {word}".lstrip()
        if metrics.horizontalAdvance(longer) > width:
            if row and not _is_unspaced(word):
                return row, words[number:]
            n_letters = _n_fitting(row, word, width, metrics)
            if n_letters == 0 and row:
                return row, words[number:]
            n_letters = max(n_letters, 1)
            return f"{row} {word[:n_letters]}".lstrip(), [word[n_letters:], *words[number + 1 :]]
        row = longer
    return row, []


def _is_unspaced(word: str) -> bool:
    return any("\u3400" <= letter <= "\u9fff" for letter in word)


def _n_fitting(row: str, word: str, width: float, metrics: QFontMetricsF) -> int:
    n_letters = len(word)
    while n_letters and metrics.horizontalAdvance(f"{row} {word[:n_letters]}".lstrip()) > width:
        n_letters -= 1
    return n_letters


def laid_out(text: str, font: QFont) -> QStaticText:
    """Return a text that is laid out once, however often it is painted."""
    static = QStaticText(text)
    static.setTextFormat(Qt.TextFormat.PlainText)
    static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    static.prepare(QTransform(), font)
    return static
