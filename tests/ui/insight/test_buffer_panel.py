"""The panel of what is kept of the past says and draws what the buffer holds, and nothing while it is hidden."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from playground.ui.insight.buffer.panel import BufferPanel
from playground.ui.theme.theme import Theme
from tests.engine.insight.steps import run_of, traced, traced_update
from tests.ui.insight.insides import at_rest, racing


@pytest.fixture
def panel(qtbot):
    panel = BufferPanel(Theme("light"))
    qtbot.addWidget(panel)
    panel.resize(400, 500)
    panel.show()
    return panel


def text(panel, name):
    label = panel.findChild(QLabel, f"buffer_{name}")
    return label.text() if label.isVisible() else ""


def shares(panel):
    labels = [label for label in panel.findChildren(QLabel) if label.objectName().startswith("buffer_share_")]
    return {label.accessibleName().removeprefix("Share of "): label.text() for label in labels if label.isVisible()}


def pixels(panel, colour):
    """Count the pixels of the strip in a colour."""
    picture = panel.findChild(QWidget, "buffer_strip").grab().toImage()
    wanted = QColor(colour).rgb()
    return sum(picture.pixel(x, y) == wanted for x in range(picture.width()) for y in range(picture.height()))


def test_it_says_how_full_how_old_and_what_was_forgotten(panel):
    session = run_of("dqn")
    panel.show_snapshot(at_rest(session, traced_update(session, 100)))
    assert text(panel, "fill") == "100 of 300 kept"
    assert text(panel, "ages") == "The oldest is of step 1, 99 steps ago; half are younger than 49."
    assert text(panel, "forgotten") == "It has forgotten nothing yet."
    panel.show_snapshot(at_rest(session, traced_update(session, 1350)))
    assert text(panel, "fill") == "300 of 300 kept"
    assert text(panel, "forgotten") == "What it forgot last is of step 1,150."


def test_its_shares_are_those_of_the_buffer(panel):
    session = run_of("dqn")
    view = traced_update(session, 400)
    panel.show_snapshot(at_rest(session, view))
    rows = session.log.read(100, 400)
    right = f"{rows[:, -4].mean():.1%}"
    assert shares(panel)["right"] == right
    assert shares(panel)["terminated"] == f"{rows[:, -2].mean():.1%}"
    assert set(shares(panel)) == {"left", "right", "terminated", "truncated"}


def test_the_minibatch_that_was_drawn_is_lit_and_what_is_empty_is_not(panel):
    session, theme = run_of("dqn"), Theme("light")
    amber = theme.tokens.change
    trace = traced_update(session, 100)
    assert pixels(panel, amber) == 0
    panel.show_snapshot(at_rest(session, trace))
    lit = pixels(panel, amber)
    assert lit > 100
    session.step()
    panel.show_snapshot(racing(session, trace))
    assert pixels(panel, amber) == 0  # nobody knows what is drawn while it races
    assert pixels(panel, theme.tokens.muted) > 0  # the feet where episodes ended


def test_while_it_races_it_is_of_now(panel):
    session = run_of("dqn")
    trace = traced_update(session, 100)
    panel.show_snapshot(at_rest(session, trace))
    for _ in range(50):
        session.step()
    panel.show_snapshot(racing(session, trace))
    assert text(panel, "fill") == "150 of 300 kept"


def test_it_tells_the_share_that_somebody_played(panel):
    session = run_of("dqn")
    panel.show_snapshot(at_rest(session, traced_update(session, 60)))
    assert text(panel, "played") == ""
    session.submit("add_episode", {"start": [0.0] * 4, "actions": [0, 1] * 10})
    trace = traced_update(session, 20)
    panel.show_snapshot(at_rest(session, trace))
    said = "20 transitions in it (20.0%) are of episodes that somebody played: no step of the run made them."
    assert text(panel, "played") == said
    assert said in panel.accessibleDescription()
    assert text(panel, "fill") == "100 of 300 kept"
    while not trace.buffer.oldest_is_played:
        trace = traced_update(session)
    panel.show_snapshot(at_rest(session, trace))
    ages = f"The oldest was added after step 60, {session.n_steps - 60} steps ago"
    assert text(panel, "ages").startswith(ages)
    panel.show_snapshot(at_rest(session, traced_update(session)))
    assert text(panel, "forgotten") == "What it forgot last is of an episode that somebody played."


def test_what_is_old_bears_its_step(panel):
    session = run_of("dqn")
    trace = traced_update(session, 100)
    session.step()
    panel.show_snapshot(racing(session, trace, is_watched=False))
    assert text(panel, "fill") == "100 of 300 kept, in step 100: it has gone on since"
    assert not panel.findChild(QWidget, "buffer_strip").isEnabled()


def test_on_policy_it_is_the_rollout(panel):
    session = run_of("ppo")
    panel.show_snapshot(at_rest(session, traced(session, 7)))
    assert text(panel, "about").startswith("The rollout")
    assert text(panel, "fill") == "21 of 60 kept"


def test_a_rollout_without_a_bound_says_how_much_there_is(panel):
    session = run_of("reinforce")
    panel.show_snapshot(at_rest(session, traced(session, 3)))
    assert text(panel, "fill") == "3 transitions kept"


def test_a_table_remembers_nothing_and_says_so(panel):
    session = run_of("q-table")
    panel.show_snapshot(at_rest(session, traced(session, 7)))
    assert text(panel, "about").startswith("This algorithm keeps no transitions")
    assert (text(panel, "fill"), shares(panel)) == ("", {})


def test_without_replay_only_the_newest_is_kept(panel):
    session = run_of("dqn", replay="off")
    panel.show_snapshot(at_rest(session, traced(session, 30)))
    assert text(panel, "about").startswith("Replay is off")
    assert text(panel, "fill") == "1 of 1 kept"


def test_before_the_first_step_it_says_what_will_be_here(panel):
    session = run_of("dqn")
    panel.show_snapshot(at_rest(session, None))
    assert text(panel, "about") == "Here will be what the agent keeps of the past, once it has made a step."
    assert panel.accessibleDescription() == text(panel, "about")


def test_continuous_actions_leave_only_the_ends(panel):
    session = run_of("ddpg")
    panel.show_snapshot(at_rest(session, traced(session, 90)))
    assert set(shares(panel)) == {"terminated", "truncated"}
    assert text(panel, "length_words") == "2 whole episodes, each of 40 steps."


def test_another_environment_brings_other_actions(panel):
    session = run_of("dqn")
    panel.show_snapshot(at_rest(session, traced(session, 30)))
    other = run_of("dqn", "GridWorld-v1")
    panel.show_snapshot(at_rest(other, traced(other, 30), run=2))
    assert set(shares(panel)) == {"up", "right", "down", "left", "terminated", "truncated"}


def test_all_of_it_is_read_out_in_one_go(panel):
    session = run_of("dqn")
    panel.show_snapshot(at_rest(session, traced_update(session, 400)))
    said = panel.accessibleDescription()
    for words in (
        "The replay buffer",
        "300 of 300 kept.",
        "half are younger",
        "forgot last",
        "left ",
        "whole episodes",
    ):
        assert words in said


def test_hidden_it_takes_nothing_in_and_tells_that_nobody_looks(qtbot, panel):
    session = run_of("dqn")
    trace = traced_update(session, 100)
    panel.show_snapshot(at_rest(session, trace))
    with qtbot.waitSignal(panel.looked_at) as looked:
        panel.hide()
    assert looked.args == [False]
    later = traced_update(session, 20)
    panel.show_snapshot(at_rest(session, later))
    assert panel.findChild(QLabel, "buffer_fill").text() == "100 of 300 kept"
    with qtbot.waitSignal(panel.looked_at) as looked:
        panel.show()
    assert looked.args == [True]
    assert text(panel, "fill") == "120 of 300 kept"


class Paints(QObject):
    """Counter of how often a widget is painted."""

    n = 0

    def eventFilter(self, watched, event):
        self.n += event.type() == QEvent.Type.Paint
        return False


def test_of_what_did_not_change_nothing_is_drawn_again(panel, qtbot):
    strip, paints = panel.findChild(QWidget, "buffer_strip"), Paints()
    session = run_of("dqn")
    seen = at_rest(session, traced_update(session, 100))
    strip.installEventFilter(paints)
    panel.show_snapshot(seen)
    qtbot.waitUntil(lambda: paints.n > 0)
    QApplication.processEvents()
    before = paints.n
    for elapsed in range(5):
        panel.show_snapshot(dataclasses.replace(seen, elapsed_s=float(elapsed)))
        QApplication.processEvents()
    assert paints.n == before
    panel.show_snapshot(at_rest(session, traced_update(session)))
    qtbot.waitUntil(lambda: paints.n > before)
