"""Where Qt keeps settings: the program's own, and those that Qt keeps by itself, such as of its file dialogs."""

from __future__ import annotations

from PySide6.QtCore import QSettings

from playground.folders import data_beside


def place_settings() -> None:
    """Have them in the folder beside the program, where there is one; call it before the first QSettings is made."""
    folder = data_beside()
    if folder is None:
        return
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    for form in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):  # Qt's own are native; Linux heeds it
        QSettings.setPath(form, QSettings.Scope.UserScope, str(folder))
