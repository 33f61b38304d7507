"""Reduced motion: whether the system lets things move by themselves."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QStyle


def wants_motion() -> bool:
    """Whether the system lets widgets be animated."""
    return QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
