"""Button under the plots that chooses which of them are shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from playground.i18n import _
from playground.ui.plots.spec import PlotSpec


class PlotChooser(QToolButton):
    """A button with a menu that has a tick for each plot of the run."""

    toggled_plot = Signal(str, bool)  # objectName, whether it is to be shown
    references_toggled = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("plots_choose")
        self.setText(_("Plots"))
        self.setAccessibleName(_("Choose which plots are shown"))
        self.setToolTip(_("Choose which plots are shown"))
        self.setProperty("role", "small")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self._menu = QMenu(self)
        self._menu.setObjectName("menu_plots")
        self._menu.setToolTipsVisible(True)
        self._menu.triggered.connect(self._on_triggered)
        self.references = QAction(_("Random and rule, as lines"), self, checkable=True)
        self.references.setObjectName("act_reference_lines")
        self.references.setToolTip(
            _("Draw what random actions and the environment's own rule return, beside what is learned")
        )
        self.references.setChecked(True)
        self.setMenu(self._menu)

    def offer(self, specs: Sequence[PlotSpec], shown: Sequence[PlotSpec]) -> None:
        """List these plots, with a tick at those that are shown."""
        self._menu.clear()
        for spec in specs:
            action = QAction(_(spec.title), self._menu, checkable=True)
            action.setObjectName(f"act_{spec.name}")
            action.setData(spec.name)
            action.setToolTip(_(spec.about))
            action.setChecked(spec in shown)
            self._menu.addAction(action)
        self._menu.addSeparator()
        self._menu.addAction(self.references)

    def _on_triggered(self, action: QAction) -> None:
        if action is self.references:
            self.references_toggled.emit(action.isChecked())
        else:
            self.toggled_plot.emit(action.data(), action.isChecked())
