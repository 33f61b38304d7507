"""Qt's own words in the language of the window: file dialogs, standard buttons, the menus of text fields."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator
from PySide6.QtWidgets import QFileDialog

from playground.i18n import _

NAME = "qt_words"


def translate_qt(app: QCoreApplication, language: str) -> None:
    """Let Qt speak `language` from here on, by the catalogue that comes with it; without one it speaks English."""
    translator = app.findChild(QTranslator, NAME)
    if translator is None:
        translator = QTranslator(app)
        translator.setObjectName(NAME)
        app.installTranslator(translator)
    translator.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))


def label_file_dialog(dialog: QFileDialog) -> None:
    """Give a file dialog the labels that Qt's own catalogues lack since it gave them mnemonics."""
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, _("&Look in:"))
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, _("Files of &type:"))
