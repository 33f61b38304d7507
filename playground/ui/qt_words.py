"""Qt's own words in the language of the window: file dialogs, standard buttons, the menus of text fields."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

NAME = "qt_words"


def translate_qt(app: QCoreApplication, language: str) -> None:
    """Let Qt speak `language` from here on, by the catalogue that comes with it; without one it speaks English."""
    for old in app.findChildren(QTranslator, NAME):
        app.removeTranslator(old)
        old.deleteLater()
    translator = QTranslator(app)
    translator.setObjectName(NAME)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{language}", folder):
        app.installTranslator(translator)
