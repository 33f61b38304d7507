"""Another language while it runs: the window is another one, and all that somebody has in it goes on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QComboBox, QTabWidget, QWidget
from shiboken6 import isValid

from playground.i18n import set_language, spoken_language
from playground.ui import app
from playground.ui.support.background_task import BackgroundTasks
from playground.ui.support.qt_translations import translate_qt
from playground.ui.trainer.snapshot import TrainerState
from playground.ui.window.language_switch import LanguageSwitch
from playground.ui.window.main_window import MainWindow
from tests.ui.window.gestures import child, reach, saved_policy, train, trigger


@pytest.fixture
def switch(qtbot, own_folders):
    """Whatever window there is, as `window`; English at first."""
    switch = app.create([]).findChild(LanguageSwitch)
    window = switch.window
    qtbot.waitUntil(lambda: window.plots is not None, timeout=20_000)
    qtbot.waitUntil(lambda: child(window, "status_state").text() == "Paused", timeout=20_000)
    yield switch
    switch.window.close()
    switch.window.deleteLater()
    set_language("en")
    translate_qt(QApplication.instance(), "en")


def choose(qtbot, switch, language):
    before = switch.window
    before.findChild(QAction, f"act_language_{language}").trigger()
    qtbot.waitUntil(lambda: switch.window is not before, timeout=20_000)
    qtbot.waitUntil(lambda: not isValid(before), timeout=5000)
    return switch.window


def test_the_window_speaks_another_language_at_once_and_says_so_in_it(qtbot, switch):
    window = choose(qtbot, switch, "zh_CN")
    assert spoken_language() == "zh_CN"
    assert QSettings().value("language") == "zh_CN"
    assert window.isVisible()
    assert [each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)] == [window]
    assert window.actions_by_name["act_step"].text() == "单步"
    assert child(window, "status_state").text() == "已暂停"
    assert "中文" in window.notice.text
    assert window.findChild(QAction, "act_language_zh_CN").isChecked()
    window = choose(qtbot, switch, "en")
    assert window.notice.text == "This window speaks English from now on. The run goes on as it was."
    assert window.actions_by_name["act_step"].text() == "Step"


def test_there_and_back_the_window_stands_where_it_stood_and_looks_as_it_did(qtbot, switch):
    window = switch.window
    train(qtbot, window, 60)
    window.setGeometry(20, 30, 900, 640)  # wider than this screen, as over two screens
    child(window, "hyper_gamma_value").setFocus()
    QApplication.processEvents()  # panels are placed after the window
    places = {name: child(window, name).geometry() for name in ("env_view", "hyper_panel", "plots", "run_bar")}
    before = window.geometry()
    for language in ("zh_CN", "en"):
        window = choose(qtbot, switch, language)
        assert window.geometry() == before
        assert window.focusWidget().objectName() == "hyper_gamma_value"
    child(window, "notice_close").click()
    qtbot.waitUntil(lambda: {name: child(window, name).geometry() for name in places} == places, timeout=5000)


def test_the_run_goes_on_meanwhile_and_every_part_shows_it(qtbot, switch):
    window = switch.window
    trigger(window, "act_run")
    qtbot.waitUntil(lambda: window.controller.latest.n_steps > 300, timeout=30_000)
    metrics, before = window.controller.latest.metrics, window.controller.latest.n_steps
    window = choose(qtbot, switch, "zh_CN")
    assert window.controller.latest.metrics is metrics
    assert window.controller.latest.state is TrainerState.RUNNING
    qtbot.waitUntil(lambda: window.controller.latest.n_steps > before + 200, timeout=30_000)
    trigger(window, "act_run")
    reach(qtbot, window, TrainerState.PAUSED)
    n_steps = f"{window.controller.latest.n_steps:,}"
    qtbot.waitUntil(lambda: n_steps in child(window, "status_steps").text(), timeout=5000)
    assert window.view.scene.state == window.controller.latest.scene.state
    assert child(window, "plot_return").metrics is metrics
    trigger(window, "act_step_back")
    qtbot.waitUntil(lambda: window.controller.latest.is_past, timeout=10_000)
    trigger(window, "act_fork")
    qtbot.waitUntil(lambda: child(window, "fork_bar").isVisible(), timeout=10_000)
    window = choose(qtbot, switch, "en")
    qtbot.waitUntil(lambda: child(window, "fork_bar").isVisible(), timeout=10_000)


def test_what_waits_for_a_reset_what_was_loaded_and_what_is_replayed_goes_on_too(qtbot, switch, tmp_path):
    window = switch.window
    train(qtbot, window, 300)
    path = saved_policy(qtbot, window, tmp_path / "mine.rlp")
    window.policies.open(str(path))
    qtbot.waitUntil(lambda: window.replaying, timeout=10_000)
    window.player.choose_episode(2)
    window.player.step(4)
    child(window, "replay_speed").setCurrentIndex(1)
    window.hyper_panel.more_open = True
    box = child(window, "hyper_hidden_layers_value")
    box.setFocus()
    box.setText("8, 8")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    window.findChild(QTabWidget, "details_tabs").setCurrentIndex(2)
    frame = window.view.scene.state

    window = choose(qtbot, switch, "zh_CN")
    assert window.policies.loaded.step == window.controller.latest.n_steps
    assert child(window, "policy_title").text() == "mine.rlp"
    assert window.replaying
    assert (window.player.episode, window.player.frame) == (2, 4)
    assert window.view.scene.state == frame
    assert "种子 2" in window.view.scene.caption
    assert window.findChild(QComboBox, "replay_speed").currentIndex() == 1
    assert window.hyper_panel.pending() == {"hidden_layers": (8, 8)}
    assert "24, 24" in child(window, "hyper_hidden_layers_badge").words
    assert window.findChild(QTabWidget, "details_tabs").currentIndex() == 2
    assert window.focusWidget().objectName() == "hyper_hidden_layers_value"


def test_a_preset_that_waits_is_offered_in_the_new_language(qtbot, switch):
    window = switch.window
    train(qtbot, window, 100)
    preset = child(window, "preset")
    other = (preset.currentIndex() + 1) % preset.count()
    preset.setCurrentIndex(other)
    name = preset.currentText()
    window = choose(qtbot, switch, "zh_CN")
    assert child(window, "preset").currentText() == name
    assert window.training.next_pair == window.training.pair
    trigger(window, "act_reset")
    qtbot.waitUntil(lambda: window.controller.latest.settings.preset == name, timeout=10_000)


def test_the_copies_for_after_a_crash_go_on(qtbot, switch, own_folders):
    window = switch.window
    train(qtbot, window, 100)
    qtbot.waitUntil(lambda: len(list(own_folders.rglob("*.rls"))) > 0, timeout=10_000)
    kept = set(own_folders.rglob("*.rls"))
    window = choose(qtbot, switch, "zh_CN")
    assert kept <= set(own_folders.rglob("*.rls"))
    assert not window.notice.findChild(QWidget, "notice_action").isVisible()  # nothing is offered for recovery


def test_the_language_waits_for_a_video_that_is_being_saved(qtbot, switch, tmp_path):
    window = switch.window
    trigger(window, "act_replay")
    qtbot.waitUntil(lambda: window.replaying, timeout=10_000)
    path = tmp_path / "film.mp4"
    window.videos.save(str(path))
    window.findChild(QAction, "act_language_zh_CN").trigger()
    qtbot.waitUntil(lambda: "中文" in window.notice.text, timeout=5000)
    assert switch.window is window
    qtbot.waitUntil(lambda: switch.window is not window, timeout=30_000)
    assert path.stat().st_size > 1000
    assert str(path) in switch.window.notice.text


def test_an_offer_that_somebody_left_by_training_does_not_come_back_with_another_language(qtbot, switch):
    train(qtbot, switch.window, 20)
    switch.window.close()
    switch.window.deleteLater()
    second = app.create([]).findChild(LanguageSwitch)
    window = switch.window = second.window  # closed at the end, whichever it is then
    qtbot.waitUntil(lambda: "go on where you left off" in window.notice.text, timeout=20_000)
    qtbot.waitUntil(lambda: window.plots is not None, timeout=20_000)
    train(qtbot, window, 20)
    assert window.notice.isHidden()
    window = switch.window = choose(qtbot, second, "zh_CN")
    qtbot.waitUntil(lambda: not any(tasks.is_busy for tasks in window.findChildren(BackgroundTasks)), timeout=10_000)
    assert window.notice.text.startswith("从现在起")


def test_a_game_that_somebody_plays_ends_and_the_run_is_shown(qtbot, switch):
    window = switch.window
    trigger(window, "act_step")
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == 1, timeout=10_000)
    trigger(window, "act_play")
    qtbot.waitUntil(lambda: window.play.is_playing, timeout=10_000)
    window = choose(qtbot, switch, "zh_CN")
    assert not window.play.is_playing
    assert child(window, "play_card").isHidden()
    assert window.view.scene.state == window.controller.latest.scene.state
    assert window.actions_by_name["act_play"].isEnabled()
    trigger(window, "act_replay")
    qtbot.waitUntil(lambda: window.replaying, timeout=10_000)
    trigger(window, "act_play")
    qtbot.waitUntil(lambda: window.play.is_playing, timeout=10_000)
    window = choose(qtbot, switch, "en")
    assert window.replaying
    assert not window.play.is_playing
