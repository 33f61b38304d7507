"""States of a person's game."""

from __future__ import annotations

from unittest.mock import patch

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from playground.ui.hands.play import game
from playground.ui.hands.play.game import GameState
from tests.screens.driver import Driver
from tests.screens.table import state

STANDS_STILL_MS = 600_000


def begin_game(driver: Driver, count_ms: int = 5) -> None:
    """Begin a game whose countdown is short, or stands still; the clock makes a step at once and then no more."""
    driver.undo.enter_context(patch.object(game, "COUNT_MS", count_ms))
    driver.window.activateWindow()
    driver.trigger("act_play")
    driver.until(lambda: driver.window.play.is_playing, "the game")
    driver.settle()


def reach(driver: Driver, wanted: GameState) -> None:
    driver.until(lambda: driver.window.play.room.game.state is wanted, wanted.name)
    driver.settle()


def at_speed(driver: Driver, steps_per_s: int) -> None:
    box = driver.child("play_speed", QComboBox)
    box.setCurrentIndex(box.findData(steps_per_s))
    box.activated.emit(box.currentIndex())


@state("play-countdown", everywhere=True)
def countdown(driver: Driver) -> None:
    driver.train_to(2000)
    begin_game(driver, STANDS_STILL_MS)


@state("play-playing", everywhere=True)
def playing(driver: Driver) -> None:
    driver.train_to(2000)
    begin_game(driver)
    at_speed(driver, 2)
    reach(driver, GameState.PLAYING)
    QTest.keyPress(driver.window.view, Qt.Key.Key_Right)


@state("play-lost-focus", everywhere=True)
def lost_focus(driver: Driver) -> None:
    playing(driver)
    driver.child("speed").setFocus()


@state("play-ended", everywhere=True)
def ended(driver: Driver) -> None:
    driver.train_to(2000)
    begin_game(driver)
    for _ in range(2):
        at_speed(driver, 50)
        QTest.keyPress(driver.window.view, Qt.Key.Key_Right)
        reach(driver, GameState.ENDED)
        QTest.keyRelease(driver.window.view, Qt.Key.Key_Right)
        QTest.keyClick(driver.window.view, Qt.Key.Key_Space)
    reach(driver, GameState.ENDED)


@state("play-stopped")
def stopped(driver: Driver) -> None:
    playing(driver)
    QTest.keyClick(driver.window.view, Qt.Key.Key_Escape)


@state("play-pendulum")
def of_a_pendulum(driver: Driver) -> None:
    driver.begin("Pendulum-v1", "ddpg", "td3")
    begin_game(driver)
    at_speed(driver, 2)
    reach(driver, GameState.PLAYING)
    QTest.keyPress(driver.window.view, Qt.Key.Key_Left)


@state("play-grid-world")
def in_a_grid(driver: Driver) -> None:
    driver.begin("GridWorld-v1", "q-table", "cells")
    begin_game(driver)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Right):
        QTest.keyClick(driver.window.view, key)


@state("play-beside-a-fork")
def beside_a_fork(driver: Driver) -> None:
    driver.train_to(2000)
    driver.trigger("act_fork")
    driver.until(lambda: driver.latest.fork is not None, "the fork")
    begin_game(driver)
    at_speed(driver, 2)
    reach(driver, GameState.PLAYING)
