"""States of the film of a training: side by side, one after the other, on the way, saved, with nothing to film."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QPixmap

from tests.screens.control_states import table_of
from tests.screens.driver import Driver
from tests.screens.table import state

FRAME = 60


def opened(driver: Driver, n_steps: int = 2000) -> object:
    """Open the film of a run of so many steps, and stand still at a frame of it."""
    driver.train_to(n_steps)
    driver.trigger("act_training_film")
    dialog = driver.dialog("training_film")
    driver.until(lambda: dialog.player.film is not None, "the film")
    driver.settle()
    dialog.player.pause()
    dialog.player.seek(FRAME)
    return dialog


def one_by_one(driver: Driver) -> object:
    dialog = opened(driver)
    driver.child("film_one_by_one").click()
    dialog.player.pause()
    dialog.player.step_episode(True)
    dialog.player.seek(dialog.player.frame + FRAME)
    return dialog


@state("training-film")
def side_by_side(driver: Driver) -> None:
    opened(driver)


@state("training-film-twelve")
def twelve(driver: Driver) -> None:
    dialog = opened(driver)
    box = driver.child("film_ages")
    box.setCurrentIndex(box.count() - 1)
    driver.until(lambda: dialog.player.film is not None, "the film")
    driver.settle()
    dialog.player.pause()
    dialog.player.seek(FRAME)


@state("training-film-one-by-one")
def one_after_the_other(driver: Driver) -> None:
    one_by_one(driver)


@state("training-film-on-the-way")
def on_the_way(driver: Driver) -> None:
    dialog = opened(driver)
    dialog.show_working()
    dialog.show_progress(5, 12)


@state("training-film-saving")
def saving(driver: Driver) -> None:
    opened(driver).show_saving(120, 400)


@state("training-film-saved")
def saved(driver: Driver) -> None:
    dialog = opened(driver)
    dialog.show_message(f"Video saved to {Path.home() / 'cartpole-v1-training.mp4'}.", is_saved=True)


@state("training-film-pendulum")
def of_a_pendulum(driver: Driver) -> None:
    driver.begin("Pendulum-v1", "ddpg", "light")
    opened(driver, 1500)


@state("training-film-not-begun")
def not_begun(driver: Driver) -> None:
    driver.trigger("act_training_film")
    driver.settle()


@state("controls-training-film")
def controls(driver: Driver) -> QPixmap:
    dialog = opened(driver)
    return table_of(driver.window, dialog)
