"""Where the hand finds the pendulum in the picture."""

from __future__ import annotations

import math

from playground.envs.drawing.grip import Grip
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.pendulum.captions import PendulumCaptions
from playground.envs.pendulum.painter import drawn_length, prerendered_for
from playground.envs.scene import Palette, Scene


def grips(
    surface: pygame.Surface, scene: Scene, palette: Palette, scale: float, captions: PendulumCaptions
) -> tuple[Grip, ...]:
    """Return the pendulum where draw() draws it; a push meets its bob, across the rod."""
    prerendered = prerendered_for(surface.get_size(), surface.get_masks(), scale, palette, captions)
    length = 1.0 if scene.parameters is None else scene.parameters.length
    angle = scene.state[0]
    bob = prerendered.circle.at(drawn_length(length), angle)
    return (
        Grip(
            "pendulum",
            prerendered.circle.middle,
            bob,
            prerendered.bob_radius,
            pushed_at=bob,
            pushed_along=(-math.cos(angle), math.sin(angle)),
        ),
    )
