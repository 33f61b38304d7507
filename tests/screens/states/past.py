"""States beside the present: the past, forks, what-if."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.screens.driver import LEFT, Driver
from tests.screens.table import state


@state("past", everywhere=True)
def past(driver: Driver) -> None:
    driver.train_to(2000)
    driver.goto(900)


@state("past-dragged")
def dragged(driver: Driver) -> None:
    driver.train_to(2000)
    strip = driver.child("timeline")
    QTest.mousePress(strip, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(60, strip.height() // 2))
    QTest.mouseMove(strip, QPoint(100, strip.height() // 2))
    driver.settle()


@state("past-on-the-way")
def on_the_way(driver: Driver) -> None:
    driver.train_to(2000)
    going = dataclasses.replace(driver.latest, busy=(3, 10))
    driver.window.timeline_bar.show_busy(going)
    driver.window.timeline_bar.strip.show_snapshot(going)


@state("past-first-step")
def first_step(driver: Driver) -> None:
    driver.train_to(2000)
    driver.goto(0)


def fork_at(driver: Driver, n_steps: int) -> None:
    driver.goto(n_steps)
    driver.trigger("act_fork")
    driver.until(lambda: driver.latest.fork is not None, "the fork")
    driver.settle()


@state("fork-same")
def same(driver: Driver) -> None:
    driver.train_to(2000)
    fork_at(driver, 900)


@state("fork-differs", everywhere=True)
def differs(driver: Driver) -> None:
    driver.train_to(2000)
    fork_at(driver, 900)
    driver.edit("gamma", 0.5)
    driver.train_to(1700)


@state("fork-promote-asks")
def promote(driver: Driver) -> None:
    differs(driver)
    driver.child("fork_promote").click()
    driver.settle()


@state("fork-closed")
def closed(driver: Driver) -> None:
    differs(driver)
    driver.child("fork_close").click()
    driver.answer()
    driver.until(lambda: driver.latest.fork is None, "the end of the fork")
    driver.settle()


def ask_what_if(driver: Driver) -> None:
    driver.trigger("act_what_if")
    driver.until(lambda: driver.window.what_if_card.isVisible(), "the futures")
    driver.settle()


@state("what-if", everywhere=True)
def what_if(driver: Driver) -> None:
    driver.train_to(2000)
    driver.trigger("act_step")
    driver.settle()
    ask_what_if(driver)


@state("what-if-closed")
def what_if_closed(driver: Driver) -> None:
    what_if(driver)
    driver.child("what_if_leave").click()


@state("fork-forced")
def forced(driver: Driver) -> None:
    what_if(driver)
    driver.child("what_if_do_it").click()
    driver.until(lambda: driver.latest.fork is not None, "the fork")
    driver.settle()


@state("fork-forced-step")
def forced_step(driver: Driver) -> None:
    forced(driver)
    driver.trigger("act_step")
    driver.settle()


@state("what-if-grid-world")
def in_a_grid(driver: Driver) -> None:
    driver.begin("GridWorld-v1", "q-table", "cells")
    driver.train_to(400)
    ask_what_if(driver)


@state("what-if-pendulum")
def of_a_pendulum(driver: Driver) -> None:
    driver.begin("Pendulum-v1", "ddpg", "td3")
    driver.train_to(700)
    ask_what_if(driver)
