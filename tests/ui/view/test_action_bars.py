"""The bars of what the agent thinks of a state."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtGui import QColor

from playground.engine.presets.catalogue import PRESETS
from playground.ui.theme.theme import Theme
from playground.ui.view import action_bars as bars
from playground.ui.view.action_bars import ActionBars
from playground.ui.view.bar_scale import fitting_scale

COLOURS = Theme("light").tokens


@pytest.fixture
def shown(qtbot, monkeypatch):
    """Return a function that makes the bars of a pair."""
    monkeypatch.setattr(bars, "DESCRIBE_EVERY_MS", 1)

    def make(environment, algorithm):
        widget = ActionBars(Theme("light"), PRESETS.first(environment, algorithm).settings())
        qtbot.addWidget(widget)
        widget.resize(640, widget.sizeHint().height())
        widget.show()
        return widget

    return make


def lengths(widget, colours):
    """Return how many pixels of the middle of the bars have each of these colours."""
    image = widget.grab().toImage()
    rows = [[image.pixelColor(x, y).name() for x in range(image.width())] for y in range(image.height())]
    return [max(row.count(QColor(colour).name()) for row in rows) for colour in colours]


def test_q_values_are_bars_from_zero_and_what_was_taken_is_bright(qtbot, shown):
    widget = shown("CartPole-v1", "dqn")
    widget.show_next(np.array([5.0, 10.0], np.float32))
    said = "Next: left 5.00, right 10.0. right leads by 5.0."
    qtbot.waitUntil(lambda: widget.accessibleDescription() == said)
    (right,) = lengths(widget, [COLOURS.right])
    assert right > 80
    widget.show_next(np.array([10.0, 5.0], np.float32))
    (left,) = lengths(widget, [COLOURS.left])
    assert left == pytest.approx(right, abs=3)
    widget.show_step(np.array([5.0, 10.0], np.float32), 0, [1.0, 2.0])
    said = "This step: left 5.00, right 10.0. Taken: left. right leads by 5.0. Next: left 1.00, right 2.00."
    qtbot.waitUntil(lambda: widget.accessibleDescription() == said)
    left, right = lengths(widget, [COLOURS.left, COLOURS.right])
    assert left > 20
    assert right == 0


def test_values_that_are_nearly_alike_can_be_told_apart(qtbot, shown):
    widget = shown("CartPole-v1", "dqn")
    widget.show_next([19.6, 18.9])
    (left,) = lengths(widget, [COLOURS.left])
    widget.show_next([18.9, 19.6])
    (right,) = lengths(widget, [COLOURS.right])
    assert left == pytest.approx(right, abs=3)
    widget.show_step([18.9, 19.6], 0, None)
    (shorter,) = lengths(widget, [COLOURS.left])
    widget.show_step([19.6, 18.9], 0, None)
    (longer,) = lengths(widget, [COLOURS.left])
    assert longer > 1.5 * shorter
    qtbot.waitUntil(lambda: "left leads by 0.70." in widget.accessibleDescription())
    assert widget.accessibleDescription().endswith("Next: none, the episode is over.")
    widget.show_next([100.01, 100.04])
    qtbot.waitUntil(lambda: "left 100.01, right 100.04" in widget.accessibleDescription())


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ([5.0, 10.0], ("0", "10")),
        ([-1.0, 2.0], ("−2", "2")),
        ([19.6, 18.9], ("18.5", "20.0")),
        ([-187.6, -185.9], ("−188", "−185")),
        ([0.0, 0.0], ("0", "1")),
        ([7.0, 7.0], ("0", "10")),
        ([14.836, 14.9], ("14.80", "14.95")),
        ([3.0e7, 3.1e7], ("2.950e7", "3.150e7")),
        ([1.0e-5, 1.01e-5], ("9.950e−6", "1.015e−5")),
        ([math.nan, 3.0], ("0", "5")),
        ([], ("0", "1")),
    ],
)
def test_the_ends_of_a_scale_are_written_so_that_they_can_be_told_apart(values, ends):
    scale = fitting_scale(values)
    assert scale.words() == ends
    assert all(scale.low <= value <= scale.high for value in values if math.isfinite(value))


def test_the_scale_of_bars_that_move_stays_while_it_fits():
    first = fitting_scale([19.6, 18.9])
    assert fitting_scale([19.5, 19.0], first) == first
    assert fitting_scale([19.5, 5.0], first) != first
    assert fitting_scale([21.5, 21.0], first) != first


def test_probabilities_are_parts_of_one(shown):
    widget = shown("CartPole-v1", "ppo")
    widget.show_next([0.25, 0.75])
    (right,) = lengths(widget, [COLOURS.right])
    widget.show_next([0.0, 1.0])
    assert lengths(widget, [COLOURS.right])[0] * 0.75 == pytest.approx(right, abs=3)
    assert "leads" not in widget.accessibleDescription()


def test_a_continuous_action_lies_between_its_bounds_and_its_sign_has_a_colour(qtbot, shown):
    widget = shown("Pendulum-v1", "ddpg")
    widget.show_step([-1.0], None, [0.5])
    left, right = lengths(widget, [COLOURS.left, COLOURS.right])
    assert left > 50
    assert right == 0
    widget.show_next([5.0])  # beyond its bounds
    left, right = lengths(widget, [COLOURS.left, COLOURS.right])
    assert left == 0
    assert right > 100
    qtbot.waitUntil(lambda: "5.00" in widget.accessibleDescription())
    assert "Taken" not in widget.accessibleDescription()


ODD = [None, [0.0, 0.0], [math.nan, 1.0], [-3.0, -4.0], [-1e-9, 1e9], [math.inf, -math.inf], [1e30, 1.01e30]]


@pytest.mark.parametrize("width", [160, 240, 320, 472, 700])
@pytest.mark.parametrize("values", ODD)
def test_anything_can_be_drawn_in_any_room(shown, values, width):
    widget = shown("CartPole-v1", "dqn")
    widget.resize(width, widget.height())
    widget.show_next(values)
    assert not widget.grab().isNull()
    for next_values in ODD:
        widget.show_step(values, 1, next_values)
        assert not widget.grab().isNull()
