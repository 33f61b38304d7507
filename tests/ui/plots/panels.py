"""What the tests of the plots do with a panel: feed it, find its parts, choose, zoom."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QToolButton

from playground.ui.plots.plots import PLOTS
from playground.ui.plots.stack import MOST_AT_FIRST


def show(panel, metrics, keep_ghost=False):
    panel.set_metrics(metrics, solved_at=475.0, keep_ghost=keep_ghost)
    settle(panel)


def settle(panel):
    """Let the redraw that a show or a wheel asked for happen now."""
    QApplication.processEvents()
    panel.flush()


def feed(metrics, first, last, episode=50):
    """Note made-up steps of DQN, an episode every so many."""
    for step in range(first + 1, last + 1):
        metrics.add_step(step, (max(0.01, 1 - step / 1000), 1.0 + step % 7, step / 100))
        if step % episode == 0:
            metrics.episodes.append(step, float(step % 400), episode)


def at_first(metrics):
    """Return the names of the plots that a run is shown with until a person chooses."""
    return [spec.name for spec in PLOTS if spec.is_recorded_in(metrics)][:MOST_AT_FIRST]


def shown(panel):
    """Return the names of the plots that are shown."""
    return [plot.objectName() for plot in panel.shown]


def plot(panel, name):
    return next(plot for plot in panel.plots if plot.objectName() == name)


def item(plot, name):
    """Return what is painted on a plot under a name: its trend, its goal."""
    return next(item for item in plot.items() if isinstance(item, QObject) and item.objectName() == name)


def entries(panel):
    """Return the actions of the chooser by the names of the plots."""
    actions = panel.findChild(QToolButton, "plots_choose").menu().actions()
    return {action.data(): action for action in actions if action.data()}


def choose(panel, name, wanted=True):
    """Show a plot, or hide it, by its tick in the chooser."""
    if entries(panel)[name].isChecked() != wanted:
        entries(panel)[name].trigger()


def ranges(panel):
    """Return the steps in view on each plot."""
    return [each.view.viewRange()[0] for each in panel.plots]


def wheel(plot, notches):
    place = QPointF(plot.canvas_rect().center())
    event = QWheelEvent(
        place,
        plot.mapToGlobal(place),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(plot.viewport(), event)
