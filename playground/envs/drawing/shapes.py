"""Antialiased shapes for painters: how far each pixel is from their edge.

Shapes are given by their signed distance (below zero inside), which gives exact edges at any size and angle. Points
are (x, y) in pixels with the origin at the top left; the centre of the first pixel is (0.5, 0.5).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Field: TypeAlias = npt.NDArray[np.float32]  # one number per pixel, indexed [x, y] as pygame does
Point: TypeAlias = tuple[float, float]


def grid(width: int, height: int) -> tuple[Field, Field]:
    """Return the coordinates of the pixel centres, shapes (width, 1) and (1, height)."""
    x = np.arange(width, dtype=np.float32)[:, None] + np.float32(0.5)
    y = np.arange(height, dtype=np.float32)[None, :] + np.float32(0.5)
    return x, y


def segment_distance(x: Field, y: Field, start: Point, end: Point) -> Field:
    """Return the distance to a line segment, for pixel centres `x` and `y`."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length2 = max(dx * dx + dy * dy, 1e-9)
    x, y = x - np.float32(start[0]), y - np.float32(start[1])
    along: Field = np.clip((x * np.float32(dx) + y * np.float32(dy)) / np.float32(length2), 0, 1)
    x, y = x - along * np.float32(dx), y - along * np.float32(dy)
    distance: Field = np.sqrt(x * x + y * y)  # np.hypot takes four times as long
    return distance


def polygon_distance(x: Field, y: Field, points: Sequence[Point]) -> Field:
    """Return the signed distance to a polygon without crossing edges."""
    nearest: Field = np.full(np.broadcast_shapes(x.shape, y.shape), np.inf, np.float32)
    inside = np.zeros(nearest.shape, bool)
    for (x0, y0), (x1, y1) in zip(points, (*points[1:], points[0]), strict=True):
        np.minimum(nearest, segment_distance(x, y, (x0, y0), (x1, y1)), out=nearest)
        if y0 != y1:
            crossing = np.float32(x0) + (y - np.float32(y0)) * np.float32((x1 - x0) / (y1 - y0))
            inside ^= ((y0 > y) != (y1 > y)) & (x < crossing)
    return np.where(inside, -nearest, nearest)


def box_distance(x: Field, y: Field, left: float, top: float, right: float, bottom: float, radius: float) -> Field:
    """Return the signed distance to a box with round corners."""
    dx = np.abs(x - np.float32((left + right) / 2)) - np.float32((right - left) / 2 - radius)
    dy = np.abs(y - np.float32((top + bottom) / 2)) - np.float32((bottom - top) / 2 - radius)
    outside = np.hypot(np.maximum(dx, 0), np.maximum(dy, 0))
    distance: Field = outside + np.minimum(np.maximum(dx, dy), 0) - np.float32(radius)
    return distance


def turn_distance(x: Field, y: Field, radius: float, half: float, head: float, start: float, sweep: float) -> Field:
    """Return the signed distance to an arrow that turns about the origin.

    It is `half` wide to either side of its `radius`. It begins at the angle `start` and ends `sweep` later, in radians,
    counterclockwise if positive. The point is `head` long and, to either side, wide; it is shorter where the whole
    arrow is.
    """
    if sweep < 0:  # the mirror image
        return turn_distance(-x, y, radius, half, head, math.pi - start, -sweep)
    neck = start + max(sweep - head / radius, sweep * 0.35)
    from_origin = np.sqrt(x * x + y * y)
    along = np.mod(np.arctan2(-y, x) - np.float32(start), np.float32(2 * math.pi))
    aside = np.abs(from_origin - np.float32(radius))
    tail = segment_distance(x, y, *[_on_circle(radius, start)] * 2)
    end = _on_circle(radius, neck)
    beyond = np.minimum(tail, segment_distance(x, y, end, end))
    shaft = np.where(along <= np.float32(neck - start), aside, beyond) - np.float32(half)
    wide = min(head, (start + sweep - neck) * radius)
    corners = [
        _on_circle(radius - wide, neck),
        _on_circle(radius, start + sweep),
        _on_circle(radius + wide, neck),
    ]
    return np.minimum(shaft, polygon_distance(x, y, corners))


def _on_circle(radius: float, angle: float) -> Point:
    return radius * math.cos(angle), -radius * math.sin(angle)


def coverage(distance: Field) -> Field:
    """Return how much of each pixel lies inside, 0 to 1."""
    share: Field = np.clip(np.float32(0.5) - distance, 0, 1)
    return share
