"""What can be done in the window and undone again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QDialog, QPushButton, QWidget

from tests.ui.driven_window import DrivenWindow


@dataclass(frozen=True)
class Doing:
    """Something to do, which opens or changes something, and how to undo it; it may be undone already."""

    name: str
    do: Callable[[DrivenWindow], object]
    undo: Callable[[DrivenWindow], object]
    is_modal: bool = False  # nothing else can be done until it is undone


def child(driven, name):
    found = driven.window.findChild(QWidget, name)
    assert found is not None, name
    return found


def press(driven, name):
    """Click a button as a person does: it has the focus then."""
    button = child(driven, name)
    if button.isVisible():
        driven.window.activateWindow()  # it may be a panel on its own that is active
        button.setFocus()
        button.click()
        driven.settle()


def clicked(name):
    return lambda driven: child(driven, name).click()


def triggered(*names):
    def trigger(driven):
        for name in names:
            action = driven.window.findChild(QAction, name)
            assert action is not None, name
            action.trigger()
            driven.settle()

    return trigger


def close_fork(driven):
    press(driven, "fork_close")
    driven.answer()
    driven.until(lambda: driven.latest.fork is None, "the fork")


def replay(driven):
    triggered("act_replay")(driven)
    driven.until(lambda: driven.window.replaying, "the replay")
    driven.window.player.pause()


def float_dock(name):
    return lambda driven: child(driven, name).setFloating(True)


def put_dock_back(name):
    def put_back(driven):
        child(driven, name).setFloating(False)
        driven.window.activateWindow()  # likewise

    return put_back


def close_dialogs(driven):
    for dialog in driven.window.findChildren(QDialog):
        if dialog.isVisible():
            dialog.reject()
    driven.window.activateWindow()  # as a window manager does when another window is gone


def choose(driven):
    combo = child(driven, "choose_algorithm")
    combo.setCurrentIndex(combo.findData("ppo"))


def dismiss(driven):
    press(driven, "notice_close")
    combo = child(driven, "choose_algorithm")
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(combo.findData("dqn"))
    press(driven, "notice_close")


def answer_question(driven):
    button = driven.window.notice.findChild(QPushButton, "notice_action")
    driven.window.activateWindow()
    button.setFocus()
    button.click()


def to_now(driven):
    triggered("act_to_present")(driven)


DIALOGS = (
    "act_shortcuts act_news act_log act_licences act_about act_save act_load act_save_session act_save_recipe"
    " act_add_environment"
).split()
DOCKS = ("dock_hypers", "dock_plots", "dock_timeline", "dock_details")

DOINGS = (
    Doing("fork", triggered("act_fork"), close_fork),
    Doing("what if", triggered("act_what_if"), lambda driven: press(driven, "what_if_leave")),
    Doing("go to the past", triggered("act_step_back", "act_episode_back"), to_now),
    Doing("replay", replay, lambda driven: press(driven, "replay_leave")),
    Doing("the other theme", triggered("act_theme_dark"), triggered("act_theme_light")),
    Doing("choose an algorithm", choose, dismiss),
    Doing("be asked", lambda driven: driven.window.notice.ask("Is it?", (("yes", "Yes"),)), answer_question),
    Doing("open more rows", clicked("hyper_more"), clicked("hyper_more")),
    Doing("open the details", clicked("details_fold"), clicked("details_fold")),
    *(Doing(f"undock {name}", float_dock(name), put_dock_back(name)) for name in DOCKS),
    *(Doing(f"close {name}", triggered(f"act_{name}"), triggered(f"act_{name}")) for name in DOCKS),
    *(Doing(f"dialog of {name}", triggered(name), close_dialogs, is_modal=True) for name in DIALOGS),
    Doing("resize", lambda driven: driven.window.resize(700, 480), lambda driven: driven.window.resize(1366, 728)),
)
