"""States of the plots."""

from __future__ import annotations

from PySide6.QtCore import QPoint

from tests.screens.driver import Driver
from tests.screens.table import state


def show_all(driver: Driver) -> None:
    driver.until(lambda: driver.window.plots is not None, "the plots")
    actions = driver.child("plots_choose").menu().actions()
    driver.act(*[action.objectName() for action in actions if action.isCheckable() and not action.isChecked()])


@state("plots-all-empty")
def all_empty(driver: Driver) -> None:
    driver.begin("CartPole-v1", "ppo", "rl-zoo")
    show_all(driver)


@state("plots-all")
def all_filled(driver: Driver) -> None:
    driver.begin("CartPole-v1", "ppo", "rl-zoo")
    driver.train_to(3008)
    show_all(driver)


@state("plots-one")
def one(driver: Driver) -> None:
    driver.train_to(2000)
    names = [plot.objectName() for plot in driver.window.plots.shown]
    driver.act(*(f"act_{name}" for name in names[1:]))


@state("plots-zoomed")
def zoomed(driver: Driver) -> None:
    driver.train_to(3000)
    for plot in driver.window.plots.shown:
        plot.view_moved.emit(1200.0, 1500.0)


@state("plots-chooser")
def chooser(driver: Driver) -> None:
    driver.train_to(600)
    button = driver.child("plots_choose")
    menu = button.menu()
    menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))


@state("plots-second-run")
def ghost(driver: Driver) -> None:
    driver.train_to(2000)
    driver.act("act_reset")
    driver.until(lambda: driver.latest.n_steps == 0, "the new run")
    driver.train_to(700)


@state("plots-without-references")
def without_references(driver: Driver) -> None:
    driver.train_to(2000)
    driver.act("act_reference_lines")


@state("plots-references-fork")
def references_fork(driver: Driver) -> None:
    driver.begin("Pendulum-v1", "ddpg", "td3")
    driver.train_to(1500)
    driver.trigger("act_fork")
    driver.edit("gamma", 0.5)
    driver.train_to(2100)
