"""MountainCar, Acrobot and Pendulum, and pictures of them."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine import catalogue as _catalogue  # noqa: F401  enters the cards
from playground.envs.base import ENVIRONMENTS
from playground.envs.drawing.frame import frame
from playground.envs.scene import Scene
from tests.envs.drawing.pictures import COLOURS, SIZE, picture, where

CAR, ACROBOT, PENDULUM = (ENVIRONMENTS.get(id) for id in ("MountainCar-v0", "Acrobot-v1", "Pendulum-v1"))
CARDS = [CAR, ACROBOT, PENDULUM]
SIZES = [(320, 220, 1), (420, 300, 1), (700, 450, 1), (360, 800, 1), (1300, 260, 1), (1400, 900, 2), (1920, 1080, 1)]
BOTTOM = frame(SIZE, 1).hud_y  # above it is the scene, below it are the numbers
every_card = pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)


def scene(card, state, action=None, explored=None, **rest):
    if card is PENDULUM and action is not None:
        action = np.array([action], np.float32)
    return Scene(state, action, explored, **rest)


def drawn(card, state, action=None, explored=None, **rest):
    """Return the picture without the mark of the action in its corner."""
    pixels = picture(card, scene(card, state, action, explored, **rest))
    pixels[540:, BOTTOM:] = COLOURS.ground
    return pixels


def middle_of(pixels, colour):
    x, y = where(pixels, colour)
    return (x.min() + x.max() + 1) / 2, (y.min() + y.max() + 1) / 2
