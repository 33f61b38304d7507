"""Scale of the colours of cells, with its ends written beside the maze."""

from __future__ import annotations

import math

from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.drawing.text import lettering
from playground.envs.grid_world.map import COLUMNS, ROWS
from playground.envs.grid_world.prerendered import GridPrerendered
from playground.envs.scene import CellNumbers, Colour, mixed
from playground.number_text import nice_step

STRONGEST, MOST_VISITED = 0.6, 0.38  # of a colour in the ground of a cell: text on it still reads well
UNITS = ((1e9, "G"), (1e6, "M"), (1e4, "k"))


class ValueScale:
    """Colours from the lowest to the highest number that is shown.

    Values go to either side of 0, in the colours of goal and pit, and at least from −1 to 1, so that they do not look
    large before they are. Visits go from 0, in the colour of who walks.
    """

    def __init__(self, numbers: CellNumbers, prerendered: GridPrerendered) -> None:
        self._kind, self._prerendered = numbers.kind, prerendered
        largest = max((abs(value) for row in numbers.rows for value in row if math.isfinite(value)), default=0.0)
        self.end = nice_step(max(largest, 1.0))  # of the scale
        palette = prerendered.palette
        self._high, self._most = (
            (palette.pole, MOST_VISITED) if numbers.kind == "visits" else (palette.reached, STRONGEST)
        )

    def colour(self, value: float) -> Colour:
        """Return the colour of a cell; one without a number is like the panel."""
        palette = self._prerendered.palette
        if not math.isfinite(value):
            return palette.panel
        share = self._most * min(abs(value) / self.end, 1.0)
        return mixed(palette.panel, self._high if value >= 0 else palette.ended, share)

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the scale to the right of the maze or, without room there, below it."""
        if self._kind == "policy":
            return
        layout, palette = self._prerendered.layout, self._prerendered.palette
        low = 0.0 if self._kind == "visits" else -self.end
        words = {"values": "V", "actions": "Q", "visits": self._prerendered.captions.visits}[self._kind]
        title, least, most = (
            lettering(word, layout.label_text, palette.muted) for word in (words, end_word(low), end_word(self.end))
        )
        text, right = layout.label_text, layout.left + COLUMNS * layout.cell
        if (
            right + text * 1.6 + max(each.get_width() for each in (title, least, most))
            <= layout.size[0] - layout.pad * 0.5
        ):
            x, top, bottom = right + round(text * 0.7), layout.over, layout.over + ROWS * layout.cell
            bar = pygame.Rect(x, top + round(text * 1.6), round(text * 0.6), bottom - top - round(text * 1.6))
            surface.blit(title, (x, top))
            surface.blit(most, (x + round(text * 0.9), bar.top))
            surface.blit(least, (x + round(text * 0.9), bar.bottom - least.get_height()))
            self._fill(surface, bar, low, is_upright=True)
            return
        x, end = self._prerendered.readout.free
        room = end - x - title.get_width() - least.get_width() - most.get_width() - 2.5 * text
        if room < 3 * text:
            return
        y = self._prerendered.readout.action_at[1]
        for letters in (title, least, None, most):
            if letters is None:
                bar = pygame.Rect(x, y - round(text * 0.3), round(min(room, 12 * text)), round(text * 0.6))
                self._fill(surface, bar, low, is_upright=False)
                x = bar.right + text // 2
            else:
                surface.blit(letters, (x, y - letters.get_height() // 2))
                x += letters.get_width() + text // 2

    def _fill(self, surface: pygame.Surface, bar: pygame.Rect, low: float, *, is_upright: bool) -> None:
        length = bar.height if is_upright else bar.width
        for at in range(length):
            share = 1 - (at + 0.5) / length if is_upright else (at + 0.5) / length
            colour = self.colour(low + share * (self.end - low))
            line = (bar.left, bar.top + at, bar.width, 1) if is_upright else (bar.left + at, bar.top, 1, bar.height)
            surface.fill(colour, line)
        pygame.draw.rect(surface, mixed(self._prerendered.palette.panel, self._prerendered.palette.guide, 0.6), bar, 1)


def number_word(value: float, *, is_count: bool, end: float) -> str:
    """Write the number of a cell.

    It has as many decimals as the `end` of its scale asks for.
    """
    if not math.isfinite(value):
        return "–"
    if is_count:
        return _count_word(value)
    decimals = 2 if end < 10 else 1 if end < 100 else 0
    return f"{round(value, decimals) + 0.0:,.{decimals}f}".replace("-", "−")


def end_word(value: float) -> str:
    """Write an end of a scale."""
    return _count_word(abs(value)) if value >= 0 else f"−{_count_word(-value)}"


def _count_word(value: float) -> str:
    for size, letter in UNITS:
        if value >= size:
            return f"{value / (1e3 if letter == 'k' else size):.3g}{letter}"
    return f"{value:,.0f}"
