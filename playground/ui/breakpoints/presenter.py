"""Presenter for breakpoints: hand them to the trainer, explain a pause, keep them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal

from playground.engine.breakpoints.breakpoints import MOST, Breakpoint
from playground.engine.breakpoints.expressions import parse
from playground.engine.breakpoints.tokens import ExpressionError
from playground.i18n import _
from playground.ui.breakpoints.panel import BreakpointsPanel
from playground.ui.support.notice import Notice
from playground.ui.trainer.controller import Controller
from playground.ui.trainer.snapshot import Snapshot, TrainerState

if TYPE_CHECKING:
    from playground.engine.run.settings import Settings

_KEY = "breakpoints"  # in the settings of the program: a list of [condition, whether it is on], as JSON
RUN_ON, STEP = "run_on_from_breakpoint", "step_from_breakpoint"  # actions of the notice
_MOST_REMEMBERED = 100_000  # characters


class BreakpointsPresenter(QObject):
    """Link between the panel, the trainer and the settings of the program."""

    run_wanted = Signal()  # from the message that tells of a pause
    step_wanted = Signal()  # likewise

    def __init__(self, controller: Controller, panel: BreakpointsPanel, notice: Notice, parent: QObject) -> None:
        super().__init__(parent)
        self._controller, self._panel, self._notice = controller, panel, notice
        self._settings = QSettings()
        self._shown_hit: tuple[int, str] | None = None
        self._shown_text = ""
        panel.show_breakpoints(remembered(self._settings.value(_KEY, "")))
        controller.set_breakpoints(panel.breakpoints)
        panel.edited.connect(self._on_edited)
        notice.action_chosen.connect(self._on_notice)
        controller.run_replaced.connect(self._on_run_replaced)
        controller.snapshot_shown.connect(self._on_snapshot)

    def _on_edited(self) -> None:
        breakpoints = self._panel.breakpoints
        self._controller.set_breakpoints(breakpoints)
        self._settings.setValue(_KEY, json.dumps([[each.text, each.enabled] for each in breakpoints]))

    def _on_run_replaced(self, snapshot: Snapshot) -> None:
        settings: Settings | None = snapshot.settings
        assert settings is not None
        self._panel.show_pair(settings)

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        if snapshot.hit is self._shown_hit:
            return
        self._shown_hit = snapshot.hit
        if snapshot.hit is not None:
            step, text = snapshot.hit
            self._shown_text = _("Paused at step {step}: {condition}.").format(step=f"{step:,}", condition=text)
            self._notice.offer(self._shown_text, [(RUN_ON, _("Run on")), (STEP, _("Step"))])
            self._panel.mark(text)
        elif self._notice.text == self._shown_text:
            self._notice.withdraw()  # it went on

    def _on_notice(self, name: str) -> None:
        if self._controller.latest.state is TrainerState.RUNNING:
            return
        if name == RUN_ON:
            self.run_wanted.emit()
        elif name == STEP:
            self.step_wanted.emit()


def remembered(value: object) -> tuple[Breakpoint, ...]:
    """Return what was remembered, without what is no condition."""
    if not isinstance(value, str) or len(value) > _MOST_REMEMBERED:
        return ()
    try:
        entries = json.loads(value or "[]")
    except (ValueError, RecursionError):
        return ()
    found: dict[str, Breakpoint] = {}
    for entry in entries if isinstance(entries, list) else []:
        match entry:
            case [str(text), bool(enabled)] if len(found) < MOST:
                try:
                    parse(text)
                except ExpressionError:
                    continue
                found[text] = Breakpoint(text, enabled)
    return tuple(found.values())
