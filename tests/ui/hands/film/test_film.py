"""Hands on > Film of the training: made beside the run, played, looked at by key, saved, given up at any moment."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import av
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices, Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QPushButton,
    QRadioButton,
    QWidget,
)

from playground.engine.history.training_film import Order
from playground.engine.presets.catalogue import PRESETS
from playground.ui.support.background_task import BackgroundTasks
from playground.ui.trainer.snapshot import TrainerState
from tests.envs.user_environments import Now
from tests.ui.theme.test_painted_states import activate, faults


def train(qtbot, window, n_steps=400):
    window.controller.toggle_run()
    qtbot.waitUntil(lambda: window.controller.latest.n_steps >= n_steps, timeout=30_000)
    window.controller.pause()
    qtbot.waitUntil(lambda: window.controller.latest.state is TrainerState.PAUSED, timeout=10_000)


def ask(window):
    window.actions_by_name["act_training_film"].trigger()
    return window.findChild(QDialog, "training_film")


def film_of(qtbot, dialog):
    qtbot.waitUntil(lambda: dialog.player.film is not None, timeout=60_000)
    return dialog.player.film


def opened(qtbot, window):
    """Return the dialog with its film, which stands still."""
    dialog = ask(window)
    film_of(qtbot, dialog)
    dialog.player.pause()
    return dialog


def child(dialog, name, kind=QWidget):
    found = dialog.findChild(kind, name)
    assert found is not None, name
    return found


def is_idle(window):
    return not any(tasks.is_busy for tasks in window.findChildren(BackgroundTasks))


def forget_deleted():
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def dialog(qtbot, window):
    train(qtbot, window)
    return opened(qtbot, window)


def test_it_stands_in_the_menu_and_shows_the_ages_of_the_run_as_it_is_now(qtbot, window, dialog):
    latest = window.controller.latest
    assert window.actions_by_name["act_training_film"] in window.findChild(QWidget, "menu_hands").actions()
    film = dialog.player.film
    assert film.shots[0].age.policy.step == 0
    assert film.shots[-1].age.policy.step == latest.present_steps
    assert film.shots[-1].age.is_newest
    assert "Before training, step 0: return" in child(dialog, "film_view").accessibleDescription()
    assert window.controller.latest == latest


def test_it_plays_in_time_and_stops_at_its_end(qtbot, dialog):
    player = dialog.player
    child(dialog, "film_speed", QComboBox).setCurrentIndex(child(dialog, "film_speed", QComboBox).count() - 1)
    child(dialog, "film_play").click()
    assert player.is_playing
    qtbot.waitUntil(lambda: player.frame == player.last, timeout=60_000)
    qtbot.waitUntil(lambda: not player.is_playing, timeout=10_000)
    child(dialog, "film_play").click()
    qtbot.waitUntil(lambda: 0 < player.frame < player.last, timeout=10_000)
    child(dialog, "film_play").click()
    assert not player.is_playing


def test_every_key_and_button_moves_along_the_film(qtbot, dialog):
    player, view = dialog.player, child(dialog, "film_view")
    steps = [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 1),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 2),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 1),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, player.last),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, player.last),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, 0),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 0),
    ]
    player.seek(0)
    for key, held, frame in steps:
        qtbot.keyClick(view, key, held)
        assert player.frame == frame
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert player.is_playing
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert not player.is_playing
    player.seek(5)
    child(dialog, "film_forward").click()
    child(dialog, "film_back").click()
    child(dialog, "film_back").click()
    assert player.frame == 4
    child(dialog, "film_scrubber").setValue(7)
    assert player.frame == 7
    assert child(dialog, "film_frame", QLabel).text() == f"7 / {player.last:,}"


def test_one_after_the_other_each_age_is_gone_to_by_key(qtbot, dialog):
    player, view = dialog.player, child(dialog, "film_view")
    child(dialog, "film_one_by_one", QRadioButton).click()
    starts = player.film.starts(Order.ONE_BY_ONE)
    assert player.order is Order.ONE_BY_ONE
    assert player.frame == 0
    seen = []
    for _start in starts[1:]:
        qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        seen.append((player.frame, view.accessibleDescription()))
    assert [frame for frame, _ in seen] == starts[1:]
    assert len({words for _, words in seen}) == len(seen)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    for start in reversed(starts):
        qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
        assert player.frame == start
    child(dialog, "film_side_by_side", QRadioButton).click()
    assert player.order is Order.SIDE_BY_SIDE


def test_more_ages_make_another_film(qtbot, window):
    train(qtbot, window, 2000)
    dialog = opened(qtbot, window)
    before = dialog.player.film
    assert len(before.shots) <= 6
    box = child(dialog, "film_ages", QComboBox)
    box.setFocus()
    box.setCurrentIndex(box.count() - 1)
    assert dialog.player.film is None
    assert not child(dialog, "film_save").isEnabled()
    film = film_of(qtbot, dialog)
    assert len(before.shots) < len(film.shots) <= 12
    assert dialog.focusWidget() is box


def test_what_is_chosen_while_a_film_is_made_takes_its_place(qtbot, window):
    train(qtbot, window, 2000)
    dialog = ask(window)
    box = child(dialog, "film_ages", QComboBox)
    for row in (3, 1, 2, 0):
        box.setCurrentIndex(row)
        QCoreApplication.processEvents()
    film = film_of(qtbot, dialog)
    qtbot.waitUntil(lambda: is_idle(window), timeout=30_000)
    assert dialog.player.film is film
    assert len(film.shots) <= 4


def test_the_run_goes_on_while_its_film_is_made(qtbot, window):
    window.controller.toggle_run()
    qtbot.waitUntil(lambda: window.controller.latest.n_steps >= 300, timeout=30_000)
    dialog = ask(window)
    film = film_of(qtbot, dialog)
    newest = film.shots[-1].age.policy.step
    qtbot.waitUntil(lambda: window.controller.latest.n_steps > newest, timeout=30_000)
    assert window.controller.is_running
    dialog.reject()
    window.controller.pause()


def test_a_run_that_has_not_begun_says_so(window):
    assert ask(window) is None
    assert "This run has not begun" in window.notice.text


def test_of_a_fork_it_is_run_b_and_says_so(qtbot, window):
    train(qtbot, window, 700)
    window.controller.goto(400)
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == 400, timeout=10_000)
    window.controller.fork_here()
    qtbot.waitUntil(lambda: window.controller.latest.fork is not None, timeout=10_000)
    window.controller.step()
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == 401, timeout=10_000)
    dialog = opened(qtbot, window)
    assert dialog.windowTitle() == "Film of run B, the fork"
    assert dialog.player.film.shots[-1].age.policy.step == 401


def test_in_the_past_it_is_the_film_of_the_whole_run_and_the_past_stays_shown(qtbot, window):
    train(qtbot, window, 700)
    present = window.controller.latest.n_steps
    window.controller.goto(300)
    qtbot.waitUntil(lambda: window.controller.latest.is_past, timeout=10_000)
    dialog = opened(qtbot, window)
    assert dialog.player.film.shots[-1].age.policy.step == present
    assert window.controller.latest.n_steps == 300


@pytest.mark.parametrize("name", ["Walk-v0", "Restless-v0"])
def test_an_environment_of_ones_own_is_filmed_and_its_faults_are_told(qtbot, window, added, name):
    card = added(name)
    settings = PRESETS.first(card.id, "dqn").settings().with_values({"hidden_layers": (8,)})
    window.controller.reset(settings)
    qtbot.waitUntil(lambda: window.controller.latest.settings.environment == card.id, timeout=10_000)
    train(qtbot, window, 120)
    dialog = opened(qtbot, window)
    assert dialog.player.film.shots[-1].age.policy.step == window.controller.latest.n_steps
    assert not child(dialog, "film_view").grab().toImage().isNull()
    Now.wrong = "nan"
    child(dialog, "film_ages", QComboBox).setCurrentIndex(0)
    waiting = child(dialog, "film_waiting", QLabel)
    qtbot.waitUntil(lambda: "number 3 of its observation is nan" in waiting.text(), timeout=30_000)
    assert dialog.player.film is None
    Now.wrong = ""
    child(dialog, "film_ages", QComboBox).setCurrentIndex(1)
    film_of(qtbot, dialog)


def test_closing_it_gives_up_what_is_under_way_and_leaves_nothing(qtbot, window, tmp_path):
    train(qtbot, window, 1500)
    for wait in (lambda dialog: None, lambda dialog: QCoreApplication.processEvents(), lambda d: film_of(qtbot, d)):
        dialog = ask(window)
        wait(dialog)
        dialog.reject()
        forget_deleted()
        assert window.findChild(QDialog, "training_film") is None
        qtbot.waitUntil(lambda: is_idle(window), timeout=30_000)
    dialog = opened(qtbot, window)
    window.training_film.save(str(tmp_path / "film.mp4"))
    dialog.reject()
    qtbot.waitUntil(lambda: is_idle(window), timeout=30_000)
    assert list(tmp_path.glob("*.mp4")) == []
    assert opened(qtbot, window).player.film is not None


def test_the_window_closes_while_a_film_is_made(qtbot, window):
    train(qtbot, window, 1500)
    ask(window)
    QCoreApplication.processEvents()
    window.close()
    assert not window.isVisible()
    qtbot.waitUntil(lambda: is_idle(window), timeout=10_000)


class Desktop(QObject):
    """What opens files, in place of the person's own programs."""

    def __init__(self):
        super().__init__()
        self.opened = []

    @Slot(QUrl)
    def open(self, url):
        self.opened.append(url.toLocalFile())


