"""What a lesson hides is seen nowhere while it is open, and all of it is back afterwards."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from playground.ui.plots.chooser import PlotChooser
from tests.ui.learn.lesson_window import LessonWindow

LIMITS = (
    'title = "How long it stays up"',
    'title = "How long"\nshow = ["epsilon", "target_period", "plot_return"]\nlock = ["epsilon"]\nhide = ["timeline"]',
)


def stand(window):
    QApplication.processEvents()
    panel = window.hyper_panel
    return (
        {dock.objectName(): (dock.isHidden(), dock.geometry()) for dock in window.docks},
        [plot.spec.name for plot in window.plots.shown],
        sorted(row.objectName() for row in panel._form.rows if not row.isHidden()),
        (panel.more_open, panel.environment_open, panel.pair.isHidden(), window.workspaces.current),
        [action.isVisible() for dock in window.docks for action in [dock.toggleViewAction()]],
    )


def test_only_what_is_shown_is_seen_and_what_is_locked_cannot_be_changed(lesson):
    here = lesson(LIMITS)
    assert here.is_seen("hyper_epsilon")
    assert here.is_seen("hyper_target_period")  # though it stands under More
    assert not here.child("hyper_epsilon").isEnabled()
    for name in ("hyper_gamma", "preset", "choose_environment", "hyper_more", "dock_timeline", "plots_choose"):
        assert not here.is_seen(name), name
    assert [plot.spec.name for plot in here.window.plots.shown] == ["plot_return"]


def test_menus_keys_and_other_workspaces_show_it_neither(lesson):
    here = lesson(LIMITS)
    actions = here.window.actions_by_name
    toggle = here.window.findChild(QAction, "act_dock_timeline")
    for name in ("act_restore_layout", "act_workspace_watch", "act_restore_layout", "act_workspace_inside"):
        actions[name].trigger()
        QApplication.processEvents()
        assert not here.is_seen("dock_timeline"), name
        assert not here.is_seen("hyper_gamma"), name
        assert not toggle.isVisible()
    chooser = here.window.findChild(PlotChooser)
    offered = [action.data() for action in chooser.menu().actions() if action.data() is not None]
    assert offered == ["plot_return"]  # beside the switch of the lines of reference
    actions["act_workspace_learn"].trigger()
    assert here.is_seen("lesson_page")


def test_leaving_puts_everything_back(qtbot, window, write):
    here = LessonWindow(qtbot, window, write(LIMITS))
    before = stand(window)
    for _ in range(2):
        here.open()
        here.window.actions_by_name["act_workspace_watch"].trigger()
        here.window.actions_by_name["act_workspace_learn"].trigger()
        here.click("lesson_leave")
        assert stand(window) == before
