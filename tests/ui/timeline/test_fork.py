"""A fork in the window: beside its run in views, curves and words, until it is closed or becomes the run."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QLabel, QPushButton, QWidget

from playground.envs.cartpole.cartpole import CARD
from playground.envs.scene import Scene
from playground.store.session.file import load_session
from playground.ui.theme.theme import Theme
from playground.ui.timeline.painter import MARGIN
from playground.ui.trainer.snapshot import TrainerState
from playground.ui.view.env_view import EnvView
from playground.ui.view.side_by_side import SideBySide

STEPS = 700


def trigger(window, name):
    window.actions_by_name[name].trigger()


def latest(window):
    return window.controller.latest


def click(window, name):
    window.findChild(QPushButton, name).click()


def train(qtbot, window, steps):
    window.controller.toggle_run()
    qtbot.waitUntil(lambda: latest(window).n_steps >= steps, timeout=30_000)
    window.controller.pause()
    qtbot.waitUntil(lambda: latest(window).state is TrainerState.PAUSED, timeout=10_000)


def fork_at(qtbot, window, n_steps):
    window.controller.goto(n_steps)
    qtbot.waitUntil(lambda: latest(window).n_steps == n_steps, timeout=10_000)
    qtbot.keyClick(window.view, Qt.Key.Key_F)
    qtbot.waitUntil(lambda: latest(window).fork is not None and window.fork_bar.isVisible(), timeout=10_000)


def plot(window, name):
    return next(plot for plot in window.plots.plots if plot.objectName() == name)


def mark_place(window, step):
    return QPoint(round(MARGIN + window.timeline_bar.strip.model.x_of(step)), 5)


def words(window):
    return window.findChild(QLabel, "fork_difference").text()


def where(window):
    return window.findChild(QLabel, "inspector_line_where").text()


def whose(window):
    return window.findChild(QWidget, "action_bars").accessibleDescription()


def test_a_fork_is_seen_beside_its_run_and_becomes_the_run_or_goes(qtbot, window):
    window.resize(1280, 800)
    train(qtbot, window, STEPS)
    present = latest(window).n_steps
    fork_at(qtbot, window, 500)
    assert window.pair.is_double
    assert window.pair.second.scene.state == window.view.scene.state
    assert words(window).startswith("A and B are the same so far")
    assert window.findChild(QLabel, "fork_origin").text() == "B: the fork from step 500"
    assert not window.actions_by_name["act_fork"].isEnabled()
    assert "already" in window.actions_by_name["act_fork"].toolTip()

    window.controller.set_hyper("gamma", 0.3, 1)
    qtbot.waitUntil(lambda: "gamma 0.95 → 0.3" in words(window), timeout=5000)
    assert words(window).startswith("B is set differently")
    assert "B: gamma 0.95 → 0.3" in window.timeline_bar.strip.tip(mark_place(window, 500))
    trigger(window, "act_step")
    qtbot.waitUntil(lambda: latest(window).n_steps == 501, timeout=10_000)
    qtbot.waitUntil(lambda: "Step 501" in words(window), timeout=5000)
    assert "the targets differ" in words(window)
    assert plot(window, "plot_q").difference_line.steps == [501]
    qtbot.waitUntil(lambda: where(window).startswith("Step 501 of B, "), timeout=5000)
    qtbot.waitUntil(lambda: whose(window).startswith("Of B. This step: "), timeout=5000)
    train(qtbot, window, 650)
    assert plot(window, "plot_q").second is latest(window).fork.metrics
    assert "other" in words(window) or "actions differ" in words(window)
    second, view = window.pair.second, window.view
    qtbot.waitUntil(lambda: (second.scene, view.scene) == (latest(window).fork.scene, latest(window).scene))

    trigger(window, "act_replay")  # B's policy, alone on the stage
    qtbot.waitUntil(lambda: window.replaying, timeout=10_000)
    assert not window.pair.is_double
    window.view_presenter.leave_replay()
    assert window.pair.is_double

    click(window, "fork_close")  # it made steps: that is asked for once more
    assert "The fork will be gone" in window.notice.text
    assert latest(window).fork is not None
    click(window, "notice_action")
    qtbot.waitUntil(lambda: latest(window).fork is None and not window.fork_bar.isVisible(), timeout=5000)
    assert not window.pair.is_double
    assert latest(window).n_steps == present
    assert plot(window, "plot_q").second is None
    assert plot(window, "plot_q").difference_line.steps == []
    qtbot.waitUntil(lambda: "Of B" not in whose(window), timeout=5000)

    fork_at(qtbot, window, 500)
    window.controller.set_hyper("gamma", 0.3, 2)
    train(qtbot, window, 520)
    now = latest(window).n_steps
    click(window, "fork_promote")
    assert "What A did after step 500 will be gone" in window.notice.text
    click(window, "notice_action")
    qtbot.waitUntil(lambda: latest(window).fork is None, timeout=5000)
    qtbot.waitUntil(lambda: not window.pair.is_double, timeout=5000)
    assert latest(window).n_steps == latest(window).present_steps == now
    assert window.hyper_panel.values()["gamma"] == 0.3
    assert window.hyper_panel.pending() == {}


def test_a_fork_leaves_the_keys_where_they_were(qtbot, window):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    train(qtbot, window, 100)
    fork_at(qtbot, window, 60)
    assert window.isActiveWindow()
    assert window.view.hasFocus()


def test_a_fork_without_steps_closes_at_once_and_two_views_stand_where_they_are_largest(qtbot, window):
    window.resize(1600, 800)
    train(qtbot, window, 20)
    trigger(window, "act_fork")
    qtbot.waitUntil(lambda: window.pair.is_double, timeout=10_000)
    assert window.pair.second.x() < window.pair.view.x()
    least = window.view.minimumWidth()
    window.resize(1024, 700)
    assert window.size().width() == 1024
    qtbot.waitUntil(lambda: is_stacked(window.pair), timeout=5000)
    assert min(window.pair.second.height(), window.view.height()) >= 100
    click(window, "fork_close")
    qtbot.waitUntil(lambda: not window.pair.is_double, timeout=5000)
    assert window.view.minimumWidth() > least


@pytest.mark.parametrize(
    ("size", "stacked"), [((620, 400), False), ((356, 400), True), ((356, 220), True), ((900, 300), False)]
)
def test_two_views_are_never_too_narrow_for_their_numbers(qtbot, size, stacked):
    theme = Theme("dark")
    pair = SideBySide(EnvView(theme, CARD), theme, CARD)
    qtbot.addWidget(pair)
    pair.resize(*size)
    pair.show()
    pair.show_second(Scene(state=CARD.idle), CARD, 5)
    qtbot.waitUntil(lambda: is_stacked(pair) == stacked, timeout=2000)


@pytest.mark.parametrize("size", [(620, 400), (356, 400)])
def test_a_view_that_stands_alone_again_has_all_of_its_room_again(qtbot, size):
    theme = Theme("dark")
    pair = SideBySide(EnvView(theme, CARD), theme, CARD)
    qtbot.addWidget(pair)
    pair.resize(*size)
    pair.show()
    for _ in range(2):
        pair.show_second(Scene(state=CARD.idle), CARD, 5)
        qtbot.waitUntil(lambda: pair.view.width() * pair.view.height() < size[0] * size[1] / 2, timeout=2000)
        pair.show_one()
        qtbot.waitUntil(lambda: pair.view.geometry() == pair.rect(), timeout=2000)


def is_stacked(pair: SideBySide):
    return pair.layout().direction() == QBoxLayout.Direction.TopToBottom and pair.second.y() < pair.view.y()


def test_each_of_the_two_runs_can_be_saved(qtbot, window, tmp_path):
    train(qtbot, window, 300)
    present = latest(window).n_steps
    fork_at(qtbot, window, 200)
    for button, name in (("fork_save_run", "a.rls"), ("fork_save", "b.rls")):
        click(window, button)
        dialog = window.findChild(QFileDialog, "save_session_dialog")
        dialog.fileSelected.emit(str(tmp_path / name))
        dialog.close()
        dialog.setObjectName("done")
        qtbot.waitUntil(lambda name=name: name in window.notice.text, timeout=10_000)
    assert load_session(tmp_path / "a.rls").present.n_steps == present
    assert load_session(tmp_path / "b.rls").present.n_steps == 200


def train_with_a_later_change(qtbot, window):
    """Run A, whose epsilon is changed at its step 300 or so; return that step. A fork at step 200 is shown."""
    train(qtbot, window, 300)
    window.controller.set_hyper("epsilon", 0.77, 1)
    train(qtbot, window, latest(window).n_steps + 50)
    (mark,) = latest(window).metrics.marks
    fork_at(qtbot, window, 200)
    return mark.step


def coming(window):
    label = window.findChild(QLabel, "fork_to_come")
    return label.text() if label.isVisible() else ""


def test_what_was_changed_in_the_run_later_is_said_to_come_in_the_fork(qtbot, window):
    step = train_with_a_later_change(qtbot, window)
    assert coming(window) == (
        f"A was changed later, and the same happens to B by itself: epsilon 0.77 at step {step:,}."
    )
    strip = window.timeline_bar.strip
    assert f"step {step:,}, to come: epsilon 0.77" in strip.model.tip(strip.model.x_of(step))
    bar = window.fork_bar
    qtbot.waitUntil(lambda: bar.height() == bar.heightForWidth(bar.width()), timeout=5000)  # laid out
    height = bar.height()
    window.controller.set_hyper("epsilon", 0.1, 2)  # from here on it is B's own
    qtbot.waitUntil(lambda: coming(window) == "", timeout=5000)
    assert bar.height() == height  # nothing moves
    click(window, "fork_close")
    qtbot.waitUntil(lambda: not window.fork_bar.isVisible(), timeout=5000)


@pytest.mark.parametrize(("answer", "epsilon_is_held"), [("with these", True), ("without them", False)])
def test_whoever_promotes_a_fork_is_asked_whether_the_changes_to_come_stay(qtbot, window, answer, epsilon_is_held):
    step = train_with_a_later_change(qtbot, window)
    click(window, "fork_promote")
    assert f"by itself: epsilon 0.77 at step {step:,}" in window.notice.text
    (button,) = [b for b in window.notice.findChildren(QPushButton) if b.isVisible() and answer in b.text()]
    button.click()
    qtbot.waitUntil(lambda: latest(window).fork is None, timeout=5000)
    assert bool(latest(window).to_come) == epsilon_is_held
    train(qtbot, window, step + 20)
    assert ("epsilon" in latest(window).held) == epsilon_is_held


def test_a_question_about_a_fork_goes_with_it(qtbot, window):
    train_with_a_later_change(qtbot, window)
    click(window, "fork_promote")
    assert window.notice.isVisible()
    click(window, "fork_close")
    qtbot.waitUntil(lambda: latest(window).fork is None, timeout=5000)
    qtbot.waitUntil(window.notice.isHidden, timeout=5000)
