"""Inside: one step, walked through in the window by keys alone, whatever is done meanwhile and whatever is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget

from playground.engine.presets.catalogue import PRESETS
from playground.ui.trainer.snapshot import TrainerState
from tests.envs.user_environments import Now
from tests.ui.window.gestures import child, reach, train, trigger

FIXTURES = Path(__file__).parents[2] / "store" / "fixtures"
INSIDE, WATCH = "act_workspace_inside", "act_workspace_watch"
CARDS = ["observe", "q_values", "choose", "execute", "store", "draw", "target", "loss", "descend", "copy"]


def press(window, key, *, shift=False):
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


def has_step(window, n_steps):
    facts = window.inside.walk.facts
    return facts is not None and facts.trace is not None and facts.trace.step == n_steps


def begin(qtbot, window, settings):
    run = window.controller.latest.run
    window.controller.reset(settings)
    qtbot.waitUntil(lambda: window.controller.latest.run > run, timeout=20_000)
    reach(qtbot, window, TrainerState.PAUSED)


def test_the_ten_cards_of_a_step_are_walked_by_one_key(qtbot, window):
    train(qtbot, window, 80)
    n_steps = window.controller.latest.n_steps
    walk = window.inside.walk
    qtbot.waitUntil(lambda: has_step(window, n_steps), timeout=5000)
    window.view.setFocus()
    press(window, Qt.Key.Key_F9)  # comes in
    assert window.actions_by_name[INSIDE].isChecked()
    assert [stage.name for stage in walk.stages] == CARDS
    seen = [walk.stage.name]
    for _ in range(9):
        press(window, Qt.Key.Key_F9)
        seen.append(walk.stage.name)
    assert seen == CARDS
    press(window, Qt.Key.Key_F9)  # the next step
    qtbot.waitUntil(lambda: has_step(window, n_steps + 1), timeout=5000)
    assert walk.stage.name == "observe"
    press(window, Qt.Key.Key_F9, shift=True)  # and back to the step before
    qtbot.waitUntil(lambda: has_step(window, n_steps), timeout=5000)
    assert walk.stage.name == CARDS[-1]
    for name in reversed(CARDS[:-1]):
        press(window, Qt.Key.Key_F9, shift=True)
        assert walk.stage.name == name


def test_before_the_first_step_there_are_the_two_things_that_are_made(qtbot, window):
    trigger(window, INSIDE)
    assert [stage.name for stage in window.inside.walk.stages] == ["make_buffer", "make_networks"]


@pytest.mark.parametrize("what", ["closed", "floating", "switched", "no room"])
def test_panels_may_come_and_go_while_steps_are_under_way(qtbot, window, what):
    trigger(window, INSIDE)
    trigger(window, "act_run")
    reach(qtbot, window, TrainerState.RUNNING)
    docks = window.workspaces.inside.docks
    for _ in range(2):
        n_steps = window.controller.latest.n_steps
        if what == "switched":
            trigger(window, WATCH)
            trigger(window, INSIDE)
        elif what == "no room":
            window.resize(window.minimumSize())
            QTest.qWait(20)
            window.resize(1366, 728)
        for dock in docks:
            if what == "closed":
                dock.setVisible(dock.isHidden())
            elif what == "floating":
                dock.setFloating(not dock.isFloating())
        qtbot.waitUntil(lambda n_steps=n_steps: window.controller.latest.n_steps > n_steps + 50, timeout=20_000)
    trigger(window, "act_run")
    reach(qtbot, window, TrainerState.PAUSED)
    qtbot.waitUntil(lambda: has_step(window, window.controller.latest.n_steps), timeout=5000)


@pytest.mark.slow
def test_a_hundred_numbers_eighteen_actions_and_wide_layers_are_shown_too(qtbot, window, added):
    preset = PRESETS.first(added("Wide-v0").id, "dqn")
    values = {"hidden_layers": (512, 512), "batch_size": 4096, "buffer_size": 10_000, "learning_starts": 4096}
    begin(qtbot, window, preset.settings().with_values({**values, "steps_per_episode": 200}))
    trigger(window, INSIDE)
    train(qtbot, window, 4100)
    qtbot.waitUntil(lambda: has_step(window, window.controller.latest.n_steps), timeout=20_000)
    assert child(window, "minibatch_table").model().rowCount() == 4096
    for _ in CARDS:
        press(window, Qt.Key.Key_F9)
        window.grab()


def test_an_environment_that_gives_nan_is_said_and_inside_goes_on_with_its_next_step(qtbot, window, added):
    begin(qtbot, window, PRESETS.first(added("Walk-v0").id, "dqn").settings())
    trigger(window, INSIDE)
    train(qtbot, window, 200)
    Now.wrong = "nan"
    trigger(window, "act_step")
    qtbot.waitUntil(lambda: window.controller.latest.reason != "", timeout=5000)
    window.grab()
    assert window.controller.latest.state is TrainerState.PAUSED
    Now.wrong, n_steps = "", window.controller.latest.n_steps
    trigger(window, "act_step")
    qtbot.waitUntil(lambda: has_step(window, n_steps + 1), timeout=5000)


@pytest.mark.parametrize("name", ["session-1-dqn", "session-2-dqn", "session-1-a2c", "session-3-ddpg-twins"])
def test_a_run_of_before_there_was_an_inside_is_shown_from_its_next_step_on(qtbot, window, name):
    run = window.controller.latest.run
    window.files.open(str(FIXTURES / f"{name}.rls"))
    qtbot.waitUntil(lambda: window.controller.latest.run > run, timeout=20_000)
    trigger(window, INSIDE)
    trigger(window, "act_step")
    qtbot.waitUntil(lambda: has_step(window, window.controller.latest.n_steps), timeout=10_000)
    assert window.inside.walk.stage is not None
    window.grab()


def test_a_replay_learns_nothing_and_the_run_is_shown_again_after_it(qtbot, window):
    train(qtbot, window, 200)
    trigger(window, INSIDE)
    trigger(window, "act_replay")
    qtbot.waitUntil(lambda: window.replaying and window.inside.walk.replay is not None, timeout=10_000)
    assert window.inside.walk.lit is None
    child(window, "replay_leave").click()
    qtbot.waitUntil(lambda: window.inside.walk.replay is None, timeout=5000)


def test_the_trainer_is_asked_for_what_is_inside_only_while_somebody_looks(qtbot, window):
    trigger(window, "act_run")
    reach(qtbot, window, TrainerState.RUNNING)
    assert window.controller.latest.inside is None
    trigger(window, INSIDE)
    qtbot.waitUntil(lambda: window.controller.latest.inside is not None, timeout=5000)
    trigger(window, WATCH)
    qtbot.waitUntil(lambda: window.controller.latest.inside is None, timeout=5000)
    assert not window.findChild(QDockWidget, "dock_inspector").isVisible()


def test_the_numbers_of_a_state_bear_their_names_and_units(qtbot, window):
    train(qtbot, window, 80)
    trigger(window, INSIDE)
    qtbot.waitUntil(lambda: has_step(window, window.controller.latest.n_steps), timeout=5000)
    walk = window.inside.walk
    lines = walk.explainer.tell(walk.stages[0], walk.facts).lines
    assert [line.split()[0] for line in lines] == [each.symbol for each in walk.snapshot.settings.card.observation]
    assert lines[0].endswith(" m")
    numbers = [float(line.split()[1].replace("−", "-")) for line in lines]
    assert numbers == pytest.approx(walk.facts.trace.observation, abs=6e-5)


@pytest.mark.parametrize("size", [(1366, 740), (1024, 672)])
def test_a_replay_in_inside_shows_its_controls_whole_and_gives_the_room_back(qtbot, window, size):
    window.resize(*size)
    train(qtbot, window, 80)
    trigger(window, INSIDE)
    page = window.workspaces.inside
    QTest.qWait(50)
    before = page.picture.height()
    trigger(window, "act_replay")
    qtbot.waitUntil(lambda: window.replaying, timeout=10_000)
    leave = child(window, "replay_leave")
    qtbot.waitUntil(lambda: leave.visibleRegion().boundingRect() == leave.rect(), timeout=5_000)
    for name in ("env_view", "replay_bar", "action_bars"):
        part = child(window, name)
        assert part.visibleRegion().boundingRect().width() == part.width(), name
    leave.click()
    qtbot.waitUntil(lambda: page.picture.height() == before, timeout=5_000)
