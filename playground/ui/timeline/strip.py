"""Timeline as a control: drawn, pointed at, dragged, moved by keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QEnterEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QSlider, QToolTip, QWidget

from playground.i18n import _
from playground.ui.theme.focus_ring import draw_focus_ring
from playground.ui.theme.theme import Theme
from playground.ui.timeline.model import REACH, TimelineModel
from playground.ui.timeline.painter import MARGIN, TimelinePainter
from playground.ui.trainer.snapshot import Snapshot

LARGEST = 2**31 - 1  # of what a slider can count
PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


class TimelineStrip(QSlider):
    """Slider over the steps of a run, which asks for the moment to show.

    It is a QSlider, so that its value is spoken; all drawing is its own. The value follows `show_snapshot` alone.
    """

    goto_requested = Signal(int)  # env steps
    step_requested = Signal()
    back_requested = Signal()
    episode_requested = Signal()
    episode_back_requested = Signal()
    present_requested = Signal()
    cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("timeline")
        self.setAccessibleName(_("Timeline: the step that is shown"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.model = TimelineModel()
        self._painter = TimelinePainter(self.model, theme)
        self._picture: QPixmap | None = None
        self._theme = theme
        self._pointed: float | None = None  # px of the rail
        self._pressed: float | None = None
        self._dragged: int | None = None  # the step that somebody drags to
        self._is_taking = False
        self.pictures = 0  # drawn so far of what is old
        self._keys: dict[tuple[int, Qt.KeyboardModifier], SignalInstance] = {
            (Qt.Key.Key_Left, PLAIN): self.back_requested,
            (Qt.Key.Key_Right, PLAIN): self.step_requested,
            (Qt.Key.Key_Left, SHIFT): self.episode_back_requested,
            (Qt.Key.Key_Right, SHIFT): self.episode_requested,
            (Qt.Key.Key_End, PLAIN): self.present_requested,
            (Qt.Key.Key_Escape, PLAIN): self.cancelled,
        }
        self.valueChanged.connect(self._on_value_changed)
        theme.changed.connect(self._draw_anew)

    def sizeHint(self) -> QSize:
        return QSize(400, self._painter.height)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self._painter.height)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the run as it is now."""
        model = self.model
        model.take(snapshot)
        if self._pressed is None and snapshot.busy is None:
            self._dragged = None
        self._is_taking = True
        self.setRange(0, min(model.present, LARGEST))
        self.setValue(model.shown)
        self._is_taking = False
        said = model.where_words()
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)
        self.refresh()

    def refresh(self) -> None:
        """Draw what is new."""
        if self.model.read():
            self._picture = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatio() != ratio:
            self._picture = self._painter.picture(self.size(), ratio)
            self.pictures += 1
        painter = QPainter(self)
        try:
            painter.drawPixmap(0, 0, self._picture)
            if self.model.snapshot.settings is not None:
                shown = self.model.shown if self._dragged is None else self._dragged
                self._painter.draw_moment(painter, shown, self._pointed, is_enabled=self.isEnabled())
            if self.hasFocus():
                draw_focus_ring(painter, QRectF(self.rect()), self._theme.tokens, radius=4)
        finally:
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.model.set_width(self.width() - 2 * MARGIN)
        self.refresh()

    # Pointing

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.model.present:
            self._pressed = event.position().x()
            self._ask(self.model.aimed_at(self._pressed - MARGIN))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        self._pointed = min(max(x - MARGIN, 0.0), self.model.width)
        if self._pressed is not None and (self._dragged is not None or abs(x - self._pressed) > REACH):
            self._ask(self.model.step_at(x - MARGIN))
            QToolTip.hideText()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = None  # the handle stays where it was let go until that moment is shown

    def enterEvent(self, event: QEnterEvent) -> None:
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def leaveEvent(self, event: QEvent) -> None:
        self._pointed = None
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip(event.pos()), self)
            return True
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._draw_anew()
        return super().event(event)

    def tip(self, place: QPoint) -> str:
        """Return the words for what is at a place of the widget."""
        if not self.model.present:
            return _("The run will be drawn here, from its first step on.")
        x = place.x() - MARGIN
        low = self.model.keyframe_tip(x) if place.y() >= self._painter.band_bottom else ""
        return low or self.model.tip(x)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        signal = self._keys.get((event.key(), held))
        if signal is not None:
            signal.emit()
        elif (event.key(), held) == (Qt.Key.Key_Home, PLAIN):
            self.goto_requested.emit(0)
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # a slider would change its value

    def _ask(self, step: int) -> None:
        if step != self._dragged:
            self._dragged = step
            self.goto_requested.emit(step)
            self.update()

    def _on_value_changed(self, step: int) -> None:
        """Ask for a step that was set otherwise than by pointing or keys.

        A screen reader does so.
        """
        if not self._is_taking:
            self.goto_requested.emit(step)

    def _draw_anew(self) -> None:
        self._picture = None
        self.update()
