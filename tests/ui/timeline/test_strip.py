"""The strip of the timeline: where things lie on it, what it says and asks for."""

from __future__ import annotations

import dataclasses
import math

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QTest

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.metrics import Mark, Metrics
from playground.engine.run.session import Session
from playground.ui.theme.focus_ring import RING_PX
from playground.ui.theme.theme import Theme
from playground.ui.timeline.model import TimelineModel
from playground.ui.timeline.painter import MARGIN
from playground.ui.timeline.strip import TimelineStrip
from playground.ui.trainer.snapshot import Snapshot, TrainerState

N_STEPS, CHANGED_AT = 400, 150
WIDTH = 800


@pytest.fixture(scope="module")
def seen():
    """What is seen of a run in which gamma was changed, and which was evaluated at the end."""
    prepare_thread()
    session = Session(PRESETS.get("tutorial").settings().with_values({"run_length": 800}))
    while session.n_steps < N_STEPS:
        if session.n_steps == CHANGED_AT:
            session.submit("set_hyper", {"name": "gamma", "value": 0.5})
        session.step()
    evaluator = Evaluator(session)
    evaluator.run()
    return Snapshot(
        state=TrainerState.PAUSED,
        run=1,
        settings=session.settings,
        metrics=session.metrics,
        values={"run_length": 800},
        n_steps=N_STEPS,
        present_steps=N_STEPS,
        keyframes=(100, 200, 300),
        best=(evaluator.best.score, evaluator.best.policy.step),
    )


@pytest.fixture
def strip(qtbot, seen):
    strip = TimelineStrip(Theme("dark"))
    qtbot.addWidget(strip)
    strip.resize(WIDTH + 2 * MARGIN, strip.sizeHint().height())
    strip.show_snapshot(seen)
    strip.grab()  # laid out
    return strip


def at(strip, step):
    return QPoint(MARGIN + round(strip.model.x_of(step)), strip.height() // 2)


def handle(strip):
    """Return the columns of the picture in which the handle of a moment of the past is."""
    image, colour = strip.grab().toImage(), QColor(Theme("dark").tokens.accent_text)
    return [x for x in range(image.width()) if image.pixelColor(x, strip.height() // 2) == colour]


def press(strip, place):
    QTest.mousePress(strip, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def release(strip, place):
    QTest.mouseRelease(strip, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def test_a_press_asks_for_the_step_there_and_beyond_the_present_for_the_present(qtbot, strip):
    asked = []
    strip.goto_requested.connect(asked.append)
    for step in (0, 40, 300, 700):
        press(strip, at(strip, step))
        release(strip, at(strip, step))
    assert asked == [0, 40, 300, N_STEPS]


def test_a_press_beside_a_change_means_the_very_step_of_the_change(strip):
    asked = []
    strip.goto_requested.connect(asked.append)
    press(strip, at(strip, CHANGED_AT) + QPoint(3, 0))
    assert asked == [CHANGED_AT]


def test_while_it_is_dragged_the_handle_is_where_the_pointer_is_until_that_moment_is_shown(strip, seen):
    asked = []
    strip.goto_requested.connect(asked.append)
    press(strip, at(strip, 300))
    for step in (250, 200, 60):
        QTest.mouseMove(strip, at(strip, step))
    strip.show_snapshot(dataclasses.replace(seen, n_steps=300, is_past=True))
    release(strip, at(strip, 60))
    assert asked == [300, 250, 200, 60]
    assert strip.value() == 300
    assert at(strip, 60).x() in handle(strip)
    for n_steps in (60, 90):
        strip.show_snapshot(dataclasses.replace(seen, n_steps=n_steps, is_past=True))
        assert strip.value() == n_steps
        assert at(strip, n_steps).x() in handle(strip)


def test_pointing_says_the_episode_the_change_the_evaluation_and_the_best_policy(strip, seen):
    said = strip.tip(at(strip, CHANGED_AT))
    rows = seen.metrics.episodes.since(0)
    number = int((rows[:, 0] < CHANGED_AT).sum())
    assert f"step {CHANGED_AT}, episode {number + 1}: return {rows[number, 1]:.0f}" in said
    assert "gamma 0.95 → 0.5" in said
    said = strip.tip(at(strip, N_STEPS))
    assert f"step {N_STEPS}: evaluation " in said
    assert f"step {N_STEPS}: the best policy, " in said
    assert strip.tip(at(strip, 600)) == "step 600: not run yet"


def test_pointing_under_the_band_says_which_keyframe_is_there(strip):
    below = QPoint(0, strip.height() // 4)
    assert strip.tip(at(strip, 200) + below).startswith("step 200: a keyframe")
    assert "keyframe" not in strip.tip(at(strip, 200))
    assert "keyframe" not in strip.tip(at(strip, 250) + below)


@pytest.mark.parametrize(
    ("key", "held", "signal"),
    [
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, "back_requested"),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, "step_requested"),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, "episode_back_requested"),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, "episode_requested"),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, "goto_requested"),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, "present_requested"),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, "cancelled"),
    ],
)
def test_each_key_asks_for_its_moment(qtbot, strip, key, held, signal):
    with qtbot.waitSignal(getattr(strip, signal), timeout=100):
        QTest.keyClick(strip, key, held)
    assert strip.value() == N_STEPS


