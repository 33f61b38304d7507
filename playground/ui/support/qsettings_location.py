"""Place of Qt's settings: one file in the folder of settings, on every system."""

from __future__ import annotations

import os

from PySide6.QtCore import QCoreApplication, QSettings

from playground.folders import config_folder, data_beside

_USER = QSettings.Scope.UserScope


def place_settings() -> None:
    """Keep settings in a file, beside the program where there is a folder for it.

    Call it when the application has its names, before the first QSettings is made. Qt's own formats for Windows and
    macOS, the registry and the preferences, stay where they are, whatever folder is named; a file goes along.
    """
    beside = data_beside()
    folder = str(beside or config_folder().parent)  # below it, Qt makes one of the organisation's name
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, _USER, folder)
    if beside is not None:  # those of Qt's own file dialogs are native; Linux heeds it
        QSettings.setPath(QSettings.Format.NativeFormat, _USER, folder)
    _carry_over()


def _carry_over() -> None:
    """Copy the settings of versions that kept them as Qt does, once."""
    settings = QSettings()
    if os.path.exists(settings.fileName()):
        return
    names = QCoreApplication.organizationName(), QCoreApplication.applicationName()
    before = QSettings(QSettings.Format.NativeFormat, _USER, *names)
    before.setFallbacksEnabled(False)  # those of all programs, and of all users, are not ours
    for key in before.allKeys():
        settings.setValue(key, before.value(key))
    settings.sync()
