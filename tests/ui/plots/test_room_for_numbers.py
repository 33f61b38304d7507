"""Numbers beside and under plots of any height: whole, apart from each other, and off the legend."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPicture
from PySide6.QtWidgets import QApplication

from playground.engine.run.metrics import Metrics
from playground.ui.theme.theme import numbers_font
from tests.ui.plots.panels import plot, show

HEIGHTS = (200, 260, 300, 360, 420, 500, 640, 900, 1_400)  # px of the panel; its plots are some 30 to 400 high
SCALES = {"cartpole": (500.0, 1.0), "pendulum": (-1_600.0, 300.0), "small": (1e-7, 40.0), "huge": (-8e10, 1e9)}


def glyphs(plot, axis):
    """Return the boxes of the digits of an axis as they are painted, in the plot, with their texts."""
    picture = QPicture()
    painter = QPainter(picture)
    try:
        specs = axis.generateDrawSpecs(painter)
    finally:
        painter.end()
    found = []
    for rect, _flags, text in specs[2] if specs else []:
        place = axis.mapRectToScene(QRectF(rect))
        size = QFontMetricsF(numbers_font()).tightBoundingRect(text).size()
        middle = place.center()
        found.append((text, QRectF(middle.x() - size.width() / 2, middle.y() - size.height() / 2, *size.toTuple())))
    return found


def faults(plot):
    """Say which numbers of a plot lie over others, over its rows, or are cut."""
    rows = max(row.geometry().bottom() for row in plot.rows if not row.isHidden())
    numbers = glyphs(plot, plot.value_axis) + glyphs(plot, plot.step_axis)
    found = [] if len(glyphs(plot, plot.value_axis)) >= 2 else ["one number is no scale"]
    for text, place in numbers:
        if not QRectF(plot.rect()).contains(place):
            found.append(f"{text} is cut")
        if place.top() < rows:
            found.append(f"{text} lies over the rows")
    for (text, place), (other, its) in itertools.combinations(numbers, 2):
        if place.adjusted(-1, -1, 1, 1).intersects(its):
            found.append(f"{text} touches {other}")
    return found


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("width", [160, 344, 720])
def test_numbers_have_room_at_any_height_of_a_plot_and_for_any_returns(panel, scale, width):
    best, loss = SCALES[scale]
    metrics = Metrics()
    for step in range(100, 12_301, 100):
        metrics.add_step(step, (0.5, loss * (1.0 + step % 7 * 3.1), loss * step / 100))
        metrics.episodes.append(step, best * (1 - step / 50_000), 100)
    wrong = {}
    show(panel, metrics)
    panel.set_metrics(metrics, solved_at=0.95 * best, keep_ghost=False)
    heights = set()
    for height in HEIGHTS:
        panel.resize(width, height)
        QApplication.processEvents()
        panel.flush()
        for each in panel.shown:
            heights.add(each.canvas_rect().height())
            if found := faults(each):
                wrong[(height, each.objectName())] = found
    assert wrong == {}
    assert min(heights) <= 34
    assert max(heights) >= 400


def test_the_numbers_of_a_point_stand_above_the_curves(panel):
    metrics = Metrics()
    for step in range(100, 3_001, 100):
        metrics.add_step(step, (0.5, 1.0, step / 100))
        metrics.episodes.append(step, 500.0, 100)
    show(panel, metrics)
    panel.resize(344, 300)
    QApplication.processEvents()
    panel.flush()
    for name in ("plot_return", "plot_loss"):
        each = plot(panel, name)
        canvas = each.canvas_rect()
        before = each.grab(canvas).toImage()
        each.pointer.point(1_500)
        line, after = round(each.x_of(1_500)), each.grab(canvas).toImage()
        for x in range(before.width()):
            if abs(x + canvas.left() - line) > 1:
                column = [(before.pixel(x, y), after.pixel(x, y)) for y in range(before.height())]
                assert all(one == other for one, other in column), (name, x)
