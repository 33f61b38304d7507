"""The film of a training on disk: an mp4, a gif, or a page with the mp4 inside."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from playground.engine.history.training_film import Order, TrainingFilm
from playground.envs.drawing.quiet_pygame import pygame
from playground.export.age_words import age_words, outcome_words, tag_words
from playground.export.encoder import Footage, IsCancelled, OnProgress, mp4
from playground.export.film import PAPER
from playground.export.gif import gif
from playground.export.page import page_with
from playground.export.training_film_picture import FilmPainter, columns
from playground.export.video import PAGE_SUFFIXES, write_video
from playground.i18n import _
from playground.store.safe.atomic import StrPath, check_writable

ONE = (720, 544)  # pixels of an episode alone, its heading included; even, as in any video
TILE = (360, 304)  # of one beside others

GIF_SUFFIX = ".gif"


def save_training_film(
    film: TrainingFilm, order: Order, path: StrPath, on_progress: OnProgress, is_cancelled: IsCancelled
) -> None:
    """Film the episodes in real time, check that the film plays, and write it.

    The whole file is written or nothing. A name that ends in .html becomes a page, one in .gif a gif, any other an
    mp4. Raises FilmError or SaveError with whatever was there before untouched.
    """
    check_writable(path)  # before the work, not after it
    suffix = Path(path).suffix.lower()
    footage = footage_of(film, order)
    data = (gif if suffix == GIF_SUFFIX else mp4)(footage, on_progress, is_cancelled)
    if suffix in PAGE_SUFFIXES:
        data = page_with(_title(film), _("Film of the training"), _rows(film), data, footage.size)
    write_video(path, data)


def footage_of(film: TrainingFilm, order: Order) -> Footage:
    """Return the frames of the film as its video has them, in the colours of paper."""
    size = ONE
    if order is Order.SIDE_BY_SIDE and len(film.shots) > 1:
        n_columns = columns(len(film.shots))
        size = n_columns * TILE[0], -(-len(film.shots) // n_columns) * TILE[1]
    return Footage(partial(_frames, film, order, size), film.n_frames(order), film.frames_per_s, size)


def _frames(film: TrainingFilm, order: Order, size: tuple[int, int], numbers: range) -> Iterator[NDArray[np.uint8]]:
    surface, painter = pygame.Surface(size, 0, 32), FilmPainter(film)
    for number in numbers:
        painter.draw(surface, order, number, PAPER, 1.0)
        yield np.ascontiguousarray(pygame.surfarray.pixels3d(surface).swapaxes(0, 1))


def _title(film: TrainingFilm) -> str:
    settings = film.shots[0].age.policy.settings
    text = _("How {algorithm} learned {environment}")
    return text.format(algorithm=_(settings.learner.title), environment=settings.environment)


def _rows(film: TrainingFilm) -> list[tuple[str, str]]:
    settings = film.shots[0].age.policy.settings
    rows = []
    for shot in film.shots:
        tag = tag_words(shot.age)
        outcome = outcome_words(shot)
        rows.append((age_words(shot.age), _("{words} ({tag})").format(words=outcome, tag=tag) if tag else outcome))
    rows += [
        (_("Environment"), settings.environment),
        (_("Algorithm"), _(settings.learner.title)),
        (_("Seed of the run"), str(settings.params.seed)),
    ]
    if settings.preset:
        rows.append((_("Preset"), settings.preset))
    return rows
