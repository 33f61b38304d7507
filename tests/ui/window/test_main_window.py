"""The window as a person uses it: buttons, keys, files, replays, errors."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, QSettings, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QWidget

from playground.envs.cartpole.cartpole import CartPole, CartPoleParams
from playground.store.policy.file import load_policy, save_policy
from playground.ui.files.save_dialog import SaveDialog
from playground.ui.trainer.messages import TrainerState

STATES = "GETTING_READY PAUSED RUNNING FINISHED FAILED".split()
FIXED_NAMES = """
    act_run act_step act_step_episode act_reset act_evaluate act_save act_load act_replay speed preset env_view
    plot_return plot_epsilon plot_loss plot_q replay_scrubber status_state status_steps status_rate
    hyper_gamma hyper_gamma_slider hyper_gamma_value hyper_epsilon_hold hyper_target_period_value
    hyper_hidden_layers_value hyper_reward_on_termination_value hyper_seed_value hyper_run_length_value
""".split()


def trigger(window, name):
    window.actions_by_name[name].trigger()


def child(window, name):
    found = window.findChild(QWidget, name)
    assert found is not None, name
    return found


def reach(qtbot, window, state):
    qtbot.waitUntil(lambda: window.controller.latest.state is state, timeout=20_000)


def train(qtbot, window, steps):
    trigger(window, "act_run")
    qtbot.waitUntil(lambda: window.controller.latest.n_steps >= steps, timeout=30_000)
    trigger(window, "act_run")
    reach(qtbot, window, TrainerState.PAUSED)


def saved_policy(qtbot, window, path, which="current"):
    window.controller.take_policy(which, path)
    qtbot.waitUntil(lambda: str(path) in window.notice.text, timeout=10_000)
    return path


def test_the_names_that_others_rely_on_are_there(window):
    from PySide6.QtCore import QObject

    missing = [name for name in FIXED_NAMES if window.findChild(QObject, name) is None]
    assert missing == []


def test_every_interactive_widget_has_a_name_and_an_accessible_name(window):
    interactive = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)
    nameless = [
        f"{type(widget).__name__} {widget.objectName()!r} in {widget.parent().objectName()!r}"
        for widget in window.findChildren(QWidget)
        if isinstance(widget, interactive)
        and not widget.objectName().startswith("qt_")
        and type(widget).__name__ not in ("QScrollBar", "QDockWidgetTitleButton", "QToolBarExtension")
        and not isinstance(widget.parent(), QAbstractSpinBox)
        and not (widget.objectName() and widget.accessibleName())
    ]
    assert nameless == []


def test_f5_runs_and_pauses_and_the_status_says_so(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_F5)
    reach(qtbot, window, TrainerState.RUNNING)
    qtbot.waitUntil(lambda: child(window, "status_state").text() == "Running", timeout=5000)
    qtbot.keyClick(window, Qt.Key.Key_F5)
    reach(qtbot, window, TrainerState.PAUSED)
    qtbot.waitUntil(lambda: child(window, "status_state").text() == "Paused", timeout=5000)


def test_f10_makes_one_step_and_shows_its_numbers(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: child(window, "status_steps").text() == "1 step", timeout=5000)
    assert "die" in child(window, "step_choice").text()
    assert "no update was due" in child(window, "step_update").text()


def test_step_in_the_middle_of_a_run_pauses_it(qtbot, window):
    trigger(window, "act_run")
    qtbot.waitUntil(lambda: window.controller.latest.n_steps > 100, timeout=20_000)
    trigger(window, "act_step")
    reach(qtbot, window, TrainerState.PAUSED)
    qtbot.waitUntil(lambda: "loss" in child(window, "step_update").text(), timeout=5000)


def test_step_to_the_end_of_the_episode_shows_how_it_ended(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.controller.latest.n_episodes == 1, timeout=20_000)
    reach(qtbot, window, TrainerState.PAUSED)
    qtbot.waitUntil(lambda: window.view.scene.terminated, timeout=5000)


def test_space_and_right_act_while_the_view_has_the_focus(qtbot, window):
    window.view.setFocus()
    qtbot.keyClick(window.view, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == 1, timeout=5000)
    qtbot.keyClick(window.view, Qt.Key.Key_Space)
    reach(qtbot, window, TrainerState.RUNNING)
    qtbot.keyClick(window.view, Qt.Key.Key_Space)
    reach(qtbot, window, TrainerState.PAUSED)


def test_right_on_a_button_of_the_run_bar_makes_a_step(qtbot, window):
    button = child(window, "button_reset")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == 1, timeout=5000)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("hyper_gamma_slider", Qt.Key.Key_Left),
        ("hyper_gamma_value", Qt.Key.Key_Down),
        ("speed", Qt.Key.Key_Left),
        ("preset", Qt.Key.Key_Down),
    ],
)
def test_a_focused_control_keeps_its_own_keys(qtbot, window, name, key):
    control = child(window, name)
    control.setFocus()
    read = control.currentIndex if isinstance(control, QComboBox) else control.value
    before = read()
    qtbot.keyClick(control, key)
    assert read() != before
    assert window.controller.latest.state is TrainerState.PAUSED
    assert window.controller.latest.n_steps == 0


def test_space_on_a_focused_button_clicks_it_and_does_not_run(qtbot, window):
    more = child(window, "hyper_more")
    more.setFocus()
    qtbot.keyClick(more, Qt.Key.Key_Space)
    assert window.hyper_panel.more_open
    assert window.controller.latest.state is TrainerState.PAUSED


def test_space_in_a_text_field_is_a_space(qtbot, window):
    window.hyper_panel.more_open = True
    field = child(window, "hyper_hidden_layers_value")
    field.setFocus()
    field.clear()
    qtbot.keyClicks(field, "8, 8")
    assert field.text() == "8, 8"
    assert window.controller.latest.state is TrainerState.PAUSED


def test_a_slider_moved_while_it_trains_changes_the_run_and_marks_the_plots(qtbot, window):
    trigger(window, "act_run")
    qtbot.waitUntil(lambda: window.controller.latest.n_steps > 100, timeout=20_000)
    slider = child(window, "hyper_gamma_slider")
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: window.controller.latest.values["gamma"] < 0.95, timeout=5000)
    assert [mark.name for mark in window.controller.latest.metrics.marks] == ["gamma"]


def test_an_after_reset_value_before_the_first_step_begins_a_new_run_with_it(qtbot, window):
    window.hyper_panel.more_open = True
    field = child(window, "hyper_hidden_layers_value")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "8, 8")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.controller.latest.values.get("hidden_layers") == (8, 8), timeout=5000)
    assert window.controller.latest.run == 2


def test_an_after_reset_value_during_a_run_waits_for_reset(qtbot, window):
    train(qtbot, window, 50)
    window.hyper_panel.more_open = True
    field = child(window, "hyper_hidden_layers_value")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "8, 8")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.controller.latest.values["hidden_layers"] == (24, 24)
    trigger(window, "act_reset")
    qtbot.waitUntil(lambda: window.controller.latest.values["hidden_layers"] == (8, 8), timeout=5000)
    assert window.controller.latest.n_steps == 0


def test_values_that_do_not_go_together_are_refused_in_words_and_the_run_stays(qtbot, window):
    train(qtbot, window, 100)
    window.hyper_panel.more_open = True
    window.hyper_panel.value_edited.emit("batch_size", 4000, 1)
    qtbot.waitUntil(lambda: "could never be drawn" in all_text(window.hyper_panel), timeout=5000)
    assert window.controller.latest.values["batch_size"] == 64


def all_text(widget):
    from PySide6.QtWidgets import QLabel

    return " ".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def test_a_preset_chosen_before_the_first_step_is_used_at_once(qtbot, window):
    preset = child(window, "preset")
    preset.setFocus()
    qtbot.keyClick(preset, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: window.controller.latest.settings.preset == "fast", timeout=5000)


def test_the_same_preset_chosen_again_gives_its_values_back(qtbot, window):
    window.hyper_panel.value_edited.emit("gamma", 0.5, 1)
    qtbot.waitUntil(lambda: window.controller.latest.values["gamma"] == 0.5, timeout=5000)
    window.hyper_panel.preset_chosen.emit("tutorial")
    qtbot.waitUntil(lambda: window.controller.latest.values["gamma"] == 0.95, timeout=5000)


def test_a_preset_chosen_in_a_run_asks_first_and_then_begins_a_new_one(qtbot, window):
    train(qtbot, window, 100)
    preset = child(window, "preset")
    preset.setFocus()
    qtbot.keyClick(preset, Qt.Key.Key_Down)
    assert "begins a new run" in window.notice.text
    assert window.controller.latest.settings.preset == "tutorial"
    qtbot.mouseClick(child(window, "notice_action"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.controller.latest.settings.preset == "fast", timeout=5000)
    assert window.controller.latest.n_steps == 0


def test_what_is_edited_after_a_preset_was_chosen_goes_into_the_new_run(qtbot, window):
    train(qtbot, window, 100)
    window.hyper_panel.preset_chosen.emit("fast")
    window.hyper_panel.value_edited.emit("seed", 7, 1)
    trigger(window, "act_reset")
    qtbot.waitUntil(lambda: window.controller.latest.settings.preset == "fast", timeout=5000)
    assert window.controller.latest.values["seed"] == 7
    assert window.controller.latest.values["gamma"] == 0.995


def test_an_offer_about_the_run_before_is_withdrawn_by_reset(qtbot, window):
    train(qtbot, window, 100)
    window.hyper_panel.preset_chosen.emit("fast")
    assert not window.notice.isHidden()
    trigger(window, "act_reset")
    qtbot.waitUntil(lambda: window.controller.latest.run == 2, timeout=5000)
    qtbot.waitUntil(lambda: window.notice.isHidden(), timeout=5000)


def test_the_loaded_policy_stays_in_front_when_only_a_value_changes(qtbot, window, tmp_path):
    trigger(window, "act_step")
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == 1, timeout=5000)
    window.policies.open(str(saved_policy(qtbot, window, tmp_path / "p.rlp")))
    assert child(window, "details_tabs").currentWidget() is window.policy_panel
    window.controller.set_hyper("gamma", 0.5, 1)
    qtbot.waitUntil(lambda: window.controller.latest.values["gamma"] == 0.5, timeout=5000)
    assert child(window, "details_tabs").currentWidget() is window.policy_panel


def test_evaluate_tells_the_mean_return(qtbot, window):
    trigger(window, "act_evaluate")
    qtbot.waitUntil(lambda: "over 100 episodes" in window.notice.text, timeout=10_000)


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


def test_replay_scrubs_and_goes_frame_by_frame(qtbot, window):
    trigger(window, "act_replay")
    qtbot.waitUntil(lambda: window.replaying, timeout=5000)
    window.player.pause()
    scrubber = child(window, "replay_scrubber")
    scrubber.setValue(5)
    assert window.player.frame == 5
    qtbot.mouseClick(child(window, "replay_forward"), Qt.MouseButton.LeftButton)
    assert window.player.frame == 6
    qtbot.mouseClick(child(window, "replay_back"), Qt.MouseButton.LeftButton)
    window.view.setFocus()
    qtbot.keyClick(window.view, Qt.Key.Key_Left)
    assert window.player.frame == 4
    assert window.view.scene.step == 4


def test_another_seed_replays_other_episodes(qtbot, window):
    trigger(window, "act_replay")
    qtbot.waitUntil(lambda: window.replaying, timeout=5000)
    seed = child(window, "replay_seed")
    before = [recording.states[0] for recording in window.player.recordings]
    seed.setValue(100)
    assert [recording.seed for recording in window.player.recordings] == [100, 101, 102, 103, 104]
    assert before != [recording.states[0] for recording in window.player.recordings]


def test_running_again_leaves_the_replay(qtbot, window):
    trigger(window, "act_replay")
    qtbot.waitUntil(lambda: window.replaying, timeout=5000)
    trigger(window, "act_step")
    assert not window.replaying


def test_the_video_of_an_episode_is_written_with_progress(qtbot, window, tmp_path):
    trigger(window, "act_replay")
    qtbot.waitUntil(lambda: window.replaying, timeout=5000)
    path = tmp_path / "film.mp4"
    window.videos.save(str(path))
    qtbot.waitUntil(lambda: str(path) in window.notice.text, timeout=20_000)
    assert path.stat().st_size > 1000


def test_a_failure_is_told_and_reset_leads_out_of_it(qtbot, window, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(CartPole, "step", None)  # what no gesture can do: the run breaks
        trigger(window, "act_run")
        reach(qtbot, window, TrainerState.FAILED)
    qtbot.waitUntil(lambda: "log file" in window.notice.text, timeout=5000)
    assert child(window, "status_state").text() == "Failed"
    assert not window.actions_by_name["act_run"].isEnabled()
    trigger(window, "act_reset")
    reach(qtbot, window, TrainerState.PAUSED)
    qtbot.waitUntil(lambda: window.actions_by_name["act_run"].isEnabled(), timeout=5000)


def test_numbers_that_explode_pause_with_an_explanation(qtbot, window):
    window.controller.set_hyper("learning_rate", 1e6, 1)
    trigger(window, "act_run")
    qtbot.waitUntil(lambda: "exploding" in window.notice.text, timeout=20_000)
    assert window.controller.latest.state is TrainerState.PAUSED
    assert child(window, "notice_action").text() == "Set learning_rate to 0.001"
    qtbot.mouseClick(child(window, "notice_action"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.controller.latest.values["learning_rate"] == 1e-3, timeout=5000)
    train(qtbot, window, window.controller.latest.n_steps + 200)


def test_reset_keeps_the_old_return_curve_as_a_ghost(qtbot, window):
    train(qtbot, window, 600)
    trigger(window, "act_reset")
    qtbot.waitUntil(lambda: window.controller.latest.run == 2, timeout=5000)
    legend = child(window, "plot_return").legend
    qtbot.waitUntil(lambda: "last run" in legend.accessibleDescription(), timeout=5000)


def test_while_nothing_runs_the_tick_stands_still(qtbot, window):
    train(qtbot, window, 100)
    ticks = window.controller.findChildren(QTimer)
    assert ticks
    qtbot.waitUntil(lambda: not any(tick.isActive() for tick in ticks), timeout=5000)


def test_the_loaded_policy_can_be_evaluated(qtbot, window, tmp_path):
    path = saved_policy(qtbot, window, tmp_path / "p.rlp")
    window.policies.open(str(path))
    before = child(window, "policy_fact_0").text()
    qtbot.mouseClick(child(window, "policy_evaluate"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: child(window, "policy_fact_0").text() != before, timeout=10_000)


def test_words_out_of_a_file_are_shown_as_plain_text(window):
    assert child(window, "policy_title").textFormat() is Qt.TextFormat.PlainText
    assert child(window, "notice_text").textFormat() is Qt.TextFormat.PlainText


def test_speed_limits_how_fast_it_goes(qtbot, window):
    slider = child(window, "speed")
    slider.setValue(0)
    trigger(window, "act_run")
    reach(qtbot, window, TrainerState.RUNNING)
    trigger(window, "act_run")
    reach(qtbot, window, TrainerState.PAUSED)
    assert window.controller.latest.n_steps <= 1
