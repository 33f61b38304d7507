"""A picture that an environment draws of itself, in whatever form people draw."""

from __future__ import annotations

import inspect
import os
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.envs.gym_adapter.faults import Misbehaved
from playground.i18n import N_

if TYPE_CHECKING:
    import gymnasium

# pygame.init(), which Gymnasium's own environments call to draw, opens a screen and a loudspeaker. Nobody needs either.
for _name in ("SDL_VIDEODRIVER", "SDL_AUDIODRIVER"):
    os.environ.setdefault(_name, "dummy")

MODE = "rgb_array"
NO_PICTURE = N_("what it drew is no picture: that has a height, a width and one to four colours")
_COLOURS = (1, 3, 4)


def why_not_drawn(env: gymnasium.Env[Any, Any]) -> str:
    """Return why it is not even tried to draw it; "" if it may be."""
    import gymnasium

    modes = env.metadata.get("render_modes") or env.metadata.get("render.modes") or ()
    if MODE in modes:
        return ""
    if type(env.unwrapped).render is gymnasium.Env.render:
        return N_("it has no render() that draws one")
    return N_("the render modes in its metadata do not name rgb_array")


def frame_of(env: gymnasium.Env[Any, Any]) -> NDArray[np.uint8]:
    """Let it draw itself; return its picture, (height, width, 3).

    An older render() is told what to draw. Raises Misbehaved for what is no picture.
    """
    own: Any = env.unwrapped.render
    if "mode" in inspect.signature(own).parameters:
        return as_rgb(own(mode=MODE))
    return as_rgb(env.render())


def as_rgb(drawn: Any) -> NDArray[np.uint8]:
    """Return a picture as (height, width, 3) of uint8.

    Grey ones get three colours, transparency is dropped, floats up to 1 are scaled and a list of pictures gives its
    newest. Raises Misbehaved for anything else.
    """
    if isinstance(drawn, list) and drawn and isinstance(drawn[-1], np.ndarray) and drawn[-1].ndim >= 2:
        drawn = drawn[-1]
    if drawn is None:
        raise Misbehaved(N_("it drew nothing"))
    try:
        frame = np.asarray(drawn)
    except ValueError:
        raise Misbehaved(NO_PICTURE) from None
    if frame.ndim == 2:
        frame = frame[..., None]
    if frame.ndim == 3 and frame.shape[2] not in _COLOURS and frame.shape[0] in _COLOURS:
        frame = frame.transpose(1, 2, 0)  # colours first, as torch has them
    if frame.ndim != 3 or frame.shape[2] not in _COLOURS or not frame.size or frame.dtype.kind not in "biuf":
        raise Misbehaved(NO_PICTURE)
    colours = _as_bytes(frame[..., :3])
    return np.repeat(colours, 3, axis=2) if colours.shape[2] == 1 else colours


def _as_bytes(frame: NDArray[Any]) -> NDArray[np.uint8]:
    if frame.dtype == np.uint8:
        return frame
    if frame.dtype.kind == "b":
        return frame.astype(np.uint8) * np.uint8(255)
    if not np.isfinite(frame).all():
        raise Misbehaved(N_("its picture has numbers that are not finite"))
    is_share = frame.dtype.kind == "f" and frame.max() <= 1.0  # a float's white is 1
    scaled: NDArray[np.uint8] = np.clip(frame * 255.0 if is_share else frame, 0, 255).astype(np.uint8)
    return scaled
