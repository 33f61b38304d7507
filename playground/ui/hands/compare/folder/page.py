"""Page of a class folder: its policies in a table to be sorted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from playground.i18n import _, ngettext
from playground.store.policy.standings import Refused, Standing
from playground.ui.files.recent_files import RecentFiles
from playground.ui.hands.compare.folder.standings_model import (
    ENVIRONMENT,
    FILE,
    REASON,
    SortedStandings,
    StandingsModel,
)
from playground.ui.hands.compare.table_text import table_text
from playground.ui.support.qt_translations import label_file_dialog
from playground.ui.support.screen_room import open_dialog

MOST_WIDTH = 220  # px of a column


class FolderPage(QWidget):
    """Table of a folder. Who ranks it, and who loads a policy, is elsewhere."""

    folder_chosen = Signal(str)
    stop_requested = Signal()
    load_requested = Signal(str)  # a file

    def __init__(self, recent: RecentFiles) -> None:
        super().__init__()
        self.setObjectName("class_folder")
        self._recent = recent
        self._is_busy = False
        self._make_table()
        self._make_parts()
        self._place()
        self._table.selectionModel().currentRowChanged.connect(self._on_row)
        self.show_nothing()

    @property
    def entries(self) -> list[Standing | Refused]:
        """What is in the table."""
        return self._model.entries

    def show_nothing(self) -> None:
        """Say what will stand here."""
        self._model.clear()
        self._set_busy(False)
        self._say(
            _(
                "Choose a folder of policy files, as a class hands them in: each plays the same 100 starts, and what is broken is named with the reason."
            ),
            "",
        )

    def show_begun(self) -> None:
        """Empty the table for another folder."""
        self._model.clear()
        self._set_busy(True)
        self._say(_("Reading the folder."), "")

    def show_progress(self, entries: list[Standing | Refused], done: int, total: int) -> None:
        """Add rows, and say how far it is."""
        self._model.add(entries)
        self._progress.setRange(0, max(1, total))
        self._progress.setValue(done)
        self._say(_("{done} of {total} policies.").format(done=done, total=total), "")
        self._copy.setEnabled(bool(self._model.entries))

    def show_ended(self, is_whole: bool) -> None:
        """Say what the folder holds; not `is_whole` where somebody stopped it."""
        self._set_busy(False)
        n_out = sum(isinstance(entry, Refused) for entry in self._model.entries)
        n_in = len(self._model.entries) - n_out
        said = [ngettext("{n} policy.", "{n} policies.", n_in).format(n=n_in)]
        if n_out:
            said.append(ngettext("{n} is out, see why.", "{n} are out, see why.", n_out).format(n=n_out))
        if not is_whole:
            said.append(_("Stopped before all were read."))
        elif n_in:
            said.append(_("Double-click loads one into the window."))
        self._say(" ".join(said), "")
        for column in range(REASON):  # which takes what is left
            self._table.resizeColumnToContents(column)
        for column in (FILE, ENVIRONMENT):
            self._table.setColumnWidth(column, min(self._table.columnWidth(column), MOST_WIDTH))

    def show_problem(self, words: str) -> None:
        """Say why it ended."""
        self._set_busy(False)
        self._say(words, "refusal")

    def _make_parts(self) -> None:
        self._choose = QPushButton()
        self._choose.setObjectName("class_folder_choose")
        self._choose.setProperty("role", "primary")
        self._choose.clicked.connect(self._on_choose)
        self._copy = QPushButton(_("Copy as text"))
        self._copy.setObjectName("class_folder_copy")
        self._copy.setAccessibleName(_("Copy as text"))
        self._copy.setAutoDefault(False)
        self._copy.clicked.connect(self._on_copy)
        self._load = QPushButton(_("Load"))
        self._load.setObjectName("class_folder_load")
        self._load.setAccessibleName(_("Load the chosen policy"))
        self._load.setAutoDefault(False)
        self._load.clicked.connect(self._on_load)
        self._said = QLabel()
        self._said.setObjectName("class_folder_said")
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setWordWrap(True)
        self._progress = QProgressBar()
        self._progress.setObjectName("class_folder_progress")
        self._progress.setAccessibleName(_("Progress of the folder"))
        self._progress.setTextVisible(False)
        self._progress.setProperty("role", "slim")

    def _make_table(self) -> None:
        self._model = StandingsModel(self)
        self._sorted = SortedStandings(self._model, self)
        table = self._table = QTableView()
        table.setObjectName("class_folder_table")
        table.setAccessibleName(_("Policies of the folder"))
        table.setModel(self._sorted)
        table.setSortingEnabled(True)
        table.sortByColumn(ENVIRONMENT, Qt.SortOrder.AscendingOrder)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        table.activated.connect(self._on_activated)

    def _place(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._choose)
        row.addWidget(self._said, 1)
        row.addWidget(self._load)
        row.addWidget(self._copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self._progress)
        layout.addWidget(self._table, 1)

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        words = _("Stop") if is_busy else _("Choose a folder…")
        self._choose.setText(words)
        self._choose.setAccessibleName(words)
        self._progress.setVisible(is_busy)
        self._progress.setValue(0)
        self._enable_load()
        self._copy.setEnabled(bool(self._model.entries))

    def _say(self, words: str, role: str) -> None:
        self._said.setProperty("role", role)
        self._said.style().polish(self._said)
        self._said.setText(words)

    def _entry(self, index: QModelIndex) -> Standing | Refused:
        return self._model.entries[self._sorted.mapToSource(index).row()]

    def _on_choose(self) -> None:
        if self._is_busy:
            self.stop_requested.emit()
            return
        dialog = QFileDialog(self.window(), _("Choose a folder of policies"), str(self._recent.folder()))
        dialog.setObjectName("class_folder_dialog")
        label_file_dialog(dialog)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.folder_chosen)
        dialog.finished.connect(dialog.deleteLater)
        open_dialog(dialog)

    def _on_activated(self, index: QModelIndex) -> None:
        entry = self._entry(index)
        if not isinstance(entry, Refused):
            self.load_requested.emit(entry.file)

    def _on_load(self) -> None:
        self._on_activated(self._table.currentIndex())

    def _enable_load(self) -> None:
        current = self._table.currentIndex()
        self._load.setEnabled(current.isValid() and not isinstance(self._entry(current), Refused))

    def _on_row(self, current: QModelIndex) -> None:
        """Say the whole reason of a row that is out, for which its cell may have no room."""
        self._enable_load()
        if current.isValid() and not self._is_busy and isinstance(entry := self._entry(current), Refused):
            self._say(str(entry.problem), "refusal")

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(table_text(self._sorted))
