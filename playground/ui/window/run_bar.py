"""Bar at the top of the window: run, step, reset, speed, and the files."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from playground.i18n import _
from playground.ui.theme.icons import Icons
from playground.ui.trainer.snapshot import Snapshot, TrainerState
from playground.ui.view.speed_control import SpeedControl

RUN = ("act_run", "act_step", "act_step_episode")  # asked for while it gets ready, they are done once it is
NEED_A_RUN = ("act_evaluate", "act_save", "act_replay")
LEAVE_FIRST = ("act_load", "act_save", "act_evaluate", "act_replay", "act_reset", "act_step_episode", "act_step")
GAP = 4  # px
ROOM_BESIDE_WORKSPACES = 760  # px; in a narrower bar they would drive out what a run needs


class RunBar(QToolBar):
    """Actions as buttons; those that have no room stand in a menu at the end.

    While the bar has the keyboard focus, Right makes a step; Space clicks the focused button.
    """

    step_requested = Signal()

    def __init__(self, actions: dict[str, QAction], speed: SpeedControl, icons: Icons, parent: QWidget | None = None):
        super().__init__(_("Run bar"), parent)
        self.setObjectName("run_bar")
        self.setMovable(False)
        self.setFloatable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._actions, self._icons = actions, icons
        self._running = self._is_held_back = False
        self._shown: Snapshot | None = None
        self._buttons: dict[str, QToolButton] = {}
        self._row = QWidget()
        self._row.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._layout = QHBoxLayout(self._row)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP)
        for name in ("act_run", "act_step", "act_step_episode", "act_reset"):
            self._add(name)
        self._lines = [self._add_line()]
        self._speed = speed
        self._layout.addWidget(speed)
        self._lines.append(self._add_line())
        for name in ("act_evaluate", "act_replay"):
            self._add(name)
        self._layout.addStretch(1)
        for name in ("act_save", "act_load"):
            self._add(name)
        self._more = self._make_more()
        self._layout.addWidget(self._more)
        self._workspaces: QWidget | None = None
        self._row.installEventFilter(self)
        self.addWidget(self._row)
        self._keep_room_for_run()

    def put_workspaces(self, tabs: QWidget) -> None:
        """Put what chooses a workspace at the end of the bar.

        Where there is no room for it, the menu and the keys do the same.
        """
        self._workspaces = tabs
        self._layout.addWidget(tabs)
        self._share_out()

    def _add(self, name: str) -> None:
        action = self._actions[name]
        button = self._buttons[name] = QToolButton()
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(20, 20))
        button.setObjectName(name.replace("act_", "button_"))
        button.setAccessibleName(action.text().rstrip("…"))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.installEventFilter(self)
        self._layout.addWidget(button)

    def _add_line(self) -> QFrame:
        line = QFrame()
        line.setProperty("role", "rule")
        self._layout.addWidget(line)
        return line

    def _make_more(self) -> QToolButton:
        more = QToolButton()
        more.setObjectName("run_bar_more")
        more.setText(_("More"))
        more.setAccessibleName(_("More to do"))
        more.setToolTip(_("What the bar has no room for"))
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        more.setProperty("role", "menu")
        menu = QMenu(more)
        menu.setObjectName("run_bar_menu")
        more.setMenu(menu)
        more.installEventFilter(self)
        more.hide()
        return more

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share out the row's room, and let Right on a button make a step.

        It would move on to the next button.
        """
        if event.type() == QEvent.Type.Resize:  # the row is narrower than the bar by what the style keeps beside it
            if watched is self._row:
                self._share_out()
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Right:
            self.step_requested.emit()
            return True
        return super().eventFilter(watched, event)

    def _share_out(self) -> None:
        """Keep as many buttons as there is room for, and put the others into the menu."""
        room = self._row.width()
        if self._workspaces is not None:
            width = self._workspaces.sizeHint().width() + GAP
            self._workspaces.setVisible(room - width >= ROOM_BESIDE_WORKSPACES)
            room -= width if room - width >= ROOM_BESIDE_WORKSPACES else 0
        parts: list[QWidget] = [self._speed, *self._lines, *self._buttons.values()]
        widths = {part: max(part.sizeHint().width(), part.minimumWidth()) + GAP for part in (*parts, self._more)}
        gone: list[str] = []
        for name in ("", *LEAVE_FIRST):
            if name:
                gone.append(name)
            kept = sum(widths[part] for part in parts) - sum(widths[self._buttons[name]] for name in gone)
            if kept + (widths[self._more] if gone else 0) <= room:
                break
        menu = self._more.menu()
        menu.clear()
        for name, button in self._buttons.items():
            if name in gone:
                if button.hasFocus():
                    self._buttons["act_run"].setFocus()
                menu.addAction(self._actions[name])
            button.setVisible(name not in gone)
        self._lines[1].setVisible(not {"act_evaluate", "act_replay"} <= set(gone))
        self._more.setVisible(bool(gone))

    def hold_back(self, holds: bool) -> None:
        """Let nothing run, or let it again; what runs can be paused."""
        self._is_held_back = holds
        if self._shown is not None:
            self.show_snapshot(self._shown)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Enable what is possible in this state."""
        self._shown = snapshot
        possible = snapshot.state not in (TrainerState.GETTING_READY, TrainerState.FAILED)
        for name in NEED_A_RUN:
            self._actions[name].setEnabled(possible)
        for name in RUN:
            is_pause = name == "act_run" and snapshot.state is TrainerState.RUNNING
            may_run = snapshot.state is not TrainerState.FAILED and not self._is_held_back
            self._actions[name].setEnabled(is_pause or may_run)
        if snapshot.best is not None:
            self._actions["act_save"].setEnabled(True)  # also after a failure
        self._actions["act_reset"].setEnabled(snapshot.state is not TrainerState.GETTING_READY)
        running = snapshot.state is TrainerState.RUNNING
        if running != self._running:
            self._running = running
            self._update_run_button()

    def _keep_room_for_run(self) -> None:
        """Make the button as wide as its widest word.

        So nothing beside it moves when a run begins.
        """
        button, widths = self._buttons["act_run"], []
        button.ensurePolished()
        for self._running in (True, False):
            self._update_run_button()
            widths.append(button.sizeHint().width())
        button.setFixedWidth(max(widths))

    def _update_run_button(self) -> None:
        run = self._actions["act_run"]
        self._icons.put(run, "pause" if self._running else "run")
        run.setText(_("Pause") if self._running else _("Run"))
        self._buttons["act_run"].setAccessibleName(run.text())
