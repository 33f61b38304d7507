"""Tabs of details: the newest step, the loaded policy, the breakpoints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QTabWidget

from playground.i18n import _
from playground.ui.breakpoints.panel import BreakpointsPanel
from playground.ui.files.policy_panel import PolicyPanel
from playground.ui.trainer.messages import Snapshot
from playground.ui.view.moment_buttons import MomentButtons
from playground.ui.view.step_panel import StepPanel

if TYPE_CHECKING:
    from playground.engine.run.trace import Trace


class DetailsTabs(QTabWidget):
    """Tabs that turn to the step or the policy when there is a new one.

    In their corner stand buttons for what can be asked of the moment that is shown.
    """

    def __init__(
        self,
        step_panel: StepPanel,
        policy_panel: PolicyPanel,
        breakpoints_panel: BreakpointsPanel,
        moment_actions: Iterable[QAction],
    ) -> None:
        super().__init__()
        self.setObjectName("details_tabs")
        self.setAccessibleName(_("Details"))
        self.setDocumentMode(True)
        self.setCornerWidget(MomentButtons(moment_actions))
        self.addTab(step_panel, _("This step"))
        self.addTab(policy_panel, _("Loaded policy"))
        self.addTab(breakpoints_panel, _("Breakpoints"))
        self._step_panel, self._policy_panel = step_panel, policy_panel
        self._shown_trace: Trace | None = None

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the newest step there are numbers of; turn to it if somebody stepped there."""
        trace, is_fresh = snapshot.trace, snapshot.fresh_trace is not None
        self._step_panel.show_trace(trace, is_fresh=is_fresh)
        if is_fresh and snapshot.is_stepped and trace is not self._shown_trace:
            self.setCurrentWidget(self._step_panel)
        self._shown_trace = trace

    def show_policy(self) -> None:
        """Turn to the policy that was loaded."""
        self.setCurrentWidget(self._policy_panel)
