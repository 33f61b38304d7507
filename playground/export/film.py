"""A recorded episode as the bytes of an mp4."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray

from playground.engine.evaluation.recording import Recording
from playground.envs.base import ENVIRONMENTS
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.scene import Palette
from playground.export.encoder import Footage, IsCancelled, OnProgress, check_frames, mp4
from playground.i18n import _

SIZE = (720, 480)  # pixels; even, as the colours of a video are stored by twos
LAST_FRAME_S = 1.0  # how long the end stays to be seen

# The light colours of the window: a video is shown to others, on paper-white pages more often than not.
PAPER = Palette(
    ground=(255, 255, 255),
    panel=(240, 240, 236),
    text=(27, 29, 34),
    muted=(79, 84, 94),
    guide=(154, 158, 166),
    track=(180, 183, 188),
    shadow=(220, 221, 218),
    cart=(43, 46, 54),
    pole=(185, 120, 58),
    axle=(255, 255, 255),
    left=(0, 114, 178),
    right=(213, 94, 0),
    warning=(230, 159, 0),
    ended=(192, 57, 43),
    reached=(0, 158, 115),
)


def frame_count(recording: Recording) -> int:
    """Return how many frames the video has.

    Each state has one, and the last one several.
    """
    return len(recording) + 1 + round(LAST_FRAME_S * ENVIRONMENTS.get(recording.environment).steps_per_second)


def film(recording: Recording, on_progress: OnProgress, is_cancelled: IsCancelled) -> bytes:
    """Return the episode in real time as mp4.

    Raises FilmError if that fails or is cancelled.
    """
    total, per_s = frame_count(recording), ENVIRONMENTS.get(recording.environment).steps_per_second
    return mp4(Footage(partial(_frames, recording), total, per_s, SIZE), on_progress, is_cancelled)


def check_film(data: bytes, n_frames: int) -> None:
    """Play the video of an episode to its end; raise FilmError if it is wrong."""
    check_frames(data, n_frames, SIZE)


def _frames(recording: Recording, numbers: range) -> Iterator[NDArray[np.uint8]]:
    card = ENVIRONMENTS.get(recording.environment)
    draw, captions = card.painter(), card.captions()
    caption = _("seed {seed}").format(seed=recording.seed)
    if recording.pushes:
        steps = ", ".join(str(step) for step, _change in recording.pushes)
        caption = _("seed {seed}, pushed at step {step}").format(seed=recording.seed, step=steps)
    surface = pygame.Surface(SIZE, 0, 32)
    for number in numbers:
        if number <= len(recording):
            draw(surface, recording.scene(number, caption), PAPER, 1.0, captions)
            pixels = np.ascontiguousarray(pygame.surfarray.pixels3d(surface).swapaxes(0, 1))
        yield pixels
