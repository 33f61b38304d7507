"""Somebody at the form of the hyperparameters: what they find, do and cause."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionSlider, QWidget

from playground.agents.dqn.params import DQNParams
from playground.engine.run.settings import Settings

# Values of our own: what the presets hold may change.
FAST = {
    **Settings("CartPole-v1", "dqn", DQNParams()).values(),
    "gamma": 0.99,
    "epsilon_schedule": "linear",
    "epsilon_fraction": 0.12,
    "epsilon_min": 0.05,
    "learning_rate": 2e-3,
    "target_period": 100,
    "reward_on_termination": -10.0,
    "buffer_size": 20_000,
    "hidden_layers": (64, 64),
    "run_length": 25_000,
}
LEFT = Qt.MouseButton.LeftButton


class Person:
    """The panel in a window, what can be found on it, and all that it emitted."""

    def __init__(self, panel):
        self.panel = panel
        self.edits, self.released, self.presets = [], [], []
        panel.value_edited.connect(self._on_edited)
        panel.released.connect(self.released.append)
        panel.preset_chosen.connect(self.presets.append)

    def _on_edited(self, name, value, gesture):
        self.edits.append((name, value, gesture))

    def find(self, name):
        found = self.panel.findChild(QWidget, name)
        assert found is not None, name
        return found

    def focus(self, name):
        widget = self.find(name)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        assert QApplication.focusWidget() is widget
        return widget

    def type(self, name, text, *keys):
        widget = self.focus(name)
        widget.selectAll()
        QTest.keyClick(widget, Qt.Key.Key_Backspace)
        QTest.keyClicks(widget, text)
        for key in keys:
            QTest.keyClick(widget, key)
        return widget

    def drag(self, name, *shares):
        """Press on the handle and move it to each share of the slider's width; returns before the release."""
        slider = self.find(name)
        QTest.mousePress(slider, LEFT, pos=handle_of(slider).center())
        for share in shares:
            QTest.mouseMove(slider, QPoint(round(share * slider.width()), slider.height() // 2))
        return slider

    def drop(self, name, share):
        slider = self.find(name)
        QTest.mouseRelease(slider, LEFT, pos=QPoint(round(share * slider.width()), slider.height() // 2))
        QApplication.processEvents()  # the gesture ends once the slider has seen the release


def handle_of(slider):
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    style = QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle
    return slider.style().subControlRect(*style, slider)


def turn_wheel(widget, notches=-1):
    window = widget.window()
    spot = widget.mapTo(window, widget.rect().center())
    QTest.wheelEvent(window.windowHandle(), QPointF(spot), QPoint(0, 120 * notches))
    QApplication.processEvents()
