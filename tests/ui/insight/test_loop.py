"""The loop as it is drawn: what is lit, what is drawn anew, and what pointing and keys do."""

from __future__ import annotations

import dataclasses
import itertools
import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QFontMetricsF, QHelpEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip, QVBoxLayout, QWidget

from playground.agents.nn.backend import prepare_thread
from playground.engine.run.session import Session
from playground.engine.run.trace import Trace
from playground.glossary import term
from playground.ui.insight.loop.box_spot import BoxSpot
from playground.ui.insight.loop.lines import fitting_rows
from playground.ui.insight.loop.painter import LoopPainter
from playground.ui.insight.loop.panel import LoopPanel
from playground.ui.insight.loop.view import view_of
from playground.ui.insight.stage_walk import ReplayFrame, StageWalk
from playground.ui.theme.palette import DARK, LIGHT
from playground.ui.theme.theme import label_font
from playground.ui.trainer.snapshot import Snapshot, TrainerState
from tests.pairs import preset_of
from tests.ui.insight.small_loop import BOXES, SmallLoop

TEXT = QAccessible.Text
ALGORITHMS = ["dqn", "q-table", "reinforce", "a2c", "ppo", "ddpg"]
SIZES = [(480, 320), (640, 420), (980, 620), (1600, 900)]


@pytest.fixture
def panel(qtbot, walk, theme):
    panel = LoopPanel(walk, theme)
    qtbot.addWidget(panel)
    panel.resize(640, 420)
    panel.show()
    QApplication.processEvents()
    panel.focusWidget().clearFocus()  # its ring would lie over what is lit
    yield panel
    panel.hide()


def step(qtbot, controller, walk, n=1):
    for _ in range(n):
        before = walk.facts.trace
        controller.step()
        qtbot.waitUntil(lambda before=before: walk.facts.trace is not before, timeout=10_000)
    QApplication.processEvents()


def spot(panel, name):
    return panel.findChild(BoxSpot, f"loop_{name}")


def n_amber(panel, name):
    """Count the pixels at the border of a box that are amber."""
    image, rect = panel.grab().toImage(), spot(panel, name).geometry()
    places = [(x, y) for x in range(rect.left(), rect.right()) for y in (rect.top() + 1, rect.bottom() - 1)]
    return sum(image.pixelColor(x, y) == QColor(LIGHT.change) for x, y in places)


def a_step(algorithm):
    """Return a walk that shows a step of an algorithm in which something was learned, if it soon is."""
    prepare_thread()
    settings = preset_of(algorithm).settings()
    session, trace = Session(settings), Trace()
    for _ in range(300):
        trace = Trace()
        session.step(trace)
        if trace.n_updates and session.n_calls > 80:
            break
    walk = StageWalk()
    values = {name: getattr(settings.params, name) for name in settings.values()}
    walk.show_snapshot(Snapshot(TrainerState.PAUSED, 1, settings, values=values, trace=trace, n_steps=session.n_steps))
    return walk


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_words_lie_on_no_box_and_on_no_other_words_at_any_size_and_stage(qtbot, theme, algorithm):
    walk = a_step(algorithm)
    for size in SIZES:
        painter = LoopPainter(walk.diagram, QSize(*size), 1.0, theme.tokens)
        for index in range(len(walk.stages)):
            walk.open(index)
            painter.take(view_of(walk))
        labels = [arrow.label_rect for arrow in painter.arrows.values() if arrow.label_rect.isValid()]
        boxes = [box.rect for box in painter.boxes.values()]
        assert len(labels) >= len(painter.arrows) // 2
        for one, other in itertools.combinations([*labels, *boxes], 2):
            assert not one.intersects(other), (size, one, other)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_algorithm_is_drawn_at_every_stage_in_both_themes(qtbot, theme, algorithm):
    walk = a_step(algorithm)
    panel = LoopPanel(walk, theme)
    qtbot.addWidget(panel)
    panel.resize(640, 420)
    panel.show()
    for choice in ("light", "dark"):
        theme.set_choice(choice)
        pictures = set()
        for index in range(len(walk.stages)):
            walk.open(index)
            pictures.add(bytes(panel.grab().toImage().constBits()))
        assert len(pictures) == len(walk.stages)  # each lights something else
    panel.hide()


