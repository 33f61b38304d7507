"""States in which somebody pushes: the arrow while the mouse pulls, and after."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from playground.ui.hands.push.pull import SHARE
from tests.screens.driver import LEFT, Driver
from tests.screens.table import state


def pull(driver: Driver, share: float, *, lets_go: bool = False) -> None:
    """Pull against the push: `share` of the hardest push, as the card counts it."""
    view = driver.window.view
    view.repaint()
    [body] = [grip for grip in view.grips() if grip.pushed_at is not None]
    begin = QPoint(*map(round, body.pushed_at))
    far = -share * SHARE * min(view.width(), view.height())
    end = begin + QPoint(round(far * body.pushed_along[0]), round(far * body.pushed_along[1]))
    QTest.mousePress(view, LEFT, Qt.KeyboardModifier.NoModifier, begin)
    QTest.mouseMove(view, end)
    if lets_go:
        QTest.mouseRelease(view, LEFT, Qt.KeyboardModifier.NoModifier, end)


@state("push-cartpole")
def cartpole(driver: Driver) -> None:
    driver.train_to(600)
    pull(driver, 0.5)


@state("push-hardest")
def hardest(driver: Driver) -> None:
    driver.train_to(600)
    pull(driver, -1.4)


@state("push-pendulum")
def pendulum(driver: Driver) -> None:
    driver.begin("Pendulum-v1", "ddpg", "light")
    driver.train_to(300)
    pull(driver, 0.5)


@state("push-acrobot")
def acrobot(driver: Driver) -> None:
    driver.begin("Acrobot-v1", "dqn", "rl-zoo")
    driver.train_to(300)
    pull(driver, -0.4)


@state("push-mountain-car")
def mountain_car(driver: Driver) -> None:
    driver.begin("MountainCar-v0", "q-table", "bins")
    driver.train_to(300)
    pull(driver, 0.7)


@state("push-past")
def past(driver: Driver) -> None:
    driver.train_to(600)
    driver.goto(300)
    pull(driver, 0.4, lets_go=True)


@state("push-fork")
def fork(driver: Driver) -> None:
    driver.train_to(600)
    driver.goto(300)
    driver.trigger("act_fork")
    driver.until(lambda: driver.latest.fork is not None, "the fork")
    driver.settle()
    pull(driver, 0.4)


@state("push-replay")
def replay(driver: Driver) -> None:
    driver.train_to(2000)
    driver.trigger("act_replay")
    driver.until(lambda: driver.window.replaying, "the replay")
    driver.window.player.pause()
    driver.window.player.seek(12)
    before = driver.window.player.recording
    pull(driver, 0.4, lets_go=True)
    driver.until(lambda: driver.window.player.recording is not before, "the pushed episode")
    driver.child("push_arrow").clear()


@state("menu-hands")
def menu(driver: Driver) -> None:
    driver.open_menu("menu_hands")
