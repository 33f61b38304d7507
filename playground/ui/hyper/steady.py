"""Room that is kept, so that nothing moves under the mouse when something appears."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QScrollArea, QScrollBar, QWidget

from playground.i18n import _


def keep_room(widget: QWidget) -> None:
    """Let `widget` take as much room hidden as it does shown."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)


class SteadyScrollArea(QScrollArea):
    """Scroll area whose content is as wide with a scroll bar beside it as without."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = QuietScrollBar()
        bar.setObjectName("hyper_scroll_bar")
        bar.setAccessibleName(_("Hyperparameters"))
        self.setVerticalScrollBar(bar)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)


class QuietScrollBar(QScrollBar):
    """Scroll bar that is always there, and seen while there is something to scroll."""

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.maximum() > self.minimum():
            super().paintEvent(event)
