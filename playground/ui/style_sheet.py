"""The style sheet of the window, made from the tokens."""

from __future__ import annotations

from playground.ui.tokens import Tokens


def style_sheet(tokens: Tokens) -> str:
    """Return the Qt style sheet in the colours of `tokens`."""
    return ""
