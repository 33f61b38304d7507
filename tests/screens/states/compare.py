"""States of policies against each other."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QListWidget

from tests.screens.driver import Driver
from tests.screens.states.policies import FIXTURES, saved_policy
from tests.screens.table import state

WORKS_S = 120  # for a task on a machine that is busy


def opened(driver: Driver, page: int) -> object:
    driver.trigger("act_compare")
    dialog = driver.dialog("compare")
    dialog.pages.setCurrentIndex(page)
    return dialog


@state("compare")
def nothing_compared(driver: Driver) -> None:
    opened(driver, 0)


@state("compare-two", everywhere=True)
def two(driver: Driver) -> None:
    driver.train_to(2000)
    dialog = opened(driver, 0)
    driver.child("compare_start").click()
    driver.until(lambda: dialog.pair.player.recordings is not None, "the comparison", WORKS_S)
    driver.settle()
    dialog.pair.player.seek(40)


@state("compare-moment", everywhere=True)
def moment(driver: Driver) -> None:
    two(driver)
    driver.child("compare_moments", QListWidget).setCurrentRow(3)
    driver.settle()
    driver.child("pair_view_1").setFocus()


@state("compare-two-environments")
def refused(driver: Driver) -> None:
    driver.begin("Pendulum-v1", "ddpg", "light")
    dialog = opened(driver, 0)
    dialog.pair.form.choosers[1].choose(FIXTURES / "policy-1.rlp")
    driver.child("compare_start").click()
    driver.settle()


@state("robustness", everywhere=True)
def robustness(driver: Driver) -> None:
    driver.train_to(2000)
    dialog = opened(driver, 1)
    driver.child("robustness_start").click()
    driver.until(lambda: dialog.robustness.pushed is not None, "the pushes", WORKS_S)
    driver.settle()


@state("robustness-without-pushes")
def no_robustness(driver: Driver) -> None:
    driver.begin("GridWorld-v1", "q-table", "cells")
    opened(driver, 1)
    driver.child("robustness_start").click()
    driver.settle()


@state("class-folder", everywhere=True)
def class_folder(driver: Driver) -> None:
    content = saved_policy(driver, 2000).read_bytes()
    folder = Path.home() / "class"
    folder.mkdir()
    for number, name in enumerate(("anna", "ben", "chen", "davide", "emil", "王小明", "a rather long name of a file")):
        (folder / f"{name}.rlp").write_bytes(content if number % 3 != 1 else content[: 500 * number])
    dialog = opened(driver, 2)
    dialog.folder.folder_chosen.emit(str(folder))
    driver.until(lambda: len(dialog.folder.entries) == 7, "the folder", WORKS_S)
    driver.settle()
