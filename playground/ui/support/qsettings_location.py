"""Place of Qt's settings: the program's own, and those of Qt's file dialogs."""

from __future__ import annotations

from PySide6.QtCore import QSettings

from playground.folders import data_beside


def place_settings() -> None:
    """Keep settings in the folder beside the program, where there is one.

    Call it before the first QSettings is made.
    """
    folder = data_beside()
    if folder is None:
        return
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    for form in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):  # Qt's own are native; Linux heeds it
        QSettings.setPath(form, QSettings.Scope.UserScope, str(folder))
