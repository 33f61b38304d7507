"""Draws CartPole with pygame on any surface of 32 bits per pixel.

Everything that stays put, and every shape that only moves, is made once for a size and kept (cartpole_stage.py), and
so is the pole for each angle to half a pixel: a frame then costs some blits, and none of the large NumPy calls
that would hand the interpreter to the training thread and back each time. No display and no pygame.init(): of pygame
only surfaces and fonts are used.
"""

from __future__ import annotations

from functools import lru_cache

from playground.envs.cartpole_layout import MAX_ANGLE, MAX_POSITION, lay_out
from playground.envs.cartpole_stage import Stage, mixed
from playground.envs.lettering import lettering, shortened, write, write_number
from playground.envs.quiet_pygame import pygame
from playground.envs.scene import Colour, Palette, Scene, Words
from playground.envs.sprites import Canvas, Sprite

FINENESS = 2  # places of the tip of the pole in a pixel
_NEAR = 0.6  # of a limit: from here on its guide warms up
_LEFT = 0


def draw(surface: pygame.Surface, scene: Scene, palette: Palette, scale: float, words: Words) -> None:
    """Draw `scene` over the whole of `surface`; `scale` is the device pixel ratio. The same scene gives the same bytes."""
    stage = _stage(surface.get_size(), surface.get_masks(), scale, palette, words)
    surface.blit(stage.background, (0, 0))
    _draw_limit(surface, stage, scene)
    _draw_cart(surface, stage, scene)
    _draw_readout(surface, stage, scene)
    if scene.terminated or scene.truncated:
        _draw_banner(surface, stage, scene)


@lru_cache(maxsize=3)
def _stage(size: tuple[int, int], masks: tuple[int, ...], scale: float, palette: Palette, words: Words) -> Stage:
    return Stage(size, masks, lay_out(size, scale), palette, words)


def _draw_limit(surface: pygame.Surface, stage: Stage, scene: Scene) -> None:
    """Warm the post that the cart comes near."""
    share = scene.state[0] / MAX_POSITION
    if abs(share) > _NEAR:
        left = share < 0
        stage.posts[left, abs(share) > 1].blit(surface, stage.post_foot(left), _heat(share))


def _draw_cart(surface: pygame.Surface, stage: Stage, scene: Scene) -> None:
    position, angle = scene.state[0], scene.state[2]
    axle = stage.layout.axle(position)
    stage.wedge.blit(surface, axle)
    share = angle / MAX_ANGLE
    if abs(share) > _NEAR:
        stage.rays[share < 0, abs(share) > 1].blit(surface, axle, _heat(share))
    stage.shadow.blit(surface, axle)
    stage.pointer.blit(surface, axle)
    stage.cart.blit(surface, axle)
    if scene.action is not None:
        stage.arrows[scene.action == _LEFT, bool(scene.explored)].blit(surface, axle)
    tip_x, tip_y = stage.layout.tip(position, angle)
    tip = round((tip_x - axle[0]) * FINENESS), round((tip_y - axle[1]) * FINENESS)
    _pole(tip, stage.layout.pole_radius, stage.palette.pole).blit(surface, axle)
    stage.hub.blit(surface, axle)


@lru_cache(maxsize=256)
def _pole(tip: tuple[int, int], radius: float, colour: Colour) -> Sprite:
    """Return the pole; `tip` is where it ends, seen from the axle, in halves of a pixel."""
    x, y = tip[0] / FINENESS, tip[1] / FINENESS
    room = radius + 1
    canvas = Canvas(min(x, 0) - room, min(y, 0) - room, max(x, 0) + room, max(y, 0) + room)
    canvas.line((0, 0), (x, y), radius, colour)
    return canvas.sprite()


def _heat(share: float) -> float:
    return min((abs(share) - _NEAR) / (1 - _NEAR), 1.0)


def _draw_readout(surface: pygame.Surface, stage: Stage, scene: Scene) -> None:
    layout, palette = stage.layout, stage.palette
    for at, number in zip(stage.number_at, (scene.step, scene.episode_return), strict=True):
        write_number(surface, _written(number), layout.number, palette.text, at)
    if scene.caption:
        caption = shortened(scene.caption, layout.text, surface.get_width() - 2 * layout.pad)
        write(surface, caption, layout.text, palette.muted, (layout.pad, layout.pad))
    if scene.action is None:
        return
    stage.small_arrows[scene.action == _LEFT, bool(scene.explored)].blit(surface, stage.action_at)
    if scene.explored is not None:
        word = lettering(stage.words.explored if scene.explored else stage.words.greedy, layout.text, palette.text)
        x, y = stage.action_at
        surface.blit(word, (x + round(layout.text * 1.3), y - word.get_height() // 2))


def _written(number: float) -> str:
    digits = f"{number:.0f}" if float(number).is_integer() or abs(number) >= 1000 else f"{number:.1f}"
    return digits.replace("-", "−")


def _draw_banner(surface: pygame.Surface, stage: Stage, scene: Scene) -> None:
    """Say why the episode ended."""
    words, palette = stage.words, stage.palette
    if not scene.terminated:
        text, colour = words.time_limit, palette.reached
    elif abs(scene.state[0]) / MAX_POSITION > abs(scene.state[2]) / MAX_ANGLE:
        text, colour = words.left_track, palette.ended
    else:
        text, colour = words.fell, palette.ended
    banner = _banner(text, stage.layout.text, surface.get_width() - 2 * round(stage.layout.pad), palette, colour)
    surface.blit(banner, ((surface.get_width() - banner.get_width()) // 2, stage.layout.banner_y))


@lru_cache(maxsize=8)
def _banner(text: str, size: int, room: int, palette: Palette, colour: Colour) -> pygame.Surface:
    while (written := lettering(text, size, palette.text)).get_width() + 3 * size > room and size > 8:
        size -= 1
    width, height = written.get_width() + 3 * size, round(size * 1.9)
    canvas = Canvas(0, 0, width, height)
    canvas.box(0, 0, width, height, radius=height / 2, colour=mixed(palette.panel, colour, 0.5))
    canvas.box(1, 1, width - 1, height - 1, radius=height / 2 - 1, colour=palette.panel)
    canvas.disc((size * 1.1, height / 2), size * 0.3, colour)
    banner = canvas.sprite().surface
    banner.blit(written, (round(size * 1.9), (height - written.get_height()) // 2))
    return banner
