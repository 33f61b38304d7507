"""Plain values that a frame of an environment shows: scene, colours, captions.

Nothing here draws. Whoever has a state makes a Scene; a painter (cartpole/painter.py) turns it into pixels. So the
trainer, the replay and the video export share one picture without importing a drawing library.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Ghost:
    """The same environment in another future.

    It is drawn over the scene by painters that can.
    """

    state: tuple[float, ...]
    colour: Colour
    dashed: bool = False  # drawn in dashes, and hollow: colours alone do not tell futures apart
    opacity: float = 0.8


@dataclass(frozen=True)
class CellNumbers:
    """Numbers that a learner has for the cells of a grid.

    Painters that can write them into the picture.
    """

    kind: Literal["values", "actions", "policy", "visits"]
    # Of each cell that the card lists, in its order: V, Q of each action, how likely each action is, or the visits.
    rows: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Scene:
    """Everything one frame shows."""

    state: tuple[float, ...]  # the environment's float64 state; CartPole: x [m], x_dot, theta [rad], theta_dot
    action: Any = None  # the action that led to this state, a number or continuous; None before the first
    explored: bool | None = None  # whether chance chose or moved the action; False: greedy, None: not known
    step: int = 0  # steps of this episode so far
    episode_return: float = 0.0
    terminated: bool = False
    truncated: bool = False
    caption: str = ""  # a short text in the corner, already translated: "Replay, seed 3"
    parameters: Any = None  # of the environment (EnvironmentParams), for painters that show them; None: the defaults
    picture: bytes | None = None  # what the environment drew itself, as PNG, where it has no painter of ours
    ghosts: tuple[Ghost, ...] = ()
    cells: CellNumbers | None = None  # None: the plain picture
    with_noise: bool = False  # where it explored: that the action is the policy's own, moved by noise
    forced: bool = False  # where it explored: that it was no chance, but a person who chose the action


@dataclass(frozen=True)
class Palette:
    """The colours a painter needs, red-green-blue from 0 to 255."""

    ground: Colour  # behind everything
    panel: Colour  # banners and other raised surfaces
    text: Colour
    muted: Colour  # secondary text, still readable
    guide: Colour  # tick marks, limits, thin lines
    track: Colour  # the rail
    shadow: Colour  # under the cart
    cart: Colour
    pole: Colour
    axle: Colour
    left: Colour  # action 0
    right: Colour  # action 1
    warning: Colour  # near a limit
    ended: Colour  # beyond a limit
    reached: Colour  # a good end: the time limit


def mixed(colour: Colour, other: Colour, share: float) -> Colour:
    """Return `colour` with `share` (0 to 1) of `other` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


@dataclass(frozen=True)
class Captions:
    """The texts that painters write, already translated.

    Environments add their own (cartpole/captions.py).
    """

    step: str = "step"
    episode_return: str = "return"
    explored: str = "explored"
    greedy: str = "greedy"
    time_limit: str = "Time limit reached"
    terminated: str = "The episode ended"
    forced: str = field(default="forced", kw_only=True)
    with_noise: str = field(default="", kw_only=True)  # of an action that noise moved, where they are continuous
