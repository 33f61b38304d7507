"""Translation of Qt's own words: file dialogs, buttons, menus of text fields."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator
from PySide6.QtWidgets import QFileDialog

from playground.i18n import _

NAME = "qt_words"


def translate_qt(app: QCoreApplication, language: str) -> None:
    """Let Qt speak `language`, by the catalogue that comes with it.

    Without a catalogue it speaks English.
    """
    translator = app.findChild(QTranslator, NAME)
    if translator is None:
        translator = QTranslator(app)
        translator.setObjectName(NAME)
        app.installTranslator(translator)
    translator.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))


def label_file_dialog(dialog: QFileDialog) -> None:
    """Set the labels of a file dialog that Qt's own catalogues lack.

    They lack them since Qt gave these labels mnemonics.
    """
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, _("&Look in:"))
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, _("Files of &type:"))
