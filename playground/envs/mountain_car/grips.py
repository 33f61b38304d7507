"""Where the hand finds the car in the picture."""

from __future__ import annotations

import math

from playground.envs.drawing.grip import Grip
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.mountain_car.painter import prerendered_for, rise
from playground.envs.scene import Captions, Palette, Scene


def grips(
    surface: pygame.Surface, scene: Scene, palette: Palette, scale: float, captions: Captions
) -> tuple[Grip, ...]:
    """Return the car where draw() draws it; a push goes along the road."""
    prerendered = prerendered_for(surface.get_size(), surface.get_masks(), scale, palette, captions)
    foot = prerendered.ground(scene.state[0])
    slope = math.atan(rise(scene.state[0]))
    along = math.cos(slope), -math.sin(slope)
    left, top, right, bottom = prerendered.car_box
    half, high = (bottom - top) / 2, (bottom + top) / 2  # of its body, above the road
    x, y = foot[0] + high * math.sin(slope), foot[1] + high * math.cos(slope)
    start, end = left + half, right - half
    return (
        Grip(
            "car",
            (x + start * along[0], y + start * along[1]),
            (x + end * along[0], y + end * along[1]),
            half,
            pushed_at=(x, y),
            pushed_along=along,
        ),
    )
