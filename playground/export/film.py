"""A recorded episode as the bytes of an mp4, and a check that they play."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TypeAlias

import av
import numpy as np
from av.codec.codec import UnknownCodecError
from av.video.stream import VideoStream
from numpy.typing import NDArray

from playground.engine.evaluation.recording import Recording
from playground.envs.base import ENVIRONMENTS
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.scene import Palette
from playground.errors import FileError
from playground.i18n import N_, _

OnProgress: TypeAlias = Callable[[int, int], object]  # frames done, frames in all
IsCancelled: TypeAlias = Callable[[], bool]

SIZE = (720, 480)  # pixels; even, as the colours of a video are stored by twos
LAST_FRAME_S = 1.0  # how long the end stays to be seen

# The first of these that works makes the video. x264 is under the GPL and left out of the frozen program; what comes next
# is what Windows and macOS bring, also for H.264, which plays everywhere; VP9 plays in browsers and on Linux.
ENCODERS: tuple[tuple[str, dict[str, str]], ...] = (
    ("libx264", {"crf": "20", "preset": "veryfast"}),
    ("h264_mf", {"b": "2000000"}),  # Media Foundation
    ("h264_videotoolbox", {"b": "2000000", "allow_sw": "1"}),
    ("libvpx-vp9", {"crf": "30", "b": "0", "deadline": "realtime", "cpu-used": "8"}),
)

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


class FilmError(FileError):
    """A video that could not be made, or was cancelled."""


def frame_count(recording: Recording) -> int:
    """Return how many frames the video has.

    Each state has one, and the last one several.
    """
    return len(recording) + 1 + round(LAST_FRAME_S * ENVIRONMENTS.get(recording.environment).steps_per_second)


def film(recording: Recording, on_progress: OnProgress, is_cancelled: IsCancelled) -> bytes:
    """Return the episode in real time as mp4.

    Raises FilmError if that fails or is cancelled.
    """
    total = frame_count(recording)
    for encoder, options in ENCODERS:
        try:
            data = _filmed(recording, encoder, options, on_progress, is_cancelled)
        except (av.FFmpegError, UnknownCodecError) as error:
            failed = FilmError(N_("The video could not be made: {cause}. Nothing was written."), cause=str(error))
            continue
        try:
            check_film(data, total)
        except FilmError as error:
            failed = error
            continue
        return data
    raise failed


def _filmed(
    recording: Recording, encoder: str, options: dict[str, str], on_progress: OnProgress, is_cancelled: IsCancelled
) -> bytes:
    total = frame_count(recording)
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as container:
        stream = _stream(container, encoder, options, ENVIRONMENTS.get(recording.environment).steps_per_second)
        for number, pixels in enumerate(_frames(recording, total)):
            if is_cancelled():
                raise FilmError(N_("The video was cancelled. Nothing was written."))
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts = number
            container.mux(stream.encode(frame))
            on_progress(number + 1, total)
        container.mux(stream.encode(None))
    return buffer.getvalue()


def check_film(data: bytes, n_frames: int) -> None:
    """Play the video to its end; raise FilmError if it is not as expected.

    It must have `n_frames` frames of the right size.
    """
    sizes: list[tuple[int, int]] = []
    with contextlib.suppress(av.FFmpegError, IndexError), av.open(io.BytesIO(data), "r") as container:
        sizes = [(frame.width, frame.height) for frame in container.decode(video=0)]
    if sizes != [SIZE] * n_frames:
        raise FilmError(
            N_(
                "The video was made but does not play as it should ({found} of {expected} frames), so it was not kept. Try again."
            ),
            found=len(sizes),
            expected=n_frames,
        )


def _stream(
    container: av.container.OutputContainer, encoder: str, options: dict[str, str], frames_per_second: int
) -> VideoStream:
    stream = container.add_stream(encoder, rate=frames_per_second, options=dict(options))
    assert isinstance(stream, VideoStream)
    stream.width, stream.height = SIZE
    stream.pix_fmt = "yuv420p"
    stream.time_base = Fraction(1, frames_per_second)
    return stream


def _frames(recording: Recording, total: int) -> Iterator[NDArray[np.uint8]]:
    card = ENVIRONMENTS.get(recording.environment)
    draw, captions = card.painter(), card.captions()
    caption = _("seed {seed}").format(seed=recording.seed)
    if recording.pushes:
        steps = ", ".join(str(step) for step, _change in recording.pushes)
        caption = _("seed {seed}, pushed at step {step}").format(seed=recording.seed, step=steps)
    surface = pygame.Surface(SIZE, 0, 32)
    for number in range(total):
        if number <= len(recording):
            draw(surface, recording.scene(number, caption), PAPER, 1.0, captions)
            pixels = np.ascontiguousarray(pygame.surfarray.pixels3d(surface).swapaxes(0, 1))
        yield pixels
