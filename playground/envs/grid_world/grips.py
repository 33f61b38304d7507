"""Where the hand finds the agent in the picture."""

from __future__ import annotations

from playground.envs.drawing.grip import Grip
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.grid_world.map import cell_of
from playground.envs.grid_world.prerendered import lay_out
from playground.envs.scene import Captions, Palette, Scene

_RADIUS = 0.3  # in cells: also where numbers leave it little room


def grips(
    surface: pygame.Surface, scene: Scene, palette: Palette, scale: float, captions: Captions
) -> tuple[Grip, ...]:
    """Return the agent, in the middle of its cell; nothing in a maze can be pushed."""
    layout = lay_out(surface.get_size(), scale)
    middle = layout.middle(cell_of(scene.state))
    return (Grip("agent", middle, middle, _RADIUS * layout.cell),)
