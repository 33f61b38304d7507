"""Draws CartPole with pygame on any surface of 32 bits per pixel.

Everything that stays put, and every shape that only moves, is made once for a size and kept (cartpole_stage.py), and
so is the pole for each angle to half a pixel: a frame then costs some blits, and none of the large NumPy calls
that would hand the interpreter to the training thread and back each time. No display and no pygame.init(): of pygame
only surfaces and fonts are used.
"""

from __future__ import annotations

from functools import lru_cache

from playground.envs.cartpole.captions import CartPoleWords
from playground.envs.cartpole.layout import MAX_ANGLE, MAX_POSITION, Layout, force_of, lay_out, push_of
from playground.envs.cartpole.prerendered import Stage
from playground.envs.drawing.ghosts import draw_block, draw_rod
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.drawing.readout import steady
from playground.envs.drawing.sprites import rod
from playground.envs.scene import Palette, Scene

_NEAR = 0.6  # of a limit: from here on its guide warms up


def draw(surface: pygame.Surface, scene: Scene, palette: Palette, scale: float, words: CartPoleWords) -> None:
    """Draw `scene` over the whole of `surface`; `scale` is the device pixel ratio. The same scene gives the same bytes."""
    stage = _stage(surface.get_size(), surface.get_masks(), scale, palette, words)
    surface.blit(stage.background, (0, 0))
    _draw_limit(surface, stage, scene)
    _draw_cart(surface, stage, scene)
    _draw_ghosts(surface, stage, scene)
    _write_numbers(surface, stage, scene)
    if scene.terminated or scene.truncated:
        _draw_banner(surface, stage, scene)


@lru_cache(maxsize=3)
def _stage(
    size: tuple[int, int], masks: tuple[int, ...], scale: float, palette: Palette, words: CartPoleWords
) -> Stage:
    return Stage(size, masks, lay_out(size, scale), palette, words)


def _draw_limit(surface: pygame.Surface, stage: Stage, scene: Scene) -> None:
    """Warm the post that the cart comes near."""
    share = scene.state[0] / MAX_POSITION
    if abs(share) > _NEAR:
        left = share < 0
        stage.posts[left, abs(share) > 1].blit(surface, stage.post_foot(left), _heat(share))


def _layout(stage: Stage, scene: Scene) -> Layout:
    return stage.layout if scene.parameters is None else stage.layout.proportioned(scene.parameters.length)


def _draw_cart(surface: pygame.Surface, stage: Stage, scene: Scene) -> None:
    position, angle = scene.state[0], scene.state[2]
    layout = _layout(stage, scene)
    cart, axle = stage.cart(layout), layout.axle(position)
    stage.wedge.blit(surface, axle)
    share = angle / MAX_ANGLE
    if abs(share) > _NEAR:
        stage.rays[share < 0, abs(share) > 1].blit(surface, axle, _heat(share))
    cart.shadow.blit(surface, axle)
    cart.pointer.blit(surface, axle)
    cart.body.blit(surface, axle)
    push = push_of(scene)
    if push is not None and (arrow := cart.arrow(push, bool(scene.explored))) is not None:
        arrow.blit(surface, axle)
    tip_x, tip_y = layout.tip(position, angle)
    rod((tip_x - axle[0], tip_y - axle[1]), layout.pole_radius, stage.palette.pole).blit(surface, axle)
    cart.hub.blit(surface, axle)


def _draw_ghosts(surface: pygame.Surface, stage: Stage, scene: Scene) -> None:
    layout = _layout(stage, scene)
    for ghost in scene.ghosts:
        position, angle = ghost.state[0], ghost.state[2]
        axle = layout.axle(position)
        draw_block(surface, ghost, axle, layout.cart_box, 2 * layout.hair)
        draw_rod(surface, ghost, axle, layout.tip(position, angle), layout.pole_radius)


def _write_numbers(surface: pygame.Surface, stage: Stage, scene: Scene) -> None:
    force = force_of(scene)
    if force is None:
        stage.readout.draw(surface, scene, None)
        return
    written = round(force, 1)
    side = (written > 0) - (written < 0)
    stage.readout.draw(surface, scene, stage.marks[side, bool(scene.explored)], steady(force))


def _heat(share: float) -> float:
    return min((abs(share) - _NEAR) / (1 - _NEAR), 1.0)


def _draw_banner(surface: pygame.Surface, stage: Stage, scene: Scene) -> None:
    """Say why the episode ended."""
    words, palette = stage.words, stage.palette
    if not scene.terminated:
        text, colour = words.time_limit, palette.reached
    elif abs(scene.state[0]) / MAX_POSITION > abs(scene.state[2]) / MAX_ANGLE:
        text, colour = words.left_track, palette.ended
    else:
        text, colour = words.fell, palette.ended
    stage.readout.draw_banner(surface, text, colour)
