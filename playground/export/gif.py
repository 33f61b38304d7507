"""An animated gif of any frames, which plays over and over."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from fractions import Fraction

import av
from av.filter import Graph
from av.video.stream import VideoStream

from playground.export.encoder import Footage, IsCancelled, OnProgress, cancelled, check_frames, not_made

_MOST_PER_S = 25  # frames a second; of more, some are left out
_TICK = Fraction(1, 100)  # s; a gif counts in these
_RGB = av.VideoFormat("rgb24")
_LOOKED_AT = 24  # frames, spread over all, whose colours make the palette


def gif(footage: Footage, on_progress: OnProgress, is_cancelled: IsCancelled) -> bytes:
    """Return the frames as a gif, in real time within some hundredths of it.

    Raises FilmError if that fails or is cancelled.
    """
    every = math.ceil(footage.per_s / _MOST_PER_S)
    numbers = range(0, footage.n_frames, every)
    try:
        data = _encoded(footage, numbers, round(every / footage.per_s / _TICK), on_progress, is_cancelled)
    except av.FFmpegError as error:
        raise not_made(error) from error
    check_frames(data, len(numbers), footage.size)
    return data


def _encoded(footage: Footage, numbers: range, ticks: int, on_progress: OnProgress, is_cancelled: IsCancelled) -> bytes:
    painter = _Painter(footage.size, _palette(footage))
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="gif", options={"loop": "0"}) as container:
        stream = container.add_stream("gif", rate=round(1 / _TICK))
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = footage.size
        stream.pix_fmt = "pal8"
        stream.time_base = _TICK
        for done, pixels in enumerate(footage.frames(numbers)):
            if is_cancelled():
                raise cancelled()
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = done * ticks, _TICK
            for painted in painter.painted(frame):
                container.mux(stream.encode(painted))
            on_progress(footage.n_frames * (done + 1) // len(numbers), footage.n_frames)
        for painted in painter.painted(None):
            container.mux(stream.encode(painted))
        container.mux(stream.encode(None))
    return buffer.getvalue()


def _palette(footage: Footage) -> av.VideoFrame:
    """Return the 256 colours that the frames need most."""
    graph = Graph()
    width, height = footage.size
    frames = graph.add_buffer(width=width, height=height, format=_RGB, time_base=_TICK)
    chooser = graph.add("palettegen", "reserve_transparent=0")
    sink = graph.add("buffersink")
    frames.link_to(chooser)
    chooser.link_to(sink)
    graph.configure()
    for number, pixels in enumerate(footage.frames(range(0, footage.n_frames, -(-footage.n_frames // _LOOKED_AT)))):
        frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
        frame.pts, frame.time_base = number, _TICK
        frames.push(frame)
    frames.push(None)
    palette = sink.pull()
    assert isinstance(palette, av.VideoFrame)
    return palette


class _Painter:
    """Filter that gives frames the colours of a palette.

    It holds on to the graph: what comes in and out of one that is gone ends the program.
    """

    def __init__(self, size: tuple[int, int], palette: av.VideoFrame) -> None:
        self._graph = graph = Graph()
        self._frames = graph.add_buffer(width=size[0], height=size[1], format=_RGB, time_base=_TICK)
        colours = graph.add_buffer(width=palette.width, height=palette.height, format=palette.format, time_base=_TICK)
        painter = graph.add("paletteuse", "dither=none:diff_mode=rectangle")
        self._sink = graph.add("buffersink")
        self._frames.link_to(painter, 0, 0)
        colours.link_to(painter, 0, 1)
        painter.link_to(self._sink)
        graph.configure()
        palette.pts, palette.time_base = 0, _TICK
        colours.push(palette)
        colours.push(None)

    def painted(self, frame: av.VideoFrame | None) -> Iterator[av.VideoFrame]:
        """Take a frame, or None after the last, and yield those that are done."""
        self._frames.push(frame)
        while True:
            try:
                done = self._sink.pull()
            except (av.BlockingIOError, av.EOFError):
                return
            assert isinstance(done, av.VideoFrame)
            yield done
