"""The window as a whole: its names, what it says of a run, and how it fails."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QWidget

from playground.envs.cartpole.cartpole import CartPole
from playground.ui.trainer.snapshot import TrainerState
from tests.ui.window.gestures import child, reach, train, trigger

FIXED_NAMES = """
    act_run act_step act_step_episode act_reset act_evaluate act_save act_load act_replay speed preset env_view
    plot_return plot_epsilon plot_loss plot_q replay_scrubber status_state status_steps status_rate
    hyper_gamma hyper_gamma_slider hyper_gamma_value hyper_epsilon_hold hyper_target_period_value
    hyper_hidden_layers_value hyper_reward_on_termination_value hyper_seed_value hyper_run_length_value
""".split()


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


def test_evaluate_tells_the_mean_return(qtbot, window):
    trigger(window, "act_evaluate")
    qtbot.waitUntil(lambda: "over 100 episodes" in window.notice.text, timeout=10_000)


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
