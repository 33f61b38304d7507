"""One value on the form: its state, its editor, and the gestures on it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from playground.errors import PlaygroundError
from playground.hyper import Hyper, Value
from playground.ui.hyper.editors import Editor, make_editor
from playground.ui.hyper.gesture import GestureTracker
from playground.ui.hyper.row_value import RowValue

Check = Callable[[str, Value], None]  # raises a PlaygroundError when the value cannot be taken


class Field(QObject):
    """One record's value with its editor; takes the edits that pass the check.

    It shows what the value is, except while a person is changing it.
    """

    edited = Signal(str, object, int)  # name, value, gesture
    released = Signal(str)
    refused = Signal(str)  # in words
    settled = Signal()  # a value was taken, or what was typed was taken back
    changed = Signal()  # the state changed: badge, reset and hold are to be looked at again

    def __init__(
        self,
        record: Hyper,
        start: Value,
        preset: Value,
        check: Check,
        next_gesture: Callable[[], int],
        parent: QObject,
        prefix: str,
    ) -> None:
        super().__init__(parent)
        self.record = record
        self.name = f"{prefix}_{record.name}"  # begins the objectName of all that shows it
        self.state = RowValue(record, start, preset)
        self.editor: Editor = make_editor(record, self.name)
        self._check = check
        self._gestures = GestureTracker(next_gesture, self)
        for control in self.editor.controls:
            self._gestures.watch(control)
        self._gestures.ended.connect(self.sync)
        self.editor.edited.connect(self._on_edited)
        self.editor.refused.connect(self.refused)
        self.editor.restored.connect(self.settled)
        self.sync()

    def restart(self, start: Value, preset: Value) -> None:
        """Take over what the next Reset starts from."""
        self.state.restart(start, preset)
        self.sync()
        self.changed.emit()

    def see(self, value: Value, held: bool) -> None:
        """Take over what the run uses now; emits nothing to the outside."""
        state = self.state
        shown, summary = state.shown, self._summary()
        state.see(value, held)
        if state.shown != shown:
            self.sync()
        if self._summary() != summary:
            self.changed.emit()

    def hold(self) -> None:
        """Hold a scheduled value where it is."""
        self._emit_edit(self.state.shown)

    def release(self) -> None:
        """Let the schedule go on from the held value."""
        self.state.release()
        self.settled.emit()
        self.changed.emit()
        self.released.emit(self.record.name)

    def return_to_preset(self) -> None:
        """Give it the preset's value; a scheduled one follows its schedule from there."""
        if not self.state.changed or not self._passes(self.state.preset):
            return
        self.state.return_to_preset()
        self.sync()
        self.settled.emit()
        self.changed.emit()
        self.edited.emit(self.record.name, self.state.preset, self._gestures.gesture)
        if self.record.scheduled:
            self.released.emit(self.record.name)

    def refuse(self) -> None:
        """Show what the run has: it did not take the newest edit."""
        self.state.refuse()
        self.sync()
        self.changed.emit()

    def sync(self) -> None:
        """Show what the value is, unless a person is changing it."""
        if not self._gestures.is_under_way and not self.editor.is_editing:
            self.editor.show_value(self.state.shown)

    def _summary(self) -> tuple[object, ...]:
        state = self.state
        waits = state.waits_for_reset
        return state.held, state.changed, waits, state.running if waits else None

    def _on_edited(self, value: Value) -> None:
        if self._passes(value):
            self._emit_edit(value)
        else:
            self.sync()

    def _emit_edit(self, value: Value) -> None:
        self.state.edit(value)
        self.sync()
        self.settled.emit()
        self.changed.emit()
        self.edited.emit(self.record.name, value, self._gestures.gesture)

    def _passes(self, value: Value) -> bool:
        try:
            self._check(self.record.name, value)
        except PlaygroundError as error:
            self.refused.emit(str(error))
            return False
        return True
