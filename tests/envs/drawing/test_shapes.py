"""Antialiased shapes and sprites, against what geometry says."""

from __future__ import annotations

import math

import numpy as np
import pytest

from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.drawing.shapes import box_distance, coverage, grid, polygon_distance
from playground.envs.drawing.sprites import SpriteCanvas

BLACK, RED = (0, 0, 0), (255, 0, 0)


def ink(start, end, radius):
    """Return how much of each pixel of a 120 x 120 canvas a line covers, 0 to 1."""
    canvas = SpriteCanvas(0, 0, 120, 120)
    canvas.line(start, end, radius, RED)
    return pygame.surfarray.array_alpha(canvas.sprite().surface) / 255


@pytest.mark.parametrize("degrees", range(0, 360, 15))
def test_a_line_covers_the_same_area_at_any_angle(degrees):
    up = math.radians(degrees)
    end = 60.3 + 40 * math.sin(up), 60.7 - 40 * math.cos(up)
    assert ink((60.3, 60.7), end, 9).sum() == pytest.approx(40 * 18 + math.pi * 9**2, rel=0.01)


def test_the_middle_of_a_line_lies_between_its_ends_to_a_tenth_of_a_pixel():
    share = ink((20.25, 30.5), (80.75, 95.25), 4)
    x, y = np.meshgrid(np.arange(120) + 0.5, np.arange(120) + 0.5, indexing="ij")
    assert (share * x).sum() / share.sum() == pytest.approx((20.25 + 80.75) / 2, abs=0.1)
    assert (share * y).sum() / share.sum() == pytest.approx((30.5 + 95.25) / 2, abs=0.1)


def test_a_line_without_length_is_a_disc():
    assert ink((60, 60), (60, 60), 9).sum() == pytest.approx(math.pi * 81, rel=0.01)


def test_a_polygon_covers_its_area_whatever_its_direction():
    x, y = grid(60, 60)
    points = [(10.2, 10.0), (50.0, 14.5), (30.0, 30.0), (44.0, 50.0), (8.0, 40.0)]
    area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True))) / 2
    for turned in (points, points[::-1]):
        assert coverage(polygon_distance(x, y, turned)).sum() == pytest.approx(area, rel=0.01)


def test_a_box_loses_its_corners_to_their_radius():
    x, y = grid(60, 40)
    share = coverage(box_distance(x, y, 5, 5, 55, 35, radius=8))
    assert share.sum() == pytest.approx(50 * 30 - (4 - math.pi) * 64, rel=0.005)
    assert share[5, 5] == 0
    assert share[30, 5] == 1


def test_a_sprite_lies_where_it_was_painted_and_is_clear_elsewhere():
    canvas = SpriteCanvas(-4.5, -3, 4.5, 3)
    canvas.box(-2, -1, 2, 1, radius=0, colour=RED)
    made = canvas.sprite()
    surface = pygame.Surface((40, 40), 0, 32)
    surface.fill((0, 0, 255))
    made.blit(surface, (20, 20))
    pixels = pygame.surfarray.array3d(surface)
    assert (pixels[18:22, 19:21] == RED).all()
    pixels[18:22, 19:21] = (0, 0, 255)
    assert (pixels == (0, 0, 255)).all()


def test_a_sprite_can_be_half_there():
    canvas = SpriteCanvas(0, 0, 4, 4)
    canvas.box(0, 0, 4, 4, radius=0, colour=(200, 200, 200))
    surface = pygame.Surface((4, 4), 0, 32)
    canvas.sprite().blit(surface, (0, 0), opacity=0.5)
    assert pygame.surfarray.array3d(surface)[2, 2] == pytest.approx([100, 100, 100], abs=2)


def test_an_outline_lies_within_the_shape():
    square = [(5, 5), (25, 5), (25, 25), (5, 25)]
    canvas = SpriteCanvas(0, 0, 30, 30)
    canvas.polygon(square, RED, line=3)
    opacity = pygame.surfarray.array_alpha(canvas.sprite().surface)
    assert opacity[15, 6] == 255
    assert opacity[15, 4] == 0
    assert opacity[15, 15] == 0
