"""Dialog of policies against each other, with a page for each way to compare them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from playground.envs.base import EnvironmentCard
from playground.i18n import _
from playground.ui.files.recent_files import RecentFiles
from playground.ui.hands.compare.folder.page import FolderPage
from playground.ui.hands.compare.pair.page import PairPage
from playground.ui.hands.compare.robustness.page import RobustnessPage
from playground.ui.theme.icons import Icons
from playground.ui.theme.theme import Theme

SIZE = QSize(1000, 640)  # px; fits beside the frame of the smallest screen
LEAST = QSize(480, 300)  # px; below what a page needs, it scrolls


class CompareDialog(QDialog):
    """Pages beside the window, which goes on meanwhile."""

    def __init__(self, recent: RecentFiles, icons: Icons, theme: Theme, card: EnvironmentCard, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("compare")
        self.setWindowTitle(_("Policies against each other"))
        self.setMinimumSize(LEAST)
        self.resize(SIZE)
        self.pair = PairPage(recent, icons, theme, card)
        self.robustness = RobustnessPage(recent, theme)
        self.folder = FolderPage(recent)
        self.pages = QTabWidget()
        self.pages.setObjectName("compare_pages")
        self.pages.tabBar().setObjectName("compare_tabs")
        self.pages.tabBar().setAccessibleName(_("Pages of the comparison"))
        for page, title in (
            (self.pair, _("Two policies")),
            (self.robustness, _("Robustness")),
            (self.folder, _("Class folder")),
        ):
            self.pages.addTab(_scrolled(page), title)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setObjectName("compare_close")
        close.setText(_("Close"))
        close.setAccessibleName(_("Close"))
        close.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self.pages, 1)
        layout.addWidget(buttons)
        self.pair.form.choosers[0].setFocus()

    def offer_loaded(self, name: str) -> None:
        """Offer the policy that is loaded in the window; "" where none is."""
        for form in (self.pair.form, self.robustness.form):
            form.offer_loaded(name)


def _scrolled(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName(f"{page.objectName()}_scroll")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setWidget(page)
    return area
