"""Chinese characters for the window: by the system's fonts, or where it has none by the one that came along."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase

from playground.resources import shipped_fonts


def provide_chinese() -> None:
    """Give Qt the fonts that came along if the system has none with Chinese; it takes from them what others lack."""
    fonts = shipped_fonts()  # none, but in a program that was made for systems without
    if fonts and not QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        for font in fonts:
            QFontDatabase.addApplicationFont(str(font))
