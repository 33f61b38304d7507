"""Contact sheets: twelve pictures with their names, to be looked over in one glance."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

COLUMNS, ROWS = 3, 4
WIDTH, HEIGHT, NAME, GAP = 640, 360, 22, 10  # px
PAPER, INK = QColor("#C8C8C4"), QColor("#1B1D22")


def write_sheets(folder: Path, name: str, pictures: Sequence[Path]) -> list[Path]:
    """Write as many sheets as it takes, `name`-1.png and on; return where they are."""
    sheets = []
    for first in range(0, len(pictures), COLUMNS * ROWS):
        path = folder / f"{name}-{len(sheets) + 1}.png"
        _sheet(pictures[first : first + COLUMNS * ROWS]).save(str(path))
        sheets.append(path)
    return sheets


def _sheet(pictures: Sequence[Path]) -> QImage:
    rows = -(-len(pictures) // COLUMNS)
    sheet = QImage(COLUMNS * (WIDTH + GAP) + GAP, rows * (HEIGHT + NAME + GAP) + GAP, QImage.Format.Format_RGB32)
    sheet.fill(PAPER)
    painter = QPainter(sheet)
    painter.setPen(INK)
    for number, path in enumerate(pictures):
        row, column = divmod(number, COLUMNS)
        place = QRect(GAP + column * (WIDTH + GAP), GAP + row * (HEIGHT + NAME + GAP), WIDTH, HEIGHT)
        image = QImage(str(path)).scaled(
            place.size(), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        image.setDevicePixelRatio(1)
        room = QRect(0, 0, image.width(), image.height())
        room.moveCenter(place.center())
        painter.drawImage(room.topLeft(), image)
        painter.drawText(QRect(place.x(), place.bottom() + 1, WIDTH, NAME), Qt.AlignmentFlag.AlignCenter, path.stem)
    painter.end()
    return sheet
