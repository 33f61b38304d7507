"""The program's own window in a process of its own, telling on standard output what a person would see of it."""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from playground.ui.app import create


def tell() -> None:
    """Print where every named widget is on the screen and what the labels say."""
    top = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    places, texts = {}, {}
    for widget in [*top, *(child for parent in top for child in parent.findChildren(QWidget))]:
        if widget.objectName() and widget.isVisible():
            corner = widget.mapToGlobal(widget.rect().topLeft())
            places[widget.objectName()] = [corner.x(), corner.y(), widget.width(), widget.height()]
            if isinstance(widget, QLabel):
                texts[widget.objectName()] = widget.text()
    focus = QApplication.focusWidget()
    latest = window.controller.latest
    news = {
        "places": places,
        "texts": texts,
        "focus": focus.objectName() if focus else "",
        "state": latest.state.name,
        "steps": latest.n_steps,
        "values": {name: value for name, value in latest.values.items() if isinstance(value, float)},
        "marks": [[mark.name, mark.before, mark.after] for mark in (latest.metrics.marks if latest.metrics else [])],
        "replaying": window.replaying,
        "frame": window.player.frame,
    }
    sys.stdout.write(json.dumps(news) + "\n")
    sys.stdout.flush()


window = create(sys.argv[:1])
timer = QTimer()
timer.timeout.connect(tell)
timer.start(100)
sys.exit(QApplication.instance().exec())
