"""What can be done in the window and undone again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QWidget

from tests.ui.driven_window import DrivenWindow

QUESTION = "Is it?"


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


def activate(driven):
    """Let the window be the active one again; it may be a panel on its own, or a dialog that is gone."""
    driven.window.activateWindow()
    driven.until(driven.window.isActiveWindow, "the window")


def press(driven, name):
    """Click a button as a person does: it has the focus then."""
    button = child(driven, name)
    if button.isVisible():
        activate(driven)
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


def leave_replay(driven):
    stop_playing(driven)  # it would cover the replay
    press(driven, "replay_leave")


def stop_playing(driven):
    if driven.window.play.is_playing:
        press(driven, "play_stop")


def play(driven):
    triggered("act_play")(driven)
    driven.until(lambda: driven.window.play.is_playing, "the game")


def float_dock(name):
    return lambda driven: child(driven, name).setFloating(True)


def put_dock_back(name):
    def put_back(driven):
        child(driven, name).setFloating(False)
        activate(driven)

    return put_back


def close_dialogs(driven):
    for dialog in driven.window.findChildren(QDialog):
        if dialog.isVisible():
            dialog.reject()
    activate(driven)  # as a window manager does


def choose(driven):
    combo = child(driven, "choose_algorithm")
    combo.setCurrentIndex(combo.findData("ppo"))


def dismiss(driven):
    if driven.window.notice.text == QUESTION:
        press(driven, "notice_action")  # what covers it
    press(driven, "notice_close")


def be_asked(driven):
    driven.window.notice.ask(QUESTION, (("yes", "Yes"),))


def answer_question(driven):
    if driven.window.notice.text != QUESTION:
        press(driven, "notice_close")  # what covers it
    press(driven, "notice_action")


def speak(language):
    def choose(driven):
        before = driven.window
        triggered(f"act_language_{language}")(driven)
        driven.until(lambda: driven.window is not before and driven.window.isActiveWindow(), "the other window")
        press(driven, "notice_close")

    return choose


def leave_placing(driven):
    if driven.window.place.is_open:
        press(driven, "place_leave")


def to_now(driven):
    triggered("act_to_present")(driven)


DIALOGS = (
    "act_shortcuts act_news act_log act_licences act_about act_save act_load act_save_session act_save_recipe"
    " act_add_environment act_gallery act_training_film act_compare"
).split()
DOCKS = ("dock_hypers", "dock_plots", "dock_timeline", "dock_details")

DOINGS = (
    Doing("fork", triggered("act_fork"), close_fork),
    Doing("what if", triggered("act_what_if"), lambda driven: press(driven, "what_if_leave")),
    Doing("place", triggered("act_place"), leave_placing),
    Doing("go to the past", triggered("act_step_back", "act_episode_back"), to_now),
    Doing("play", play, stop_playing),
    Doing("replay", replay, leave_replay),
    Doing("the other theme", triggered("act_theme_dark"), triggered("act_theme_light")),
    Doing("the other language", speak("zh_CN"), speak("en")),
    Doing("choose an algorithm", choose, dismiss),
    Doing("be asked", be_asked, answer_question),
    Doing("open more rows", clicked("hyper_more"), clicked("hyper_more")),
    Doing("open the details", clicked("details_fold"), clicked("details_fold")),
    *(Doing(f"undock {name}", float_dock(name), put_dock_back(name)) for name in DOCKS),
    *(Doing(f"close {name}", triggered(f"act_{name}"), triggered(f"act_{name}")) for name in DOCKS),
    *(Doing(f"dialog of {name}", triggered(name), close_dialogs, is_modal=True) for name in DIALOGS),
    Doing("resize", lambda driven: driven.window.resize(700, 480), lambda driven: driven.window.resize(1366, 728)),
)
