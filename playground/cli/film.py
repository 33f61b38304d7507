"""`playground film`: a training as a video, an episode of each age."""

from __future__ import annotations

import argparse

from playground.cli.environment_names import say_doubt, typed_environment
from playground.cli.preparing import prepare_here
from playground.cli.terminal import Progress, say
from playground.engine.history.ages import ages_of
from playground.engine.history.training_film import Order, film_of
from playground.errors import never
from playground.i18n import _
from playground.store.safe.atomic import check_writable
from playground.store.safe.sanitize import plain
from playground.store.session.file import load_session


def run(arguments: argparse.Namespace) -> int:
    """Film the run of a session; return the exit code."""
    if arguments.env is not None:
        typed_environment(arguments.env)
    archive = load_session(arguments.file)
    say_doubt(archive.settings.card)
    check_writable(arguments.out)
    from playground.export.age_words import shot_words  # PyAV and pygame, for nobody else
    from playground.export.training_film import save_training_film

    prepare_here()
    film, order = film_of(ages_of(archive, arguments.ages)), Order(arguments.order)
    with Progress(film.n_frames(order), _("frames")) as progress:

        def show(done: int, total: int) -> None:
            if progress.is_due():
                progress.update(done)

        save_training_film(film, order, arguments.out, show, never)
    for shot in film.shots:
        say(shot_words(shot))
    say(_("Wrote {file}.").format(file=plain(arguments.out, 200)))
    return 0
