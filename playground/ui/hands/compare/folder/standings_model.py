"""Model of a class folder: a row for each file, also for those that are broken."""

from __future__ import annotations

import math
import os
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from playground.i18n import N_, _
from playground.number_text import return_words
from playground.store.policy.standings import Refused, Standing
from playground.store.safe.sanitize import plain

Index = QModelIndex | QPersistentModelIndex

HEADS = (
    N_("File"),
    N_("Environment"),
    N_("Algorithm"),
    N_("Mean return"),
    N_("95 % interval"),
    N_("Solved"),
    N_("Why it is out"),
)
FILE, ENVIRONMENT, ALGORITHM, MEAN, INTERVAL, SOLVED, REASON = range(len(HEADS))
_NUMBERS = (MEAN, INTERVAL)


class StandingsModel(QAbstractTableModel):
    """Entries in the order in which they came."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Standing | Refused] = []

    def clear(self) -> None:
        self.beginResetModel()
        self.entries = []
        self.endResetModel()

    def add(self, entries: list[Standing | Refused]) -> None:
        """Add what came since."""
        if entries:
            self.beginInsertRows(QModelIndex(), len(self.entries), len(self.entries) + len(entries) - 1)
            self.entries += entries
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _(HEADS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter  # the sign of what is sorted by is right
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry, column = self.entries[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _words(entry, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return None


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _words(entry: Standing | Refused, column: int) -> str:
    if column == FILE:
        return plain(os.path.basename(entry.file) or entry.file, 200)
    if isinstance(entry, Refused):
        return str(entry.problem) if column == REASON else ""
    if column == ENVIRONMENT:
        return entry.task
    if column == ALGORITHM:
        return _(entry.policy.settings.learner.title)
    if column == MEAN:
        return return_words(entry.evaluation.mean)
    if column == INTERVAL:
        low, high = entry.interval
        return _("{low} to {high}").format(low=return_words(low), high=return_words(high))
    if column == SOLVED and entry.solves is not None:
        return _("yes") if entry.solves else _("no")
    return ""


class SortedStandings(QSortFilterProxyModel):
    """The rows by what a column says.

    By environment they are ranked: each task by itself, the best first, for returns of two tasks cannot be compared.
    """

    def __init__(self, model: StandingsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries = model
        self.setSourceModel(model)

    def lessThan(self, left: Index, right: Index) -> bool:
        one, other = (self._entries.entries[index.row()] for index in (left, right))
        return _sort_key(one, left.column()) < _sort_key(other, left.column())


def _sort_key(entry: Standing | Refused, column: int) -> tuple[Any, ...]:
    """Return what a row is sorted by.

    What is out comes after all tasks, and is less than any return.
    """
    if column == ENVIRONMENT:
        return (1,) if isinstance(entry, Refused) else (0, entry.task, -entry.evaluation.mean)
    if column not in _NUMBERS:
        return (_words(entry, column).casefold(),)
    if isinstance(entry, Refused):
        return (-math.inf,)
    return (entry.evaluation.mean if column == MEAN else entry.interval[0],)
