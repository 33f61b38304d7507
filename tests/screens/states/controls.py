"""Controls at rest, under the pointer, with the keys, pressed and disabled, side by side."""

from __future__ import annotations

from PySide6.QtGui import QPixmap

from tests.screens.control_states import table_of
from tests.screens.driver import Driver
from tests.screens.states.breakpoints import some
from tests.screens.states.past import differs, what_if
from tests.screens.states.policies import policy_loaded, replay
from tests.screens.table import state


@state("controls-run-bar")
def run_bar(driver: Driver) -> QPixmap:
    driver.train_to(600)
    return table_of(driver.window, driver.window.run_bar)


@state("controls-form")
def form(driver: Driver) -> QPixmap:
    driver.window.hyper_panel.more_open = driver.window.hyper_panel.environment_open = True
    driver.train_to(600)
    return table_of(driver.window, driver.window.hyper_panel, most=13)


@state("controls-timeline")
def timeline(driver: Driver) -> QPixmap:
    driver.train_to(1200)
    driver.edit("gamma", 0.5)
    driver.train_to(2000)
    driver.goto(1600)
    return table_of(driver.window, driver.window.timeline_bar)


@state("controls-view")
def view(driver: Driver) -> QPixmap:
    driver.train_to(600)
    return table_of(driver.window, driver.window.centralWidget())


@state("controls-plots")
def plots(driver: Driver) -> QPixmap:
    driver.train_to(2000)
    return table_of(driver.window, driver.window.plots)


@state("controls-details")
def details(driver: Driver) -> QPixmap:
    some(driver)
    return table_of(driver.window, driver.window.details)


@state("controls-policy")
def policy(driver: Driver) -> QPixmap:
    policy_loaded(driver)
    return table_of(driver.window, driver.window.policy_panel)


@state("controls-replay")
def replay_bar(driver: Driver) -> QPixmap:
    replay(driver)
    return table_of(driver.window, driver.window.replay_bar)


@state("controls-fork-and-what-if")
def fork_bar(driver: Driver) -> QPixmap:
    differs(driver)
    return table_of(driver.window, driver.window.fork_bar)


@state("controls-what-if")
def what_if_card(driver: Driver) -> QPixmap:
    what_if(driver)
    return table_of(driver.window, driver.window.what_if_card)


@state("controls-save")
def save(driver: Driver) -> QPixmap:
    driver.train_to(600)
    driver.trigger("act_save")
    return table_of(driver.window, driver.dialog("save_dialog"))
