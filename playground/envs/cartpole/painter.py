"""Painter of CartPole, with pygame on any surface of 32 bits per pixel.

Everything that stays put, and every shape that only moves, is made once for a size and kept (prerendered.py), and
so is the pole for each angle to half a pixel: a frame then costs some blits, and none of the large NumPy calls
that would hand the interpreter to the training thread and back each time. No display and no pygame.init(): of pygame
only surfaces and fonts are used.
"""

from __future__ import annotations

from functools import lru_cache

from playground.envs.cartpole.captions import CartPoleCaptions
from playground.envs.cartpole.layout import MAX_ANGLE, MAX_POSITION, CartPoleLayout, force_of, lay_out, push_of
from playground.envs.cartpole.prerendered import CartPolePrerendered
from playground.envs.drawing.ghosts import draw_block, draw_rod
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.drawing.sprites import rod
from playground.envs.scene import Palette, Scene
from playground.number_text import steady_picture_number

_NEAR = 0.6  # of a limit: from here on its guide warms up


def draw(surface: pygame.Surface, scene: Scene, palette: Palette, scale: float, captions: CartPoleCaptions) -> None:
    """Draw `scene` over the whole of `surface`.

    `scale` is the device pixel ratio. The same scene gives the same bytes.
    """
    prerendered = _prerendered(surface.get_size(), surface.get_masks(), scale, palette, captions)
    surface.blit(prerendered.background, (0, 0))
    _draw_limit(surface, prerendered, scene)
    _draw_cart(surface, prerendered, scene)
    _draw_ghosts(surface, prerendered, scene)
    _write_numbers(surface, prerendered, scene)
    if scene.terminated or scene.truncated:
        _draw_banner(surface, prerendered, scene)


@lru_cache(maxsize=3)
def _prerendered(
    size: tuple[int, int], masks: tuple[int, ...], scale: float, palette: Palette, captions: CartPoleCaptions
) -> CartPolePrerendered:
    return CartPolePrerendered(size, masks, lay_out(size, scale), palette, captions)


def _draw_limit(surface: pygame.Surface, prerendered: CartPolePrerendered, scene: Scene) -> None:
    """Draw the post that the cart comes near in a warmer colour."""
    share = scene.state[0] / MAX_POSITION
    if abs(share) > _NEAR:
        left = share < 0
        prerendered.posts[left, abs(share) > 1].blit(surface, prerendered.post_foot(left), _heat(share))


def _layout(prerendered: CartPolePrerendered, scene: Scene) -> CartPoleLayout:
    return prerendered.layout if scene.parameters is None else prerendered.layout.proportioned(scene.parameters.length)


def _draw_cart(surface: pygame.Surface, prerendered: CartPolePrerendered, scene: Scene) -> None:
    position, angle = scene.state[0], scene.state[2]
    layout = _layout(prerendered, scene)
    cart, axle = prerendered.cart(layout), layout.axle(position)
    prerendered.wedge.blit(surface, axle)
    share = angle / MAX_ANGLE
    if abs(share) > _NEAR:
        prerendered.rays[share < 0, abs(share) > 1].blit(surface, axle, _heat(share))
    cart.shadow.blit(surface, axle)
    cart.pointer.blit(surface, axle)
    cart.body.blit(surface, axle)
    push = push_of(scene)
    if push is not None and (arrow := cart.arrow(push, bool(scene.explored))) is not None:
        arrow.blit(surface, axle)
    tip_x, tip_y = layout.tip(position, angle)
    rod((tip_x - axle[0], tip_y - axle[1]), layout.pole_radius, prerendered.palette.pole).blit(surface, axle)
    cart.hub.blit(surface, axle)


def _draw_ghosts(surface: pygame.Surface, prerendered: CartPolePrerendered, scene: Scene) -> None:
    layout = _layout(prerendered, scene)
    for ghost in scene.ghosts:
        position, angle = ghost.state[0], ghost.state[2]
        axle = layout.axle(position)
        draw_block(surface, ghost, axle, layout.cart_box, 2 * layout.hair)
        draw_rod(surface, ghost, axle, layout.tip(position, angle), layout.pole_radius)


def _write_numbers(surface: pygame.Surface, prerendered: CartPolePrerendered, scene: Scene) -> None:
    force = force_of(scene)
    if force is None:
        prerendered.readout.draw(surface, scene, None)
        return
    written = round(force, 1)
    side = (written > 0) - (written < 0)
    prerendered.readout.draw(
        surface, scene, prerendered.marks[side, bool(scene.explored)], steady_picture_number(force)
    )


def _heat(share: float) -> float:
    return min((abs(share) - _NEAR) / (1 - _NEAR), 1.0)


def _draw_banner(surface: pygame.Surface, prerendered: CartPolePrerendered, scene: Scene) -> None:
    """Write why the episode ended."""
    captions, palette = prerendered.captions, prerendered.palette
    if not scene.terminated:
        text, colour = captions.time_limit, palette.reached
    elif abs(scene.state[0]) / MAX_POSITION > abs(scene.state[2]) / MAX_ANGLE:
        text, colour = captions.left_track, palette.ended
    else:
        text, colour = captions.fell, palette.ended
    prerendered.readout.draw_banner(surface, text, colour)
