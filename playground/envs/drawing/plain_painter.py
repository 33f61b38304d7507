"""Painter of environments without one of their own.

It shows the picture that the environment draws, or its numbers as labelled bars.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache

from playground.envs.base import Quantity
from playground.envs.drawing.frame import Frame, frame
from playground.envs.drawing.plain_captions import PlainCaptions
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.drawing.readout import Readout
from playground.envs.drawing.text import digit_width, lettering, shortened, write, write_number
from playground.envs.scene import Palette, Scene
from playground.number_text import picture_number

_DIGITS = 7  # of the return, which may be anything
_NUMBER_DIGITS = 8  # of a number beside its bar
_CAPTION = 1.6  # lines that the caption takes


class PlainPainter:
    """A painter of one environment; it keeps the newest scaled picture."""

    def __init__(self, observation: Sequence[Quantity]) -> None:
        self._observation = observation
        self._kept: tuple[bytes, tuple[int, int], pygame.Surface] | None = None

    def draw(
        self, surface: pygame.Surface, scene: Scene, palette: Palette, scale: float, captions: PlainCaptions
    ) -> None:
        """Draw `scene` over the whole of `surface`; `scale` is the device pixel ratio."""
        surface.fill(palette.ground)
        place, readout = _readout(surface.get_size(), scale, palette, captions)
        top, pad = round(place.pad + place.text * _CAPTION), round(place.pad)
        box = pygame.Rect(pad, top, surface.get_width() - 2 * pad, round(place.floor - place.text / 2) - top)
        if scene.picture is not None and min(box.size) > 0:
            self._draw_picture(surface, scene.picture, box, palette, max(1, round(scale)))
        else:
            self._draw_bars(surface, scene, palette, captions, box, place)
        readout.write_labels(surface)
        readout.draw(surface, scene, None)
        if scene.terminated:
            readout.draw_banner(surface, captions.ended, palette.ended)
        elif scene.truncated:
            readout.draw_banner(surface, captions.time_limit, palette.reached)

    def _draw_picture(
        self, surface: pygame.Surface, picture: bytes, box: pygame.Rect, palette: Palette, line: int
    ) -> None:
        """Draw it as large as it fits, in its own proportions, with a `line` around it.

        It stands on a ground of its own, or a picture of that colour would have no end.
        """
        if self._kept is None or self._kept[0] is not picture or self._kept[1] != box.size:
            drawn = pygame.image.load(io.BytesIO(picture), "picture.png")
            share = min(box.width / drawn.get_width(), box.height / drawn.get_height())
            size = max(1, round(drawn.get_width() * share)), max(1, round(drawn.get_height() * share))
            self._kept = picture, box.size, pygame.transform.smoothscale(drawn, size)
        scaled = self._kept[2]
        place = scaled.get_rect(center=box.center)
        surface.fill(palette.panel, box.inflate(2 * line, 2 * line))
        surface.fill(palette.guide, place.inflate(2 * line, 2 * line))
        surface.blit(scaled, place)

    def _draw_bars(
        self,
        surface: pygame.Surface,
        scene: Scene,
        palette: Palette,
        captions: PlainCaptions,
        box: pygame.Rect,
        place: Frame,
    ) -> None:
        """Draw each number as a bar from zero, as far as there is room."""
        text, row = place.text, round(place.text * 1.9)
        shown = list(zip(self._observation, scene.state, strict=False))
        fits = max(1, box.height // row)
        n_left = 0 if len(shown) <= fits else len(shown) - fits + 1
        shown = shown[: len(shown) - n_left]
        widest = max((lettering(quantity.symbol, text, palette.muted).get_width() for quantity, _ in shown), default=0)
        label_room, number_room = min(widest, box.width // 4), digit_width(text, palette.text) * _NUMBER_DIGITS
        left, right = box.left + label_room + text, box.right - number_room - text
        y = box.top + max(0, (box.height - row * (len(shown) + bool(n_left))) // 2)
        for quantity, value in shown:
            write(surface, shortened(quantity.symbol, text, label_room), text, palette.muted, (box.left, y))
            room = pygame.Rect(left, y, max(right - left, 8), round(text * 1.2))
            _draw_bar(surface, quantity.usual_range, value, palette, room)
            write_number(
                surface, picture_number(value, 3 if abs(value) < 10 else 1), text, palette.text, (right + text, y)
            )
            y += row
        if n_left:
            write(surface, captions.more.format(n=n_left), text, palette.muted, (box.left, y))


@lru_cache(maxsize=3)
def _readout(size: tuple[int, int], scale: float, palette: Palette, captions: PlainCaptions) -> tuple[Frame, Readout]:
    place = frame(size, scale)
    return place, Readout(place, palette, captions, digits=_DIGITS)


def _draw_bar(
    surface: pygame.Surface, usual: tuple[float, float], value: float, palette: Palette, room: pygame.Rect
) -> None:
    """Draw a number within its usual range.

    One beyond it reaches to the end and takes a warmer colour.
    """
    low, high = min(usual[0], 0.0), max(usual[1], 0.0)
    pygame.draw.rect(surface, palette.panel, room, border_radius=room.height // 4)
    zero = room.left + round(-low / (high - low) * room.width)
    clipped = min(max(value, low), high)
    end = room.left + round((clipped - low) / (high - low) * room.width)
    inset = room.height // 5
    bar = pygame.Rect(min(zero, end), room.top + inset, abs(end - zero), room.height - 2 * inset)
    own = palette.right if value > 0 else palette.left
    pygame.draw.rect(surface, own if value == clipped else palette.warning, bar, border_radius=2)
    pygame.draw.line(surface, palette.guide, (zero, room.top), (zero, room.bottom - 1), max(1, room.height // 14))
