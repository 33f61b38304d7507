"""States of the form while and after something was changed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.screens.driver import Driver
from tests.screens.table import state


@state("change-gamma", everywhere=True)
def gamma(driver: Driver) -> None:
    driver.train_to(1200)
    driver.edit("gamma", 0.9, 0.8, 0.5)
    driver.train_to(2000)


@state("change-many")
def many(driver: Driver) -> None:
    for number, value in enumerate((0.9, 0.5, 0.95, 0.3, 0.99, 0.7)):
        driver.train_to(400 + 40 * number)
        driver.edit("gamma", value)
        driver.edit("learning_rate", 10.0 ** -(2 + number % 3))
    driver.train_to(1200)


@state("change-hold")
def hold(driver: Driver) -> None:
    driver.train_to(600)
    driver.press_on(driver.child("hyper_epsilon_hold"))
    driver.train_to(1200)


@state("change-waits-for-reset")
def waits_for_reset(driver: Driver) -> None:
    driver.window.hyper_panel.more_open = True
    driver.train_to(600)
    driver.edit("hidden_layers", (64, 64))
    driver.edit("seed", 7)
    driver.child("hyper_scroll").ensureWidgetVisible(driver.child("hyper_hidden_layers"))


@state("change-refused")
def refused(driver: Driver) -> None:
    driver.train_to(600)
    box = driver.child("hyper_gamma_value")
    driver.write(box, "1.5x")
    QTest.keyClick(box, Qt.Key.Key_Return)


@state("change-environment")
def environment(driver: Driver) -> None:
    driver.window.hyper_panel.environment_open = True
    driver.train_to(600)
    name = "env_gravity"
    driver.child(name).field.editor.edited.emit(4.0)
    driver.train_to(900)
    driver.child("hyper_scroll").verticalScrollBar().setValue(10_000)


@state("change-of-environment")
def of_environment(driver: Driver) -> None:
    driver.train_to(2000)
    driver.choose("choose_environment", "Pendulum-v1")


@state("change-of-preset")
def of_preset(driver: Driver) -> None:
    driver.train_to(2000)
    driver.choose("preset", "rl-zoo")


@state("change-dismissed")
def dismissed(driver: Driver) -> None:
    driver.train_to(2000)
    driver.choose("choose_algorithm", "a2c")
    driver.child("notice_close").click()
