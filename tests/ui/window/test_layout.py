"""Where the panels stand: in any window, as a person left them, and after they folded."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QByteArray, QPoint, QRect, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDockWidget, QMainWindow, QScrollArea, QTabBar, QWidget

from playground.ui import app
from playground.ui.trainer.snapshot import TrainerState
from tests.ui.window.gestures import child, reach, trigger

AT_200_PERCENT = 683, 384 - 30  # of a 1366x768 screen, without the title bar
DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
RUN_BAR = "act_run act_step act_step_episode act_reset act_evaluate act_replay act_save act_load".split()


def dock(window, name):
    found = window.findChild(QDockWidget, name)
    assert found is not None, name
    return found


def place_of(widget, window):
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def sized(qtbot, window, width, height):
    window.resize(width, height)
    qtbot.waitUntil(lambda: (window.width(), window.height()) == (width, height), timeout=2000)
    QTest.qWait(1)  # what the layout put off


def test_the_first_window_fits_on_its_screen_with_its_title_bar(qtbot, own_folders):
    window = app.create([])
    qtbot.addWidget(window)
    room = window.screen().availableGeometry()
    assert room.contains(window.geometry().adjusted(0, -24, 0, 0))
    window.close()


def test_at_200_percent_all_is_in_the_window_or_in_a_menu_a_tab_or_a_scroll_area(qtbot, window):
    sized(qtbot, window, *AT_200_PERCENT)
    assert window.minimumSizeHint().width() <= AT_200_PERCENT[0]
    assert window.minimumSizeHint().height() <= AT_200_PERCENT[1]
    for name in ("dock_hypers", "dock_timeline", "dock_details", "middle_scroll", "status"):
        assert window.rect().contains(place_of(child(window, name), window)), name
    assert dock(window, "dock_plots") in window.tabifiedDockWidgets(dock(window, "dock_hypers"))
    inside = [child(window, name) for name in ("details_fold", "button_fork", "button_what_if")]
    inside += [child(window, name) for name in ("button_step_forward", "run_bar_more", "speed", "status_goal")]
    for widget in inside:
        assert window.rect().contains(place_of(widget, window)), widget.objectName()
    in_menu = child(window, "run_bar_more").menu().actions()
    for name in RUN_BAR:
        button = child(window, name.replace("act_", "button_"))
        is_seen = button.isVisible() and window.rect().contains(place_of(button, window))
        assert is_seen != (window.actions_by_name[name] in in_menu), name
    trigger(window, "act_fork")
    qtbot.waitUntil(window.fork_bar.isVisible, timeout=10_000)
    scroll = window.findChild(QScrollArea, "middle_scroll")
    scroll.ensureWidgetVisible(child(window, "fork_close"))
    assert window.rect().contains(place_of(child(window, "fork_close"), window))
    assert not child(window, "fork_close").visibleRegion().isEmpty()


def test_a_window_that_grows_again_has_its_columns_back(qtbot, window):
    sized(qtbot, window, 1366, 728)
    before = [dock(window, f"dock_{name}").geometry() for name in ("hypers", "plots", "timeline", "details")]
    sized(qtbot, window, *AT_200_PERCENT)
    sized(qtbot, window, 1366, 728)
    assert [dock(window, f"dock_{name}").geometry() for name in ("hypers", "plots", "timeline", "details")] == before
    assert child(window, "button_load").isVisible()
    assert not child(window, "run_bar_more").isVisible()


def tabs_of_panels(window):
    return [bar for bar in window.findChildren(QTabBar, options=DIRECT) if bar.isVisible()]


def stand(window):
    """Where all panels stand, and what is seen of their tabs."""
    return [each.geometry() for each in window.docks], len(tabs_of_panels(window))


@pytest.mark.parametrize("meanwhile", ["nothing", "closed", "form closed", "restored", "raised"])
def test_narrow_and_wide_again_leaves_no_trace_at_any_width(qtbot, window, meanwhile):
    hypers, plots = window.docks[:2]
    for narrow, wide in ((683, 1366), (640, 760), (759, 1024), (700, 1920)):
        sized(qtbot, window, wide, 728)
        before, picture = stand(window), child(window, "dock_hypers").grab().toImage()
        assert before[1] == 0
        sized(qtbot, window, narrow, 500)
        assert len(tabs_of_panels(window)) == 1
        if meanwhile in ("closed", "form closed"):
            (plots if meanwhile == "closed" else hypers).close()
        elif meanwhile == "restored":
            trigger(window, "act_restore_layout")
        elif meanwhile == "raised":
            plots.raise_()
        sized(qtbot, window, wide, 728)
        for each in (hypers, plots):
            each.show()
        qtbot.waitUntil(lambda before=before: stand(window) == before, timeout=2000)
        assert child(window, "dock_hypers").grab().toImage() == picture


def test_panels_that_float_while_the_window_is_narrow_leave_no_tabs(qtbot, window):
    sized(qtbot, window, 1366, 728)
    before, plots = stand(window), dock(window, "dock_plots")
    sized(qtbot, window, 683, 500)
    plots.setFloating(True)
    QTest.qWait(1)
    sized(qtbot, window, 1366, 728)
    assert plots.isFloating()
    assert not tabs_of_panels(window)
    plots.setFloating(False)
    qtbot.waitUntil(lambda: stand(window) == before, timeout=2000)


def test_restoring_the_layout_puts_the_plots_beside_the_picture(qtbot, window):
    sized(qtbot, window, 1366, 728)
    before = stand(window)
    window.tabifyDockWidget(*window.docks[:2])
    QTest.qWait(1)
    assert stand(window) != before
    trigger(window, "act_restore_layout")
    QTest.qWait(1)
    assert stand(window) == before


def test_the_form_shows_its_first_rows_and_the_plots_grow_with_the_window(qtbot, window):
    sized(qtbot, window, 1366, 728)
    sliders = ["gamma", "epsilon", "learning_rate"]
    seen = [name for name in sliders if not child(window, f"hyper_{name}_slider").visibleRegion().isEmpty()]
    assert seen == sliders
    for area in window.findChildren(QScrollArea):  # at first there is nothing to scroll to
        assert area.verticalScrollBar().maximum() == 0, area.objectName()
    narrow, view = window.plots.width(), window.view.width()
    sized(qtbot, window, 1920, 1010)
    assert window.plots.width() > narrow + 150
    assert window.view.width() > view + 150


def test_the_details_fold_while_training_races_and_open_with_the_numbers_of_a_step(qtbot, window):
    sized(qtbot, window, 1366, 728)
    assert not window.fold.is_open
    tall = window.view.height()
    trigger(window, "act_step")
    qtbot.waitUntil(lambda: window.fold.is_open, timeout=5000)
    qtbot.waitUntil(lambda: window.view.height() < tall, timeout=2000)
    below = child(window, "timeline").mapTo(window, QPoint(0, 0))
    trigger(window, "act_run")
    qtbot.waitUntil(lambda: not window.fold.is_open, timeout=10_000)
    qtbot.waitUntil(lambda: window.view.height() == tall, timeout=2000)
    assert child(window, "timeline").mapTo(window, QPoint(0, 0)) == below  # somebody may be dragging there
    trigger(window, "act_step")
    qtbot.waitUntil(lambda: window.fold.is_open, timeout=5000)


def test_details_that_a_person_opens_or_folds_stay_so_until_the_layout_is_restored(qtbot, window):
    sized(qtbot, window, 1366, 728)
    fold = child(window, "details_fold")
    fold.click()
    assert window.fold.is_open
    assert fold.accessibleName() == "Fold the details"
    trigger(window, "act_run")
    reach(qtbot, window, TrainerState.RUNNING)
    qtbot.wait(600)
    assert window.fold.is_open
    fold.click()
    trigger(window, "act_step")
    reach(qtbot, window, TrainerState.PAUSED)
    qtbot.waitUntil(lambda: window.controller.latest.trace is not None, timeout=5000)
    assert not window.fold.is_open
    trigger(window, "act_restore_layout")
    assert window.fold.is_open


def test_a_tab_that_is_clicked_opens_the_details(qtbot, window):
    sized(qtbot, window, 1366, 728)
    tabs = child(window, "details_tabs").tabBar()
    qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(2).center())
    assert window.fold.is_open
    assert child(window, "breakpoint_line").isVisible()


def test_a_panel_keeps_the_width_that_somebody_gave_it(qtbot, window, own_folders):
    sized(qtbot, window, 1366, 728)
    plots = dock(window, "dock_plots")
    edge = QPoint(plots.geometry().left() - 4, plots.geometry().center().y())
    assert window.isSeparator(edge)
    QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(window, edge - QPoint(100, 0))
    qtbot.waitUntil(lambda: plots.width() > 400, timeout=2000)
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=edge - QPoint(100, 0))
    qtbot.waitUntil(lambda: abs(plots.width() - 444) < 12, timeout=2000)
    wide = plots.width()
    sized(qtbot, window, 1500, 728)
    assert plots.width() == wide
    window.close()
    again = app.create([])
    qtbot.addWidget(again)
    sized(qtbot, again, 1366, 728)
    assert dock(again, "dock_plots").width() == wide
    again.close()


def old_layout():
    """Return what version 2 wrote: the timeline over the details, the plots closed."""
    window, area = QMainWindow(), Qt.DockWidgetArea
    places = {"plots": area.RightDockWidgetArea, "hypers": area.LeftDockWidgetArea}
    places |= {"timeline": area.BottomDockWidgetArea, "details": area.BottomDockWidgetArea}
    docks = {}
    for name, place in places.items():
        docks[name] = QDockWidget()
        docks[name].setObjectName(f"dock_{name}")
        window.addDockWidget(place, docks[name])
    window.splitDockWidget(docks["timeline"], docks["details"], Qt.Orientation.Vertical)
    docks["plots"].hide()
    state = window.saveState(2)
    window.deleteLater()
    return state


def test_a_layout_of_an_earlier_version_opens_with_what_was_closed_and_in_the_new_places(qtbot, own_folders):
    app.create([]).close()
    QSettings().setValue("layout", old_layout())
    window = app.create([])
    qtbot.addWidget(window)
    sized(qtbot, window, 1366, 728)
    assert not dock(window, "dock_plots").isVisible()
    assert dock(window, "dock_hypers").height() > 550
    assert dock(window, "dock_timeline").y() > dock(window, "dock_details").y()
    assert window.view.height() > 450
    window.close()


@pytest.mark.parametrize("nonsense", ["[1]", '{"dock_plots": -4, "dock_hypers": "x", "other": 3}', "{", "1e999"])
def test_sizes_that_make_no_sense_are_left_out(qtbot, own_folders, nonsense):
    settings = QSettings()
    settings.setValue("panel_sizes", nonsense)
    settings.setValue("layout", QByteArray(b"nothing"))
    window = app.create([])
    qtbot.addWidget(window)
    sized(qtbot, window, 1366, 728)
    assert dock(window, "dock_plots").width() == 344
    window.close()


def test_the_order_of_tab_begins_with_the_run_bar(window):
    order: list[QWidget] = []
    widget = window.nextInFocusChain()
    while widget is not window:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            order.append(widget)
        widget = widget.nextInFocusChain()
    assert [found.objectName() for found in order[:4]] == [
        "button_run",
        "button_step",
        "button_step_episode",
        "button_reset",
    ]
    names = [found.objectName() for found in order]
    assert names.index("run_bar_more" if "run_bar_more" in names else "button_load") < names.index("env_view")
    assert names.index("button_fork") + 1 == names.index("details_fold")


def test_the_details_leave_their_room_to_a_picture_that_cards_or_a_second_view_make_low(qtbot, window):
    sized(qtbot, window, 1024, 700)
    trigger(window, "act_step")
    qtbot.waitUntil(lambda: window.fold.is_open, timeout=5000)
    trigger(window, "act_fork")
    qtbot.waitUntil(window.fork_bar.isVisible, timeout=10_000)
    qtbot.waitUntil(lambda: not window.fold.is_open, timeout=2000)
    qtbot.waitUntil(lambda: window.view.height() >= 145, timeout=2000)
    child(window, "fork_close").click()
    qtbot.waitUntil(lambda: window.fold.is_open, timeout=10_000)