def test_its_value_is_spoken_and_setting_it_asks_for_that_step(qtbot, strip, seen):
    strip.show_snapshot(dataclasses.replace(seen, n_steps=90, is_past=True))
    spoken = QAccessible.queryAccessibleInterface(strip)
    assert spoken.role() == QAccessible.Role.Slider
    assert spoken.text(QAccessible.Text.Value) == "90"
    assert spoken.text(QAccessible.Text.Description) == f"Step 90 of {N_STEPS}: the past"
    with qtbot.waitSignal(strip.goto_requested, timeout=100) as asked:
        strip.setValue(120)
    assert asked.args == [120]


def test_another_moment_of_the_same_run_draws_nothing_of_it_anew(strip, seen):
    assert strip.pictures == 1
    for n_steps in (390, 200, 0):
        strip.show_snapshot(dataclasses.replace(seen, n_steps=n_steps, is_past=True))
        strip.grab()
    assert strip.pictures == 1
    strip.show_snapshot(dataclasses.replace(seen, keyframes=(100,)))
    strip.grab()
    assert strip.pictures == 2


@pytest.mark.parametrize("name", ["light", "dark"])
def test_changes_evaluations_and_what_was_run_have_their_colours(qtbot, seen, name):
    theme = Theme(name)
    strip = TimelineStrip(theme)
    qtbot.addWidget(strip)
    strip.resize(WIDTH + 2 * MARGIN, strip.sizeHint().height())
    later = N_STEPS + 100  # so that the handle, at the present, covers no evaluation
    strip.show_snapshot(dataclasses.replace(seen, best=None, n_steps=later, present_steps=later))
    strip.grab()  # laid out
    image = strip.grab().toImage()
    tokens, middle = theme.tokens, strip.height() // 2
    around = {image.pixelColor(at(strip, CHANGED_AT).x() + dx, middle).name() for dx in (-1, 0, 1)}
    assert QColor(tokens.change).name() in around
    dots = {image.pixelColor(at(strip, N_STEPS).x(), middle + dy).name() for dy in range(-8, 8)}
    assert QColor(tokens.evaluation).name() in dots
    bars = {x for x, _share in strip.model.episode_bars()}
    between = next(x for x in range(round(strip.model.x_of(CHANGED_AT)) + 10, WIDTH) if x not in bars)
    assert image.pixelColor(MARGIN + between, middle).name() == QColor(tokens.raised).name()
    assert image.pixelColor(at(strip, 600).x(), middle).name() == QColor(tokens.ground).name()


def test_what_is_drawn_of_a_long_run_is_bounded_by_the_pixels_there_are(qtbot, seen):
    metrics = Metrics()
    for number in range(1, 20_001):
        metrics.episodes.append(10 * number, 10, 10)
        metrics.evaluations.append(10 * number, 10, 0, math.nan)
    model = TimelineModel()
    model.set_width(WIDTH)
    long = dataclasses.replace(
        seen, metrics=metrics, n_steps=200_000, present_steps=200_000, keyframes=tuple(range(0, 200_000, 20))
    )
    model.take(long)
    assert model.read()
    assert len(model.episode_bars()) <= WIDTH + 1
    assert len(model.evaluation_places()) <= WIDTH / 4
    assert len(model.keyframe_places()) <= WIDTH / 4
    assert not model.read()


