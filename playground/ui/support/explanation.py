"""Explanation of a widget: formatted under the pointer, plain for a screen reader."""

from __future__ import annotations

import html
import re

from PySide6.QtWidgets import QWidget

_ENDS = re.compile(r"</p>|<br ?/?>")
_TAGS = re.compile(r"<[^>]*>")


def explain(widget: QWidget, text: str) -> None:
    """Set the tooltip of `widget` to `text`, which is escaped HTML.

    Qt would read its tags aloud.
    """
    widget.setToolTip(text)
    widget.setAccessibleDescription(plain_text(text))


def plain_text(text: str) -> str:
    """Return escaped HTML as plain text, a paragraph a line."""
    return html.unescape(_TAGS.sub("", _ENDS.sub("\n", text))).strip()
