"""Model of the minibatch's table: writes only the cells that are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QPixmap

from playground.i18n import _
from playground.ui.insight.minibatch.columns import MIRRORED, PLAYED, Choices, Ends, TableColumn, Vectors
from playground.ui.theme.palette import ThemeColours, action_colours, mixed

if TYPE_CHECKING:
    from playground.engine.insight.minibatch import Minibatch

Role = Qt.ItemDataRole
Index = QModelIndex | QPersistentModelIndex
SWATCH = 8  # px of an action's colour
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class MinibatchModel(QAbstractTableModel):
    """Rows of a minibatch, in the order somebody sorted them by; at first the own one."""

    def __init__(self, colours: ThemeColours) -> None:
        super().__init__()
        self.columns: list[TableColumn] = []
        self._order: NDArray[np.int64] = np.empty(0, np.int64)  # rows of the minibatch, as they are shown
        self._minibatch: Minibatch | None = None
        self._sorted_by: tuple[str, Qt.SortOrder] | None = None
        self._is_grey = False
        self.set_colours(colours)

    # What is shown

    def show_minibatch(self, minibatch: Minibatch, columns: list[TableColumn]) -> None:
        """Show another one, in the same order as the one before."""
        self.beginResetModel()
        self._minibatch, self.columns = minibatch, columns
        self._order = self._ordered()
        self.endResetModel()

    def set_grey(self, is_grey: bool) -> None:
        """Write all in grey: it is not of the step that is shown."""
        if is_grey != self._is_grey:
            self._is_grey = is_grey
            self._repaint()

    def set_colours(self, colours: ThemeColours) -> None:
        """Take the colours of a theme."""
        self._text, self._muted = QColor(colours.text), QColor(colours.muted)
        self._own = QBrush(QColor(mixed(colours.panel, colours.change, 0.16)))
        self._colours = colours
        self._swatches: dict[int, QIcon] = {}
        self._repaint()

    def _repaint(self) -> None:
        if self._minibatch is not None:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._order) - 1, len(self.columns) - 1))

    def row_of(self, shown: int) -> int:
        """Return which row of the minibatch is shown there."""
        return int(self._order[shown])

    def place_of(self, row: int) -> int:
        """Return where a row of the minibatch is shown."""
        return int(np.flatnonzero(self._order == row)[0])

    def _ordered(self) -> NDArray[np.int64]:
        assert self._minibatch is not None
        rows, own = np.arange(len(self._minibatch.steps)), self._minibatch.own
        by_name = {column.name: column for column in self.columns}
        if self._sorted_by is None or self._sorted_by[0] not in by_name:
            return rows if own is None else np.concatenate(([own], np.delete(rows, own)))
        name, order = self._sorted_by
        keys = by_name[name].keys.astype(np.float64)
        # what is not a number comes last, whatever the order
        return np.argsort(keys if order == Qt.SortOrder.AscendingOrder else -keys, kind="stable")

    # What Qt asks for

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; −1 puts the own transition first, and the rest as drawn."""
        self._sorted_by = (self.columns[column].name, order) if 0 <= column < len(self.columns) else None
        if self._minibatch is None:
            return
        self.layoutAboutToBeChanged.emit()
        kept = [(index, self.row_of(index.row())) for index in self.persistentIndexList()]
        self._order = self._ordered()
        for index, row in kept:
            self.changePersistentIndex(index, self.index(self.place_of(row), index.column()))
        self.layoutChanged.emit()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Role.DisplayRole:
            return column.symbol
        if role in (Role.ToolTipRole, Role.AccessibleTextRole):
            return column.title
        return int(self._alignment(column)) if role == Role.TextAlignmentRole else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid() or self._minibatch is None:
            return None
        column, row = self.columns[index.column()], self.row_of(index.row())
        is_own = row == self._minibatch.own
        match role:
            case Role.DisplayRole:
                return self._marks(row) + column.text(row) if index.column() == 0 else column.text(row)
            case Role.ToolTipRole:
                return self._tooltip(column, row)
            case Role.AccessibleTextRole:
                return self.sentence(row) if index.column() == 0 else column.told(row)
            case Role.AccessibleDescriptionRole:
                return self.sentence(row)
            case Role.TextAlignmentRole:
                return int(self._alignment(column))
            case Role.ForegroundRole:
                return self._muted if self._is_grey else self._text
            case Role.BackgroundRole:
                return self._own if is_own else None
            case Role.DecorationRole if isinstance(column, Choices):
                return self._swatch(int(column.keys[row]), len(column.names))
        return None

    def sentence(self, row: int) -> str:
        """Return a row in words."""
        assert self._minibatch is not None
        parts = [column.told(row) for column in self.columns]
        if row == self._minibatch.own:
            parts.insert(0, _("this step’s own transition"))
        if self._minibatch.played[row]:
            parts.append(_(PLAYED))
        if self._minibatch.mirrored[row]:
            parts.append(_(MIRRORED))
        return "; ".join(parts)

    def _marks(self, row: int) -> str:
        """Return the signs that stand before the step of a row."""
        assert self._minibatch is not None
        return ("• " if row == self._minibatch.own else "") + ("↔ " if self._minibatch.mirrored[row] else "")

    def _tooltip(self, column: TableColumn, row: int) -> str:
        assert self._minibatch is not None
        lines = [column.told(row)]
        if row == self._minibatch.own:
            lines.append(_("This step’s own transition."))
        if self._minibatch.played[row]:
            lines.append(_(PLAYED))
        if self._minibatch.mirrored[row]:
            lines.append(_(MIRRORED))
        return "\n".join(lines)

    def _alignment(self, column: TableColumn) -> Qt.AlignmentFlag:
        return LEFT if isinstance(column, Choices | Ends | Vectors) else RIGHT

    def _swatch(self, action: int, n_actions: int) -> QIcon:
        """Return the colour of an action, also where it is chosen; its name is beside it."""
        if action not in self._swatches:
            pixels = QPixmap(SWATCH, SWATCH)
            pixels.fill(QColor(getattr(self._colours, action_colours(n_actions)[action])))
            swatch = self._swatches[action] = QIcon(pixels)
            swatch.addPixmap(pixels, QIcon.Mode.Selected)
        return self._swatches[action]
