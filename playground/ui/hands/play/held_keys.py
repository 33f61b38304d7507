"""What a person holds down over the picture while playing: keys, and the mouse."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from playground.ui.hands.play.key_map import KeyMap

MOUSE = -1  # beside the keys
OTHERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
AGAIN = (Qt.Key.Key_R,)


class HeldKeys(QObject):
    """Filter of the picture's events while somebody plays.

    Of two that are held the newer one counts; when it is let go, the older one does again. Whoever leaves the picture
    has let go of all of them. Keys with Ctrl or Alt, and Tab, go where they always go.
    """

    pressed = Signal(object)  # an action
    changed = Signal()  # what is held
    went_on = Signal()  # Space, or a click on the picture
    asked_again = Signal()  # R
    escaped = Signal()
    lost = Signal()  # the keys are somebody else's

    def __init__(self, picture: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._picture = picture
        self._keys: KeyMap | None = None
        self._held: dict[int, Any] = {}  # action by key, the newest last
        self.listens_to_mouse = False  # whether a click is an action, not the wish to go on

    @property
    def action(self) -> Any:
        """The action that is held, None where nothing is."""
        return next(reversed(self._held.values()), None)

    def begin(self, keys: KeyMap) -> None:
        """Take the keys of the picture from now on."""
        self._held.clear()
        if self._keys is None:
            self._picture.installEventFilter(self)
        self._keys = keys

    def end(self) -> None:
        """Give the keys back."""
        self._picture.removeEventFilter(self)
        self._keys = None
        self._held.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take keys and mouse; tell whether the picture gets nothing of it."""
        if self._keys is None:
            return False
        kind = event.type()
        if isinstance(event, QKeyEvent) and kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            return self._on_key(event, kind == QEvent.Type.KeyPress, self._keys)
        if isinstance(event, QMouseEvent):
            return self._on_mouse(event, kind, self._keys)
        if kind in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self._held.clear()
            self.changed.emit()
            self.lost.emit()
        return False

    def _on_key(self, event: QKeyEvent, is_press: bool, keys: KeyMap) -> bool:
        key = event.key()
        if not is_press:
            if not event.isAutoRepeat():
                self._release(key)
            return True
        if event.modifiers() & OTHERS or key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return False
        if event.isAutoRepeat():
            return True
        if key in keys.actions:
            self._press(key, keys.actions[key])
        elif key == Qt.Key.Key_Space:
            self.went_on.emit()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif key in AGAIN:
            self.asked_again.emit()
        return True

    def _on_mouse(self, event: QMouseEvent, kind: QEvent.Type, keys: KeyMap) -> bool:
        is_left = event.button() == Qt.MouseButton.LeftButton
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick) and is_left:
            if self.listens_to_mouse:
                self._press(MOUSE, keys.at(event.position(), QRectF(self._picture.rect())))
            else:
                self.went_on.emit()
        elif kind == QEvent.Type.MouseMove and MOUSE in self._held:
            action = keys.at(event.position(), QRectF(self._picture.rect()))
            if action is not None:
                self._held[MOUSE] = action
                self.changed.emit()
        elif kind == QEvent.Type.MouseButtonRelease and is_left:
            self._release(MOUSE)
        return True

    def _press(self, key: int, action: Any) -> None:
        if action is None:
            return
        self._held.pop(key, None)
        self._held[key] = action
        self.pressed.emit(action)
        self.changed.emit()

    def _release(self, key: int) -> None:
        if self._held.pop(key, None) is not None:
            self.changed.emit()
