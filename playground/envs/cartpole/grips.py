"""Where the hand finds cart and pole in the picture."""

from __future__ import annotations

from playground.envs.cartpole.captions import CartPoleCaptions
from playground.envs.cartpole.layout import lay_out
from playground.envs.drawing.grip import Grip
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.scene import Palette, Scene


def grips(
    surface: pygame.Surface, scene: Scene, palette: Palette, scale: float, captions: CartPoleCaptions
) -> tuple[Grip, ...]:
    """Return the cart, which pushes meet, and the pole, where draw() draws them."""
    layout = lay_out(surface.get_size(), scale)
    if scene.parameters is not None:
        layout = layout.proportioned(scene.parameters.length)
    position, angle = scene.state[0], scene.state[2]
    x, y = layout.axle(position)
    left, top, right, bottom = layout.cart_box
    half = (bottom - top) / 2
    middle = y + top + half
    return (
        Grip(
            "cart",
            (x + left + half, middle),
            (x + right - half, middle),
            half,
            pushed_at=(x, middle),
            pushed_along=(1.0, 0.0),
        ),
        Grip("pole", (x, y), layout.tip(position, angle), layout.pole_radius),
    )
