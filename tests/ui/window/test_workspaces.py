"""Workspaces: each stays as a person left it, and a switch stops nothing and leaves no trace."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QTabBar

from playground.ui import app
from playground.ui.trainer.snapshot import TrainerState
from tests.ui.window.gestures import child, reach, trigger

WATCH, INSIDE = "act_workspace_watch", "act_workspace_inside"


def dock(window, name):
    return window.findChild(QDockWidget, name)


def place_of(widget, window):
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def stand(window):
    QApplication.processEvents()
    return {
        each.objectName(): (each.geometry() if each.isVisible() else None, each.isHidden(), each.isFloating())
        for each in window.docks
        if each.isHidden() or not each.visibleRegion().isEmpty()  # not what stands behind in a tab
    }


def sized(qtbot, window, width, height):
    window.resize(width, height)
    qtbot.waitUntil(lambda: (window.width(), window.height()) == (width, height), timeout=2000)
    QTest.qWait(1)


def test_inside_shows_the_loop_with_the_picture_in_its_corner_and_watch_has_it_back(qtbot, window):
    sized(qtbot, window, 1366, 728)
    before, large = stand(window), window.view.width()
    trigger(window, INSIDE)
    QApplication.processEvents()
    loop, view = place_of(child(window, "loop"), window), place_of(window.view, window)
    assert loop.width() > 900
    assert view.left() >= loop.right()
    assert view.width() < large
    for name in ("inspector", "minibatch", "buffer"):
        assert window.rect().contains(place_of(child(window, name), window)), name
    assert not child(window, "dock_hypers").isVisible()
    trigger(window, WATCH)
    QApplication.processEvents()
    assert window.view.width() == large
    assert stand(window) == before


@pytest.mark.parametrize("arranged", ["a form closed", "plots floating", "narrow"])
def test_there_and_back_leaves_watch_as_a_person_arranged_it(qtbot, window, arranged):
    sized(qtbot, window, 700 if arranged == "narrow" else 1366, 600)
    if arranged == "a form closed":
        dock(window, "dock_hypers").close()
    elif arranged == "plots floating":
        dock(window, "dock_plots").setFloating(True)
        dock(window, "dock_plots").move(200, 100)
    before = stand(window)
    for _ in range(2):
        trigger(window, INSIDE)
        trigger(window, WATCH)
    assert stand(window) == before


def test_a_window_that_grew_while_inside_was_shown_has_its_columns_in_watch(qtbot, window):
    sized(qtbot, window, 1366, 728)
    before = stand(window)
    sized(qtbot, window, 700, 500)
    trigger(window, INSIDE)
    sized(qtbot, window, 1366, 728)
    trigger(window, WATCH)
    assert stand(window) == before


def test_inside_keeps_what_a_person_moved_until_it_is_put_back(qtbot, window):
    sized(qtbot, window, 1366, 728)
    trigger(window, INSIDE)
    dock(window, "dock_buffer").close()
    dock(window, "dock_inspector").setFloating(True)
    trigger(window, WATCH)
    assert not dock(window, "dock_inspector").isVisible()
    trigger(window, INSIDE)
    assert dock(window, "dock_buffer").isHidden()
    assert dock(window, "dock_inspector").isFloating()
    trigger(window, "act_restore_layout")
    assert not dock(window, "dock_buffer").isHidden()
    assert not dock(window, "dock_inspector").isFloating()
    assert child(window, "loop").isVisible()


def test_the_next_start_shows_the_workspace_that_was_left_and_watch_as_it_was(qtbot, window):
    sized(qtbot, window, 1366, 728)
    dock(window, "dock_plots").close()
    trigger(window, INSIDE)
    dock(window, "dock_buffer").close()
    window.close()
    again = app.create([])
    qtbot.addWidget(again)
    assert again.actions_by_name[INSIDE].isChecked()
    assert child(again, "loop").isVisible()
    assert dock(again, "dock_buffer").isHidden()
    trigger(again, WATCH)
    assert dock(again, "dock_plots").isHidden()
    assert dock(again, "dock_hypers").isVisible()
    again.close()


def test_tabs_keys_and_menu_choose_the_same(qtbot, window):
    sized(qtbot, window, 1366, 728)
    tabs = window.findChild(QTabBar, "workspace_tabs")
    assert [tabs.tabText(number) for number in range(tabs.count())] == ["Watch", "Inside", "Learn"]
    tabs.setCurrentIndex(1)
    assert window.actions_by_name[INSIDE].isChecked()
    assert child(window, "loop").isVisible()
    QTest.keyClick(window.view, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert tabs.currentIndex() == 0
    assert not child(window, "loop").isVisible()
    in_menu = window.findChild(QAction, INSIDE)
    in_menu.trigger()
    assert tabs.currentIndex() == 1


def test_a_switch_stops_nothing_and_leaves_the_keys_where_they_were(qtbot, window):
    window.view.setFocus()
    trigger(window, "act_run")
    reach(qtbot, window, TrainerState.RUNNING)
    for name in (INSIDE, WATCH, INSIDE):
        n_steps = window.controller.latest.n_steps
        trigger(window, name)
        assert window.focusWidget() is window.view
        qtbot.waitUntil(lambda n_steps=n_steps: window.controller.latest.n_steps > n_steps + 100, timeout=10_000)
        assert window.controller.latest.state is TrainerState.RUNNING


def test_a_fork_opens_and_closes_inside_too(qtbot, window):
    sized(qtbot, window, 1366, 728)
    trigger(window, INSIDE)
    trigger(window, "act_fork")
    qtbot.waitUntil(window.fork_bar.isVisible, timeout=10_000)
    assert window.view.isVisible()
    assert not child(window, "env_view_a").isVisible()  # a corner has no room for two
    trigger(window, WATCH)
    assert window.fork_bar.isVisible()
    assert child(window, "env_view_a").isVisible()
    child(window, "fork_close").click()
    qtbot.waitUntil(lambda: not window.fork_bar.isVisible(), timeout=10_000)


@pytest.mark.parametrize("size", [(640, 320), (683, 354), (1024, 640), (1920, 1000)])
def test_inside_fits_any_window(qtbot, window, size):
    trigger(window, INSIDE)
    sized(qtbot, window, *size)
    assert (window.width(), window.height()) == size
    assert window.rect().contains(place_of(window.status, window))
    trigger(window, WATCH)
    assert (window.width(), window.height()) == size