def test_a_film_is_saved_as_it_is_shown_and_can_be_opened(qtbot, window, dialog, tmp_path):
    child(dialog, "film_one_by_one", QRadioButton).click()
    child(dialog, "film_save").click()
    asking = dialog.findChild(QFileDialog, "video_dialog")
    assert Path(asking.selectedFiles()[0]).name == "cartpole-v1-training.mp4"
    asking.filterSelected.emit("Animated picture (*.gif)")
    assert Path(asking.selectedFiles()[0]).name == "cartpole-v1-training.gif"
    asking.reject()
    path = tmp_path / "film.gif"
    window.training_film.save(str(path))
    assert child(dialog, "film_save", QPushButton).text() == "Cancel saving"
    assert not child(dialog, "film_play").isEnabled()
    message = child(dialog, "film_message", QLabel)
    qtbot.waitUntil(lambda: message.text() == f"Video saved to {path}.", timeout=60_000)
    with av.open(str(path)) as container:
        n_frames = len(list(container.decode(video=0)))
    assert n_frames == -(-dialog.player.film.n_frames(Order.ONE_BY_ONE) // 2)
    assert child(dialog, "film_play").isEnabled()
    desktop = Desktop()
    QDesktopServices.setUrlHandler("file", desktop, "open")
    try:
        for name in ("film_open", "film_folder"):
            assert child(dialog, name).isVisible()
            child(dialog, name).click()
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert list(map(Path, desktop.opened)) == [path, tmp_path]


def test_saving_can_be_cancelled_and_what_fails_is_told_in_words(qtbot, window, dialog, tmp_path):
    message = child(dialog, "film_message", QLabel)
    window.training_film.save(str(tmp_path / "film.mp4"))
    child(dialog, "film_save").click()
    qtbot.waitUntil(lambda: "The video was cancelled. Nothing was written." in message.text(), timeout=30_000)
    assert list(tmp_path.glob("*.mp4")) == []
    assert child(dialog, "film_save", QPushButton).text() == "Save film…"
    window.training_film.save(str(tmp_path / "nowhere" / "film.mp4"))
    qtbot.waitUntil(lambda: "no such folder" in message.text(), timeout=30_000)
    assert message.property("role") == "refusal"
    assert not child(dialog, "film_open").isVisible()
    assert child(dialog, "film_view").isEnabled()


def test_everything_is_reached_by_key_and_has_a_name(qtbot, window, dialog):
    activate(qtbot, dialog)
    assert child(dialog, "film_view").hasFocus()
    names = {
        widget.objectName()
        for widget in dialog.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled()
    }
    reached = set()
    for _ in range(2 * len(names)):
        reached.add(QApplication.focusWidget().objectName())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    unreached = names - reached - {"film_one_by_one"}  # the other of two choices is reached by an arrow key
    assert unreached == set()
    assert all(child(dialog, name).accessibleName() for name in names)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize(("theme", "language"), [("light", "en"), ("dark", "zh_CN")])
def test_every_control_can_be_read_in_every_state_and_the_focus_is_a_ring(qtbot, chosen, request, theme, language):
    chosen(theme=theme, language=language)
    window = request.getfixturevalue("window")
    train(qtbot, window)
    dialog = opened(qtbot, window)
    dialog.show_message("…", is_saved=True)
    activate(qtbot, dialog)
    assert faults(window, dialog) == []


def test_nothing_of_it_is_loaded_before_it_is_asked_for(tmp_path):
    code = """
import sys
from playground.ui import app
from tests.ui.driven_window import DrivenWindow
driven = DrivenWindow()
driven.settle()
print([name for name in sys.modules if name.startswith(("av", "playground.export", "playground.ui.hands.film."))])
driven.close()
"""
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], stdout=subprocess.PIPE, text=True, timeout=100, check=True
    )
    assert done.stdout.splitlines()[-1] == "['playground.ui.hands.film.presenter']"
