"""Pictures of the film of a training: ages under headings, in equal tiles.

The window and the video are drawn by the same lines.
"""

from __future__ import annotations

import math
from functools import lru_cache

from playground.engine.history.training_film import Order, Shot, TrainingFilm
from playground.envs.drawing.frame import frame
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.drawing.sprites import SpriteCanvas
from playground.envs.drawing.text import lettering, shortened, write
from playground.envs.scene import Colour, Palette
from playground.export.age_words import age_words, outcome_words, tag_words

_GAP = 6  # logical pixels between tiles
_LEAST_TEXT = 11  # logical pixels


def columns(n: int) -> int:
    """Return how many of `n` tiles stand beside each other."""
    return n if n <= 3 else math.ceil(math.sqrt(n))


class FilmPainter:
    """Painter of one film, with the words of the language it was made in.

    It keeps a painter of the environment for each age.
    """

    def __init__(self, film: TrainingFilm) -> None:
        self._film = film
        self._captions = film.card.captions()
        self._painters = {id(shot): film.card.painter() for shot in film.shots}

    def draw(self, surface: pygame.Surface, order: Order, number: int, palette: Palette, scale: float) -> None:
        """Draw frame `number` over all of `surface`; `scale` is the device pixel ratio."""
        shots = self._film.at(order, number)
        surface.fill(palette.panel)
        for (shot, at), place in zip(shots, _tiles(len(shots), surface.get_size(), scale), strict=True):
            self._draw_shot(surface.subsurface(place), shot, at, palette, scale)

    def _draw_shot(self, tile: pygame.Surface, shot: Shot, at: int, palette: Palette, scale: float) -> None:
        width, height = tile.get_size()
        text = max(frame((width, height), scale).text, round(_LEAST_TEXT * scale))
        title = round(text * 1.25)
        head = title * 1.3 + text * 1.5
        tile.fill(palette.ground)
        top = round(head - text)  # the picture has an empty line for a caption, which stands in the heading
        if height > 2 * top:
            scene = tile.subsurface((0, top, width, height - top))
            self._painters[id(shot)](scene, shot.recording.scene(at), palette, scale, self._captions)
        pad = frame((width, height - top), scale).pad
        y, right = pad * 0.8, width - pad
        if tag := tag_words(shot.age):
            written = _tag(tag, text, palette, palette.reached if shot.age.is_best else palette.guide)
            right -= written.get_width()
            tile.blit(written, (right, y + title * 0.2))
        write(tile, shortened(age_words(shot.age), title, max(1, right - pad)), title, palette.text, (pad, y))
        outcome = shortened(outcome_words(shot), text, max(1, width - 2 * pad))
        write(tile, outcome, text, palette.muted, (pad, y + title * 1.3))


@lru_cache(maxsize=8)
def _tag(words: str, size: int, palette: Palette, colour: Colour) -> pygame.Surface:
    """Return words with a dot before them."""
    letters = lettering(words, size, palette.text)
    height = letters.get_height()
    canvas = SpriteCanvas(0, 0, letters.get_width() + size, height)
    canvas.disc((size * 0.4, height / 2), size * 0.28, colour)
    tag = canvas.sprite().surface
    tag.blit(letters, (size, 0))
    return tag


def _tiles(n: int, size: tuple[int, int], scale: float) -> list[pygame.Rect]:
    """Return the places of `n` tiles, all of one size, row by row."""
    n_columns = columns(n)
    n_rows = -(-n // n_columns)
    gap = round(_GAP * scale) if n > 1 else 0
    width = max(1, (size[0] - gap * (n_columns - 1)) // n_columns)
    height = max(1, (size[1] - gap * (n_rows - 1)) // n_rows)
    places = (divmod(number, n_columns) for number in range(n))
    return [pygame.Rect(column * (width + gap), row * (height + gap), width, height) for row, column in places]
