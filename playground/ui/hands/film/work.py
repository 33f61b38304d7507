"""Work for the film of a training that other threads do: making it, saving it."""

from __future__ import annotations

from pathlib import Path

from playground.agents.nn.backend import prepare_thread
from playground.engine.history.ages import Lifetime, ages_of
from playground.engine.history.training_film import Order, TrainingFilm, film_of
from playground.ui.support.background_task import BackgroundTask


class FilmMaking:
    """Policies of the ages first, then an episode of each."""

    def __init__(self, lifetime: Lifetime, n_ages: int) -> None:
        self._lifetime, self._n_ages = lifetime, n_ages

    def __call__(self, task: BackgroundTask) -> tuple[FilmMaking, TrainingFilm]:
        prepare_thread()

        def on_ages(done: int, total: int) -> None:
            task.progressed.emit(done, 2 * total)

        def on_episodes(done: int, total: int) -> None:
            task.progressed.emit(total + done, 2 * total)

        ages = ages_of(self._lifetime, self._n_ages, on_ages, task.isInterruptionRequested)
        return self, film_of(ages, on_episodes, task.isInterruptionRequested)


class FilmSaving:
    """A video, a gif or a page of a film."""

    def __init__(self, film: TrainingFilm, order: Order, path: Path) -> None:
        self._film, self._order, self._path = film, order, path

    def __call__(self, task: BackgroundTask) -> Path:
        from playground.export.training_film import save_training_film  # PyAV takes a while to import

        save_training_film(self._film, self._order, self._path, task.progressed.emit, task.isInterruptionRequested)
        return self._path
