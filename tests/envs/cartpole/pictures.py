"""Scenes of CartPole, and pictures of them in pure colours."""

from __future__ import annotations

import math

import numpy as np

from playground.envs.cartpole.captions import CartPoleCaptions, captions, captions_with_force
from playground.envs.cartpole.painter import draw
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.scene import Scene
from tests.envs.drawing.pictures import COLOURS, SIZE, where

WORDS, FORCE = captions(), captions_with_force()
CHINESE = CartPoleCaptions(
    "步", "回报", "探索", "贪心", "到达时间上限：没有失败", "", "倒了：杆子偏离超过 12°", "出轨：小车超过 2.4 m"
)
SIZES = [(320, 200, 1), (320, 220, 1), (480, 300, 1), (700, 450, 1), (360, 800, 1), (1300, 260, 1), (640, 400, 2)]
SIZES += [(875, 563, 1.25), (1920, 1080, 1)]


def scene(x=0.0, degrees=0.0, action=None, explored=None, **rest):
    return Scene((x, 0.0, math.radians(degrees), 0.0), action, explored, **rest)


def picture(shown, size=SIZE, scale=1.0, palette=COLOURS, captions=WORDS):
    """Return the drawn scene as an array (x, y, colour)."""
    surface = pygame.Surface(size, 0, 32)
    draw(surface, shown, palette, scale, captions)
    return pygame.surfarray.array3d(surface)


def spread(pixels, colour):
    """Return how wide and how high all that is of that colour reaches."""
    x, y = where(pixels, colour)
    return x.max() + 1 - x.min(), y.max() + 1 - y.min()


def forceful(push, explored=False, **rest):
    return Scene((0.0,) * 4, np.array([push], np.float32), explored, **rest)
