"""Tables as text, with a tab between two cells: what a spreadsheet takes."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, Qt


def table_text(model: QAbstractItemModel) -> str:
    """Return the heads and all rows of a table, in the order that it shows them."""
    columns = range(model.columnCount())
    lines = [[str(model.headerData(column, Qt.Orientation.Horizontal)) for column in columns]]
    lines += [[str(model.index(row, column).data()) for column in columns] for row in range(model.rowCount())]
    return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in lines) + "\n"
