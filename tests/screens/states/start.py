"""States before anything was learned."""

from __future__ import annotations

from PySide6.QtGui import QPixmap

from playground.ui import app
from tests.screens.driver import Driver
from tests.screens.picture import picture_of
from tests.screens.table import state


@state("start-getting-ready")
def getting_ready(driver: Driver) -> QPixmap:
    driver.window.hide()
    window = app.create([])
    window.resize(driver.window.size())
    window.start_up.end()  # nothing of what comes after the first paint
    picture = picture_of(window)
    window.close()
    window.deleteLater()
    return picture


@state("start", everywhere=True)
def start(driver: Driver) -> None:
    """Nothing but the start."""


@state("start-more")
def more(driver: Driver) -> None:
    driver.window.hyper_panel.more_open = True


@state("start-environment")
def environment(driver: Driver) -> None:
    driver.window.hyper_panel.environment_open = True
    driver.settle()
    driver.child("hyper_scroll").verticalScrollBar().setValue(10_000)


@state("start-news")
def news(driver: Driver) -> None:
    driver.reopen(version="0.0.1")


@state("start-panels-closed")
def panels_closed(driver: Driver) -> None:
    for dock in driver.window.docks:
        dock.hide()


@state("start-panels-floating")
def panels_floating(driver: Driver) -> None:
    for dock in driver.window.docks[:2]:
        dock.setFloating(True)
