"""Hands on > Gallery: policies that came with the program, to watch, to train again and to keep."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QPushButton, QToolButton
from shiboken6 import isValid

from playground.engine.presets.catalogue import PRESETS
from playground.store import gallery as shelf
from playground.store.gallery import gallery
from playground.store.policy.file import load_policy
from playground.ui.theme.palette import DARK
from playground.ui.trainer.snapshot import TrainerState

LEFT = Qt.MouseButton.LeftButton
ENTRIES = {entry.name: entry for entry in gallery()}


@pytest.fixture
def dialog(qtbot, window):
    window.actions_by_name["act_gallery"].trigger()
    dialog = window.findChild(QDialog, "gallery")
    yield dialog
    if isValid(dialog):
        dialog.close()


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """The gallery that the window opens, to damage."""
    folder = shutil.copytree(shelf.resource_folder() / "gallery", tmp_path / "resources" / "gallery")
    monkeypatch.setattr(shelf, "resource_folder", lambda: folder.parent)
    return folder


def card(dialog, name):
    return dialog.findChild(QToolButton, f"gallery_card_{name}")


def button(dialog, name):
    return dialog.findChild(QPushButton, f"gallery_{name}")


def text(dialog, name):
    return dialog.findChild(QLabel, f"gallery_{name}").text()


def chosen(dialog):
    (found,) = (name for name in ENTRIES if card(dialog, name).isChecked())
    return found


def wait_for_pictures(qtbot, dialog):
    qtbot.waitUntil(lambda: all(card(dialog, name).accessibleDescription() for name in ENTRIES), timeout=30_000)


def corner(picture):
    return picture.icon().pixmap(picture.iconSize()).toImage().pixelColor(1, 1)


def test_nothing_of_the_gallery_is_imported_before_it_is_opened():
    code = (
        "import sys\nfrom playground.ui.app import create\nwindow = create([])\nwindow.show()\n"
        "print([name for name in sys.modules if 'gallery' in name and not name.endswith(('.gallery', '.presenter'))])\n"
        "print('playground.store.gallery' in sys.modules)\nwindow.close()"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=100)
    assert told.stdout.splitlines() == ["[]", "False"]


def test_every_policy_has_a_card_with_its_age_its_return_and_a_picture_in_words(qtbot, dialog):
    wait_for_pictures(qtbot, dialog)
    for name, entry in ENTRIES.items():
        assert f"step {entry.step:,}\nreturn " in card(dialog, name).text()
        assert card(dialog, name).accessibleName().startswith(entry.title)
        assert not card(dialog, name).icon().isNull()
    assert card(dialog, "cartpole-half-way").text() == "Half-way, step 3,000\nreturn 268.2 ± 144.4"
    assert card(dialog, "cartpole-newborn").accessibleDescription().endswith("The episode ended: it failed.")
    assert card(dialog, "mountain-car-solved").accessibleDescription().endswith("it reached the flag.")


def test_what_made_the_policies_stands_above_them(dialog):
    assert text(dialog, "heading_CartPole-v1") == "CartPole"
    assert text(dialog, "made_CartPole-v1") == "Made by DQN, preset tutorial, with seed = 5."
    assert text(dialog, "made_Pendulum-v1") == "Made by DDPG, preset light, with hidden_layers = 16, 16, seed = 5."


def test_it_opens_at_the_solved_policy_of_the_environment_that_is_trained(window, dialog):
    assert chosen(dialog) == "cartpole-solved"
    assert text(dialog, "title") == "CartPole, solved"
    assert text(dialog, "told").startswith("It solves the task")


def test_it_opens_at_another_environment_where_that_one_is_trained(qtbot, window):
    window.training.choose(PRESETS.get("light", "Pendulum-v1", "ddpg"), "")
    qtbot.waitUntil(lambda: window.training.pair == ("Pendulum-v1", "ddpg"), timeout=10_000)
    window.actions_by_name["act_gallery"].trigger()
    opened = window.findChild(QDialog, "gallery")
    assert chosen(opened) == "pendulum-solved"
    qtbot.waitUntil(lambda: not card(opened, "pendulum-solved").visibleRegion().isEmpty())
    opened.close()


def test_pictures_are_drawn_anew_in_the_other_theme(qtbot, window, dialog):
    wait_for_pictures(qtbot, dialog)
    before = corner(card(dialog, "pendulum-solved"))
    window.findChild(QAction, "act_theme_dark").trigger()
    qtbot.waitUntil(lambda: corner(card(dialog, "pendulum-solved")) != before, timeout=30_000)
    assert corner(card(dialog, "pendulum-solved")).name().upper() == DARK.panel


def test_the_keys_alone_choose_a_policy_and_watch_it(qtbot, window, dialog):
    QTest.keyClick(card(dialog, "cartpole-solved"), Qt.Key.Key_Down)
    assert chosen(dialog) == "cartpole-continuous-solved"
    assert card(dialog, "cartpole-continuous-solved").hasFocus()
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert chosen(dialog) == "pendulum-solved"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    assert chosen(dialog) == "pendulum-half-way"
    assert not card(dialog, "pendulum-half-way").visibleRegion().isEmpty()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.replaying)
    assert window.player.policy.weights_sha256 == ENTRIES["pendulum-half-way"].weights_sha256


def test_tab_goes_from_the_chosen_card_to_the_buttons(dialog):
    seen = []
    for _ in range(4):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget().objectName())
    assert seen == ["gallery_watch", "gallery_recipe", "gallery_copy", "gallery_close"]


def test_watch_replays_a_policy_of_another_environment_and_leaves_the_run_as_it_is(qtbot, window, dialog):
    qtbot.mouseClick(card(dialog, "acrobot-solved"), LEFT)
    qtbot.mouseClick(button(dialog, "watch"), LEFT)
    qtbot.waitUntil(lambda: window.replaying)
    assert window.policies.loaded.settings.environment == "Acrobot-v1"
    assert window.player.is_playing
    assert len(window.view.scene.state) == 4
    assert window.details.currentWidget() is window.policy_panel
    assert window.policy_panel.findChild(QLabel, "policy_title").text() == "Acrobot, solved"
    assert window.recent.names() == []
    window.view_presenter.leave_replay()
    assert window.controller.latest.settings.environment == "CartPole-v1"
    assert window.controller.latest.n_steps == 0


def test_a_double_click_watches(qtbot, window, dialog):
    qtbot.mouseClick(card(dialog, "cartpole-forgotten"), LEFT)
    qtbot.mouseDClick(card(dialog, "cartpole-forgotten"), LEFT)
    qtbot.waitUntil(lambda: window.replaying)
    assert window.policies.loaded.weights_sha256 == ENTRIES["cartpole-forgotten"].weights_sha256


def run_recipe(qtbot, window, dialog, name):
    qtbot.mouseClick(card(dialog, name), LEFT)
    qtbot.mouseClick(button(dialog, "recipe"), LEFT)
    environment = ENTRIES[name].environment
    qtbot.waitUntil(lambda: window.controller.latest.settings.environment == environment, timeout=10_000)


def test_its_recipe_is_run_from_the_beginning_to_the_very_weights(qtbot, window, dialog):
    run_recipe(qtbot, window, dialog, "grid-world-half-way")
    qtbot.waitUntil(lambda: "up to step 400" in window.notice.text, timeout=10_000)
    window.controller.set_speed(None)
    window.actions_by_name["act_run"].trigger()
    qtbot.waitUntil(lambda: window.controller.latest.state is TrainerState.FINISHED, timeout=30_000)
    qtbot.waitUntil(lambda: "bit for bit" in window.notice.text, timeout=10_000)
    assert window.controller.latest.n_steps == 400


def test_the_recipe_of_a_newborn_policy_goes_on_to_the_oldest(qtbot, window, dialog):
    run_recipe(qtbot, window, dialog, "grid-world-newborn")
    qtbot.waitUntil(lambda: "up to step 1,400" in window.notice.text, timeout=10_000)


def test_a_run_that_has_begun_is_not_thrown_away_unasked(qtbot, window):
    window.actions_by_name["act_step"].trigger()
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == 1, timeout=10_000)
    window.actions_by_name["act_gallery"].trigger()
    button(window.findChild(QDialog, "gallery"), "recipe").click()
    assert "The recipe begins a new run." in window.notice.text
    assert window.controller.latest.n_steps == 1


def test_a_copy_is_the_policy_and_is_told_of_in_the_dialog(qtbot, window, dialog, tmp_path):
    qtbot.mouseClick(card(dialog, "pendulum-solved"), LEFT)
    qtbot.mouseClick(button(dialog, "copy"), LEFT)
    files = dialog.findChild(QFileDialog, "gallery_copy_dialog")
    path = tmp_path / "mine.rlp"
    files.fileSelected.emit(str(path))
    files.reject()
    qtbot.waitUntil(lambda: text(dialog, "told") == f"Saved to {path}.")
    assert path.read_bytes() == ENTRIES["pendulum-solved"].path.read_bytes()
    assert load_policy(path).weights_sha256 == ENTRIES["pendulum-solved"].weights_sha256
    assert dialog.isVisible()
    qtbot.mouseClick(card(dialog, "pendulum-newborn"), LEFT)
    assert text(dialog, "told").startswith("It has learned nothing yet")


def test_a_copy_that_cannot_be_written_is_refused_in_words_in_the_dialog(qtbot, window, dialog, tmp_path):
    button(dialog, "copy").click()
    dialog.findChild(QFileDialog, "gallery_copy_dialog").fileSelected.emit(str(tmp_path / "no" / "folder.rlp"))
    qtbot.waitUntil(lambda: "there is no such folder" in text(dialog, "told"))
    assert dialog.findChild(QLabel, "gallery_told").property("role") == "refusal"


def test_a_damaged_policy_is_told_where_it_is_chosen_and_the_others_work(qtbot, copy, window):
    (copy / "cartpole-solved.rlp").write_bytes(b"x")
    window.actions_by_name["act_gallery"].trigger()
    dialog = window.findChild(QDialog, "gallery")
    wait_for_pictures(qtbot, dialog)
    assert card(dialog, "cartpole-solved").text() == "Solved, step 15,000\ncannot be shown"
    assert "Install the program again" in text(dialog, "told")
    assert not any(button(dialog, name).isEnabled() for name in ("watch", "recipe", "copy"))
    qtbot.mouseDClick(card(dialog, "cartpole-solved"), LEFT)
    assert not window.replaying
    qtbot.mouseClick(card(dialog, "cartpole-half-way"), LEFT)
    assert button(dialog, "watch").isEnabled()
    assert not card(dialog, "cartpole-half-way").icon().isNull()
    dialog.close()


def test_a_policy_that_is_damaged_before_its_picture_is_drawn_is_told_too(copy, window):
    (copy / "cartpole-solved.rlp").write_bytes(b"x")
    window.actions_by_name["act_gallery"].trigger()
    dialog = window.findChild(QDialog, "gallery")
    button(dialog, "watch").click()
    assert "Install the program again" in text(dialog, "told")
    assert dialog.isVisible()
    dialog.close()


def test_without_its_index_the_window_says_so_and_opens_nothing(copy, window):
    (copy / "gallery.json").unlink()
    window.actions_by_name["act_gallery"].trigger()
    assert "“gallery.json” is missing" in window.notice.text
    assert window.findChild(QDialog, "gallery") is None


def test_closing_it_while_pictures_are_drawn_leaves_nothing_behind(qtbot, window, dialog):
    button(dialog, "close").click()
    qtbot.waitUntil(lambda: not isValid(dialog))
    window.actions_by_name["act_gallery"].trigger()
    again = window.findChild(QDialog, "gallery")
    wait_for_pictures(qtbot, again)
    again.close()
