"""The inspector's cards say what the algorithm's explainer says of the step, and nothing while nobody looks."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QTextEdit, QToolButton

from playground.agents.loop_words import plain
from playground.agents.stage_code import lines_of
from playground.agents.twins import TwinAnswer
from playground.ui.insight.inspector.heading import StageHeading
from playground.ui.insight.inspector.panel import InspectorPanel
from playground.ui.insight.inspector.twin_fold import answer_words
from playground.ui.insight.stage_walk import ReplayFrame, StageWalk
from playground.ui.support.background_task import BackgroundTasks
from playground.ui.support.formula import FormulaLabel
from playground.ui.theme.theme import Theme
from playground.ui.trainer.snapshot import TrainerState
from tests.engine.insight.steps import run_of, traced, traced_update
from tests.ui.insight.insides import at_rest, racing

ALGORITHMS = ("dqn", "q-table", "reinforce", "a2c", "ppo", "ddpg")


@pytest.fixture
def walk(qapp):
    walk = StageWalk()
    walk.set_speed(None)
    return walk


@pytest.fixture
def panel(qtbot, walk):
    tasks = BackgroundTasks()
    panel = InspectorPanel(walk, Theme("light"), tasks)
    qtbot.addWidget(panel)
    panel.resize(300, 600)
    panel.show()
    yield panel
    tasks.close()
    QCoreApplication.sendPostedEvents()


def text(panel, name):
    label = panel.findChild(QLabel, f"inspector_{name}")
    return label.text() if label.isVisible() else ""


def headings(panel):
    return [heading for heading in panel.findChildren(StageHeading) if heading.isVisible()]


def open_card(panel):
    (heading,) = (heading for heading in headings(panel) if heading.is_open)
    return heading


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_each_card_says_what_the_explainer_says_with_the_numbers_put_in(panel, walk, algorithm):
    session = run_of(algorithm)
    walk.show_snapshot(at_rest(session, traced_update(session, 60)))
    assert [heading.stage_name for heading in headings(panel)] == [stage.name for stage in walk.stages]
    for index, stage in enumerate(walk.stages):
        walk.open(index)
        told = walk.explainer.tell(stage, walk.facts)
        assert open_card(panel).stage_name == stage.name
        assert (text(panel, "result"), text(panel, "lines")) == (told.result, "\n".join(told.lines))
        assert text(panel, "why_not") == told.why_not
        for line in (told.result, *told.lines, told.why_not):
            assert line in open_card(panel).accessibleDescription()


def test_before_the_first_step_it_tells_what_is_made_and_how_to_get_a_step(panel, walk):
    session = run_of("dqn")
    walk.show_snapshot(at_rest(session, None))
    assert [heading.stage_name for heading in headings(panel)] == ["make_buffer", "make_networks"]
    assert text(panel, "notice").startswith("Press Next")
    assert text(panel, "where") == ""


def test_the_tutorials_number_is_read_out_with_the_title(panel, walk):
    session = run_of("dqn")
    walk.show_snapshot(at_rest(session, traced_update(session, 40)))
    names = [heading.accessibleName() for heading in headings(panel)]
    assert names[0] == "Stage 3: Read the state"
    assert names[-1].startswith("Stage 9: ")


def test_while_it_races_the_last_cards_stay_grey_and_bear_their_step(panel, walk):
    session = run_of("dqn")
    walk.show_snapshot(at_rest(session, trace := traced_update(session, 40)))
    before = text(panel, "lines")
    session.step()
    walk.show_snapshot(racing(session))
    assert text(panel, "where") == f"Step {trace.step:,}, episode {trace.episode:,}: it has gone on since"
    assert text(panel, "notice").startswith("It runs too fast to be read")
    assert text(panel, "lines") == before
    assert not panel.findChild(QLabel, "inspector_lines").isEnabled()


def test_what_has_raced_from_the_beginning_says_what_to_do(panel, walk):
    session = run_of("dqn")
    traced(session, 5)
    walk.show_snapshot(racing(session))
    assert (text(panel, "where"), headings(panel)) == ("", [])
    assert "slow it down" in text(panel, "notice")


def test_another_run_takes_the_old_cards_away(panel, walk):
    session = run_of("dqn")
    walk.show_snapshot(at_rest(session, traced_update(session, 40)))
    other = run_of("ppo")
    traced(other, 3)
    walk.show_snapshot(dataclasses.replace(racing(other), run=2))
    assert headings(panel) == []


def test_a_replay_says_that_nothing_is_learned_and_the_cards_come_back_after_it(panel, walk):
    session = run_of("dqn")
    walk.show_snapshot(at_rest(session, traced_update(session, 40)))
    walk.show_replay(ReplayFrame((1.0, 2.0), 1))
    assert "not learning here" in text(panel, "notice")
    assert (text(panel, "where"), headings(panel)) == ("", [])
    walk.show_replay(None)
    assert (text(panel, "notice"), len(headings(panel))) == ("", 10)


def test_a_failed_run_says_so(panel, walk):
    session = run_of("dqn")
    walk.show_snapshot(at_rest(session, None, state=TrainerState.FAILED))
    assert text(panel, "notice").startswith("The run has failed")


def test_an_algorithm_that_declares_nothing_gets_the_plain_cards(panel, walk, monkeypatch):
    session = run_of("dqn")
    plain = dataclasses.replace(session.settings.learner, explainer="builtins:object")
    monkeypatch.setattr(type(session.settings), "learner", property(lambda settings: plain))
    walk.show_snapshot(at_rest(session, traced_update(session, 40)))
    assert [heading.stage_name for heading in headings(panel)] == ["observe", "choose", "execute", "learn"]


def test_the_buttons_walk_as_the_keys_do(panel, walk, qtbot):
    session = run_of("dqn")
    walk.show_snapshot(at_rest(session, traced_update(session, 40)))
    after, back = (panel.findChild(QPushButton, f"inspector_{name}") for name in ("next", "back"))
    assert ("F9" in after.text(), "Shift+F9" in back.text()) == (True, True)
    after.click()
    assert open_card(panel).stage_name == "q_values"
    back.click()
    assert open_card(panel).stage_name == "observe"
    with qtbot.waitSignal(walk.step_back_wanted):
        back.click()


def test_arrows_go_from_card_to_card_and_enter_opens(panel, walk, qtbot):
    session = run_of("dqn")
    walk.show_snapshot(at_rest(session, traced_update(session, 40)))
    first, second, third = headings(panel)[:3]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    qtbot.keyClick(second, Qt.Key.Key_Down)
    assert third.hasFocus()
    assert first.is_open
    qtbot.keyClick(third, Qt.Key.Key_Return)
    assert third.is_open
    qtbot.keyClick(third, Qt.Key.Key_Up)
    assert second.hasFocus()


def test_tab_comes_from_the_open_heading_to_its_code_and_then_to_the_next_card(panel, walk, qtbot):
    session = run_of("dqn")
    walk.show_snapshot(at_rest(session, traced_update(session, 40)))
    walk.open(2)
    third, fourth = headings(panel)[2:4]
    third.setFocus()
    qtbot.keyClick(third, Qt.Key.Key_Tab)
    button = panel.findChild(QToolButton, "inspector_code")
    assert button.hasFocus()
    while panel.focusWidget() is not fourth:
        before = panel.focusWidget()
        qtbot.keyClick(before, Qt.Key.Key_Tab)
        assert panel.focusWidget() is not before
        assert not isinstance(panel.focusWidget(), StageHeading) or panel.focusWidget() is fourth


def test_another_row_of_the_minibatch_is_told_of(panel, walk):
    session = run_of("dqn")
    trace = traced_update(session, 60)
    walk.show_snapshot(at_rest(session, trace))
    walk.open([stage.name for stage in walk.stages].index("target"))
    row = next(row for row in range(16) if row != trace.minibatch.own)
    walk.choose(row)
    assert f"of step {trace.minibatch.steps[row]}" in text(panel, "lines")


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_no_card_is_wider_than_three_hundred_pixels(panel, walk, algorithm):
    session = run_of(algorithm)
    walk.show_snapshot(at_rest(session, traced_update(session, 60)))
    panel.findChild(QToolButton, "inspector_code").setChecked(True)
    scroll = panel.findChild(QScrollArea, "inspector_scroll")
    for index in range(len(walk.stages)):
        walk.open(index)
        assert panel.minimumSizeHint().width() <= 300
        assert scroll.widget().width() <= scroll.viewport().width()
        assert scroll.widget().minimumSizeHint().width() <= scroll.viewport().width()


def test_the_open_card_is_scrolled_into_view(panel, walk, qtbot):
    session = run_of("dqn")
    panel.resize(300, 260)
    walk.show_snapshot(at_rest(session, traced_update(session, 40)))
    viewport = panel.findChild(QScrollArea, "inspector_scroll").viewport()
    for index in (9, 0, 6):
        walk.open(index)
        heading = open_card(panel)
        QApplication.processEvents()

        def is_seen(heading=heading):
            top = heading.mapTo(viewport, heading.rect().topLeft()).y()
            return 0 <= top <= viewport.height() - heading.height()

        qtbot.waitUntil(is_seen, timeout=2000)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_code_of_a_card_is_that_of_the_algorithms_file(panel, walk, algorithm):
    session = run_of(algorithm)
    walk.show_snapshot(at_rest(session, traced_update(session, 60)))
    panel.findChild(QToolButton, "inspector_code").setChecked(True)
    module = session.settings.learner.learner.partition(":")[0]
    n_shown = 0
    for index, stage in enumerate(walk.stages):
        walk.open(index)
        code = panel.findChild(QTextEdit, "inspector_code_lines")
        assert code.isVisible() == bool(stage.code)
        if stage.code:
            first, lines = lines_of(module, stage.code)
            assert code.toPlainText() == "\n".join(lines)
            assert f"line {first}" in text(panel, "code_place")
            n_shown += 1
    assert n_shown >= 3


def test_the_code_stays_open_from_card_to_card_and_closed_at_first(panel, walk):
    session = run_of("dqn")
    walk.show_snapshot(at_rest(session, traced_update(session, 40)))
    walk.open(6)
    code = panel.findChild(QTextEdit, "inspector_code_lines")
    assert not code.isVisible()
    panel.findChild(QToolButton, "inspector_code").click()
    assert "bellman_targets" in code.toPlainText()
    walk.open(7)
    assert "taken(q" in code.toPlainText()


class Counting:
    """Explainer that counts how often a card is asked for."""

    def __init__(self, explainer):
        self._explainer, self.n_told = explainer, 0

    def tell(self, stage, facts):
        self.n_told += 1
        return self._explainer.tell(stage, facts)

    def __getattr__(self, name):
        return getattr(self._explainer, name)


def test_the_formula_is_read_out_and_typeset_only_when_its_card_is_opened(panel, walk, qtbot):
    session = run_of("dqn")
    walk.show_snapshot(at_rest(session, traced_update(session, 40)))
    formula = panel.findChild(FormulaLabel, "inspector_formula")
    assert not formula.isVisible()  # reading the state has none
    walk.open([stage.name for stage in walk.stages].index("target"))
    assert formula.accessibleName() == "y = r + γ max_a' Q⁻(s', a')"
    qtbot.waitUntil(lambda: formula.is_set, timeout=10_000)


def test_hidden_it_asks_for_nothing_and_nobody_watches(panel, walk):
    session = run_of("dqn")
    walk.show_snapshot(at_rest(session, traced_update(session, 40)))
    assert walk.is_watched
    panel.hide()
    assert not walk.is_watched
    walk.explainer = counting = Counting(walk.explainer)
    walk.show_snapshot(at_rest(session, traced_update(session, 1)))
    assert counting.n_told == 0
    panel.show()
    assert counting.n_told > 0
    assert text(panel, "where").startswith(f"Step {session.n_steps:,},")


def test_only_the_open_card_is_told(panel, walk):
    session = run_of("dqn")
    walk.show_snapshot(at_rest(session, traced_update(session, 40)))
    walk.explainer = counting = Counting(walk.explainer)
    walk.show_snapshot(at_rest(session, traced_update(session, 1)))
    assert counting.n_told == 1


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_pytorch_finds_the_same_beside_its_own_lines(panel, walk, qtbot, algorithm):
    session = run_of(algorithm)
    walk.show_snapshot(at_rest(session, traced_update(session, 60)))
    panel.findChild(QToolButton, "inspector_torch").setChecked(True)
    answers = []
    for index, stage in enumerate(walk.stages):
        walk.open(index)
        lines = panel.findChild(QTextEdit, "inspector_torch_lines")
        assert lines.isVisible() == bool(stage.twin)
        if stage.twin:
            qtbot.waitUntil(lambda: text(panel, "torch_result").startswith("PyTorch says"), timeout=20_000)
            assert lines.toPlainText().startswith(f"def {stage.twin}(")
            answers.append(text(panel, "torch_result"))
    assert len(answers) >= 4
    assert all(" too. " in answer for answer in answers), answers


def test_pytorch_is_asked_of_the_row_that_is_chosen(panel, walk, qtbot):
    session = run_of("dqn")
    trace = traced_update(session, 60)
    walk.show_snapshot(at_rest(session, trace))
    walk.open([stage.name for stage in walk.stages].index("target"))
    panel.findChild(QToolButton, "inspector_torch").setChecked(True)
    for row in (3, 7):
        walk.choose(row)
        said = f"PyTorch says {plain(trace.update['target'][row])} too."
        qtbot.waitUntil(lambda said=said: text(panel, "torch_result").startswith(said), timeout=20_000)


def test_pytorch_says_why_it_has_nothing_to_compute(panel, walk, qtbot):
    session = run_of("dqn")
    walk.show_snapshot(at_rest(session, traced(session, 3)))
    walk.open([stage.name for stage in walk.stages].index("target"))
    panel.findChild(QToolButton, "inspector_torch").setChecked(True)
    words = "No update was made in this step."
    qtbot.waitUntil(lambda: text(panel, "torch_result") == words, timeout=20_000)


def test_a_difference_is_said_as_it_is():
    assert answer_words(TwinAnswer(2.5, 2.5, 0.0, 1)) == "PyTorch says 2.5 too. Not a bit differs."
    assert answer_words(TwinAnswer(2.5, 2.5, 1.2e-7, 1)).endswith("They differ by 1.2e−7.")
    words = answer_words(TwinAnswer(2.5, 2.75, 0.25, 64))
    assert words == "PyTorch says 2.5, the program 2.75. Of 64 numbers none differs by more than 0.25."
