"""Colours of the loop: what is lit, what rests, and what does not learn."""

from __future__ import annotations

from dataclasses import dataclass

from playground.ui.theme.palette import ThemeColours, mixed

ON_LIT = "#1B1D22"  # words on the amber of a number


@dataclass(frozen=True)
class Pens:
    """Colours of one box or arrow, each as "#RRGGBB"."""

    fill: str
    outline: str
    title: str
    text: str
    quiet: str  # words that a learner would ask for next
    badge: str
    on_badge: str
    thickness: float
    is_lit: bool = False
    is_grey: bool = False


def pens(colours: ThemeColours, *, is_lit: bool = False, acts: bool = False, is_grey: bool = False) -> Pens:
    """Return the colours of what is lit, acts now among it, or does not learn."""
    if is_grey:
        line, words = colours.line, colours.disabled
        return Pens(colours.ground, line, words, words, words, colours.raised, words, 1.0, is_grey=True)
    is_dark = colours.name == "dark"
    fill = mixed(colours.panel, colours.change, 0.14 if is_dark else 0.10) if acts else colours.panel
    if is_lit:
        return Pens(
            fill,
            colours.change,
            colours.text,
            colours.text,
            colours.muted,
            colours.change,
            ON_LIT,
            2.5 if acts else 1.75,
            is_lit=True,
        )
    outline = mixed(colours.guide, colours.panel, 0.45)
    return Pens(fill, outline, colours.text, colours.text, colours.muted, colours.raised, colours.muted, 1.0)
