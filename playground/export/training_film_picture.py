"""Pictures of the film of a training: each age under a heading, in tiles of one size.

The window and the video are drawn by the same lines.
"""

from __future__ import annotations

import math

from playground.engine.history.training_film import Order, Shot, TrainingFilm
from playground.envs.drawing.frame import frame
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.drawing.text import lettering, shortened, write
from playground.envs.scene import Palette
from playground.export.age_words import age_words, outcome_words, tag_words

_GAP = 6  # logical pixels between tiles
_LEAST_TEXT = 11  # logical pixels


def columns(n: int) -> int:
    """Return how many of `n` tiles stand beside each other."""
    return n if n <= 3 else math.ceil(math.sqrt(n))


class FilmPainter:
    """Painter of one film; it keeps a painter of the environment for each age, with the words of this language."""

    def __init__(self, film: TrainingFilm) -> None:
        self._film = film
        self._captions = film.card.captions()
        self._painters = {id(shot): film.card.painter() for shot in film.shots}

    def draw(self, surface: pygame.Surface, order: Order, number: int, palette: Palette, scale: float) -> None:
        """Draw frame `number` over the whole of `surface`; `scale` is the device pixel ratio."""
        shots = self._film.at(order, number)
        surface.fill(palette.panel)
        for (shot, at), place in zip(shots, _tiles(len(shots), surface.get_size(), scale), strict=True):
            self._draw_shot(surface.subsurface(place), shot, at, palette, scale)

    def _draw_shot(self, tile: pygame.Surface, shot: Shot, at: int, palette: Palette, scale: float) -> None:
        place = frame(tile.get_size(), scale)
        text, pad = max(place.text, round(_LEAST_TEXT * scale)), round(place.pad)
        size = round(text * 1.25)
        head = round(pad * 0.7 + size * 1.3 + text * 1.5)
        tile.fill(palette.ground)
        right = tile.get_width() - pad
        if tag := tag_words(shot.age):
            written = lettering(tag, text, palette.text)
            right -= written.get_width()
            middle = round(pad * 0.7) + lettering("0", size, palette.text).get_height() // 2
            tile.blit(written, (right, middle - written.get_height() // 2))
            right -= text
            colour = palette.reached if shot.age.is_best else palette.guide
            pygame.draw.circle(tile, colour, (right + text // 2, middle), max(2, text // 4))
        heading = shortened(age_words(shot.age), size, max(1, right - pad))
        write(tile, heading, size, palette.text, (pad, pad * 0.7))
        outcome = shortened(outcome_words(shot), text, max(1, tile.get_width() - 2 * pad))
        write(tile, outcome, text, palette.muted, (pad, pad * 0.7 + size * 1.3))
        if tile.get_height() > head:
            scene = tile.subsurface((0, head, tile.get_width(), tile.get_height() - head))
            self._painters[id(shot)](scene, shot.recording.scene(at), palette, scale, self._captions)


def _tiles(n: int, size: tuple[int, int], scale: float) -> list[pygame.Rect]:
    """Return the places of `n` tiles, all of one size, row by row."""
    n_columns = columns(n)
    n_rows = -(-n // n_columns)
    gap = round(_GAP * scale) if n > 1 else 0
    width = max(1, (size[0] - gap * (n_columns - 1)) // n_columns)
    height = max(1, (size[1] - gap * (n_rows - 1)) // n_rows)
    places = (divmod(number, n_columns) for number in range(n))
    return [pygame.Rect(column * (width + gap), row * (height + gap), width, height) for row, column in places]
