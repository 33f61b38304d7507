"""Layout of the texts of every picture, for any size and scale. Numbers only.

The caption is at the top left, a banner below it, and the numbers at the bottom; what is between is the scene's.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Frame:
    """Positions and lengths in device pixels, origin at the top left."""

    size: tuple[int, int]
    scale: float  # device pixels per logical pixel
    small: bool  # only what matters most is written
    pad: float
    unit: float  # the size of the text before rounding: what grows and shrinks with the view
    text: int  # font sizes
    number: int
    hair: int  # thickness of thin lines
    top: float  # where the scene may begin, below the banner
    floor: float  # where it must end, above the numbers
    hud_y: int  # top of the line of numbers
    banner_y: int


def frame(size: tuple[int, int], scale: float) -> Frame:
    """Place the texts in a view of `size` device pixels."""
    width, height = size[0] / scale, size[1] / scale
    small = width < 340 or height < 270
    text = min(max(min(width / 48, height / 32), 11 if small else 12), 22)
    number = text * (1.15 if small else 1.6)
    pad = min(max(min(width, height) * 0.035, 7), 32)
    hud = height - pad - (number * 1.2 if small else text * 1.25 + number * 1.2)
    return Frame(
        size=size,
        scale=scale,
        small=small,
        pad=pad * scale,
        unit=text * scale,
        text=round(text * scale),
        number=round(number * scale),
        hair=max(1, round(scale * text / 14)),
        top=(pad + text * (3.4 if small else 3.7)) * scale,
        floor=hud * scale,
        hud_y=round(hud * scale),
        banner_y=round((pad + text * 1.4) * scale),
    )