@pytest.mark.parametrize("text", ["two words and several more of them", "按均方误差更新网络权重然后再复制到目标网络"])
def test_lines_are_wrapped_then_shortened_and_never_wider_than_their_room(qapp, text):
    font = label_font()
    for width, n_rows in itertools.product((40, 90, 160, 400), (0, 1, 2, 5)):
        rows = fitting_rows([text, "a last line"], width, n_rows, font)
        assert len(rows) <= n_rows
        assert all(QFontMetricsF(font).horizontalAdvance(row) <= width for _line, row in rows)
        assert {line for line, _row in rows} == set(range(min(n_rows, 2)))
    whole = [row for line, row in fitting_rows([text], 400, 5, font)]
    assert "".join(whole).replace(" ", "") == text.replace(" ", "")


def test_what_is_meant_is_lit_and_nothing_else(qtbot, controller, walk, panel):
    step(qtbot, controller, walk)
    walk.open(0)
    assert n_amber(panel, "environment") > 50
    assert n_amber(panel, "q_network") == n_amber(panel, "target") == 0
    walk.open(1)
    assert n_amber(panel, "q_network") > 50
    assert n_amber(panel, "environment") == 0


class Painted(QObject):
    """What of a widget was drawn anew."""

    def __init__(self, widget):
        super().__init__(widget)
        self.regions = []
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            self.regions.append(event.region())
        return False


def test_a_stage_draws_anew_only_what_is_lit_or_was(qtbot, controller, walk, panel):
    step(qtbot, controller, walk)
    walk.open(0)
    QApplication.processEvents()
    painted = Painted(panel)
    walk.open(1)
    QApplication.processEvents()
    assert painted.regions
    for region in painted.regions:
        assert region.intersects(spot(panel, "q_network").geometry())
        assert not region.intersects(spot(panel, "target").geometry())
        assert not region.intersects(spot(panel, "replay_buffer").geometry())


def test_a_paused_run_draws_nothing(qtbot, controller, walk, panel):
    step(qtbot, controller, walk)
    painted = Painted(panel)
    walk.show_snapshot(controller.latest)
    QApplication.processEvents()
    assert painted.regions == []


def test_a_hidden_loop_asks_for_nothing_and_shows_the_newest_step_when_it_comes_back(qtbot, controller, walk, panel):
    step(qtbot, controller, walk)
    panel.hide()
    before = SmallLoop.n_asked
    step(qtbot, controller, walk, 3)
    assert SmallLoop.n_asked == before
    assert not walk.is_watched
    panel.show()
    assert walk.is_watched
    assert spot(panel, "environment").accessibleDescription().startswith("step 4\n")


def test_the_keys_walk_from_box_to_box_and_enter_opens_its_card(qtbot, controller, walk, panel):
    step(qtbot, controller, walk)
    spot(panel, "environment").setFocus()
    walked = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(panel.focusWidget(), key)
        walked.append(panel.focusWidget().box_name)
    assert walked == ["q_network", "replay_buffer", "target", "environment", "target"]
    with qtbot.waitSignal(panel.stage_wanted) as asked:
        qtbot.keyClick(panel.focusWidget(), Qt.Key.Key_Return)
    assert asked.args == ["target"]
    assert walk.stage.name == "target"


def test_tab_stops_at_one_box_and_comes_back_to_it_also_where_the_loop_came_late(qtbot, controller, theme):
    room, walk = QWidget(), StageWalk(controller)
    qtbot.addWidget(room)
    before, after, panel = QLineEdit(), QLineEdit(), LoopPanel(walk, theme)
    layout = QVBoxLayout(room)
    for widget in (before, panel, after):
        layout.addWidget(widget)
    room.show()
    walk.show_snapshot(controller.latest)
    QApplication.processEvents()
    before.setFocus()
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    assert room.focusWidget() is spot(panel, "environment")
    qtbot.keyClick(room.focusWidget(), Qt.Key.Key_Right)
    qtbot.keyClick(room.focusWidget(), Qt.Key.Key_Tab)
    assert room.focusWidget() is after
    qtbot.keyClick(after, Qt.Key.Key_Backtab)
    assert room.focusWidget() is spot(panel, "q_network")
    room.hide()


