"""Hand over a picture: takes a body by mouse or keys, moves it, and lets it go.

Mouse: press on a body, drag, let go. Keys: Tab chooses a body, the arrows move it, Enter puts it, Esc leaves it where it
was, or, with nothing held, leaves placing.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from playground.envs.base import EnvironmentCard, State
from playground.envs.placing import PlacedBody, Placing
from playground.ui.hands.place.bodies import Bodies, Held, Point
from playground.ui.view.env_view import EnvView

MOVE_MS = 33  # between two places that a drag is followed to
CLICK = 3.0  # px: a hand that moves less only chooses

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Hand(QObject):
    """What somebody does with the bodies of the view while it is open."""

    taken = Signal()  # a body, which may move from now on
    moved = Signal()  # to `values`
    chosen = Signal()  # another body, for the keys
    put = Signal()  # where `values` say
    cancelled = Signal()  # what was held stays where it was
    left = Signal()  # nothing was held

    def __init__(self, view: EnvView, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._bodies: Bodies | None = None
        self._idle: State = ()
        self.body: PlacedBody | None = None  # that keys move
        self.is_holding = False
        self.has_moved = False
        self.values: State = ()
        self._base: State = ()
        self._mouse: Held | None = None
        self._pressed_at: Point = (0.0, 0.0)
        self._point: Point | None = None  # where the pointer is that nothing followed yet
        self._pace = QTimer(self)
        self._pace.setSingleShot(True)
        self._pace.setInterval(MOVE_MS)
        self._pace.timeout.connect(self._follow)
        view.installEventFilter(self)

    @property
    def placing(self) -> Placing | None:
        """What of the picture can be put elsewhere; None while nothing can."""
        return None if self._bodies is None else self._bodies.placing

    @property
    def state(self) -> State:
        """The state in which what is held would be put."""
        assert self.placing is not None
        return self.placing.placed(self._base, self.values)

    def open(self, card: EnvironmentCard) -> None:
        """Let the bodies of this environment be taken."""
        assert card.placing is not None
        self._bodies, self._idle = Bodies(card.placing, self._view.grips), card.idle
        self.body = card.placing.bodies[0]
        self._view.setMouseTracking(True)

    def close(self) -> None:
        """Let nothing be taken any more; what is held is dropped without a word."""
        self.drop()
        self._bodies = self.body = None
        self._view.setMouseTracking(False)
        self._view.unsetCursor()

    def drop(self) -> None:
        """Hold nothing any more."""
        self._pace.stop()
        self._mouse = self._point = None
        self.is_holding = self.has_moved = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what the mouse and the keys do in the picture."""
        # Asked in this order: of a window that goes, this may be gone when the view is hidden.
        if isinstance(event, QMouseEvent):
            return self._bodies is not None and self._on_mouse(event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._bodies is not None and self._on_key(event)
        return False

    # The mouse

    def _on_mouse(self, event: QMouseEvent) -> bool:
        point = event.position().x(), event.position().y()
        kind = event.type()
        if kind == QEvent.Type.MouseMove:
            self._on_pointer(point)
            return True
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            self._view.setFocus(Qt.FocusReason.MouseFocusReason)
            self._press(point)
            return True
        if kind == QEvent.Type.MouseButtonRelease and self._mouse is not None:
            self._release(point)
            return True
        return False

    def _press(self, point: Point) -> None:
        assert self._bodies is not None
        held = self._bodies.at(self.state if self.is_holding else self._view.scene.state, point)
        if held is None:
            return
        self._mouse, self._pressed_at = held, point
        self.body = held.body
        self._view.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._take()

    def _on_pointer(self, point: Point) -> None:
        assert self._bodies is not None
        if self._mouse is None:
            over = self._bodies.at(self._view.scene.state, point)
            if over is None:
                self._view.unsetCursor()
            else:
                self._view.setCursor(Qt.CursorShape.OpenHandCursor)
            return
        x, y = self._pressed_at
        if not self.has_moved and abs(point[0] - x) + abs(point[1] - y) < CLICK:
            return
        self._point = point
        if not self._pace.isActive():
            self._follow()

    def _follow(self) -> None:
        """Bring the body to where the pointer is now."""
        point, self._point = self._point, None
        if self._mouse is None or self._bodies is None or point is None:
            return
        self.values = self._bodies.follow(self._mouse, self._base, self.values, point)
        self.has_moved = True
        self._pace.start()
        self.moved.emit()

    def _release(self, point: Point) -> None:
        self._view.setCursor(Qt.CursorShape.OpenHandCursor)
        self._on_pointer(point)
        if self._point is not None:
            self._follow()
        self._mouse = None
        self._pace.stop()
        (self.put if self.has_moved else self.cancelled).emit()

    # The keys

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._choose(1 if key == Qt.Key.Key_Tab else -1)
        elif held != Qt.KeyboardModifier.NoModifier:
            return False
        elif key in _ARROWS:
            self._nudge(*_ARROWS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.ask_put()
        elif key == Qt.Key.Key_Escape:
            self.ask_cancel()
        else:
            return self.is_holding  # the other keys belong to the run, which has to wait
        return True

    def ask_put(self) -> None:
        """Put what is held where it is now, if it was moved."""
        if self.is_holding and self.has_moved:
            self._mouse = None
            self.put.emit()

    def ask_cancel(self) -> None:
        """Let go of what is held, or leave."""
        (self.cancelled if self.is_holding else self.left).emit()

    def _choose(self, step: int) -> None:
        assert self._bodies is not None and self.body is not None
        bodies = self._bodies.placing.bodies
        self.body = bodies[(bodies.index(self.body) + step) % len(bodies)]
        self.chosen.emit()

    def _nudge(self, right: int, down: int) -> None:
        assert self._bodies is not None and self.body is not None
        if self._mouse is not None:
            return
        self._take()
        self.values = self._bodies.nudged(self.body, self._base, self.values, right, down)
        self.has_moved = True
        self.moved.emit()

    def _take(self) -> None:
        """Begin to hold: everything stands still, where it is or where it may be."""
        assert self._bodies is not None
        if self.is_holding:
            return
        placing = self._bodies.placing
        self._base = self._view.scene.state
        self.values = placing.at_rest(placing.values(self._base))
        if not placing.is_free(placing.placed(self._base, self.values)):
            self.values = placing.values(self._idle)
        self.is_holding, self.has_moved = True, False
        self.taken.emit()
