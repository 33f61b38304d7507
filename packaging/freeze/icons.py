"""Icons as each system wants them: PNG of any size, ICO, ICNS.

They are pictures of the drawings in resources/icons. Needs PySide6, so it is run by the Python of the build
environment: `icons.py DRAWING.svg PICTURE.png SIZE`, which may be repeated, or `icons.py DRAWING.svg ICON.ico`, or
`ICON.icns`. The same drawing gives the same bytes.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)  # what Windows shows at 100 to 250 %
ICNS_SIZES = {  # its names of PNG pictures; those for 16 and 32 pixels at single density show garbled in an application
    b"ic11": 32,
    b"ic12": 64,
    b"ic07": 128,
    b"ic13": 256,
    b"ic08": 256,
    b"ic14": 512,
    b"ic09": 512,
    b"ic10": 1024,
}


def png(drawing: Path, size: int) -> bytes:
    """Return the drawing as a square PNG with transparent ground, `size` pixels wide."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QIODevice, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(str(drawing))
    if not renderer.isValid():
        raise ValueError(f"{drawing} is no drawing")
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.convertToFormat(QImage.Format.Format_ARGB32).save(buffer, "PNG")  # type: ignore[call-overload]  # as documented
    return bytes(buffer.data().data())


def ico(drawing: Path) -> bytes:
    """Return the drawing as an ICO file that holds a PNG of each of ICO_SIZES.

    Windows Vista and later read that.
    """
    pictures = [png(drawing, size) for size in ICO_SIZES]
    entries, at = b"", 6 + 16 * len(pictures)
    for size, picture in zip(ICO_SIZES, pictures, strict=True):
        edge = size % 256  # 0 stands for 256
        entries += struct.pack("<BBBBHHII", edge, edge, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + b"".join(pictures)


def icns(drawing: Path) -> bytes:
    """Return the drawing as an ICNS file.

    For each of ICNS_SIZES it has its name, its length with this head, and a PNG.
    """
    pictures = {size: png(drawing, size) for size in sorted(set(ICNS_SIZES.values()))}
    entries = [name + struct.pack(">I", 8 + len(pictures[size])) + pictures[size] for name, size in ICNS_SIZES.items()]
    return b"icns" + struct.pack(">I", 8 + sum(map(len, entries))) + b"".join(entries)


def main(words: list[str]) -> int:
    """Write the pictures named by `words`."""
    wrap = {".ico": ico, ".icns": icns}.get(Path(words[1]).suffix)
    if wrap:
        Path(words[1]).write_bytes(wrap(Path(words[0])))
        return 0
    for drawing, picture, size in zip(words[::3], words[1::3], words[2::3], strict=True):
        Path(picture).write_bytes(png(Path(drawing), int(size)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
