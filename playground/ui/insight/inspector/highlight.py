"""Light highlighting of lines of Python: keywords, comments and strings."""

from __future__ import annotations

import keyword
import re
from collections.abc import Sequence
from html import escape

from playground.ui.theme.palette import ThemeColours

HANGING = 16  # px
_TOKEN = re.compile(r"(?P<comment>#.*)|(?P<string>\"\"\".*?\"\"\"|\"[^\"]*\"|'[^']*')|(?P<word>[A-Za-z_]\w*)")


def highlighted(lines: Sequence[str], colours: ThemeColours, space: float) -> str:
    """Return lines of Python as rich text that keeps their spaces.

    What is too long goes on further to the right. `space` is how wide a letter is, in px.
    """
    paragraphs = []
    for line in lines:
        right = round(space * (len(line) - len(line.lstrip())) + HANGING)
        style = f"white-space: pre-wrap; margin: 0 0 0 {right}px; text-indent: -{right}px;"
        paragraphs.append(f'<p style="{style}">{_line(line, colours)}</p>')
    return "".join(paragraphs)


def _line(line: str, colours: ThemeColours) -> str:
    parts, done = [], 0
    for found in _TOKEN.finditer(line):
        parts.append(escape(line[done : found.start()]))
        parts.append(_token(found, colours))
        done = found.end()
    return "".join(parts) + escape(line[done:])


def _token(found: re.Match[str], colours: ThemeColours) -> str:
    text = escape(found[0])
    if found["comment"]:
        return f'<span style="color: {colours.good_text};">{text}</span>'
    if found["string"]:
        return f'<span style="color: {colours.warning_text};">{text}</span>'
    if keyword.iskeyword(found[0]):
        return f'<span style="color: {colours.accent_text}; font-weight: 600;">{text}</span>'
    return text
