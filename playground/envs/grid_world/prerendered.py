"""Parts of the grid world's picture made once for a size: maze and agent."""

from __future__ import annotations

import math
from dataclasses import dataclass

from playground.envs.drawing.frame import Frame, frame
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.drawing.readout import Readout
from playground.envs.drawing.sprites import Sprite, SpriteCanvas, blank
from playground.envs.drawing.text import lettering
from playground.envs.grid_world.captions import GridWorldCaptions
from playground.envs.grid_world.map import ALL_CELLS, COLUMNS, FREE, GOAL, MOVES, PIT, ROWS, Cell, kind
from playground.envs.scene import Colour, Palette, mixed

_TINT = 0.22  # of goal and pit in the colour of their cell
_DARKNESS = (0, 0, 0)  # in the pit, whatever the palette
_AGENT = 0.28  # its radius, in cells
_ABOVE_PRICE = 0.14  # in cells: how much higher it stands where a reward is written below it


@dataclass(frozen=True)
class GridLayout(Frame):
    """Positions of the texts and of the maze."""

    cell: int  # side, with the gap to the next one
    left: int  # of the maze
    over: int  # its upper side
    label_text: int  # size of the numbers of columns and rows

    def middle(self, cell: Cell) -> tuple[int, int]:
        """Return the middle of a cell."""
        return self.left + round((cell[0] + 0.5) * self.cell), self.over + round((cell[1] + 0.5) * self.cell)

    def place(self, cell: Cell) -> tuple[int, int]:
        """Return where in a cell the agent is drawn.

        The reward of goal and pit can still be read beside it.
        """
        x, y = self.middle(cell)
        return x, y if kind(cell) == FREE else y - round(_ABOVE_PRICE * self.cell)


def lay_out(size: tuple[int, int], scale: float) -> GridLayout:
    """Place everything in a view of `size` device pixels."""
    around = frame(size, scale)
    label_text = round(around.unit * 0.9)
    label = label_text * 1.5  # above and to the left of the maze, and as much to the right, so that it is in the middle
    room = around.floor - around.unit * 0.6 - around.top - label
    cell = max(int(min((size[0] - 2 * around.pad - 2 * label) / COLUMNS, room / ROWS)), 4)
    return GridLayout(
        **vars(around),
        cell=cell,
        left=(size[0] - COLUMNS * cell) // 2,
        over=round(around.top + label + (room - ROWS * cell) / 2),
        label_text=label_text,
    )


