"""States of a run: running, paused, at an episode's end, solved, finished, failed."""

from __future__ import annotations

from unittest.mock import patch

from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.envs.base import ENVIRONMENTS
from playground.envs.gym_adapter.probe import probe
from playground.envs.gym_adapter.user_environments import enter
from playground.hyper import hypers
from playground.ui.trainer.snapshot import TrainerState
from tests.screens.driver import Driver
from tests.screens.table import state

STEPS = 2000


@state("run-paused", everywhere=True)
def paused(driver: Driver) -> None:
    driver.train_to(STEPS)


@state("run-slow")
def slow(driver: Driver) -> None:
    driver.train_to(STEPS)
    driver.run_slowly()


@state("run-step", everywhere=True)
def step(driver: Driver) -> None:
    driver.train_to(STEPS)
    driver.trigger("act_step")


@state("run-step-more")
def step_with_all_rows(driver: Driver) -> None:
    driver.window.hyper_panel.more_open = True
    driver.train_to(STEPS)
    driver.trigger("act_step")


@state("run-episode-end")
def episode_end(driver: Driver) -> None:
    driver.train_to(STEPS)
    driver.trigger("act_step_episode")
    driver.until(lambda: driver.latest.scene.terminated or driver.latest.scene.truncated, "the end of the episode")
    driver.settle()


@state("run-evaluated")
def evaluated(driver: Driver) -> None:
    driver.train_to(STEPS)
    driver.trigger("act_evaluate")
    driver.until(driver.window.notice.isVisible, "the result")


@state("run-solved")
def solved(driver: Driver) -> None:
    driver.begin("GridWorld-v1", "q-table", "cells")
    driver.window.controller.set_speed(None)
    driver.trigger("act_run")
    driver.until(lambda: driver.latest.solved_at is not None, "the solution")
    driver.window.controller.pause()
    driver.settle()
    driver.goto(driver.latest.solved_at)  # the same moment every time


@state("run-finished")
def finished(driver: Driver) -> None:
    driver.edit("run_length", 1500)
    driver.window.controller.set_speed(None)
    driver.trigger("act_run")
    driver.until(lambda: driver.latest.state is TrainerState.FINISHED, "the end")


@state("run-failed")
def failed(driver: Driver) -> None:
    driver.train_to(STEPS)
    driver.undo.enter_context(patch.object(Session, "step", side_effect=RuntimeError("no more room on the device")))
    driver.trigger("act_step")
    driver.until(lambda: driver.latest.state is TrainerState.FAILED, "the failure")


@state("run-diverged")
def diverged(driver: Driver) -> None:
    driver.train_to(600)
    driver.edit("learning_rate", hypers(driver.latest.settings.params).get("learning_rate").high)
    driver.window.controller.set_speed(None)
    driver.trigger("act_run")
    driver.until(lambda: driver.latest.fix is not None, "the divergence")
    driver.settle()


@state("run-huge-numbers")
def huge_numbers(driver: Driver) -> None:
    """Returns of billions, in an environment that somebody added."""
    card = enter(probe("tests.screens.rich_environment:Rich-v0"))
    driver.undo.callback(ENVIRONMENTS.remove, card.id)
    driver.begin(card.id, "dqn", PRESETS.first(card.id, "dqn").name)
    driver.train_to(STEPS)
    driver.trigger("act_step")
