"""Room on a screen: no window and no dialog is larger, whatever it holds."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QDialog, QStyle, QWidget

FRAME = QSize(8, 4)  # px around a window, beside its title bar; it is known only after it was shown


def room_on_screen(widget: QWidget) -> QRect:
    """Return where a window fits on its screen with its title bar."""
    room = widget.screen().availableGeometry()
    title = widget.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight, None, widget)
    return room.adjusted(FRAME.width(), title + FRAME.height(), -FRAME.width(), -FRAME.height())


def open_dialog(dialog: QDialog) -> None:
    """Open a dialog as large as it wants to be and the screen lets it."""
    fit_on_screen(dialog)
    dialog.open()


def fit_on_screen(dialog: QDialog) -> None:
    """Make a dialog that was not shown yet no larger than the screen lets it."""
    dialog.ensurePolished()
    wanted = dialog.size() if dialog.testAttribute(Qt.WidgetAttribute.WA_Resized) else dialog.sizeHint()
    opener = dialog.parentWidget() or dialog  # PySide forgets a screen together with the widget that was asked for it
    fits = wanted.boundedTo(room_on_screen(opener).size())
    if fits != wanted:
        dialog.resize(fits)
