"""States of the workspace Inside: empty, racing, a replay, and every stage of a step of every algorithm."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QTableView

from playground.engine.presets.catalogue import PRESETS
from tests.screens.driver import Driver
from tests.screens.table import state

# One pair for each algorithm, with a step in which it learns; None: the end of an episode.
STEPS = {
    ("CartPole-v1", "dqn", "tutorial"): 400,
    ("GridWorld-v1", "q-table", "cells"): 500,
    ("CartPole-v1", "reinforce", "baseline"): None,
    ("CartPole-v1", "a2c", "rl-zoo"): 1_600,
    ("CartPole-v1", "ppo", "rl-zoo"): 2_560,
    ("Pendulum-v1", "ddpg", "light"): 1_500,
}


class StageReach:
    """Way to the card of a stage of a step in which something was learned."""

    def __init__(self, pair: tuple[str, str, str], stage: str) -> None:
        self._pair, self._stage = pair, stage

    def __call__(self, driver: Driver) -> None:
        driver.begin(*self._pair)
        steps = STEPS[self._pair]
        driver.train_to(steps or 600)
        if steps is None:
            driver.trigger("act_step_episode")
            driver.until(lambda: not driver.window.controller.is_running, "the end of the episode")
        driver.trigger("act_workspace_inside")
        walk = driver.window.inside.walk
        driver.until(lambda: walk.facts is not None and walk.facts.trace is not None, "the numbers of the step")
        names = [each.name for each in walk.stages]
        walk.open(names.index(self._stage))
        driver.settle()


class FirstReach:
    """Way to the card of a stage that comes before the first step."""

    def __init__(self, index: int) -> None:
        self._index = index

    def __call__(self, driver: Driver) -> None:
        driver.trigger("act_workspace_inside")
        driver.window.inside.walk.open(self._index)
        driver.settle()


for number in range(2):
    state(f"inside-first-{number + 1}")(FirstReach(number))

for pair in STEPS:
    preset = PRESETS.get(pair[2], *pair[:2])
    settings = preset.settings()
    for stage in settings.learner.make_explainer().stages(settings.params, settings.space):
        if not stage.is_setup:
            state(f"inside-{pair[1]}-{stage.name}")(StageReach(pair, stage.name))


@state("inside-no-update")
def no_update(driver: Driver) -> None:
    driver.trigger("act_step")
    driver.until(lambda: driver.latest.n_steps == 1, "the step")
    driver.trigger("act_workspace_inside")
    driver.settle()


@state("inside-racing")
def racing(driver: Driver) -> None:
    driver.trigger("act_workspace_inside")
    driver.train_to(1_500)
    driver.window.controller.set_speed(None)
    driver.trigger("act_run")
    driver.until(lambda: driver.latest.n_steps > 2_500, "more steps")


@state("inside-replay")
def replay(driver: Driver) -> None:
    driver.train_to(1_500)
    driver.trigger("act_workspace_inside")
    driver.trigger("act_replay")
    driver.until(lambda: driver.window.replaying, "the replay")
    driver.window.player.pause()
    driver.window.player.seek(3)
    driver.settle()


@state("inside-fork")
def fork(driver: Driver) -> None:
    driver.train_to(600)
    driver.trigger("act_workspace_inside")
    driver.trigger("act_fork")
    driver.until(driver.window.fork_bar.isVisible, "the fork")
    driver.trigger("act_step")
    driver.settle()


@state("inside-played")
def played(driver: Driver) -> None:
    driver.begin("CartPole-v1", "dqn", "tutorial")
    driver.train_to(400)
    episode = {"start": [0.0, 0.0, 0.02, 0.0], "actions": [1, 0] * 10}
    driver.window.controller.intervene("add_episode", episode)
    driver.until(lambda: bool(driver.latest.metrics.marks), "the added episode")
    driver.trigger("act_step")
    driver.until(lambda: driver.latest.n_steps == 401, "the step")
    driver.trigger("act_workspace_inside")
    driver.settle()
    table, buffer = (
        driver.window.findChild(QTableView, "minibatch_table"),
        driver.window.findChild(QScrollArea, "buffer"),
    )
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum())
    buffer.ensureWidgetVisible(driver.window.findChild(QLabel, "buffer_played"))
    driver.settle()


@state("inside-panels-closed")
def panels_closed(driver: Driver) -> None:
    driver.trigger("act_workspace_inside")
    for dock in driver.window.workspaces.inside.docks:
        dock.close()
    driver.settle()
