"""Bar at the top of the window: run, step, reset, speed, and the files."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QToolBar, QToolButton, QWidget

from playground.i18n import _
from playground.ui.theme.icons import Icons
from playground.ui.trainer.messages import Snapshot, TrainerState
from playground.ui.view.speed_control import SpeedControl

NEED_A_RUN = ("act_run", "act_step", "act_step_episode", "act_evaluate", "act_save", "act_replay")


class RunBar(QToolBar):
    """Actions as buttons.

    While the bar has the keyboard focus, Right makes a step; Space clicks the focused button.
    """

    step_requested = Signal()

    def __init__(self, actions: dict[str, QAction], speed: SpeedControl, icons: Icons, parent: QWidget | None = None):
        super().__init__(_("Run bar"), parent)
        self.setObjectName("run_bar")
        self.setMovable(False)
        self.setFloatable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(18, 18))
        self._actions, self._icons = actions, icons
        self._running = False
        for name in ("act_run", "act_step", "act_step_episode", "act_reset"):
            self._add(name)
        self.addSeparator()
        self.addWidget(speed)
        self.addSeparator()
        for name in ("act_evaluate", "act_replay"):
            self._add(name)
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(space)
        for name in ("act_save", "act_load"):
            self._add(name)
        self._update_run_button()

    def _add(self, name: str) -> None:
        action = self._actions[name]
        self.addAction(action)
        button = self.widgetForAction(action)
        assert isinstance(button, QToolButton)
        button.setObjectName(name.replace("act_", "button_"))
        button.setAccessibleName(action.text().rstrip("…"))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Right on a button make a step instead of moving on to the next button."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Right:
            self.step_requested.emit()
            return True
        return super().eventFilter(watched, event)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Enable what is possible in this state."""
        possible = snapshot.state not in (TrainerState.GETTING_READY, TrainerState.FAILED)
        for name in NEED_A_RUN:
            self._actions[name].setEnabled(possible)
        if snapshot.best is not None:
            self._actions["act_save"].setEnabled(True)  # also after a failure
        self._actions["act_reset"].setEnabled(snapshot.state is not TrainerState.GETTING_READY)
        running = snapshot.state is TrainerState.RUNNING
        if running != self._running:
            self._running = running
            self._update_run_button()

    def _update_run_button(self) -> None:
        run = self._actions["act_run"]
        self._icons.put(run, "pause" if self._running else "run")
        run.setText(_("Pause") if self._running else _("Run"))
        button = self.widgetForAction(run)
        if button is not None:
            button.setAccessibleName(run.text())
            button.setMinimumWidth(max(button.minimumWidth(), button.sizeHint().width()))
