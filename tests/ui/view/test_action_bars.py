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

COLOURS = Theme("light").tokens


@pytest.fixture
def shown(qtbot, monkeypatch):
    """Return a function that makes the bars of a pair."""
    monkeypatch.setattr(bars, "DESCRIBE_EVERY_MS", 1)

    def make(environment, algorithm):
        widget = ActionBars(Theme("light"), PRESETS.first(environment, algorithm).settings())
        qtbot.addWidget(widget)
        widget.resize(400, widget.sizeHint().height())
        widget.show()
        return widget

    return make


def lengths(widget, colours):
    """Return how many pixels of the middle of the bars have each of these colours."""
    image = widget.grab().toImage()
    rows = [[image.pixelColor(x, y).name() for x in range(image.width())] for y in range(image.height())]
    return [max(row.count(QColor(colour).name()) for row in rows) for colour in colours]


def test_q_values_are_bars_from_zero_and_the_largest_is_marked(qtbot, shown):
    widget = shown("CartPole-v1", "dqn")
    widget.show_values(np.array([5.0, 10.0], np.float32))
    qtbot.waitUntil(lambda: widget.accessibleDescription() == "left 5.00, right 10.0, chosen: right")
    (right,) = lengths(widget, [COLOURS.right])
    assert right > 80
    widget.show_values(np.array([5.0, 10.0], np.float32), 0)
    qtbot.waitUntil(lambda: widget.accessibleDescription().endswith("chosen: left"))
    (left,) = lengths(widget, [COLOURS.left])
    assert left == pytest.approx(right / 2, abs=3)


def test_probabilities_are_parts_of_one(shown):
    widget = shown("CartPole-v1", "ppo")
    widget.show_values([0.25, 0.75])
    (right,) = lengths(widget, [COLOURS.right])
    widget.show_values([0.0, 1.0])
    assert lengths(widget, [COLOURS.right])[0] * 0.75 == pytest.approx(right, abs=3)


def test_a_continuous_action_lies_between_its_bounds_and_its_sign_has_a_colour(qtbot, shown):
    widget = shown("Pendulum-v1", "ddpg")
    widget.show_values([-1.0])
    left, right = lengths(widget, [COLOURS.left, COLOURS.right])
    assert left > 50
    assert right == 0
    widget.show_values([5.0])  # beyond its bounds
    left, right = lengths(widget, [COLOURS.left, COLOURS.right])
    assert left == 0
    assert right > 100
    qtbot.waitUntil(lambda: "5.00" in widget.accessibleDescription())
    assert "chosen" not in widget.accessibleDescription()


@pytest.mark.parametrize("values", [None, [0.0, 0.0], [math.nan, 1.0], [-3.0, -4.0], [-1e-9, 1e9]])
def test_anything_can_be_drawn(shown, values):
    widget = shown("CartPole-v1", "dqn")
    widget.show_values(values)
    assert not widget.grab().isNull()
