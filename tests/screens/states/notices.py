"""States of the notice over the view."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.history.archive import BRIEF, archive_of
from playground.engine.history.timeline import Timeline
from playground.engine.presets.catalogue import DEFAULT_PRESET, PRESETS
from playground.engine.run.session import Session
from playground.store.autosave import autosave_path
from playground.store.session.file import save_session
from tests.screens.driver import Driver
from tests.screens.table import state


@state("notice-after-a-crash", everywhere=True)
def after_a_crash(driver: Driver) -> None:
    prepare_thread()
    session = Session(PRESETS.get(DEFAULT_PRESET).settings())
    timeline = Timeline(session, Evaluator(session))
    while session.n_steps < 600:
        timeline.step()
    folder = autosave_path() / "000001-01234567"
    folder.mkdir(parents=True)
    (folder / "lock").write_bytes(b"running")
    save_session(archive_of(timeline, bounds=BRIEF), folder / "00000007.rls")
    driver.reopen()
    driver.until(driver.window.notice.isVisible, "the offer")


@state("notice-over-a-question")
def problem(driver: Driver) -> None:
    driver.train_to(600)
    driver.window.show_problem("The file could not be read: it ends in the middle of its weights. Nothing was changed.")


@state("recipe-copied")
def recipe_copied(driver: Driver) -> None:
    driver.train_to(600)
    driver.trigger("act_copy_recipe")


@state("recipe-refused")
def recipe_refused(driver: Driver) -> None:
    QGuiApplication.clipboard().setText("a shopping list: milk, bread")
    driver.trigger("act_paste_recipe")


@state("recipe-offered")
def recipe_offered(driver: Driver) -> None:
    driver.train_to(600)
    driver.edit("gamma", 0.8)
    driver.train_to(900)
    driver.trigger("act_copy_recipe")
    driver.settle()
    driver.trigger("act_paste_recipe")
