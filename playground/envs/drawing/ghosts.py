"""Ghosts as painters draw them: translucent rods, blocks and rings.

They are whole or in dashes, each in its ghost's colour.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.drawing.shapes import Point, box_distance, coverage
from playground.envs.drawing.sprites import Sprite, SpriteCanvas, rod
from playground.envs.scene import Colour, Ghost

_DASH = 8.0  # of a rod, with the gap after it, in radii
_MOST_DASHES = 8
_DRAWN = 0.58  # of each dash and the gap after it
_FILLED = 0.35  # opacity within a block, of its edge's


def draw_rod(surface: pygame.Surface, ghost: Ghost, start: tuple[int, int], end: Point, radius: float) -> None:
    """Draw a rod with round ends from `start` to `end`, `radius` wide to either side."""
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    if not ghost.dashed:
        rod((along_x, along_y), radius, ghost.colour).blit(surface, start, ghost.opacity)
        return
    length = math.hypot(along_x, along_y)
    dashes = min(max(round(length / (_DASH * radius)), 2), _MOST_DASHES)
    drawn = max(_DRAWN * length / dashes - 2 * radius, 0.0) / max(length, 1.0)  # without its round ends
    piece = rod((along_x * drawn, along_y * drawn), radius, ghost.colour)
    for number in range(dashes):
        share = (number + 0.5) / dashes - drawn / 2
        piece.blit(surface, (round(start[0] + along_x * share), round(start[1] + along_y * share)), ghost.opacity)


def draw_block(
    surface: pygame.Surface,
    ghost: Ghost,
    at: tuple[int, int],
    box: tuple[float, float, float, float],
    line: float,
    turned: float = 0.0,
) -> None:
    """Draw a block with round corners beside the point `at`.

    Its edge is a `line` wide, `turned` is as for a SpriteCanvas. `box` is left, top, right and bottom, seen from the
    point. A dashed ghost's block is its edge alone.
    """
    corners = round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)
    _block(corners, round(line, 1), round(turned, 2), ghost.colour, ghost.dashed).blit(surface, at, ghost.opacity)


def draw_ring(surface: pygame.Surface, ghost: Ghost, at: tuple[int, int], radius: float, line: float) -> None:
    """Draw a ring around a point, `line` wide."""
    _ring(round(radius, 1), round(line, 1), ghost.colour, ghost.dashed).blit(surface, at, ghost.opacity)


@lru_cache(maxsize=128)
def _block(box: tuple[float, float, float, float], line: float, turned: float, colour: Colour, hollow: bool) -> Sprite:
    left, top, right, bottom = box
    if turned:
        reach = math.hypot(max(abs(left), abs(right)), max(abs(top), abs(bottom))) + 1
        canvas = SpriteCanvas(-reach, -reach, reach, reach, turned)
    else:
        canvas = SpriteCanvas(left - 1, top - 1, right + 1, bottom + 1)
    distance = box_distance(canvas.x, canvas.y, *box, radius=(bottom - top) * 0.25)
    if not hollow:
        canvas.paint(coverage(distance) * np.float32(_FILLED), colour)
    canvas.paint(coverage(np.abs(distance + np.float32(line / 2)) - np.float32(line / 2)), colour)
    return canvas.sprite()


@lru_cache(maxsize=32)
def _ring(radius: float, line: float, colour: Colour, dashed: bool) -> Sprite:
    reach = radius + line
    canvas = SpriteCanvas(-reach, -reach, reach, reach)
    from_middle = np.sqrt(canvas.x * canvas.x + canvas.y * canvas.y)
    share = coverage(np.abs(from_middle - np.float32(radius)) - np.float32(line / 2))
    if dashed:
        turns = np.arctan2(canvas.y, canvas.x) * np.float32(_MOST_DASHES / math.pi)  # twice as many around
        share = share * (turns - np.floor(turns) < _DRAWN)
    canvas.paint(share, colour)
    return canvas.sprite()
