"""Number box of a row: reads what is typed, and never corrects it silently."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QWidget

from playground.errors import HyperError
from playground.hyper import Hyper, Value
from playground.i18n import _, with_minus
from playground.ui.hyper.slider_scale import Scale
from playground.ui.theme.theme import numbers_font

EXACT_DECIMALS = 30  # enough to keep every number as it is; what is shown is up to textFromValue()
SCHEDULED_DECIMALS = 4  # always as many, so that a falling epsilon does not jump about
LOG_DECIMALS = 2  # of a learning rate on its way: 9.87e-4
LONGEST_LOG = "2.5e-4"  # what people set is no longer than this, and shown as they write it
SMALL = 0.01  # below this, values that span powers of ten are written as 1e-3
WIDEST = "1,000,000"  # what fits without scrolling


def number_text(record: Hyper, value: Value) -> str:
    """Return a number as short text for reading."""
    if value is None:
        return _(record.optional)
    assert isinstance(value, (int, float))
    if record.kind == "int":
        return with_minus(f"{int(value):,}")
    if record.from_one:
        return record.format(value)  # as exact as it is: rounded, 0.9999999 would read 1
    if record.log and 0 < abs(value) < SMALL:
        return _scientific(value)
    text = f"{value:.6g}"
    return with_minus(_scientific(value) if "e" in text else text)


def box_text(record: Hyper, value: Value) -> str:
    """Return a number as its box shows it.

    Like number_text(), but one that moves by itself has a steady form.
    """
    text = number_text(record, value)
    if not record.scheduled or not isinstance(value, float):
        return text
    if record.log:
        return text if len(text) <= len(LONGEST_LOG) else _scientific(value, LOG_DECIMALS)
    if 0 < abs(value) < 10.0**-SCHEDULED_DECIMALS:
        return text
    return f"{value:.{SCHEDULED_DECIMALS}f}"


def _scientific(value: float, decimals: int | None = None) -> str:
    mantissa, exponent = f"{value:.{5 if decimals is None else decimals}e}".split("e")
    return f"{float(mantissa):g}e{int(exponent)}" if decimals is None else f"{mantissa}e{int(exponent)}"


def mark_invalid(widget: QWidget, invalid: bool) -> None:
    """Mark `widget` for the style sheet as one that holds no value, or as usual."""
    if bool(widget.property("invalid")) != invalid:
        widget.setProperty("invalid", invalid)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class NumberBox(QDoubleSpinBox):
    """Spin box that emits `edited` for a value and `refused` for any other text.

    `refused` carries the reason. A refused text stays while the box has the keyboard focus, so that it can be mended;
    Escape or leaving brings the old value back.
    """

    edited = Signal(object)
    refused = Signal(str)
    restored = Signal()  # the text was taken back, or confirmed as it was

    def __init__(self, record: Hyper, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record = record
        self._scale = scale
        self._quiet = False
        self.setDecimals(EXACT_DECIMALS)
        self._none = record.low - 1.0  # stands for None, where that is allowed
        self.setRange(self._none if record.optional else record.low, record.high)
        self.setSpecialValueText(_(record.optional))
        self.setKeyboardTracking(False)  # a half-typed number is none
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFont(numbers_font())
        self.valueChanged.connect(self._on_value_changed)

    @property
    def is_editing(self) -> bool:
        """Whether a person is in the middle of typing."""
        return self.hasFocus() and self.lineEdit().isModified()

    def show_value(self, value: Value) -> None:
        """Show `value` without emitting anything."""
        self._quiet = True
        self.setValue(self._none if value is None else float(value))  # type: ignore[arg-type]
        self._quiet = False

    def restore(self) -> None:
        """Bring back the text of the value."""
        mark_invalid(self, False)
        self.lineEdit().setText(box_text(self._record, self._kept()))
        self.selectAll()

    def textFromValue(self, value: float) -> str:
        return box_text(self._record, value)

    def valueFromText(self, text: str) -> float:
        if text == box_text(self._record, self._kept()):
            return self.value()  # what is shown may be rounded; the value is not
        value = self._read(text)
        return self._none if value is None else float(value)  # type: ignore[arg-type]

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        try:
            self._read(text)
        except HyperError:
            return QValidator.State.Intermediate, text, position
        return QValidator.State.Acceptable, text, position

    def fixup(self, text: str) -> str:
        """Leave `text` as it is: Qt would take the comma out of 1,125."""
        return text

    def stepBy(self, steps: int) -> None:
        self.interpretText()
        value = self._scale.stepped(self._kept(), steps)
        self.setValue(self._none if value is None else float(value))  # type: ignore[arg-type]
        self.selectAll()

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        value = self._kept()
        flags = QAbstractSpinBox.StepEnabledFlag.StepNone
        if value is None or float(value) < self._record.high:  # type: ignore[arg-type]
            flags |= QAbstractSpinBox.StepEnabledFlag.StepUpEnabled
        if value is not None and float(value) > self._record.low:  # type: ignore[arg-type]
            flags |= QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        return flags

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._refuse_bad_text():
                mark_invalid(self, True)
                self.selectAll()
                return
            mark_invalid(self, False)
            before = self.value()
            super().keyPressEvent(event)
            if self.value() == before:
                self.restored.emit()
        elif event.key() == Qt.Key.Key_Escape and self.lineEdit().isModified():
            self.restore()
            self.restored.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._refuse_bad_text()
            mark_invalid(self, False)  # the old value comes back
        super().focusOutEvent(event)

    def _refuse_bad_text(self) -> bool:
        try:
            self._read(self.lineEdit().text())
        except HyperError as error:
            self.refused.emit(str(error))
            return True
        return False

    def _read(self, text: str) -> Value:
        word = text.strip()
        if self._record.optional and word == _(self._record.optional):
            return None
        return self._record.parse(word)

    def _kept(self) -> Value:
        value = self.value()
        if self._record.optional and value == self._none:
            return None
        return int(value) if self._record.kind == "int" else value

    def _on_value_changed(self) -> None:
        if not self._quiet:
            self.edited.emit(self._kept())
