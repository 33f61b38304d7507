"""Colours of the window, light and dark, and what text may stand on them."""

from __future__ import annotations

from dataclasses import dataclass

from playground.envs.scene import Colour, Palette


@dataclass(frozen=True)
class ThemeColours:
    """Colours by what they are for, each as "#RRGGBB".

    The Okabe-Ito colours (left ... target) are for marks, lines and fills; words in colour use the `_text` ones,
    which reach a contrast of 4.5:1 on every surface that TEXT_ON names.
    """

    name: str  # "light" or "dark"
    ground: str  # the window
    panel: str  # docks, cards, plots
    raised: str  # buttons, tooltips
    hover: str
    pressed: str
    field: str  # where something is typed or listed
    line: str  # hairlines between parts
    border: str  # outline of a control, 3:1 or more
    text: str
    muted: str  # secondary text
    disabled: str  # text of what cannot be used now; quiet, still readable
    accent: str  # fill of what is selected, checked or set
    on_accent: str  # text on it
    accent_soft: str  # a faint fill: selected rows, progress
    accent_text: str  # links, the name of what is active
    focus: str  # the ring around the control that has the keys
    guide: str  # axes and grids
    ghost: str  # the curve of the run before
    left: str
    right: str
    evaluation: str
    change: str  # a live change
    target: str  # the target network, a second run; dashed
    good_text: str
    warning_text: str
    error_text: str


LIGHT = ThemeColours(
    name="light",
    ground="#F7F7F4",
    panel="#FFFFFF",
    raised="#F0F0EC",
    hover="#E6E7E3",
    pressed="#DADCD8",
    field="#FFFFFF",
    line="#DEDFDA",
    border="#868B95",
    text="#1B1D22",
    muted="#4F545E",
    disabled="#5F646E",
    accent="#0072B2",
    on_accent="#FFFFFF",
    accent_soft="#CFE5F2",
    accent_text="#00639B",
    focus="#0072B2",
    guide="#9A9EA6",
    ghost="#B9BCC1",
    left="#0072B2",
    right="#D55E00",
    evaluation="#009E73",
    change="#E69F00",
    target="#CC79A7",
    good_text="#006B4B",
    warning_text="#7A5200",
    error_text="#B3261E",
)

DARK = ThemeColours(
    name="dark",
    ground="#16181D",
    panel="#1E2128",
    raised="#2A2E37",
    hover="#343945",
    pressed="#3D4350",
    field="#16181D",
    line="#2F343E",
    border="#7A8190",
    text="#E6E8EC",
    muted="#B3B8C2",
    disabled="#949AA6",
    accent="#0072B2",
    on_accent="#FFFFFF",
    accent_soft="#12405C",
    accent_text="#56B4E9",
    focus="#56B4E9",
    guide="#6F7683",
    ghost="#565C68",
    left="#0072B2",
    right="#D55E00",
    evaluation="#009E73",
    change="#E69F00",
    target="#CC79A7",
    good_text="#3CC99B",
    warning_text="#F0B541",
    error_text="#FF8A7A",
)

_SURFACES = ("ground", "panel", "raised", "hover", "field", "accent_soft")

# Which text may stand on which surface; a test holds every pair to 4.5:1.
TEXT_ON: dict[str, tuple[str, ...]] = {
    "text": (*_SURFACES, "pressed"),
    "muted": (*_SURFACES, "pressed"),
    "disabled": ("ground", "panel", "raised", "field"),
    "on_accent": ("accent",),
    "accent_text": _SURFACES,
    "good_text": _SURFACES,
    "warning_text": _SURFACES,
    "error_text": _SURFACES,
}


def action_colours(n_actions: int) -> tuple[str, ...]:
    """Return the name of the token that each discrete action is drawn in.

    Left and right have theirs; what lies between them is grey.
    """
    if n_actions == 3:
        return "left", "guide", "right"
    wheel = ("left", "right", "evaluation", "target", "change", "guide")
    return tuple(wheel[number % len(wheel)] for number in range(n_actions))


def rgb(colour: str) -> Colour:
    """Return "#RRGGBB" as three numbers from 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mixed(colour: str, other: str, share: float) -> str:
    """Return `colour` with `share` (0 to 1) of `other` in it."""
    parts = (round(a + (b - a) * share) for a, b in zip(rgb(colour), rgb(other), strict=True))
    return "#{:02X}{:02X}{:02X}".format(*parts)


def contrast(colour: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21.

    WCAG 2.2, by relative luminance.
    """
    lighter, darker = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (part / 255 for part in rgb(colour))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def scene_palette(tokens: ThemeColours) -> Palette:
    """Return the colours in which a painter draws a scene."""
    dark = tokens.name == "dark"
    return Palette(
        ground=rgb(tokens.panel),
        panel=rgb(tokens.raised),
        text=rgb(tokens.text),
        muted=rgb(tokens.muted),
        guide=rgb(tokens.guide),
        track=rgb("#565C68" if dark else "#B4B7BC"),
        shadow=rgb("#0E1014" if dark else "#DCDDDA"),
        cart=rgb("#C9CDD5" if dark else "#2B2E36"),
        pole=rgb("#E6B87A" if dark else "#B9783A"),
        axle=rgb(tokens.panel),
        left=rgb(tokens.left),
        right=rgb(tokens.right),
        warning=rgb(tokens.change),
        ended=rgb("#E5604D" if dark else "#C0392B"),
        reached=rgb(tokens.evaluation),
    )
