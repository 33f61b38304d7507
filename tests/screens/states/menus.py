"""States with a menu, a list or a tooltip open."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.screens.driver import Driver
from tests.screens.table import state


@state("menu-file")
def file(driver: Driver) -> None:
    driver.open_menu("menu_file")


@state("menu-run")
def run(driver: Driver) -> None:
    driver.train_to(600)
    driver.open_menu("menu_run")


@state("menu-view")
def view(driver: Driver) -> None:
    menu = driver.open_menu("menu_view")
    themes = driver.child("menu_theme")
    themes.popup(menu.mapToGlobal(menu.actionGeometry(themes.menuAction()).topRight()))


@state("menu-help")
def help_menu(driver: Driver) -> None:
    driver.open_menu("menu_help")


@state("list-environments")
def environments(driver: Driver) -> None:
    driver.child("choose_environment").showPopup()


@state("list-algorithms")
def algorithms(driver: Driver) -> None:
    driver.child("choose_algorithm").showPopup()


@state("list-presets")
def presets(driver: Driver) -> None:
    driver.child("preset").showPopup()


def show_tip(driver: Driver, widget: QWidget) -> None:
    place = widget.rect().center()
    driver.point_at(widget)
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place)))
    QCoreApplication.processEvents()


@state("tip-gamma")
def tip_gamma(driver: Driver) -> None:
    show_tip(driver, driver.child("hyper_gamma_label"))


@state("tip-timeline")
def tip_timeline(driver: Driver) -> None:
    driver.train_to(2000)
    show_tip(driver, driver.child("timeline"))


@state("tip-plot")
def tip_plot(driver: Driver) -> None:
    driver.train_to(2000)
    plot = driver.window.plots.shown[0]
    place = plot.viewport().rect().center()
    driver.point_at(plot.viewport())
    QApplication.sendEvent(plot.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, plot.viewport().mapToGlobal(place)))
