"""Button in the corner of a view: what the picture says of each cell of a grid."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QShowEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from playground.i18n import N_, _

EDGE = 8  # px to the edge of the view
PLAIN = "off"
CHOICES = {  # by what is remembered: what the menu says, and what it means
    PLAIN: (N_("Plain picture"), N_("No numbers in the cells.")),
    "values": (
        N_("Values V"),
        N_("How good each cell is: the return that is expected from there, discounted. Of Q-values, the largest."),
    ),
    "actions": (
        N_("Values Q"),
        N_("How good each action is in each cell: the quarter towards which it leads has its Q-value."),
    ),
    "policy": (
        N_("Policy"),
        N_("Where it would go from each cell, without exploring; where it prefers nothing yet there is a dot."),
    ),
    "visits": (N_("Visits"), N_("How many steps began in each cell, up to the moment shown.")),
}


class CellsChooser(QToolButton):
    """Button over a view with a menu of CHOICES, of which one holds."""

    chosen = Signal(str)

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.setObjectName("act_grid_values")
        self.setProperty("role", "small")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.choice = PLAIN
        self._view = view
        self._menu = QMenu(self)
        self._menu.setObjectName("menu_grid_values")
        self._menu.setToolTipsVisible(True)
        group = QActionGroup(self)
        self._choices: dict[str, QAction] = {}
        for choice, (title, about) in CHOICES.items():
            action = QAction(_(title), group, checkable=True)
            action.setObjectName(f"act_grid_values_{choice}")
            action.setData(choice)
            action.setToolTip(_(about))
            self._choices[choice] = action
        self._menu.addActions(group.actions())
        self._menu.triggered.connect(self._on_triggered)
        self.setMenu(self._menu)
        view.installEventFilter(self)
        self.show_choice(PLAIN)
        self.hide()

    def show_choice(self, choice: str) -> None:
        """Show what is chosen by now."""
        self.choice = choice
        self._choices[choice].setChecked(True)
        self.setText(_(CHOICES[choice][0]) if choice != PLAIN else _("Cell values"))
        self.setAccessibleName(_("Cell values: {choice}").format(choice=_(CHOICES[choice][0])))
        self._place()

    def offer(self, choices: frozenset[str], why_not: str, *, is_open: bool) -> None:
        """Let only these be chosen, or nothing; say why what is chosen is not shown."""
        self.setEnabled(is_open)
        self.setToolTip(why_not or _("Show in the picture what the learner makes of each cell"))
        for choice, action in self._choices.items():
            action.setEnabled(choice in choices)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place()  # by now it has the style that its size goes by

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner of the view."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.adjustSize()
        self.move(self._view.width() - self.width() - EDGE, EDGE)

    def _on_triggered(self, action: QAction) -> None:
        self.show_choice(action.data())
        self.chosen.emit(action.data())
