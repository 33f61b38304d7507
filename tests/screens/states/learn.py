"""States of the workspace Learn: the list, pages before and after an answer, the end, and what went wrong."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtWidgets import QWidget

from tests.lessons.texts import GOOD
from tests.screens.driver import Driver
from tests.screens.table import state

DIRECTION = """
```question
name = "later"
kind = "direction"
ask = "Will epsilon be higher, lower or the same?"
value = "epsilon"
within = 0.01
key = "lower"
```
"""
HINT = """
```hint
How often do you have to halve it? See [epsilon](glossary:epsilon) and [make one step](do:act_step).
```
"""


def number_block() -> str:
    return GOOD[GOOD.index("```question", GOOD.index("## Epsilon")) : GOOD.index("```run", GOOD.index("## Epsilon"))]


def open_lesson(driver: Driver, text: str = GOOD) -> None:
    folder = Path(driver.undo.enter_context(tempfile.TemporaryDirectory()))
    (folder / "lesson.md").write_text(text, encoding="utf-8")
    driver.window.files.open(str(folder))
    driver.settle()


def press(driver: Driver, name: str) -> None:
    buttons = [each for each in driver.window.findChildren(QWidget, name) if each.isVisible()]
    buttons[-1].click()
    driver.settle()


def run(driver: Driver) -> None:
    press(driver, "lesson_run")
    driver.until(lambda: driver.child("lesson_next").isEnabled(), "the page's run")
    driver.settle()


def answer_first(driver: Driver, number: int = 1) -> None:
    press(driver, f"lesson_answer_{number}")
    press(driver, "lesson_predict")


def to_second(driver: Driver) -> None:
    answer_first(driver)
    run(driver)
    press(driver, "lesson_next")


def to_third(driver: Driver) -> None:
    to_second(driver)
    driver.child("lesson_answer_number").setText("0.5")
    press(driver, "lesson_predict")
    run(driver)
    press(driver, "lesson_next")


@state("learn-list")
def lessons(driver: Driver) -> None:
    driver.act("act_workspace_learn")


@state("learn-choice")
def choice(driver: Driver) -> None:
    open_lesson(driver)


@state("learn-answered")
def answered(driver: Driver) -> None:
    open_lesson(driver)
    answer_first(driver)


@state("learn-right")
def right(driver: Driver) -> None:
    open_lesson(driver)
    answer_first(driver)
    run(driver)


@state("learn-wrong")
def wrong(driver: Driver) -> None:
    open_lesson(driver)
    answer_first(driver, 2)
    run(driver)


@state("learn-number")
def number(driver: Driver) -> None:
    open_lesson(driver, GOOD.replace("## By itself", HINT + "\n## By itself"))
    to_second(driver)
    press(driver, "lesson_hint")


@state("learn-direction")
def direction(driver: Driver) -> None:
    open_lesson(driver, GOOD.replace(number_block(), DIRECTION))
    to_second(driver)


@state("learn-spent")
def spent(driver: Driver) -> None:
    open_lesson(driver)
    to_second(driver)
    driver.child("lesson_answer_number").setText("0.5")
    press(driver, "lesson_predict")
    run(driver)


@state("learn-click")
def click(driver: Driver) -> None:
    open_lesson(driver)
    to_third(driver)


@state("learn-end")
def end(driver: Driver) -> None:
    open_lesson(driver)
    to_third(driver)
    driver.window.inside.part_chosen.emit("replay_buffer")
    driver.settle()
    press(driver, "lesson_next")
    driver.until(lambda: driver.child("lesson_end").isVisible(), "the end")


@state("learn-fault")
def fault(driver: Driver) -> None:
    open_lesson(driver, GOOD.replace('title = "How long it stays up"', "title = 3").replace("seed = 3", "seed = true"))
    press(driver, "lesson_fault_all")
