"""Whether things may move by themselves: not where the system asks for less motion."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QStyle


def wants_motion() -> bool:
    """Whether the system lets widgets be animated."""
    return QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
