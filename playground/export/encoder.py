"""An mp4 of any frames, and a check that it plays."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import av
import numpy as np
from av.codec.codec import UnknownCodecError
from av.video.stream import VideoStream
from numpy.typing import NDArray

from playground.errors import FileError
from playground.i18n import N_

OnProgress: TypeAlias = Callable[[int, int], object]  # frames done, frames in all
IsCancelled: TypeAlias = Callable[[], bool]

# The first of these that works makes the video. x264 is under the GPL and left out of the frozen program; what comes next
# is what Windows and macOS bring, also for H.264, which plays everywhere; VP9 plays in browsers and on Linux.
ENCODERS: tuple[tuple[str, dict[str, str]], ...] = (
    ("libx264", {"crf": "20", "preset": "veryfast"}),
    ("h264_mf", {"b": "2000000"}),  # Media Foundation
    ("h264_videotoolbox", {"b": "2000000", "allow_sw": "1"}),
    ("libvpx-vp9", {"crf": "30", "b": "0", "deadline": "realtime", "cpu-used": "8"}),
)


class FilmError(FileError):
    """A video that could not be made, or was cancelled."""


@dataclass(frozen=True)
class Footage:
    """The frames of a video, drawn when they are asked for by their numbers."""

    frames: Callable[[range], Iterator[NDArray[np.uint8]]]  # each (height, width, 3), red-green-blue
    n_frames: int
    per_s: int
    size: tuple[int, int]  # pixels; even, as the colours of a video are stored by twos


def mp4(footage: Footage, on_progress: OnProgress, is_cancelled: IsCancelled) -> bytes:
    """Return the frames as mp4.

    Raises FilmError if that fails or is cancelled.
    """
    for encoder, options in ENCODERS:
        try:
            data = _encoded(footage, encoder, options, on_progress, is_cancelled)
        except (av.FFmpegError, UnknownCodecError) as error:
            failed = not_made(error)
            continue
        try:
            check_frames(data, footage.n_frames, footage.size)
        except FilmError as error:
            failed = error
            continue
        return data
    raise failed


def check_frames(data: bytes, n_frames: int, size: tuple[int, int]) -> None:
    """Play the video to its end; raise FilmError if it is not as expected.

    It must have `n_frames` frames of the right size.
    """
    sizes: list[tuple[int, int]] = []
    with contextlib.suppress(av.FFmpegError, IndexError), av.open(io.BytesIO(data), "r") as container:
        sizes = [(frame.width, frame.height) for frame in container.decode(video=0)]
    if sizes != [size] * n_frames:
        raise FilmError(
            N_(
                "The video was made but does not play as it should ({found} of {expected} frames), so it was not kept. Try again."
            ),
            found=len(sizes),
            expected=n_frames,
        )


def not_made(error: Exception) -> FilmError:
    """Return the error of a video that no encoder makes."""
    return FilmError(N_("The video could not be made: {cause}. Nothing was written."), cause=str(error))


def cancelled() -> FilmError:
    """Return the error of a video that nobody wants any more."""
    return FilmError(N_("The video was cancelled. Nothing was written."))


def _encoded(
    footage: Footage, encoder: str, options: dict[str, str], on_progress: OnProgress, is_cancelled: IsCancelled
) -> bytes:
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as container:
        stream = _stream(container, encoder, options, footage)
        for number, pixels in enumerate(footage.frames(range(footage.n_frames))):
            if is_cancelled():
                raise cancelled()
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts = number
            container.mux(stream.encode(frame))
            on_progress(number + 1, footage.n_frames)
        container.mux(stream.encode(None))
    return buffer.getvalue()


def _stream(
    container: av.container.OutputContainer, encoder: str, options: dict[str, str], footage: Footage
) -> VideoStream:
    stream = container.add_stream(encoder, rate=footage.per_s, options=dict(options))
    assert isinstance(stream, VideoStream)
    stream.width, stream.height = footage.size
    stream.pix_fmt = "yuv420p"
    stream.time_base = Fraction(1, footage.per_s)
    return stream
