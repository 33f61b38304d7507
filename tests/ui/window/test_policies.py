"""Policies saved, opened, evaluated and trained on in the window."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from playground.envs.cartpole.cartpole import CartPoleParams
from playground.store.policy.file import load_policy, save_policy
from playground.ui.files.save_dialog import SaveDialog
from tests.ui.window.gestures import child, saved_policy, train, trigger


def test_the_loaded_policy_stays_in_front_when_only_a_value_changes(qtbot, window, tmp_path):
    trigger(window, "act_step")
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == 1, timeout=5000)
    window.policies.open(str(saved_policy(qtbot, window, tmp_path / "p.rlp")))
    assert child(window, "details_tabs").currentWidget() is window.policy_panel
    window.controller.set_hyper("gamma", 0.5, 1)
    qtbot.waitUntil(lambda: window.controller.latest.values["gamma"] == 0.5, timeout=5000)
    assert child(window, "details_tabs").currentWidget() is window.policy_panel


def test_save_offers_the_best_policy_and_writes_it(qtbot, window, tmp_path):
    train(qtbot, window, 800)
    trigger(window, "act_save")
    dialog = window.findChild(SaveDialog)
    assert dialog.which == "best"
    path = tmp_path / "deep" / "p.rlp"
    path.parent.mkdir()
    child(dialog, "save_path").setText(str(path.with_suffix("")))
    qtbot.mouseClick(child(dialog, "save_ok"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: str(path) in window.notice.text, timeout=10_000)
    assert load_policy(path).step == window.controller.latest.best[1]


def test_a_policy_whose_saving_was_asked_for_is_saved_though_the_window_closes_at_once(qtbot, window, tmp_path):
    train(qtbot, window, 100)
    window.controller.take_policy("current", tmp_path / "late.rlp")
    window.close()
    assert load_policy(tmp_path / "late.rlp").step == window.controller.latest.n_steps


def test_a_name_that_is_no_files_cannot_be_saved_to(qtbot, window):
    trigger(window, "act_save")
    dialog = window.findChild(SaveDialog)
    for text in ("", "  ", "/", "."):
        child(dialog, "save_path").setText(text)
        assert not child(dialog, "save_ok").isEnabled()
    for text in ("~nobody/x", "x" * 300, "a\0b"):
        child(dialog, "save_path").setText(text)  # must not raise
    dialog.reject()


def test_a_file_that_cannot_be_saved_is_told_and_training_goes_on(qtbot, window, tmp_path):
    trigger(window, "act_run")
    window.controller.take_policy("current", tmp_path / "no" / "such" / "folder.rlp")
    qtbot.waitUntil(lambda: "folder" in window.notice.text, timeout=10_000)
    steps = window.controller.latest.n_steps
    qtbot.waitUntil(lambda: window.controller.latest.n_steps > steps + 50, timeout=10_000)


def test_a_loaded_policy_plays_beside_the_run_and_changes_nothing_of_it(qtbot, window, tmp_path):
    train(qtbot, window, 300)
    path = saved_policy(qtbot, window, tmp_path / "p.rlp")
    before = window.controller.latest
    window.policies.open(str(path))
    assert window.replaying
    qtbot.waitUntil(lambda: window.player.frame > 2, timeout=5000)
    assert child(window, "policy_title").text() == "p.rlp"
    window.controller.take_policy("current", None)
    with qtbot.waitSignal(window.controller.policy_taken, timeout=5000) as taken:
        window.controller.take_policy("current", None)
    assert taken.args[0].weights_sha256 == load_policy(path).weights_sha256
    assert window.controller.latest.n_steps == before.n_steps


def test_a_bad_file_is_refused_in_words_and_nothing_changes(qtbot, window, tmp_path):
    bad = tmp_path / "bad.rlp"
    bad.write_bytes(b"\x80\x04K\x01.")
    window.policies.open(str(bad))
    assert "Nothing was changed" in window.notice.text
    assert not window.replaying
    good = saved_policy(qtbot, window, tmp_path / "good.rlp")
    window.policies.open(str(bad))
    window.policies.open(str(good))
    assert window.notice.isHidden()
    assert window.replaying


def test_a_file_dropped_on_the_window_is_opened(qtbot, window, tmp_path):
    path = saved_policy(qtbot, window, tmp_path / "p.rlp")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    how = Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered, dropped = QDragEnterEvent(QPoint(100, 100), *how), QDropEvent(QPointF(100, 100), *how)
    for event in (entered, dropped):
        QCoreApplication.sendEvent(window, event)
        assert event.isAccepted()
    assert window.replaying


def test_where_there_is_no_folder_for_documents_the_home_is_proposed(window, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    QSettings().remove("recent")
    assert window.recent.folder() == tmp_path
    (tmp_path / "Documents").mkdir()
    assert window.recent.folder() == tmp_path / "Documents"


def test_saved_files_are_among_the_recent_ones(qtbot, window, tmp_path):
    path = saved_policy(qtbot, window, tmp_path / "p.rlp")
    assert window.recent.names()[0] == str(path)


def test_train_on_begins_a_new_run_from_the_loaded_weights(qtbot, window, tmp_path):
    train(qtbot, window, 300)
    path = saved_policy(qtbot, window, tmp_path / "p.rlp")
    window.policies.open(str(path))
    qtbot.mouseClick(child(window, "policy_train_on"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.controller.latest.run == 2, timeout=5000)
    assert window.controller.latest.n_steps == 0
    with qtbot.waitSignal(window.controller.policy_taken, timeout=5000) as taken:
        window.controller.take_policy("current", None)
    assert taken.args[0].weights_sha256 == load_policy(path).weights_sha256


def test_train_on_goes_on_in_the_environment_the_policy_was_taken_in(qtbot, window, tmp_path):
    path = saved_policy(qtbot, window, tmp_path / "p.rlp")
    save_policy(dataclasses.replace(load_policy(path), environment_params=CartPoleParams(length=1.0)), path)
    window.policies.open(str(path))
    qtbot.mouseClick(child(window, "policy_train_on"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.controller.latest.run == 2, timeout=5000)
    assert window.controller.latest.settings.environment_params == CartPoleParams(length=1.0)


def test_the_loaded_policy_can_be_evaluated(qtbot, window, tmp_path):
    path = saved_policy(qtbot, window, tmp_path / "p.rlp")
    window.policies.open(str(path))
    before = child(window, "policy_fact_0").text()
    qtbot.mouseClick(child(window, "policy_evaluate"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: child(window, "policy_fact_0").text() != before, timeout=10_000)


def test_an_evaluation_that_was_interrupted_is_said_to_be_so(window):
    window.controller.evaluated.emit(None)
    assert window.notice.text == "The evaluation was interrupted, so there is no result. The run is as it was."
