"""States of the breakpoints."""

from __future__ import annotations

from PySide6.QtCore import QPoint

from tests.screens.driver import Driver
from tests.screens.table import state

CONDITIONS = ("episode_return >= 100", "explored", "loss > 1", "entropy < 0.3")


@state("breakpoints-none")
def none(driver: Driver) -> None:
    driver.breakpoints(())


@state("breakpoints", everywhere=True)
def some(driver: Driver) -> None:
    driver.train_to(600)
    driver.breakpoints(CONDITIONS)


@state("breakpoints-hit")
def hit(driver: Driver) -> None:
    driver.train_to(600)
    driver.breakpoints(("episode_step >= 12", *CONDITIONS))
    driver.trigger("act_run")
    driver.until(lambda: driver.latest.hit is not None, "the breakpoint")
    driver.settle()


@state("breakpoints-refused")
def refused(driver: Driver) -> None:
    driver.breakpoints(())
    line = driver.child("breakpoint_line")
    driver.write(line, "episode_retrun >= 100 and")
    driver.child("breakpoint_add").click()


@state("breakpoints-names")
def names(driver: Driver) -> None:
    driver.breakpoints(())
    driver.child("breakpoint_names").click()


@state("breakpoints-suggestions")
def suggestions(driver: Driver) -> None:
    driver.breakpoints(())
    button = driver.child("breakpoint_suggestions")
    menu = button.menu()
    menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
