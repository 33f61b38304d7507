"""There and back again: what was done and undone leaves no trace, in whatever order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from tests.sequences import sequences
from tests.ui.driven_window import DrivenWindow, Watch
from tests.ui.there_and_back.doings import DOINGS, Doing
from tests.ui.there_and_back.looks import Looks, differences, looks_of

FOCUS = ("env_view", "button_run", "speed", "hyper_gamma_slider", "timeline", "button_what_if")
PATIENCE_MS = 1500  # until what is drawn a moment later is drawn


@st.composite
def outings(draw):
    """Return what has the focus, what is done, and the same in the order in which it is undone.

    There is one dialog at most, done last and undone first, for it lets nobody at the window.
    """
    done = draw(st.lists(st.sampled_from(DOINGS), min_size=1, max_size=3, unique=True))
    others, dialogs = [[doing for doing in done if doing.is_modal is modal] for modal in (False, True)]
    dialogs = dialogs[:1]
    return draw(st.sampled_from(FOCUS)), [*others, *dialogs], [*dialogs, *draw(st.permutations(others))]


@pytest.fixture
def driven(qapp) -> Iterator[DrivenWindow]:
    """A window whose run has made some steps and is paused; no caret blinks in it."""
    blinks = QApplication.cursorFlashTime()
    QApplication.setCursorFlashTime(0)
    with Watch() as watch:
        driven = DrivenWindow()
        driven.window.resize(1366, 728)
        driven.window.actions_by_name["act_step_episode"].trigger()
        driven.settle()
        for _ in range(3):
            driven.trigger("act_step")
            driven.settle()
        fold = driven.window.findChild(QToolButton, "details_fold")
        driven.until(lambda: fold.accessibleName() == "Fold the details", "the details")
        fold.click()  # the numbers of a step are gone when the run was somewhere else
        yield driven
        driven.close()
        assert watch.wrong == []
    QApplication.setCursorFlashTime(blinks)


def go(driven: DrivenWindow, focus: str, done: list[Doing], undone: list[Doing]) -> list[str]:
    """Do and undo, and return what is not as it was."""
    widget = driven.window.findChild(QWidget, focus)
    widget.setFocus()
    before = rested(driven, None)
    for doing in done:
        doing.do(driven)
        driven.settle()
    for doing in undone:
        doing.undo(driven)
        driven.settle()
    return differences(before, rested(driven, before))


def rested(driven: DrivenWindow, wanted: Looks | None) -> Looks:
    """Return how the window looks when nothing is drawn any more: no sooner than it looks as is wanted."""
    last = None
    for _ in range(PATIENCE_MS // 50):
        QTest.qWait(50)
        if driven.window.plots is not None:
            driven.window.plots.flush()
        looks = looks_of(driven.window)
        if last is not None and not differences(last, looks) and (wanted is None or not differences(wanted, looks)):
            return looks
        last = looks
    assert last is not None
    return last


def check(driven: DrivenWindow, way: tuple[str, list[Doing], list[Doing]]) -> None:
    focus, done, undone = way
    left = go(driven, focus, done, undone)
    told = f"from {focus}: {[doing.name for doing in done]}, undone {[doing.name for doing in undone]}"
    assert left == [], told


def test_what_is_done_and_undone_leaves_no_trace(driven):
    language = next(doing for doing in DOINGS if doing.name == "the other language")
    check(driven, ("hyper_gamma_slider", [language], [language]))

    @sequences(7, 1)
    @given(outings())
    def outing(way):
        check(driven, way)

    outing()


@pytest.mark.slow
def test_each_thing_that_is_done_and_undone_leaves_no_trace(driven):
    for doing in DOINGS:
        check(driven, ("env_view", [doing], [doing]))


@pytest.mark.slow
def test_many_things_that_are_done_and_undone_leave_no_trace(driven):
    @sequences(200, 1)
    @given(outings())
    def outing(way):
        check(driven, way)

    outing()
