"""Small pictures made once from antialiased shapes, then only moved."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from playground.envs.quiet_pygame import pygame
from playground.envs.scene import Colour
from playground.envs.shapes import (
    Field,
    Point,
    box_distance,
    coverage,
    grid,
    polygon_distance,
    segment_distance,
)


@dataclass(frozen=True)
class Sprite:
    """A picture and where its top left corner lies, seen from the point it belongs to."""

    surface: pygame.Surface
    offset: tuple[int, int]

    def blit(self, target: pygame.Surface, at: tuple[int, int], opacity: float = 1.0) -> None:
        """Draw it with its point `at`, in pixels of `target`."""
        self.surface.set_alpha(round(255 * opacity))
        target.blit(self.surface, (at[0] + self.offset[0], at[1] + self.offset[1]))


class Canvas:
    """Where a sprite is painted, shape over shape, in coordinates seen from the point it belongs to.

    `x` and `y` are those of the pixel centres, shapes (width, 1) and (1, height).
    """

    def __init__(self, left: float, top: float, right: float, bottom: float) -> None:
        self.offset = math.floor(left), math.floor(top)
        size = math.ceil(right) - self.offset[0], math.ceil(bottom) - self.offset[1]
        x, y = grid(*size)
        self.x, self.y = x + np.float32(self.offset[0]), y + np.float32(self.offset[1])
        self._colour: Field = np.zeros((*size, 3), np.float32)  # multiplied by the opacity
        self._opacity: Field = np.zeros(size, np.float32)

    def paint(self, share: Field, colour: Colour) -> None:
        """Lay `colour` over what is there, with opacity `share`, 0 to 1."""
        self._colour += share[..., None] * (np.array(colour, np.float32) - self._colour)
        self._opacity += share * (1 - self._opacity)

    def disc(self, centre: Point, radius: float, colour: Colour) -> None:
        self.line(centre, centre, radius, colour)

    def line(self, start: Point, end: Point, radius: float, colour: Colour, opacity: float = 1.0) -> None:
        """Paint a line with round ends, `radius` wide to either side."""
        share = coverage(segment_distance(self.x, self.y, start, end) - np.float32(radius))
        self.paint(share * np.float32(opacity), colour)

    def box(self, left: float, top: float, right: float, bottom: float, radius: float, colour: Colour) -> None:
        """Paint a box with round corners."""
        self.paint(coverage(box_distance(self.x, self.y, left, top, right, bottom, radius)), colour)

    def polygon(self, points: Sequence[Point], colour: Colour, line: float | None = None) -> None:
        """Paint a polygon: filled, or only a `line` of that width along the inside of its edge."""
        distance = polygon_distance(self.x, self.y, points)
        if line is not None:
            distance = np.abs(distance + np.float32(line / 2)) - np.float32(line / 2)
        self.paint(coverage(distance), colour)

    def sprite(self) -> Sprite:
        """Return what was painted."""
        surface = pygame.Surface(self._opacity.shape, pygame.SRCALPHA, 32)
        colour = self._colour / np.maximum(self._opacity, np.float32(1e-6))[..., None]
        pygame.surfarray.pixels3d(surface)[:] = np.rint(colour).astype(np.uint8)
        pygame.surfarray.pixels_alpha(surface)[:] = np.rint(self._opacity * 255).astype(np.uint8)
        return Sprite(surface, self.offset)
