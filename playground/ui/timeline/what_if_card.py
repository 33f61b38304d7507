"""Card under the view with two or more futures in words, and a slider over them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.i18n import _
from playground.ui.theme.icons import Icons
from playground.ui.theme.theme import Theme, numbers_font, title_font
from playground.ui.view.line_sample import LineSample

MOST_IN_A_COLUMN = 4


@dataclass(frozen=True)
class FutureLine:
    """Line of one future: its words, its first action, and how its ghost is drawn."""

    words: str
    action: str
    colour: str  # the name of a token
    dashed: bool


class WhatIfCard(QFrame):
    """Lines for futures, each with a button that does it, a verdict, and controls.

    What it shows, when the ghosts move and what is done is decided elsewhere.
    """

    moved = Signal(int)  # a person chose this step from the moment
    play_toggled = Signal()
    do_it_chosen = Signal(int)  # the number of a future
    left = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("what_if_card")
        self.setAccessibleName(_("What if"))
        self.setProperty("role", "card")
        self._theme, self._icons = theme, icons
        self._title = QLabel(_("What if?"))
        self._title.setObjectName("what_if_title")
        self._title.setFont(title_font())
        self._futures = QGridLayout()
        self._futures.setHorizontalSpacing(8)
        self._futures.setVerticalSpacing(2)
        self._verdict = QLabel()
        self._verdict.setObjectName("what_if_verdict")
        self._verdict.setTextFormat(Qt.TextFormat.PlainText)
        self._verdict.setWordWrap(True)
        self._play = QToolButton()
        self._play.setObjectName("what_if_play")
        self._play.setIconSize(QSize(18, 18))
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setObjectName("what_if_step")
        self._slider.setAccessibleName(_("Steps from this moment"))
        self._step = QLabel()
        self._step.setObjectName("what_if_steps")
        self._step.setFont(numbers_font())
        self._step.setMinimumWidth(self._step.fontMetrics().horizontalAdvance("+000 / 000"))
        self._step.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._close = close = QPushButton(_("Close"))
        close.setObjectName("what_if_leave")
        close.setAccessibleName(_("Close the futures"))
        close.setToolTip(_("Leave the futures and show the present again (Esc in the view)"))
        controls = QHBoxLayout()
        controls.setSpacing(4)
        controls.addWidget(self._title)
        controls.addWidget(self._play)
        controls.addWidget(self._slider, 1000)
        controls.addWidget(self._step)
        controls.addStretch(1)
        controls.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(4)
        layout.addLayout(controls)
        layout.addLayout(self._futures)
        layout.addWidget(self._verdict)
        self._do_it = QButtonGroup(self)  # one for each future, by its number
        self._do_it.setExclusive(False)
        self._do_it.idClicked.connect(self.do_it_chosen)
        self._slider.valueChanged.connect(self.moved)
        self._play.clicked.connect(self.play_toggled)
        close.clicked.connect(self.left)
        self.show_playing(False)
        self.hide()

    def show_futures(self, lines: list[FutureLine], verdict: str, n_steps: int) -> None:
        """Show a line for each future.

        `n_steps` is how far the longest goes; 0 where it cannot be drawn step by step.
        """
        self._clear()
        before: QWidget = self._close
        for number, line in enumerate(lines):
            row, column = number % MOST_IN_A_COLUMN, 3 * (number // MOST_IN_A_COLUMN)
            label = QLabel(line.words)
            label.setObjectName(f"what_if_future_{number}")
            label.setFont(numbers_font())
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._futures.addWidget(LineSample(self._theme, line.colour, line.dashed), row, column)
            self._futures.addWidget(label, row, column + 1)
            button = self._button(number, line.action)
            self._futures.addWidget(button, row, column + 2)
            QWidget.setTabOrder(before, button)  # or Tab would reach it after all of the window
            before = button
            self._futures.setColumnStretch(column + 1, 1)
        self._verdict.setText(verdict)
        self._verdict.setVisible(bool(verdict))
        for widget in (self._play, self._slider, self._step):
            widget.setVisible(n_steps > 0)
        self._slider.blockSignals(True)
        self._slider.setRange(0, n_steps)
        self._slider.blockSignals(False)
        self.show_step(0)
        self.setAccessibleDescription(" ".join([*(line.words for line in lines), verdict]))
        self.show()

    def show_forcing(self, tip: str, *, is_possible: bool) -> None:
        """Say what the buttons do, or why they cannot."""
        for button in self._do_it.buttons():
            button.setEnabled(is_possible)
            button.setToolTip(tip)
            button.setAccessibleDescription(tip)

    def show_step(self, step: int) -> None:
        """Show how far the ghosts have gone."""
        self._slider.blockSignals(True)
        self._slider.setValue(step)
        self._slider.blockSignals(False)
        self._step.setText(f"+{step} / {self._slider.maximum()}")

    def show_playing(self, playing: bool) -> None:
        """Show whether the ghosts move by themselves."""
        self._icons.put(self._play, "pause" if playing else "run")
        words = _("Let the futures stand still") if playing else _("Let the futures go on")
        self._play.setAccessibleName(words)
        self._play.setToolTip(words)

    def _button(self, number: int, action: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName("what_if_do_it" if number == 1 else f"what_if_do_it_{number}")
        button.setText(_("Do it"))
        button.setAccessibleName(_("Do it: {action}").format(action=action))
        button.setProperty("role", "toggle")
        self._do_it.addButton(button, number)
        return button

    def _clear(self) -> None:
        for button in self._do_it.buttons():
            self._do_it.removeButton(button)
        while (item := self._futures.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
