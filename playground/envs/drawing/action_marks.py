"""Marks of an action: arrows to a side, arrows that turn, and a dot for none.

Left and negative have one colour, right and positive the other; explored is hollow, greedy is filled.
"""

from __future__ import annotations

import math

import numpy as np

from playground.envs.drawing.frame import Frame
from playground.envs.drawing.shapes import Field, coverage, grid, turn_distance
from playground.envs.drawing.sprites import Sprite, SpriteCanvas, stencil
from playground.envs.scene import Palette

_SMALL_TURN = 4.6  # rad, how far the small arrow beside the numbers turns


def arrow(
    frame: Frame,
    palette: Palette,
    left: bool,
    hollow: bool,
    start: float,
    y: float,
    length: float,
    turned: float = 0.0,
) -> Sprite:
    """Return an arrow beside the point it belongs to.

    `start` is the distance of its tail, `turned` as for a SpriteCanvas.
    """
    far, wide = start + length + 1, abs(y) + length * 0.32 + 1
    if turned:  # anywhere within its reach
        reach = math.hypot(far, wide)
        canvas = SpriteCanvas(-reach, -reach, reach, reach, turned)
    else:
        canvas = SpriteCanvas(
            -far if left else start - 1, y - length * 0.32 - 1, 1 - start if left else far, y + length * 0.32 + 1
        )
    line = max(1.5 * frame.hair, length * 0.035) if hollow else None
    canvas.arrow(start, y, length, left, palette.left if left else palette.right, line)
    return canvas.sprite()


def turn(
    frame: Frame, palette: Palette, hollow: bool, radius: float, half: float, head: float, start: float, sweep: float
) -> Sprite:
    """Return an arrow that turns about the point it belongs to.

    See shapes.turn_distance for the numbers.
    """
    reach = math.ceil(radius + head + 2)
    x, y = grid(2 * reach, 2 * reach)
    distance = turn_distance(x - np.float32(reach), y - np.float32(reach), radius, half, head, start, sweep)
    return stencil(
        coverage(_outlined(distance, max(frame.hair, half * 0.35)) if hollow else distance),
        (-reach, -reach),
        palette.left if sweep < 0 else palette.right,
    )


def small_arrow(frame: Frame, palette: Palette, left: bool, hollow: bool) -> Sprite:
    """Return the arrow beside the numbers; its point is its middle."""
    length = frame.text * 1.4
    return arrow(frame, palette, left, hollow, -length / 2, 0, length)


def small_turn(frame: Frame, palette: Palette, clockwise: bool, hollow: bool) -> Sprite:
    """Return the turning arrow beside the numbers."""
    size, sweep = frame.text, -_SMALL_TURN if clockwise else _SMALL_TURN
    start = (math.pi - sweep) / 2  # so that the gap is at the bottom
    return turn(frame, palette, hollow, size * 0.5, size * 0.17, size * 0.42, start, sweep)


def small_dot(frame: Frame, palette: Palette, hollow: bool) -> Sprite:
    """Return the mark of doing nothing beside the numbers."""
    radius = frame.text * 0.3
    canvas = SpriteCanvas(-radius - 1, -radius - 1, radius + 1, radius + 1)
    distance = np.sqrt(canvas.x * canvas.x + canvas.y * canvas.y) - np.float32(radius)
    canvas.paint(coverage(_outlined(distance, 1.5 * frame.hair) if hollow else distance), palette.muted)
    return canvas.sprite()


def _outlined(distance: Field, line: float) -> Field:
    """Return the distance to a line of that width inside the edge of a shape."""
    outline: Field = np.abs(distance + np.float32(line / 2)) - np.float32(line / 2)
    return outline
