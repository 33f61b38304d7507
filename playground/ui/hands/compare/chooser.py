"""Choosers of two opponents, with the button that begins."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from playground.i18n import _
from playground.ui.files.recent_files import RecentFiles
from playground.ui.support.choice_box import ChoiceBox
from playground.ui.support.qt_translations import label_file_dialog
from playground.ui.support.screen_room import open_dialog
from playground.ui.theme.theme import Theme
from playground.ui.view.line_sample import LineSample

CURRENT, BEST, LOADED, RULE, RANDOM = "current", "best", "loaded", "rule", "random"
_FILE = "file"  # ask for one
COLOURS = (("text", False), ("target", True))  # of the first and of the second: those of runs A and B
NARROWEST = 120  # px of a list


class OpponentChooser(ChoiceBox):
    """List of what can be set against another: of the run, files, the rule, chance."""

    chosen = Signal()

    def __init__(self, recent: RecentFiles) -> None:
        super().__init__()
        self._recent = recent
        self._before = 0
        self.setMinimumWidth(NARROWEST)
        self.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for text, key in (
            (_("Current policy of the run"), CURRENT),
            (_("Best policy of the run"), BEST),
            (_("The rule of the environment"), RULE),
            (_("Random actions"), RANDOM),
            (_("A file…"), _FILE),
        ):
            self.addItem(text, key)
        self.activated.connect(self._on_activated)

    @property
    def key(self) -> str | Path:
        """What is chosen: one of the names above, or the path of a file."""
        key: str | Path = self.currentData()
        return key

    def choose(self, key: str | Path) -> None:
        """Choose one of the names above, or a file, which joins the list."""
        row = next((row for row in range(self.count()) if self.itemData(row) == key), -1)
        if row < 0:
            row = self.count() - 1
            self.insertItem(row, Path(key).name, key)
            self.setItemData(row, str(key), Qt.ItemDataRole.ToolTipRole)
            self.setItemData(row, str(key), Qt.ItemDataRole.AccessibleDescriptionRole)
        self.setCurrentIndex(row)
        self._before = row

    def offer_loaded(self, name: str) -> None:
        """Offer the policy that is loaded in the window; "" where none is."""
        row = self.findData(LOADED)
        if row >= 0 and not name:
            self.removeItem(row)
        elif row >= 0:
            self.setItemText(row, name)
        elif name:
            self.insertItem(2, name, LOADED)
        self._before = self.currentIndex()

    def _on_activated(self) -> None:
        if self.currentData() != _FILE:
            self._before = self.currentIndex()
            return
        self.setCurrentIndex(self._before)  # until a file was chosen
        dialog = QFileDialog(self.window(), _("Choose a policy"), str(self._recent.folder()), _("Policies (*.rlp)"))
        dialog.setObjectName("compare_file_dialog")
        label_file_dialog(dialog)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_file)
        dialog.finished.connect(dialog.deleteLater)
        open_dialog(dialog)

    def _on_file(self, name: str) -> None:
        self._recent.remember(Path(name))
        self.choose(Path(name))


class PairForm(QWidget):
    """Two choosers in a row, and a button that begins or stops."""

    start_requested = Signal()
    stop_requested = Signal()

    def __init__(self, prefix: str, recent: RecentFiles, theme: Theme, start: str) -> None:
        """`start` is what stands on the button."""
        super().__init__()
        self._start_words = start
        self._is_busy = False
        self.choosers = OpponentChooser(recent), OpponentChooser(recent)
        self._button = QPushButton()
        self._button.setObjectName(f"{prefix}_start")
        self._button.setProperty("role", "primary")
        self._button.setDefault(True)
        self._button.clicked.connect(self._on_clicked)
        against = QLabel(_("against"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        names = _("First policy"), _("Second policy")
        for number, (chooser, name, (colour, dashed)) in enumerate(zip(self.choosers, names, COLOURS, strict=True), 1):
            chooser.setObjectName(f"{prefix}_policy_{number}")
            chooser.setAccessibleName(name)
            row.addWidget(LineSample(theme, colour, dashed))
            row.addWidget(chooser, 1)
            if number == 1:
                row.addWidget(against)
        row.addWidget(self._button)
        self.choosers[1].choose(RULE)
        self.set_busy(False)

    @property
    def keys(self) -> tuple[str | Path, str | Path]:
        return self.choosers[0].key, self.choosers[1].key

    def take_over(self, other: PairForm) -> None:
        """Choose what another form has chosen."""
        for chooser, key in zip(self.choosers, other.keys, strict=True):
            chooser.choose(key)

    def offer_loaded(self, name: str) -> None:
        for chooser in self.choosers:
            chooser.offer_loaded(name)

    def set_busy(self, is_busy: bool) -> None:
        """Offer to stop while it is under way."""
        self._is_busy = is_busy
        words = _("Stop") if is_busy else self._start_words
        self._button.setText(words)
        self._button.setAccessibleName(words)
        for chooser in self.choosers:
            chooser.setEnabled(not is_busy)

    def _on_clicked(self) -> None:
        (self.stop_requested if self._is_busy else self.start_requested).emit()
