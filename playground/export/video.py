"""A recorded episode on disk: an mp4, or a web page with the mp4 inside it."""

from __future__ import annotations

from pathlib import Path

from playground.engine.evaluation.policy import Policy
from playground.engine.evaluation.recording import Recording
from playground.export.encoder import FilmError, IsCancelled, OnProgress
from playground.export.film import SIZE, film
from playground.export.page import page
from playground.i18n import N_
from playground.store.safe.atomic import StrPath, check_writable, write_file

PAGE_SUFFIXES = (".html", ".htm")


def save_recording(
    policy: Policy,
    recording: Recording,
    path: StrPath,
    on_progress: OnProgress | None = None,
    is_cancelled: IsCancelled | None = None,
) -> None:
    """Film the episode, check that the film plays, and write it.

    The whole file is written or nothing. A name that ends in .html becomes a page, any other an mp4. Raises FilmError
    or SaveError with whatever was there before untouched.
    """
    check_writable(path)  # before the work, not after it
    data = film(recording, on_progress or _nothing, is_cancelled or _never)
    if Path(path).suffix.lower() in PAGE_SUFFIXES:
        data = page(policy, recording, data, SIZE)
    write_video(path, data)


def write_video(path: StrPath, data: bytes) -> None:
    """Write the bytes of a video, or of a page with one, whole or not at all.

    Raises SaveError, or FilmError where the disk keeps something else.
    """

    def check(written: Path) -> None:
        if written.read_bytes() != data:
            raise FilmError(
                N_("The disk did not keep the video as it was written, so it was not kept. Try another disk.")
            )

    write_file(path, data, check)


def _nothing(done: int, total: int) -> None:
    pass


def _never() -> bool:
    return False
