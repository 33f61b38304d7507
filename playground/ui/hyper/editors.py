"""Editors of one value: slider and number box, list of choices, line of text."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from playground.errors import HyperError
from playground.hyper import Hyper, Value
from playground.i18n import _
from playground.ui.hyper.number_box import WIDEST, NumberBox, mark_invalid
from playground.ui.hyper.slider import ValueSlider
from playground.ui.hyper.slider_scale import Scale
from playground.ui.hyper.tooltips import spoken_name
from playground.ui.support.choice_box import ChoiceBox
from playground.ui.theme.theme import numbers_font

BOX_ROOM = 34  # for the arrows and the margins of a number box


class Editor(QWidget):
    """Widget that shows one value and emits what a person makes of it."""

    edited = Signal(object)  # an allowed value
    refused = Signal(str)  # why what was typed is no value
    restored = Signal()  # what was typed was taken back

    controls: tuple[QWidget, ...]  # in the order of Tab

    @property
    def is_editing(self) -> bool:
        """Whether a person is in the middle of typing or choosing."""
        raise NotImplementedError

    def show_value(self, value: Value) -> None:
        """Show `value` without emitting anything."""
        raise NotImplementedError


class NumberEditor(Editor):
    """Slider for quick changes beside a box for the exact number."""

    def __init__(self, record: Hyper, name: str) -> None:
        super().__init__()
        scale = Scale(record)
        self.slider = ValueSlider(record, scale)
        self.slider.setObjectName(f"{name}_slider")
        self.slider.setAccessibleName(_("{name}, slider").format(name=spoken_name(record)))
        self.box = NumberBox(record, scale)
        self.box.setObjectName(f"{name}_value")
        self.box.setAccessibleName(_("{name}, number").format(name=spoken_name(record)))
        self.box.setFixedWidth(self.box.fontMetrics().horizontalAdvance(WIDEST) + BOX_ROOM)
        self.controls = (self.slider, self.box)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.box, 0)
        self.slider.edited.connect(self._on_slider)
        self.box.edited.connect(self._on_box)
        self.box.refused.connect(self.refused)
        self.box.restored.connect(self.restored)

    @property
    def is_editing(self) -> bool:
        return self.box.is_editing

    def show_value(self, value: Value) -> None:
        self.slider.show_value(value)
        self.box.show_value(value)

    def _on_slider(self, value: Value) -> None:
        self.box.show_value(value)
        self.edited.emit(value)

    def _on_box(self, value: Value) -> None:
        self.slider.show_value(value)
        self.edited.emit(value)


class ChoiceEditor(Editor):
    """List to choose from, in words; what is chosen is the key, as in files."""

    def __init__(self, record: Hyper, name: str) -> None:
        super().__init__()
        self.combo = ChoiceBox()
        self.combo.setObjectName(f"{name}_value")
        self.combo.setAccessibleName(_("{name}, choice").format(name=spoken_name(record)))
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for choice in record.choices:
            self.combo.addItem(_(choice), choice)
        self.controls = (self.combo,)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.combo)
        self._quiet = False
        self.combo.currentIndexChanged.connect(self._on_index)

    @property
    def is_editing(self) -> bool:
        return self.combo.view().isVisible()

    def show_value(self, value: Value) -> None:
        self._quiet = True
        self.combo.setCurrentIndex(self.combo.findData(value))
        self._quiet = False

    def _on_index(self, index: int) -> None:
        if not self._quiet:
            self.edited.emit(self.combo.itemData(index))


class LayersEditor(Editor):
    """Line for layer widths, such as "24, 24"."""

    def __init__(self, record: Hyper, name: str) -> None:
        super().__init__()
        self.line = WordLine(record)
        self.line.setObjectName(f"{name}_value")
        self.line.setAccessibleName(_("{name}, text").format(name=spoken_name(record)))
        self.line.setFont(numbers_font())
        self.controls = (self.line,)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        self.line.edited.connect(self.edited)
        self.line.refused.connect(self.refused)
        self.line.restored.connect(self.restored)

    @property
    def is_editing(self) -> bool:
        return self.line.hasFocus() and self.line.isModified()

    def show_value(self, value: Value) -> None:
        self.line.show_value(value)


class WordLine(QLineEdit):
    """Line of text that holds a value.

    Like NumberBox it refuses what is no value in words, and gives the old value back.
    """

    edited = Signal(object)
    refused = Signal(str)
    restored = Signal()

    def __init__(self, record: Hyper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record = record
        self._value: Value = record.default

    def show_value(self, value: Value) -> None:
        """Show `value` without emitting anything."""
        self._value = value
        mark_invalid(self, False)
        self.setText(self._record.format(value))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif event.key() == Qt.Key.Key_Escape and self.isModified():
            self.show_value(self._value)
            self.restored.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._take()
            self.show_value(self._value)
        super().focusOutEvent(event)

    def _take(self) -> None:
        try:
            value = self._record.parse(self.text())
        except HyperError as error:
            mark_invalid(self, True)
            self.refused.emit(str(error))
            self.selectAll()
            return
        changed = value != self._value
        self.show_value(value)
        if changed:
            self.edited.emit(value)
        else:
            self.restored.emit()


def make_editor(record: Hyper, name: str) -> Editor:
    """Return the editor for a record's kind.

    `name` begins the objectNames of its controls.
    """
    if record.kind == "choice":
        return ChoiceEditor(record, name)
    return LayersEditor(record, name) if record.kind == "layers" else NumberEditor(record, name)
