"""Texts for painters: finds a font that has the glyphs, and keeps what was rendered."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from functools import cache, lru_cache

from playground.envs.quiet_pygame import pygame
from playground.envs.scene import Colour
from playground.resources import shipped_fonts

# By the names under which pygame lists the fonts of Windows, macOS and Linux.
_SANS = ("segoeui", "helveticaneue", "inter", "cantarell", "ubuntu", "notosans", "opensans", "dejavusans", "arial")
_CHINESE = (
    "microsoftyahei",
    "microsoftyaheiui",
    "pingfangsc",
    "hiraginosansgb",
    "notosanscjksc",
    "notosanscjkscregular",
    "notosanssc",
    "sourcehansanssc",
    "wenquanyimicrohei",
    "wqymicrohei",
    "simhei",
    "stheiti",
    "droidsansfallback",
)
_FIRST_CHINESE = "\u2e80"  # everything from here on is in no font of the first list
_OWN_FONT_SHRINKS = 0.6875  # pygame renders its own font this much smaller than asked


@lru_cache(maxsize=512)
def lettering(text: str, size: int, colour: Colour) -> pygame.Surface:
    """Return `text` rendered in one line, `size` pixels high, on a transparent surface."""
    return _font_for(text, size).render(text, True, colour)


@lru_cache(maxsize=64)
def shortened(text: str, size: int, room: float) -> str:
    """Return `text`, or as much of its beginning as fits into `room` pixels."""
    font, kept = _font_for(text, size), text
    while len(kept) > 1 and font.size(text)[0] > room:
        kept = kept[:-1].rstrip()
        text = f"{kept}…"
    return text


def write(surface: pygame.Surface, text: str, size: int, colour: Colour, at: tuple[float, float]) -> None:
    """Write `text` with its top left corner at `at`."""
    surface.blit(lettering(text, size, colour), (round(at[0]), round(at[1])))


def write_number(surface: pygame.Surface, number: str, size: int, colour: Colour, at: tuple[float, float]) -> None:
    """Write a number with each digit in a cell of one width, so that it does not jump about as it changes."""
    cell = digit_width(size, colour)
    x = at[0]
    for character in number:
        glyph = lettering(character, size, colour)
        wide = cell if character.isdigit() else glyph.get_width()
        surface.blit(glyph, (round(x) + (wide - glyph.get_width()) // 2, round(at[1])))
        x += wide


def write_along(
    surface: pygame.Surface,
    groups: Sequence[Sequence[tuple[float, str]]],
    y: int,
    size: int,
    apart: float,
    colour: Colour,
) -> None:
    """Write labels, each (x of its middle, text), in one line, `apart` pixels from each other at least.

    What matters most comes first; of what then has no room, the whole group is left out.
    """
    taken: list[tuple[float, float]] = []
    for group in groups:
        spans = []
        for middle, label in group:
            wide = lettering(label, size, colour).get_width()
            spans.append((middle - wide / 2, middle + wide / 2))
        if all(right + apart <= start or left >= end + apart for left, right in spans for start, end in taken):
            taken += spans
            for (_middle, label), (left, _right) in zip(group, spans, strict=True):
                write(surface, label, size, colour, (left, y))


def digit_width(size: int, colour: Colour) -> int:
    """Return the width of the widest digit."""
    return max(lettering(digit, size, colour).get_width() for digit in "0123456789")


def _font_for(text: str, size: int) -> pygame.font.Font:
    # Opened anew for every new text: Gymnasium quits pygame for the whole process when a rendering environment
    # closes, and a font kept from before is then invalid.
    pygame.font.init()
    is_chinese = any(character >= _FIRST_CHINESE for character in text)
    path = _found(_CHINESE if is_chinese else _SANS)
    if path is None and is_chinese:
        path = next(map(str, shipped_fonts()), None)
    if path is None:  # pygame's own, which has Latin letters only
        return pygame.font.Font(None, round(max(size, 1) / _OWN_FONT_SHRINKS))
    return pygame.font.Font(path, max(size, 1))


@cache  # where the system tells of no fonts, pygame would ask it again for each name and each text
def _found(names: tuple[str, ...]) -> str | None:
    """Return the file of the first font of `names` that the system has."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that fc-list is missing: a small system has fonts without it
        return next((path for name in names if (path := pygame.font.match_font(name))), None)