def test_every_box_is_read_out_with_its_word_its_symbol_and_what_stands_in_it(qtbot, controller, walk, panel):
    step(qtbot, controller, walk)
    walk.open(3)
    panel.hide()
    panel.show()
    for box in BOXES:
        interface = QAccessible.queryAccessibleInterface(spot(panel, box.name))
        assert interface.role() is QAccessible.Role.Button
        assert interface.text(TEXT.Name) == f"{box.title} {box.symbol}"
        assert term(box.name).sentence in interface.text(TEXT.Description)
    said = QAccessible.queryAccessibleInterface(spot(panel, "target")).text(TEXT.Description)
    assert said.startswith("y = 1 + 0.95 × 1")
    assert "This is what happens at this stage." in said


def n_of(image, colour):
    """Count the pixels of a colour."""
    return sum(image.pixelColor(x, y) == QColor(colour) for x in range(image.width()) for y in range(image.height()))


def test_a_replay_says_of_what_learns_that_it_does_not(qtbot, controller, walk, panel):
    step(qtbot, controller, walk)
    pictures = [panel.grab().toImage()]
    walk.show_replay(ReplayFrame((0.25, 0.75), 1))
    panel.hide()
    panel.show()
    pictures.append(panel.grab().toImage())
    for name in ("replay_buffer", "target"):
        assert spot(panel, name).accessibleDescription() == "not learning here"
    assert "0.75" in spot(panel, "q_network").accessibleDescription()
    assert "not learning here" not in spot(panel, "environment").accessibleDescription()
    assert n_of(pictures[0], LIGHT.target) > 50  # of the target network, which nothing is copied into now
    assert n_of(pictures[1], LIGHT.target) == 0
    walk.show_replay(None)
    assert panel.grab().toImage() == pictures[0] != pictures[1]


def test_pointing_at_a_box_or_an_arrow_explains_it_and_a_click_opens_its_card(qtbot, controller, walk, panel):
    step(qtbot, controller, walk)
    assert spot(panel, "target").toolTip() == term("target").sentence
    gap = spot(panel, "q_network").geometry().right() + spot(panel, "environment").geometry().left()
    arrow = QPoint(gap // 2, 6 + 80 * (420 - 12) // 380)
    help_event = QHelpEvent(QEvent.Type.ToolTip, arrow, panel.mapToGlobal(arrow))
    QApplication.sendEvent(panel, help_event)
    assert term("action").sentence in QToolTip.text()
    QToolTip.hideText()
    with qtbot.waitSignal(panel.stage_wanted) as asked:
        qtbot.mouseClick(panel, Qt.MouseButton.LeftButton, pos=arrow)
    assert asked.args == ["action"]
    assert walk.stage.name == "execute"
    qtbot.mouseClick(spot(panel, "q_network"), Qt.MouseButton.LeftButton)
    assert walk.stage.name == "q_values"


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (30, 400), (2000, 40)])
def test_no_room_at_all_breaks_nothing(qtbot, controller, walk, panel, size):
    step(qtbot, controller, walk)
    panel.setMinimumSize(0, 0)
    panel.resize(*size)
    panel.grab()
    assert panel.size() == QSize(*size)


@pytest.mark.parametrize("values", [[math.nan, 1.0], [math.inf, -math.inf], [0.0, 0.0], list(range(18))])
def test_values_of_any_kind_and_number_are_drawn(qtbot, controller, walk, panel, values):
    step(qtbot, controller, walk)
    trace = dataclasses.replace(walk.facts.trace, values=np.array(values, np.float32))
    walk.show_snapshot(dataclasses.replace(controller.latest, trace=trace))
    assert not panel.grab().isNull()


def test_it_is_drawn_in_the_colours_of_the_theme(qtbot, walk, theme, panel):
    assert panel.grab().toImage().pixelColor(2, 2) == QColor(LIGHT.ground)
    theme.set_choice("dark")
    assert panel.grab().toImage().pixelColor(2, 2) == QColor(DARK.ground)
