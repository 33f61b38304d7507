"""Painter of Acrobot: two links, the line to be reached, the torque as an arrow.

As in the picture of CartPole, what stays put is made once for a size, and what moves is a kept sprite.
"""

from __future__ import annotations

import math
from functools import lru_cache

from playground.envs.acrobot.captions import AcrobotCaptions
from playground.envs.drawing.action_marks import small_dot, small_turn, turn
from playground.envs.drawing.circle import largest_circle
from playground.envs.drawing.frame import Frame, frame
from playground.envs.drawing.ghosts import draw_rod
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.drawing.readout import Readout
from playground.envs.drawing.sprites import Sprite, SpriteCanvas, blank, rod
from playground.envs.drawing.text import lettering
from playground.envs.scene import Colour, Palette, Scene, mixed

_NO_TORQUE = 1
_SWEEP = 4.2  # rad, how far the arrow around the joint turns
_LOWER = 1.0  # m, the length of the lower link; the line to be reached is as high above the pivot


def draw(surface: pygame.Surface, scene: Scene, palette: Palette, scale: float, captions: AcrobotCaptions) -> None:
    """Draw `scene` over the whole of `surface`.

    `scale` is the device pixel ratio. The same scene gives the same bytes.
    """
    prerendered = prerendered_for(surface.get_size(), surface.get_masks(), scale, palette, captions)
    surface.blit(prerendered.background, (0, 0))
    upper, metre = _lengths(prerendered, scene)
    _draw_line(surface, prerendered, round(line_height(scene.state[0], upper) * metre), scene.terminated)

    pivot, joint, tip = joints(prerendered, scene)
    mark = None
    if scene.action is not None:
        action, hollow = int(scene.action), bool(scene.explored)
        mark = prerendered.marks[action, hollow]
        if action != _NO_TORQUE:
            prerendered.arrows[action < _NO_TORQUE, hollow].blit(surface, joint)
    for start, end, colour in ((pivot, joint, palette.cart), (joint, tip, palette.pole)):
        rod((end[0] - start[0], end[1] - start[1]), prerendered.thickness, colour).blit(surface, start)
    prerendered.pivot.blit(surface, pivot)
    prerendered.joint.blit(surface, joint)
    for ghost in scene.ghosts:
        theta1, theta2 = ghost.state[:2]
        joint = _hanging(pivot, upper * metre, theta1)
        draw_rod(surface, ghost, pivot, joint, prerendered.thickness)
        draw_rod(surface, ghost, joint, _hanging(joint, _LOWER * metre, theta1 + theta2), prerendered.thickness)
    prerendered.readout.draw(surface, scene, mark)
    if scene.terminated:
        prerendered.readout.draw_banner(surface, captions.terminated, palette.reached, prerendered.circle.banner_y)
    elif scene.truncated:
        prerendered.readout.draw_banner(surface, captions.time_limit, palette.warning, prerendered.circle.banner_y)


def joints(prerendered: AcrobotPrerendered, scene: Scene) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]]:
    """Return where the pivot, the joint between the links and the free end are."""
    upper, metre = _lengths(prerendered, scene)
    theta1, theta2 = scene.state[:2]
    pivot = prerendered.circle.middle
    joint = _hanging(pivot, upper * metre, theta1)
    return pivot, joint, _hanging(joint, _LOWER * metre, theta1 + theta2)


def _lengths(prerendered: AcrobotPrerendered, scene: Scene) -> tuple[float, float]:
    """Return the length of the upper link in metres, and pixels to a metre."""
    upper = 1.0 if scene.parameters is None else scene.parameters.link_length_1
    return upper, prerendered.reach / (upper + _LOWER)


def line_height(theta1: float, upper: float) -> float:
    """Return how high above the pivot, in metres, the free end ends the episode.

    The episode ends when -cos(theta1) - cos(theta1 + theta2) > 1, whatever the links' lengths. For an upper link that is
    not 1 m long, that is no longer one height: it depends on where the upper link is.
    """
    return _LOWER + (1.0 - upper) * math.cos(theta1)


def _hanging(start: tuple[int, int], length: float, angle: float) -> tuple[int, int]:
    """Return where a link ends.

    It is on whole pixels, so that what is fixed there moves as one with it.
    """
    return round(start[0] + length * math.sin(angle)), round(start[1] + length * math.cos(angle))


def _draw_line(surface: pygame.Surface, prerendered: AcrobotPrerendered, height: int, reached: bool) -> None:
    y, hair = prerendered.circle.middle[1] - height, prerendered.line_hair
    colour = prerendered.line_colours[reached]
    surface.fill(colour, (prerendered.line_x[0], y - hair // 2, prerendered.line_x[1] - prerendered.line_x[0], hair))
    surface.blit(
        prerendered.label,
        (prerendered.line_x[1] - prerendered.label.get_width(), y - prerendered.label.get_height() - hair),
    )


@lru_cache(maxsize=3)
def prerendered_for(
    size: tuple[int, int], masks: tuple[int, ...], scale: float, palette: Palette, captions: AcrobotCaptions
) -> AcrobotPrerendered:
    return AcrobotPrerendered(frame(size, scale), masks, palette, captions)


class AcrobotPrerendered:
    """The background and the sprites for one frame, palette and set of words."""

    def __init__(self, frame: Frame, masks: tuple[int, ...], palette: Palette, captions: AcrobotCaptions) -> None:
        self._frame, self._palette = frame, palette
        self.readout = Readout(frame, palette, captions)
        self.circle = largest_circle(frame, self.readout.free)
        self.thickness = max(self.circle.radius * 0.033, 1.5 * frame.scale)
        self.reach = self.circle.radius - self.thickness - 1  # of both links together
        self.pivot = self._make_knob(1.7, mixed(palette.cart, palette.ground, 0.4))
        self.joint = self._make_knob(1.3, palette.pole)
        # by (does it turn clockwise, is it hollow)
        self.arrows = {
            (left, hollow): self._make_arrow(left, hollow) for left in (True, False) for hollow in (True, False)
        }
        self.marks = {
            (action, hollow): (
                small_dot(frame, palette, hollow)
                if action == _NO_TORQUE
                else small_turn(frame, palette, action < _NO_TORQUE, hollow)
            )
            for action in range(3)
            for hollow in (True, False)
        }
        self.line_x = round(frame.pad), round(frame.size[0] - frame.pad)
        self.line_hair = max(frame.hair, round(1.5 * frame.scale))
        self.line_colours = mixed(palette.reached, palette.ground, 0.35), palette.reached
        self.label = lettering(captions.line, round(frame.text * 0.9), palette.muted)
        self.background = blank(frame.size, masks, palette.ground)
        self.readout.write_labels(self.background)

    def _make_arrow(self, clockwise: bool, hollow: bool) -> Sprite:
        radius, sweep = self.circle.radius * 0.16, -_SWEEP if clockwise else _SWEEP
        start = (math.pi - sweep) / 2  # so that the gap is at the bottom
        return turn(self._frame, self._palette, hollow, radius, radius * 0.11, radius * 0.36, start, sweep)

    def _make_knob(self, size: float, colour: Colour) -> Sprite:
        radius = self.thickness * size
        canvas = SpriteCanvas(-radius - 1, -radius - 1, radius + 1, radius + 1)
        canvas.disc((0, 0), radius, colour)
        canvas.disc((0, 0), radius * 0.45, self._palette.axle)
        return canvas.sprite()
