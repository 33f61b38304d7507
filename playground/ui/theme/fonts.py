"""Font for Chinese: the system's, or the one that comes with the program."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase

from playground.resources import shipped_fonts


def provide_chinese() -> None:
    """Give Qt the fonts that come with the program if the system has no Chinese.

    Qt takes from them what other fonts lack.
    """
    fonts = shipped_fonts()  # none, but in a program that was made for systems without
    if fonts and not QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        for font in fonts:
            QFontDatabase.addApplicationFont(str(font))
