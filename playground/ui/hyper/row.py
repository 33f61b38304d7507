"""One row of the form: name, buttons and badge above its editor."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from playground.i18n import _
from playground.ui.hyper.badge import Badge
from playground.ui.hyper.elided import ElidedLabel
from playground.ui.hyper.field import Field
from playground.ui.hyper.row_note import RowNote
from playground.ui.hyper.steady import keep_room
from playground.ui.hyper.tooltips import badge_text, badge_tooltip, name_words, spoken_name, tooltip, value_text
from playground.ui.support.explanation import explain
from playground.ui.theme.icons import Icons

WHOLE = 1 << 16  # wider than any name in words
KEY_WIDTH = 72  # the least of a key that stands for a name
HEAD_HEIGHT = 26  # the same with and without buttons, so that nothing moves when one appears


class HyperRow(QWidget):
    """Widget for one field.

    Where another field gives its unit, that one stands below its number.
    """

    changed = Signal()

    def __init__(self, field: Field, unit_field: Field | None, icons: Icons) -> None:
        super().__init__()
        self.setObjectName(field.name)
        self.field = field
        self.fields = (field, unit_field) if unit_field else (field,)
        name, key = name_words(field.record)
        self._label = ElidedLabel(name, least_width=KEY_WIDTH if not key else WHOLE)
        self._label.setObjectName(f"{field.name}_label")
        self._key = ElidedLabel(key, least_width=0)  # the first to give way
        self._key.setObjectName(f"{field.name}_key")
        self._key.setProperty("role", "muted")
        self._key.setHidden(not key)
        self._label.setBuddy(field.editor.controls[0])
        self._hold = self._make_hold() if field.record.scheduled else None
        self._badge = Badge()
        self._badge.setObjectName(f"{field.name}_badge")
        self._unit = QLabel(_(field.record.unit))
        self._unit.setProperty("role", "muted")
        self._reset = self._make_reset()
        icons.put(self._reset, "undo")
        self._refusal = self._make_words("error", "refusal")
        self._caution = self._make_words("caution", "muted")
        self._cautioned = ""
        self._lay_out(unit_field)
        for each in self.fields:
            each.changed.connect(self._on_changed)
            each.refused.connect(self.show_refusal)
            each.settled.connect(self.clear_refusal)
        self._on_changed()

    def controls(self) -> list[QWidget]:
        """Return what can have the keyboard focus, in the order of Tab."""
        found = [control for field in self.fields for control in field.editor.controls]
        return [*found, *([self._hold] if self._hold else []), self._reset]

    def show_refusal(self, message: str) -> None:
        """Show under the row why a value was not taken, until the next change."""
        self._refusal.say(_("Not used. {reason}").format(reason=message))

    def show_caution(self, words: str) -> None:
        """Show under the row what to know of its value; empty words show nothing."""
        if words != self._cautioned:  # what somebody put away does not come back
            self._cautioned = words
            self._caution.say(words)

    def clear_refusal(self) -> None:
        self._refusal.say("")

    def _lay_out(self, unit_field: Field | None) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(6)
        head.addStrut(HEAD_HEIGHT)
        head.addWidget(self._label)
        head.addWidget(self._key)
        head.addWidget(self._unit)
        if self._hold:
            head.addWidget(self._hold)
        head.addStretch(1)
        head.addWidget(self._reset)
        head.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignVCenter)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(head)
        rows.addWidget(self.field.editor)
        if unit_field:
            rows.addSpacing(4)
            rows.addWidget(self._contained(unit_field), 0, Qt.AlignmentFlag.AlignRight)  # the unit below its number

    def _contained(self, unit_field: Field) -> QWidget:
        container = QWidget()
        container.setObjectName(unit_field.name)
        inside = QHBoxLayout(container)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(unit_field.editor)
        return container

    def _make_hold(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"{self.field.name}_hold")
        button.setProperty("role", "toggle")
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setFixedWidth(max(_width(button, word) for word in (_("auto"), _("hold"))))  # so that nothing moves
        button.toggled.connect(self._on_hold_toggled)
        return button

    def _make_reset(self) -> QToolButton:
        name = spoken_name(self.field.record)
        button = QToolButton()
        button.setObjectName(f"{self.field.name}_reset")
        button.setAccessibleName(_("{name}, back to the preset").format(name=name))
        button.setProperty("role", "small")
        button.setIconSize(QSize(16, 16))
        keep_room(button)
        button.clicked.connect(self._on_reset)
        return button

    def _make_words(self, name: str, role: str) -> RowNote:
        words = RowNote(self)
        words.setObjectName(f"{self.field.name}_{name}")
        words.setProperty("role", role)
        return words

    def _on_hold_toggled(self, checked: bool) -> None:
        if checked:
            self.field.hold()
        else:
            self.field.release()

    def _on_reset(self) -> None:
        for field in self.fields:
            field.return_to_preset()

    def _on_changed(self) -> None:
        self._show_badge()
        self._show_hold()
        for field in self.fields:
            text = tooltip(field.record, field.state)
            for widget in (field.editor, *field.editor.controls):
                explain(widget, text)
        for label in (self._label, self._key):
            explain(label, tooltip(self.field.record, self.field.state))
        self._show_reset()
        self.changed.emit()

    def _show_badge(self) -> None:
        shown = next((field for field in self.fields if field.state.waits_for_reset), self.field)
        waits = shown.state.waits_for_reset
        self._badge.show_words(badge_text(shown.record, shown.state), pending=waits)
        self._badge.setToolTip(badge_tooltip(shown.record, shown.state))
        self._unit.setVisible(bool(self._unit.text()) and not waits)  # the badge then needs the room

    def _show_hold(self) -> None:
        if self._hold is None:
            return
        held = self.field.state.held
        self._hold.blockSignals(True)
        self._hold.setChecked(held)
        self._hold.blockSignals(False)
        word = _("hold") if held else _("auto")
        self._hold.setText(word)
        self._hold.setAccessibleName(_("{name}, {word}").format(name=spoken_name(self.field.record), word=word))
        if held:
            self._hold.setToolTip(_("Held by you. Press to let the schedule go on from this value."))
        else:
            self._hold.setToolTip(_("Follows its schedule. Press, or move the slider, to hold it."))

    def _show_reset(self) -> None:
        changed = any(field.state.changed for field in self.fields)
        if not changed and self._reset.hasFocus():
            self.field.editor.controls[-1].setFocus()  # rather than let the focus run on to the next row
        self._reset.setVisible(changed)
        presets = ", ".join(value_text(field.record, field.state.preset) for field in self.fields)
        if self.field.record.scheduled:
            text = _("Back to the preset: from {value} on its schedule.").format(value=presets)
        else:
            text = _("Back to the preset: {value}.").format(value=presets)
        self._reset.setToolTip(text)


def _width(button: QToolButton, word: str) -> int:
    button.ensurePolished()
    button.setText(word)
    return button.sizeHint().width()
