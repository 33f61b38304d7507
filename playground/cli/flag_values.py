"""Readers of flag values, for argparse.

Each returns the value, or raises ArgumentTypeError with the range that is allowed.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playground.errors import PlaygroundError
from playground.i18n import _

MOST_SEEDS = 1000
VIDEO_SUFFIXES = (".mp4", ".html", ".htm")
FILM_SUFFIXES = (*VIDEO_SUFFIXES, ".gif")
REPORT_SUFFIXES = (".html", ".htm", ".txt")


def hyperparameter(name: str) -> Callable[[str], Any]:
    """Return a reader for a flag with the range of a common hyperparameter."""

    def read(text: str) -> Any:
        from playground.agents.base import CommonParams
        from playground.hyper import hypers

        try:
            return hypers(CommonParams).get(name).parse(text)
        except PlaygroundError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return read


def whole(low: int, high: int) -> Callable[[str], int]:
    """Return a reader for a whole number in a range."""

    def read(text: str) -> int:
        if text.isdecimal() and len(text) <= 12 and low <= int(text) <= high:
            return int(text)
        message = _("“{text}” is not a whole number from {low} to {high}.")
        raise argparse.ArgumentTypeError(message.format(text=text[:60], low=low, high=high))

    return read


def seeds(text: str) -> range:
    """Return the seeds of “3-7” or “3”."""
    ends = text.split("-")
    if len(ends) <= 2 and all(end.isdecimal() and len(end) <= 9 for end in ends):
        found = range(int(ends[0]), int(ends[-1]) + 1)
        if 1 <= len(found) <= MOST_SEEDS:
            return found
    raise argparse.ArgumentTypeError(
        _("“{text}” does not say which seeds: write 1-10, or 7 for one, and at most {most}.").format(
            text=text[:60], most=MOST_SEEDS
        )
    )


def video_file(text: str) -> str:
    """Return the name of a file that can become a video or a page."""
    if Path(text).suffix.lower() in VIDEO_SUFFIXES:
        return text
    raise argparse.ArgumentTypeError(
        _("“{text}” must end in .mp4 for a video or in .html for a web page.").format(text=text)
    )


def film_file(text: str) -> str:
    """Return the name of a file that can become the film of a training."""
    if Path(text).suffix.lower() in FILM_SUFFIXES:
        return text
    raise argparse.ArgumentTypeError(
        _("“{text}” must end in .mp4 for a video, in .gif for an animated picture or in .html for a web page.").format(
            text=text
        )
    )


def report_file(text: str) -> str:
    """Return the name of a file for a report, or of a folder for one."""
    if Path(text).suffix.lower() in REPORT_SUFFIXES or Path(text).is_dir():
        return text
    raise argparse.ArgumentTypeError(
        _("“{text}” must end in .html for a web page or in .txt for text, or be a folder that is there.").format(
            text=text
        )
    )
