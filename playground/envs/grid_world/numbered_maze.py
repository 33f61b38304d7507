"""The maze with what a learner makes of its cells: values, policy or visits."""

from __future__ import annotations

import math
from functools import lru_cache

from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.drawing.sprites import Sprite, SpriteCanvas
from playground.envs.drawing.text import lettering
from playground.envs.grid_world.cell_shapes import cell_shapes
from playground.envs.grid_world.map import FREE, FREE_CELLS, MOVES, Cell, kind
from playground.envs.grid_world.prerendered import GridPrerendered, turn
from playground.envs.grid_world.value_scale import ValueScale, number_word
from playground.envs.scene import CellNumbers, Colour, mixed

AGENT = {"values": 0.2, "visits": 0.2, "actions": 0.12, "policy": 0.15}  # its radius, in cells: small beside numbers
RAISED = 0.16  # in cells: how much higher it stands where a number is written below it
FOOT = 0.28  # in cells: how far below the middle that number stands
LEAST_TEXT = 8.5  # logical pixels; smaller numbers are left out
LEAST_SHARE = 0.05  # of the policy: less has no arrow
ALIKE = 1e-6  # relative difference of Q-values between which nobody can choose


class NumberedMaze:
    """Maze in the colours and with the numbers of one moment.

    A frame is its background and the agent.
    """

    def __init__(self, prerendered: GridPrerendered, numbers: CellNumbers) -> None:
        self._prerendered, self._numbers = prerendered, numbers
        layout = self._layout = prerendered.layout
        self._shapes = cell_shapes(layout.cell, float(layout.hair))
        self._scale = ValueScale(numbers, prerendered)
        self._rows = dict(zip(FREE_CELLS, numbers.rows, strict=True))
        self._text = self._text_size()
        self.background = prerendered.background.copy()
        for cell in FREE_CELLS:
            self._draw_cell(cell)
        self._scale.draw(self.background)
        self._agents: dict[tuple[int | None, bool], Sprite] = {}

    def draw_agent(self, surface: pygame.Surface, cell: Cell, action: int | None, hollow: bool) -> None:
        """Draw who walks, small, and the number of its cell beside it."""
        x, y = self._layout.middle(cell)
        if kind(cell) == FREE and self._numbers.kind in ("values", "visits"):
            self._fill(surface, cell)
            self._write(surface, self._rows[cell][0], (x, y + round(FOOT * self._layout.cell)))
        if kind(cell) != FREE or self._numbers.kind in ("values", "visits"):
            y -= round(RAISED * self._layout.cell)
        if (action, hollow) not in self._agents:
            radius = AGENT[self._numbers.kind] * self._layout.cell
            self._agents[action, hollow] = self._prerendered.make_agent(action, hollow, radius)
        self._agents[action, hollow].blit(surface, (x, y))

    def _draw_cell(self, cell: Cell) -> None:
        surface, (x, y) = self.background, self._layout.middle(cell)
        row = self._rows[cell]
        if self._numbers.kind == "policy":
            self._draw_arrows(surface, cell)
        elif self._numbers.kind == "actions":
            palette = self._prerendered.palette
            self._shapes.fill(surface, (x, y), mixed(palette.panel, palette.guide, 0.35))  # seen between the quarters
            for action, value in enumerate(row):
                self._shapes.fill(surface, (x, y), self._scale.colour(value), action)
                across, down = MOVES[action]
                self._write(
                    surface,
                    value,
                    (x + round(across * 0.29 * self._layout.cell), y + round(down * 0.33 * self._layout.cell)),
                )
        else:
            self._fill(surface, cell)
            self._write(surface, row[0], (x, y))

    def _fill(self, surface: pygame.Surface, cell: Cell) -> None:
        self._shapes.fill(surface, self._layout.middle(cell), self._scale.colour(self._rows[cell][0]))

    def _write(self, surface: pygame.Surface, value: float, middle: tuple[int, int]) -> None:
        if not self._text:
            return
        letters = lettering(self._word(value), self._text, self._prerendered.palette.text)
        surface.blit(letters, (middle[0] - letters.get_width() // 2, middle[1] - letters.get_height() // 2))

    def _word(self, value: float) -> str:
        return number_word(value, is_count=self._numbers.kind == "visits", end=self._scale.end)

    def _text_size(self) -> int:
        """Return the size in which all numbers fit into their cells.

        It is 0 where none would be legible.
        """
        layout, is_quartered = self._layout, self._numbers.kind == "actions"
        size = min(layout.label_text * (0.95 if is_quartered else 1.2), layout.cell * (0.21 if is_quartered else 0.3))
        room = layout.cell * (0.33 if is_quartered else 0.84)
        words = {self._word(value) for row in self._numbers.rows for value in row}
        widest = max((lettering(word, round(size), (0, 0, 0)).get_width() for word in words), default=0)
        size *= min(1.0, room / max(widest, 1))
        return 0 if size < LEAST_TEXT * layout.scale else int(size)

    def _draw_arrows(self, surface: pygame.Surface, cell: Cell) -> None:
        """Draw where the policy leads: an arrow to each side that it may go to.

        Where all are alike there is a dot.
        """
        row, side, palette = self._rows[cell], self._layout.cell, self._prerendered.palette
        x, y = self._layout.middle(cell)
        largest = max(row)
        if not math.isfinite(sum(row)) or largest - min(row) <= ALIKE * max(abs(largest), 1.0):
            canvas = SpriteCanvas(-side / 2, -side / 2, side / 2, side / 2)
            canvas.disc((0, 0), side * 0.05, palette.muted)
            canvas.sprite().blit(surface, (x, y))
            return
        for action, share in enumerate(row):
            if share >= LEAST_SHARE:
                _arrow(action, round(share * 20), side, palette.text).blit(surface, (x, y))


@lru_cache(maxsize=256)
def _arrow(action: int, twentieths: int, side: int, colour: Colour) -> Sprite:
    """Return an arrow for an action that is so likely.

    That of a certain one goes through the whole cell.
    """
    canvas = SpriteCanvas(-side / 2, -side / 2, side / 2, side / 2, turn(action))
    if twentieths >= 19:
        canvas.arrow(-side * 0.32, 0, side * 0.64, False, colour)
    else:
        canvas.arrow(side * 0.07, 0, side * (0.12 + 0.27 * twentieths / 20), False, colour)
    return canvas.sprite()
