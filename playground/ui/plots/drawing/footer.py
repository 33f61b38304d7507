"""Line under the plots: the chooser, the Fit button, the name of the step axis."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from playground.i18n import _
from playground.ui.plots.chooser import PlotChooser
from playground.ui.plots.drawing.axes import RIGHT_MARGIN
from playground.ui.theme.palette import ThemeColours
from playground.ui.theme.theme import label_font


class Footer(QWidget):
    """Line under the plots.

    It keeps room for the Fit button, which is seen only where not the whole run is in view.
    """

    fit_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.chooser = PlotChooser(self)
        self._caption = QLabel(_("environment steps"), self)
        self._caption.setFont(label_font())
        self._fit = QToolButton(self)
        self._fit.setText(_("Fit"))
        self._fit.setProperty("role", "small")
        self._fit.setObjectName("plots_fit")
        self._fit.setAccessibleName(_("Fit: show the whole run again"))
        self._fit.setToolTip(_("Show the whole run again and follow it (double-click on a plot)"))
        room = self._fit.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self._fit.setSizePolicy(room)
        self._fit.hide()
        self._fit.clicked.connect(self.fit_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, RIGHT_MARGIN, 0)
        layout.addWidget(self.chooser)
        layout.addWidget(self._fit)
        layout.addWidget(self._caption, 1, Qt.AlignmentFlag.AlignRight)

    def show_following(self, follows: bool) -> None:
        """Offer the Fit button, unless the view follows the run."""
        self._fit.setHidden(follows)

    def set_colours(self, tokens: ThemeColours) -> None:
        """Use the colours of the theme."""
        self._caption.setStyleSheet(f"color: {tokens.muted}; background: transparent;")
        self._fit.setStyleSheet(f"color: {tokens.accent_text};")