class GridPrerendered:
    """The background and the sprites for one layout, palette and captions.

    Sprites are placed by their middle.
    """

    def __init__(
        self,
        size: tuple[int, int],
        masks: tuple[int, ...],
        layout: GridLayout,
        palette: Palette,
        captions: GridWorldCaptions,
    ) -> None:
        self.layout, self.palette, self.captions = layout, palette, captions
        self.readout = Readout(layout, palette, captions, decimals=2)
        # by (the newest action or None, is the arrow hollow)
        self.agents = {
            (action, hollow): self.make_agent(action, hollow, self.layout.cell * _AGENT)
            for action in (None, *range(len(MOVES)))
            for hollow in (False, True)
        }
        self.marks = {
            (action, hollow): self._make_mark(action, hollow)
            for action in range(len(MOVES))
            for hollow in (False, True)
        }
        self.background = self._make_background(size, masks)

    def ring(self, number: int) -> tuple[float, float]:
        """Return radius and width of the ring of ghost `number`.

        They differ, so that several can be seen in one cell.
        """
        width = self.layout.cell * 0.045
        return self.layout.cell * 0.3 + 1.4 * width * number, width

    # What stays put -------------------------------------------------------------------------------------------------

    def _make_background(self, size: tuple[int, int], masks: tuple[int, ...]) -> pygame.Surface:
        layout = self.layout
        surface = blank(size, masks, self.palette.ground)
        sprites = {FREE: self._make_free(), GOAL: self._make_goal(), PIT: self._make_pit()}
        wall = self._make_wall()
        for cell in ALL_CELLS:
            sprites.get(kind(cell), wall).blit(surface, layout.middle(cell))
        for column in range(COLUMNS):
            self._write_label(surface, str(column), (layout.middle((column, 0))[0], layout.over - layout.label_text))
        for row in range(ROWS):
            self._write_label(surface, str(row), (layout.left - layout.label_text, layout.middle((0, row))[1]))
        self.readout.write_labels(surface)
        return surface

    def _write_label(self, surface: pygame.Surface, text: str, middle: tuple[int, int]) -> None:
        label = lettering(text, self.layout.label_text, self.palette.muted)
        surface.blit(label, (middle[0] - label.get_width() // 2, middle[1] - label.get_height() // 2))

    def _tile(self, colour: Colour, edge: Colour | None = None) -> SpriteCanvas:
        """Begin a cell: a box with round corners and a gap around it."""
        half, gap, hair = self.layout.cell / 2, max(self.layout.cell * 0.035, 1), self.layout.hair
        canvas = SpriteCanvas(-half, -half, half, half)
        side, radius = half - gap, self.layout.cell * 0.12
        if edge is not None:
            canvas.box(-side, -side, side, side, radius, edge)
            side, radius = side - 1.5 * hair, radius - 1.5 * hair
        canvas.box(-side, -side, side, side, radius, colour)
        return canvas

    def _make_free(self) -> Sprite:
        palette = self.palette
        return self._tile(palette.panel, mixed(palette.panel, palette.guide, 0.35)).sprite()

    def _make_wall(self) -> Sprite:
        return self._tile(self.palette.track).sprite()

    def _make_goal(self) -> Sprite:
        """Make the goal: a flag and its reward."""
        palette, side = self.palette, float(self.layout.cell)
        canvas = self._tile(mixed(palette.panel, palette.reached, _TINT), palette.reached)
        foot, head, left = side * 0.16, -side * 0.33, -side * 0.13
        canvas.line((left, foot), (left, head), side * 0.025, palette.text)
        canvas.polygon(
            [(left, head), (left + side * 0.34, head + side * 0.13), (left, head + side * 0.26)], palette.reached
        )
        return self._priced(canvas, "+1")

    def _make_pit(self) -> Sprite:
        """Make the pit: a hole and its cost."""
        palette, side = self.palette, float(self.layout.cell)
        canvas = self._tile(mixed(palette.panel, palette.ended, _TINT), palette.ended)
        middle = -side * 0.09
        for share, colour in ((1.0, palette.ended), (0.82, mixed(palette.ended, _DARKNESS, 0.75))):
            across, y = side * 0.29 * share, middle + side * 0.2 * (1 - share)
            canvas.line((-across * 0.45, y), (across * 0.45, y), across * 0.55, colour)
        return self._priced(canvas, "−1")

    def _priced(self, canvas: SpriteCanvas, text: str) -> Sprite:
        """Write a reward at the foot of a cell."""
        sprite, cell = canvas.sprite(), self.layout.cell
        label = lettering(
            text, max(round(cell * 0.22), min(self.layout.label_text, round(cell * 0.3))), self.palette.text
        )
        sprite.surface.blit(label, ((cell - label.get_width()) // 2, round(cell * 0.8) - label.get_height() // 2))
        return sprite

    # Who walks ------------------------------------------------------------------------------------------------------

    def make_agent(self, action: int | None, hollow: bool, radius: float) -> Sprite:
        """Make the agent: a disc with an arrow in the direction of its action.

        It is hollow if that was explored.
        """
        palette = self.palette
        room = radius + 3 * self.layout.hair
        canvas = SpriteCanvas(-room, -room, room, room, turn(action))
        canvas.disc((0, 0), radius + 1.5 * self.layout.hair, palette.ground)
        canvas.disc((0, 0), radius, palette.pole)
        if action is not None:
            length = radius * 1.35
            canvas.arrow(
                -length / 2,
                0,
                length,
                False,
                palette.axle,
                max(1.5 * self.layout.hair, length * 0.06) if hollow else None,
            )
        return canvas.sprite()

    def _make_mark(self, action: int, hollow: bool) -> Sprite:
        """Make the small arrow beside the word."""
        length = self.layout.text * 1.4
        canvas = SpriteCanvas(-length, -length, length, length, turn(action))
        canvas.arrow(-length / 2, 0, length, False, self.palette.text, 1.5 * self.layout.hair if hollow else None)
        return canvas.sprite()


def turn(action: int | None) -> float:
    """Return the clockwise angle from right to the direction of an action."""
    return 0.0 if action is None else math.atan2(MOVES[action][1], MOVES[action][0])