def test_episodes_lie_where_they_ended_however_often_the_axis_grew_meanwhile(seen):
    metrics = Metrics()
    growing, fresh = TimelineModel(), TimelineModel()
    for model in (growing, fresh):
        model.set_width(WIDTH)
    for number in range(1, 1001):
        metrics.episodes.append(20 * number, 20, 20)
        if number % 10 == 0:
            now = dataclasses.replace(seen, metrics=metrics, n_steps=20 * number, present_steps=20 * number)
            growing.take(now)
            growing.read()
    fresh.take(now)
    fresh.read()
    assert growing.end == fresh.end > 20_000
    assert growing.episode_bars() == fresh.episode_bars()


@pytest.mark.parametrize(
    "moment", [{}, {"n_steps": 90, "is_past": True}, {"busy": (1, 3)}], ids=["now", "past", "busy"]
)
def test_the_strip_with_the_keys_looks_like_itself_with_a_ring(qtbot, strip, seen, moment):
    strip.show_snapshot(dataclasses.replace(seen, **moment))
    strip.show()
    strip.activateWindow()
    qtbot.waitUntil(strip.isActiveWindow)
    strip.clearFocus()
    without = strip.grab().toImage()
    strip.setFocus()
    qtbot.waitUntil(strip.hasFocus)
    focused, ring = strip.grab().toImage(), QColor(Theme("dark").tokens.focus)
    inside = strip.rect().adjusted(4, 4, -4, -4)
    assert focused.copy(inside) == without.copy(inside)
    assert focused.pixelColor(strip.width() // 2, 1) == ring
    assert focused.pixelColor(1, strip.height() // 2) == ring


@pytest.mark.parametrize("moment", [0, N_STEPS, "busy"])
def test_the_ring_of_the_strip_touches_nothing_that_is_drawn_on_it(qtbot, seen, moment):
    theme = Theme("dark")
    strip = TimelineStrip(theme)
    qtbot.addWidget(strip)
    strip.resize(WIDTH + 2 * MARGIN, strip.sizeHint().height())
    metrics = Metrics()
    for number, step in enumerate((0, 200, N_STEPS)):
        metrics.add_mark(Mark(step, "gamma", 0.95, 0.5, number))
    shown = {"busy": (1, 2)} if moment == "busy" else {"n_steps": moment, "is_past": True}
    strip.show_snapshot(dataclasses.replace(seen, metrics=metrics, values={"run_length": N_STEPS}, **shown))
    image, ground = strip.grab().toImage(), QColor(theme.tokens.ground)
    high, wide, ring = image.height(), image.width(), RING_PX + 1  # a pixel lies between them
    edge = [(x, y) for x in range(wide) for n in range(ring) for y in (n, high - 1 - n)]
    edge += [(x, y) for y in range(high) for n in range(ring) for x in (n, wide - 1 - n)]
    assert [place for place in edge if image.pixelColor(*place) != ground] == []


def test_a_drag_is_shaded_from_where_it_began(qtbot, seen):
    metrics = Metrics()
    metrics.add_mark(Mark(100, "gamma", 0.9, 0.8, 1))
    metrics.add_mark(Mark(300, "gamma", 0.8, 0.5, 1))
    strip = TimelineStrip(Theme("dark"))
    qtbot.addWidget(strip)
    strip.resize(WIDTH + 2 * MARGIN, strip.sizeHint().height())
    pictures = []
    for each in (Metrics(), metrics):
        strip.show_snapshot(dataclasses.replace(seen, metrics=each, best=None, keyframes=()))
        pictures.append(strip.grab().toImage())
    middle = strip.height() // 2 - 2
    places = {step: round(MARGIN + strip.model.x_of(step)) for step in (50, 150, 290, 350)}
    shaded = [step for step, x in places.items() if len({each.pixel(x, middle) for each in pictures}) == 2]
    assert shaded == [150, 290]
    assert strip.tip(QPoint(places[150], middle)).endswith("step 100 to 300: gamma 0.9 → 0.5")
