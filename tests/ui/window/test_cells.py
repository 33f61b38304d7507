"""The grid world says in its picture what the run makes of each cell, where somebody asks for it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QToolButton

from playground.engine.presets.catalogue import PRESETS
from playground.envs.grid_world.map import FREE_CELLS
from playground.ui import app
from playground.ui.trainer.snapshot import TrainerState

CHOICES = ("values", "actions", "policy", "visits")


def train(qtbot, window, algorithm="q-table", n_steps=300):
    """Pause a new run in the grid world after some steps."""
    controller = window.controller
    controller.reset(PRESETS.first("GridWorld-v1", algorithm).settings())
    qtbot.waitUntil(lambda: controller.latest.settings.environment == "GridWorld-v1", timeout=20_000)
    controller.toggle_run()
    qtbot.waitUntil(lambda: controller.latest.n_steps >= n_steps, timeout=20_000)
    controller.pause()
    qtbot.waitUntil(lambda: controller.latest.state is TrainerState.PAUSED, timeout=20_000)


def chooser(window):
    return window.findChild(QToolButton, "act_grid_values")


def choose(qtbot, window, choice):
    """Choose from the menu, as a person does, and wait until the picture has followed."""
    (action,) = (one for one in chooser(window).menu().actions() if one.data() == choice)
    assert action.isEnabled()
    action.trigger()
    asks = choice != "off"
    qtbot.waitUntil(lambda: (window.controller.latest.cells is not None) == asks, timeout=10_000)
    QApplication.processEvents()


def looks(window):
    """Return the picture as bytes."""
    image = window.view.grab().toImage()
    return bytes(image.constBits())


def test_the_button_is_there_where_the_environment_has_cells(window, qtbot):
    assert chooser(window).isHidden()
    train(qtbot, window)
    assert chooser(window).isVisible()
    assert chooser(window).accessibleName()
    assert "Cell values" in chooser(window).text()
    window.controller.reset(PRESETS.get("fast").settings())
    qtbot.waitUntil(lambda: window.controller.latest.settings.environment == "CartPole-v1", timeout=20_000)
    qtbot.waitUntil(lambda: chooser(window).isHidden(), timeout=5000)


def test_nothing_is_read_before_somebody_asks(window, qtbot):
    train(qtbot, window)
    assert window.controller.latest.cells is None


def test_each_choice_changes_the_picture_and_the_plain_one_comes_back(window, qtbot):
    train(qtbot, window)
    window.view.setFixedSize(480, 320)
    plain = looks(window)
    seen = {plain}
    for choice in CHOICES:
        choose(qtbot, window, choice)
        seen.add(looks(window))
    assert len(seen) == 5
    choose(qtbot, window, "off")
    assert looks(window) == plain


def test_what_is_shown_is_what_the_learner_looks_up_in_the_shown_state(window, qtbot):
    train(qtbot, window)
    choose(qtbot, window, "actions")
    snapshot = window.controller.latest
    here = tuple(int(number) for number in snapshot.scene.state[:2])
    if here in FREE_CELLS:  # not at the goal or in the pit
        assert snapshot.cells.looks[FREE_CELLS.index(here)].tolist() == np.asarray(snapshot.look).tolist()
    assert snapshot.cells.visits.sum() == snapshot.n_steps


def test_in_the_past_and_in_a_fork_it_is_of_that_moment(window, qtbot):
    train(qtbot, window)
    controller = window.controller
    choose(qtbot, window, "visits")
    now = controller.latest.cells.visits.sum()
    controller.goto(100)
    qtbot.waitUntil(lambda: controller.latest.is_past and controller.latest.busy is None, timeout=20_000)
    assert controller.latest.cells.visits.sum() == 100 < now
    controller.fork_here()
    qtbot.waitUntil(lambda: controller.latest.fork is not None, timeout=20_000)
    controller.step()
    qtbot.waitUntil(lambda: controller.latest.n_steps == 101, timeout=20_000)
    assert controller.latest.cells.visits.sum() == 101


def test_an_algorithm_without_q_values_does_not_offer_them(window, qtbot):
    train(qtbot, window, "ppo", n_steps=100)
    states = {action.data(): action.isEnabled() for action in chooser(window).menu().actions()}
    assert states == {"off": True, "values": True, "actions": False, "policy": True, "visits": True}


def test_q_values_that_were_chosen_before_are_missed_in_words(window, qtbot):
    train(qtbot, window)
    choose(qtbot, window, "actions")
    train(qtbot, window, "ppo", n_steps=100)
    qtbot.waitUntil(lambda: "no such values" in chooser(window).toolTip(), timeout=5000)


def test_a_replay_shows_the_plain_picture_and_says_why(window, qtbot):
    train(qtbot, window)
    choose(qtbot, window, "policy")
    window.actions_by_name["act_replay"].trigger()
    qtbot.waitUntil(lambda: window.replaying and not chooser(window).isEnabled(), timeout=20_000)
    assert "replay" in chooser(window).toolTip()
    qtbot.waitUntil(lambda: window.controller.latest.cells is None, timeout=10_000)
    window.view_presenter.leave_replay()
    qtbot.waitUntil(lambda: chooser(window).isEnabled(), timeout=5000)
    qtbot.waitUntil(lambda: window.controller.latest.cells is not None, timeout=10_000)


def test_the_choice_is_remembered(window, qtbot):
    train(qtbot, window)
    choose(qtbot, window, "visits")
    window.close()
    again = app.create([])
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: again.controller.latest.state is TrainerState.PAUSED, timeout=20_000)
    train(qtbot, again)
    qtbot.waitUntil(lambda: again.controller.latest.cells is not None, timeout=10_000)
    assert chooser(again).text() == "Visits"
    again.close()


def test_a_choice_that_makes_no_sense_in_the_settings_is_left_out(own_folders, chosen, qtbot):
    chosen(grid_values="nonsense")
    window = app.create([])
    qtbot.addWidget(window)
    assert chooser(window).text() == "Cell values"
    qtbot.waitUntil(lambda: window.controller.latest.state is TrainerState.PAUSED, timeout=20_000)
    window.close()


@pytest.mark.parametrize("width", [300, 460, 900])
def test_the_button_stays_in_the_corner(window, qtbot, width):
    train(qtbot, window)
    window.view.resize(width, 300)
    button = chooser(window)
    assert button.geometry().right() == width - 9
    assert button.y() == 8
