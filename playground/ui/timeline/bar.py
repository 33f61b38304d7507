"""Row with the timeline, its step buttons, and the button that stops a long way."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from playground.i18n import _
from playground.ui.theme.theme import Theme
from playground.ui.timeline.strip import TimelineStrip
from playground.ui.trainer.snapshot import Snapshot

GAP = 2  # px above


class TimelineBar(QWidget):
    """Timeline strip with buttons whose places never move.

    A person may be dragging beside them.
    """

    def __init__(self, actions: dict[str, QAction], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline_bar")
        self.strip = TimelineStrip(theme)
        self.stop = QToolButton()
        self.stop.setObjectName("timeline_stop")
        self.stop.setText(_("Stop"))
        self.stop.setAccessibleName(_("Stop going there"))
        self.stop.setToolTip(_("Stop going there and stay at the moment that is shown (Esc)"))
        self._present = _button(actions["act_to_present"], with_words=True)
        for button in (self._present, self.stop):
            button.setProperty("role", "small")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, GAP, 8, 0)
        layout.setSpacing(4)
        layout.addWidget(self.strip, 1)
        for name in ("act_step_back", "act_step_forward"):
            layout.addWidget(_button(actions[name], with_words=False))
        for button in (self._present, self.stop):
            layout.addWidget(button)
        self.stop.hide()
        self.setFixedHeight(self.strip.sizeHint().height() + GAP)

    def show_busy(self, snapshot: Snapshot) -> None:
        """Offer to stop while it takes long to reach a moment.

        The button stands in the place of the one back to the present.
        """
        is_busy = snapshot.busy is not None
        if is_busy == self.stop.isHidden():
            self.stop.setFixedSize(self._present.size())
            self.stop.setVisible(is_busy)
            self._present.setVisible(not is_busy)


def _button(action: QAction, *, with_words: bool) -> QToolButton:
    button = QToolButton()
    button.setObjectName(action.objectName().replace("act_", "button_"))
    button.setAccessibleName(action.text())
    button.setDefaultAction(action)
    button.setIconSize(QSize(16, 16))
    style = Qt.ToolButtonStyle
    button.setToolButtonStyle(style.ToolButtonTextOnly if with_words else style.ToolButtonIconOnly)
    button.setAutoRepeat(not with_words)
    return button
