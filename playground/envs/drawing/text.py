"""Texts for painters: a font that has the glyphs, and what was rendered."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from functools import cache, lru_cache

from playground.envs.drawing.quiet_pygame import pygame
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
_ALIKE = re.compile(f"[^{_FIRST_CHINESE}-\U0010ffff]+|[{_FIRST_CHINESE}-\U0010ffff]+")
_OWN_FONT_SHRINKS = 0.6875  # pygame renders its own font this much smaller than asked


@lru_cache(maxsize=512)
def lettering(text: str, size: int, colour: Colour) -> pygame.Surface:
    """Return `text` rendered in one line on a transparent surface.

    It is `size` pixels high.
    """
    pieces = _pieces(text, size)
    if len(pieces) == 1:
        return pieces[0][0].render(text, True, colour)
    ascent = max(font.get_ascent() for font, _ in pieces)
    below = max(font.get_height() - font.get_ascent() for font, _ in pieces)
    surface = pygame.Surface((_width(pieces), ascent + below), pygame.SRCALPHA)
    x = 0
    for font, piece in pieces:
        drawn = font.render(piece, True, colour)
        surface.blit(drawn, (x, ascent - font.get_ascent()))
        x += drawn.get_width()
    return surface


@lru_cache(maxsize=64)
def shortened(text: str, size: int, room: float) -> str:
    """Return `text`, or as much of its beginning as fits into `room` pixels."""
    kept = text
    while len(kept) > 1 and _width(_pieces(text, size)) > room:
        kept = kept[:-1].rstrip()
        text = f"{kept}…"
    return text


def write(surface: pygame.Surface, text: str, size: int, colour: Colour, at: tuple[float, float]) -> None:
    """Write `text` with its top left corner at `at`."""
    surface.blit(lettering(text, size, colour), (round(at[0]), round(at[1])))


def write_number(surface: pygame.Surface, number: str, size: int, colour: Colour, at: tuple[float, float]) -> None:
    """Write a number with each digit in a cell of one width.

    So it does not jump about as it changes.
    """
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
    """Write labels, each with the x of its middle, in one line.

    They are at least `apart` pixels from each other. What matters most comes first; of what then has no room, the whole
    group is left out.
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


def number_width(number: str, size: int, colour: Colour) -> int:
    """Return how wide write_number() writes."""
    cell = digit_width(size, colour)
    return sum(cell if each.isdigit() else lettering(each, size, colour).get_width() for each in number)


def digit_width(size: int, colour: Colour) -> int:
    """Return the width of the widest digit."""
    return max(lettering(digit, size, colour).get_width() for digit in "0123456789")


def _pieces(text: str, size: int) -> list[tuple[pygame.font.Font, str]]:
    """Return `text` in pieces, each with a font that has its characters."""
    # Opened anew for every new text: Gymnasium quits pygame for the whole process when a rendering environment
    # closes, and a font kept from before is then invalid.
    pygame.font.init()
    if all(character < _FIRST_CHINESE for character in text):
        return [(_latin(size), text)]
    path = _found(_CHINESE) or next(map(str, shipped_fonts()), None)
    if path is None:
        return [(_latin(size), text)]
    chinese = pygame.font.Font(path, max(size, 1))  # which may have neither letters nor digits
    return [(_latin(size) if piece < _FIRST_CHINESE else chinese, piece) for piece in _ALIKE.findall(text)]


def _latin(size: int) -> pygame.font.Font:
    if path := _found(_SANS):
        return pygame.font.Font(path, max(size, 1))
    return pygame.font.Font(None, round(max(size, 1) / _OWN_FONT_SHRINKS))  # pygame's own


def _width(pieces: list[tuple[pygame.font.Font, str]]) -> int:
    return sum(font.size(piece)[0] for font, piece in pieces)


@cache  # where the system tells of no fonts, pygame would ask it again for each name and each text
def _found(names: tuple[str, ...]) -> str | None:
    """Return the file of the first font of `names` that the system has."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that fc-list is missing: a small system has fonts without it
        return next((path for name in names if (path := pygame.font.match_font(name))), None)
