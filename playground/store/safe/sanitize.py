"""Strings from files, made safe to show.

Nothing in them may move the cursor, hide or reorder other text.
"""

from __future__ import annotations


def plain(text: object, limit: int = 80) -> str:
    """Return `text` in one line, with everything unprintable escaped.

    It has `limit` characters at most. Unprintable are control characters, marks that turn the writing direction, and
    halves of surrogate pairs.
    """
    shown = "".join(map(_visible, str(text)[: limit + 1]))
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def _visible(character: str) -> str:
    return character if character.isprintable() else ascii(character)[1:-1]
