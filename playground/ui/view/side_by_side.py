"""The view and, beside a fork, a second one for run A.

Each then has a line above it that says whose it is, as the plots draw it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.envs.base import EnvironmentCard
from playground.envs.scene import Scene
from playground.i18n import _
from playground.ui.theme.theme import Theme
from playground.ui.view.env_view import EnvView
from playground.ui.view.line_sample import LineSample

LEAST = (160, 120)  # px of each of two views; one alone keeps its own
ASPECT = 1.4  # of a view that its picture fills well
NARROWEST = 240  # px of a view beside another: less has no room for its numbers
GAP = 8


class SideBySide(QWidget):
    """Two views side by side, or one above the other where that makes them larger."""

    def __init__(self, view: EnvView, theme: Theme, card: EnvironmentCard) -> None:
        super().__init__()
        self.view = view
        self._theme, self._card = theme, card
        self._least = view.minimumSize()
        self.second: EnvView | None = None  # of run A; made when the first fork begins
        self._heads: list[QWidget] = []  # of A and of B
        self._is_double = self._is_small = False
        self._of_b = QLabel(self)
        self._of_b.hide()
        self._of_b.setObjectName("fork_origin")
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP)
        self._main = QVBoxLayout()
        self._main.setSpacing(2)
        self._main.addWidget(view, 1)
        self._layout.addLayout(self._main, 1)

    @property
    def is_double(self) -> bool:
        """Whether there is a fork, so that the view shows B."""
        return self._is_double

    @property
    def n_rows(self) -> int:
        """How many views stand one above the other, too narrow to stand beside."""
        return 2 if self.is_double and not self._is_small and (self.width() - GAP) / 2 < NARROWEST else 1

    def set_small(self, is_small: bool) -> None:
        """Show B alone, where a corner is all the room there is."""
        self._is_small = is_small
        if self.second is not None:
            self._set_double(self._is_double)

    def show_second(self, scene: Scene, card: EnvironmentCard, from_step: int) -> None:
        """Show run A beside the view, which shows run B.

        B is the fork from env step `from_step`.
        """
        if self.second is None:
            self._make_second(card)
        assert self.second is not None
        self.second.show_card(card)
        self.second.show_scene(scene)
        self._of_b.setText(_("B: the fork from step {step}").format(step=f"{from_step:,}"))
        if not self._is_double:
            self._set_double(True)

    def show_one(self) -> None:
        """Show the view alone."""
        if self._is_double:
            self._set_double(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _make_second(self, card: EnvironmentCard) -> None:
        self.second = second = EnvView(self._theme, card)
        second.setObjectName("env_view_a")
        second.setAccessibleName(_("Environment of run A"))
        second.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys are the first view's
        second.setMinimumSize(*LEAST)
        second.hide()
        other = QVBoxLayout()
        other.setSpacing(2)
        of_a = QLabel(_("A: the run"))
        self._heads = [_head(self._theme, of_a, "text", False), _head(self._theme, self._of_b, "target", True)]
        other.addWidget(self._heads[0])
        other.addWidget(second, 1)
        self._main.insertWidget(0, self._heads[1])
        self._layout.insertLayout(0, other, 1)

    def _set_double(self, double: bool) -> None:
        assert self.second is not None
        self._is_double = double
        shows_a = double and not self._is_small
        self.view.setMinimumSize(*(LEAST if double else (self._least.width(), self._least.height())))
        self._heads[1].setVisible(double)
        for widget in (self._heads[0], self.second):
            widget.setVisible(shows_a)
        self._layout.setStretch(0, 1 if shows_a else 0)  # a layout whose widgets are hidden would take its share
        self._arrange()

    def _arrange(self) -> None:
        width, height = self.width(), self.height()
        beside = min((width - GAP) / 2 / ASPECT, height)
        above = min(width / ASPECT, (height - GAP) / 2)
        is_beside = beside >= above and (width - GAP) / 2 >= NARROWEST
        direction = QBoxLayout.Direction.LeftToRight if is_beside else QBoxLayout.Direction.TopToBottom
        if self._layout.direction() != direction:
            self._layout.setDirection(direction)


def _head(theme: Theme, label: QLabel, colour: str, dashed: bool) -> QWidget:
    head = QWidget()
    row = QHBoxLayout(head)
    row.setContentsMargins(8, 0, 8, 0)
    row.setSpacing(8)
    label.setTextFormat(Qt.TextFormat.PlainText)
    row.addWidget(LineSample(theme, colour, dashed))
    row.addWidget(label, 1)
    label.show()  # as soon as the head is; before it stands in it, it would be a window of its own
    head.hide()
    return head
