"""Push by the mouse: press on a body, pull, let go.

A click without a pull is left to the view.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from playground.envs.drawing.grip import Grip, Point, grip_at
from playground.i18n import _
from playground.ui.hands.push.arrow import PushArrow, ShownPush
from playground.ui.hands.push.pull import Pull, arrow_tip
from playground.ui.hands.push.words import push_words
from playground.ui.view.env_view import EnvView

REACH = 8.0  # px beside a body that still count as on it
_ENDS = (QEvent.Type.Hide, QEvent.Type.FocusOut, QEvent.Type.WindowDeactivate, QEvent.Type.Resize)  # of a pull


class PushByMouse(QObject):
    """Pull in a view, from the press to the release, and its arrow.

    While `is_possible` is false, nothing can be taken hold of.
    """

    pushed = Signal(float)  # the change

    def __init__(self, view: EnvView, arrow: PushArrow, parent: QObject) -> None:
        super().__init__(parent)
        self._view, self._arrow = view, arrow
        self.is_possible = False
        self._pull: Pull | None = None
        self._hand: Point = (0.0, 0.0)
        self._cursor: Qt.CursorShape | None = None  # of the view, while it is ours
        view.setMouseTracking(True)
        view.installEventFilter(self)
        view.scene_changed.connect(self._on_scene)

    @property
    def is_pulling(self) -> bool:
        """Whether the mouse holds a body."""
        return self._pull is not None

    def cancel(self) -> None:
        """Let go without a push."""
        if self._pull is not None:
            self._pull = None
            self._arrow.clear()
            self._set_cursor(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the mouse where it holds a body, and Esc meanwhile."""
        if isinstance(event, QMouseEvent):
            return self._take_mouse(event)
        if getattr(self, "_pull", None) is not None:  # of a window that goes it may be gone
            if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
                if event.type() == QEvent.Type.KeyPress:
                    self.cancel()
                return True
            if event.type() in _ENDS:
                self.cancel()
        return False

    def _take_mouse(self, event: QMouseEvent) -> bool:
        place = event.position().x(), event.position().y()
        kind, is_left = event.type(), event.button() == Qt.MouseButton.LeftButton
        if kind == QEvent.Type.MouseMove:
            if self._pull is None:
                self._set_cursor(None if self._body_at(place) is None else Qt.CursorShape.OpenHandCursor)
                return False
            self._hand = place
            self._show()
            return True
        if kind == QEvent.Type.MouseButtonPress and self._pull is not None:
            self.cancel()  # any other button
            return True
        if kind == QEvent.Type.MouseButtonPress and is_left and self._body_at(place) is not None:
            self._begin(place)
        elif kind == QEvent.Type.MouseButtonRelease and is_left and self._pull is not None:
            self._hand = place
            self._let_go()
        return False

    def _body_at(self, place: Point) -> Grip | None:
        """Return the body under the mouse, if any.

        Whichever it is, the one that can be pushed will be.
        """
        return grip_at(self._view.grips(), *place, reach=REACH) if self.is_possible else None

    def _begin(self, place: Point) -> None:
        push, body = self._view.card.push, self._pushed_body()
        if push is not None and body is not None:
            self._pull, self._hand = Pull(place, body.pushed_along, push.most, self._room()), place
            self._set_cursor(Qt.CursorShape.ClosedHandCursor)

    def _pushed_body(self) -> Grip | None:
        return next((grip for grip in self._view.grips() if grip.pushed_at is not None), None)

    def _let_go(self) -> None:
        assert self._pull is not None
        change = self._pull.change_at(self._hand)
        self.cancel()
        if change:
            self.pushed.emit(change)

    def _on_scene(self) -> None:
        if self._pull is None:
            return
        if self._view.card.push is None or not self.is_possible:
            self.cancel()
        else:
            self._show()

    def _show(self) -> None:
        """Show the arrow where the body is now."""
        assert self._pull is not None
        shown = self.shown(self._pull.change_at(self._hand))
        if shown is None:
            self._arrow.clear()
        else:
            self._arrow.show_push(ShownPush(shown.start, shown.tip, shown.words, hand=self._hand))

    def shown(self, change: float) -> ShownPush | None:
        """Return how a push is drawn at the body where it is now.

        None where there is nothing to draw.
        """
        push, body = self._view.card.push, self._pushed_body()
        if push is None or body is None or body.pushed_at is None or not change:
            return None
        tip = arrow_tip(body, change / push.most, self._room())
        return ShownPush(body.pushed_at, tip, push_words(self._view.card, change))

    def _room(self) -> float:
        return min(self._view.width(), self._view.height())

    def _set_cursor(self, cursor: Qt.CursorShape | None) -> None:
        """Show by the cursor, and in words, whether there is a body under the mouse."""
        if cursor is self._cursor:
            return
        self._cursor = cursor
        if cursor is None:
            self._view.unsetCursor()
            self._view.setToolTip("")
        else:
            self._view.setCursor(cursor)
            self._view.setToolTip(_("Pull and let go: a push the other way"))
