"""The settings of the program, before there is a window that knows its names."""

from __future__ import annotations

from PySide6.QtCore import QSettings


def kept_settings():
    """Return what the next window will find."""
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "rl-playground", "playground")
