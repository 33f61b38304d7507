"""States with a dialog."""

from __future__ import annotations

from pathlib import Path

from tests.screens.driver import Driver
from tests.screens.table import state

REPORT_S = 120


def opened(driver: Driver, action: str, dialog: str) -> object:
    driver.trigger(action)
    return driver.dialog(dialog)


@state("save-nothing-evaluated")
def save_early(driver: Driver) -> None:
    driver.train_to(100)
    opened(driver, "act_save", "save_dialog")


@state("save", everywhere=True)
def save(driver: Driver) -> None:
    driver.train_to(2000)
    (Path.home() / "CartPole-v1.rlp").write_bytes(b"there")
    opened(driver, "act_save", "save_dialog")


@state("save-session")
def save_session(driver: Driver) -> None:
    driver.train_to(600)
    driver.trigger("act_save_session")
    driver.settle()


@state("load")
def load(driver: Driver) -> None:
    (Path.home() / "CartPole-v1.rlp").write_bytes(b"there")
    opened(driver, "act_load", "load_dialog")


@state("add-environment")
def add_environment(driver: Driver) -> None:
    opened(driver, "act_add_environment", "add_environment_dialog")


@state("add-environment-refused")
def add_environment_refused(driver: Driver) -> None:
    opened(driver, "act_add_environment", "add_environment_dialog")
    driver.write(driver.child("environment_name"), "my_modlue:MyEnv-v0")
    driver.child("environment_add").click()
    driver.settle()


@state("add-environment-done")
def add_environment_done(driver: Driver) -> None:
    opened(driver, "act_add_environment", "add_environment_dialog")
    driver.write(driver.child("environment_name"), "FrozenLake-v1")
    driver.child("environment_add").click()
    driver.settle()


@state("shortcuts", everywhere=True)
def shortcuts(driver: Driver) -> None:
    opened(driver, "act_shortcuts", "shortcuts_dialog")


@state("news")
def news(driver: Driver) -> None:
    opened(driver, "act_news", "news_dialog")


@state("check-looks")
def check_looks(driver: Driver) -> None:
    opened(driver, "act_check", "check_dialog")


@state("check-report")
def check_report(driver: Driver) -> None:
    dialog = opened(driver, "act_check", "check_dialog")
    save = driver.child("check_save")
    driver.until(save.isEnabled, "the report", REPORT_S)
    assert dialog.isVisible()


@state("log")
def log(driver: Driver) -> None:
    opened(driver, "act_log", "log_dialog")


@state("licences")
def licences(driver: Driver) -> None:
    opened(driver, "act_licences", "licences_dialog")


@state("about")
def about(driver: Driver) -> None:
    opened(driver, "act_about", "about_dialog")
