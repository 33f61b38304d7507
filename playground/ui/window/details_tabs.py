"""Tabs of details: the newest step, the loaded policy, the breakpoints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QToolButton, QWidget

from playground.i18n import _
from playground.ui.breakpoints.panel import BreakpointsPanel
from playground.ui.files.policy_panel import PolicyPanel
from playground.ui.insight.inspector.line import InspectorLine
from playground.ui.trainer.snapshot import Snapshot
from playground.ui.view.moment_buttons import MomentButtons
from playground.ui.window.layout import scrolled

if TYPE_CHECKING:
    from playground.engine.run.trace import Trace

ROOM_FOR_WORDS = 600  # px
LEAST_HEIGHT = 72  # px, when it is open
QWIDGETSIZE_MAX = 16_777_215  # px: no limit; Qt's constant, which Python is not given


class DetailsTabs(QTabWidget):
    """Tabs that turn to the step or the policy when there is a new one.

    In their corner stand buttons for what can be asked of the moment that is shown.
    """

    def __init__(
        self,
        policy_panel: PolicyPanel,
        breakpoints_panel: BreakpointsPanel,
        moment_actions: Iterable[QAction],
    ) -> None:
        super().__init__()
        self.setObjectName("details_tabs")
        self.setAccessibleName(_("Details"))
        self.setDocumentMode(True)
        self._corner = MomentButtons(moment_actions)
        self.setCornerWidget(self._corner)
        self.line = InspectorLine()
        self.addTab(self.line, _("This step"))
        self.addTab(policy_panel, _("Loaded policy"))
        self.addTab(scrolled(breakpoints_panel, "breakpoints_scroll"), _("Breakpoints"))
        self._policy_panel = policy_panel
        self._shown_trace: Trace | None = None

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the newest step there are numbers of; turn to it if somebody stepped there."""
        trace = snapshot.trace
        self.line.show_snapshot(snapshot)
        if snapshot.fresh_trace is not None and snapshot.is_stepped and trace is not self._shown_trace:
            self.setCurrentWidget(self.line)
        self._shown_trace = trace

    def add_to_corner(self, button: QToolButton) -> None:
        """Add a button to those in the corner."""
        layout = self._corner.layout()
        assert layout is not None
        layout.addWidget(button)
        QWidget.setTabOrder(self._corner.buttons[-1], button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave room for the names of the tabs."""
        self._corner.show_words(self.width() >= ROOM_FOR_WORDS)
        super().resizeEvent(event)

    def fold(self, folded: bool) -> None:
        """Show the line of tabs alone, or what is in them too."""
        self.pages.setHidden(folded)
        self.setMinimumHeight(self.line_height if folded else LEAST_HEIGHT)
        self.setMaximumHeight(self.line_height if folded else QWIDGETSIZE_MAX)

    @property
    def pages(self) -> QWidget:
        """What is in the tabs."""
        pages = self.findChild(QStackedWidget)
        assert pages is not None
        return pages

    @property
    def line_height(self) -> int:
        """How high the tabs are without what is in them, in px."""
        return max(self.tabBar().sizeHint().height(), self._corner.sizeHint().height()) + 1

    def show_policy(self) -> None:
        """Turn to the policy that was loaded."""
        self.setCurrentWidget(self._policy_panel)
