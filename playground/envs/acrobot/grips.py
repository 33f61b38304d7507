"""Where the hand finds the two links in the picture."""

from __future__ import annotations

import math

from playground.envs.acrobot.captions import AcrobotCaptions
from playground.envs.acrobot.painter import joints, prerendered_for
from playground.envs.drawing.grip import Grip
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.scene import Palette, Scene


def grips(
    surface: pygame.Surface, scene: Scene, palette: Palette, scale: float, captions: AcrobotCaptions
) -> tuple[Grip, ...]:
    """Return both links where draw() draws them.

    A push meets the end of the lower one, across it.
    """
    prerendered = prerendered_for(surface.get_size(), surface.get_masks(), scale, palette, captions)
    pivot, joint, tip = joints(prerendered, scene)
    turned = scene.state[0] + scene.state[1]
    return (
        Grip("upper_link", pivot, joint, prerendered.thickness),
        Grip(
            "lower_link",
            joint,
            tip,
            prerendered.thickness,
            pushed_at=tip,
            pushed_along=(math.cos(turned), -math.sin(turned)),
        ),
    )
