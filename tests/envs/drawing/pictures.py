"""Draws scenes in pure colours, so that a pixel says what it is part of."""

from __future__ import annotations

import numpy as np

from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.scene import Palette

COLOURS = Palette(
    ground=(255, 255, 255),
    panel=(200, 200, 255),
    text=(0, 0, 0),
    muted=(90, 90, 90),
    guide=(150, 150, 150),
    track=(120, 120, 120),
    shadow=(240, 240, 240),
    cart=(0, 255, 0),
    pole=(255, 0, 255),
    axle=(10, 20, 30),
    left=(0, 0, 255),
    right=(255, 0, 0),
    warning=(255, 200, 0),
    ended=(128, 0, 0),
    reached=(0, 128, 0),
)
SIZE = (700, 450)


def picture(card, shown, size=SIZE, scale=1.0, captions=None):
    """Return the drawn scene as an array (x, y, colour)."""
    surface = pygame.Surface(size, 0, 32)
    card.painter()(surface, shown, COLOURS, scale, captions or card.captions())
    return pygame.surfarray.array3d(surface)


def where(pixels, colour):
    """Return the x and y of all pixels of exactly that colour."""
    return np.nonzero((pixels == np.array(colour)).all(axis=2))


def is_there(pixels, colour):
    return len(where(pixels, colour)[0]) > 0
