"""Slider of a row, which jumps to where it is pressed and drags on from there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from playground.hyper import Hyper, Value
from playground.ui.hyper.number_box import box_text
from playground.ui.hyper.slider_scale import Scale
from playground.ui.support.spoken_slider import SpokenSlider

PAGES = 20  # Page Up and Page Down cross the slider in so many steps


class ValueSlider(SpokenSlider):
    """Slider that shows a value by its nearest tick.

    It emits the value of each tick that a person moves it to.
    """

    edited = Signal(object)

    def __init__(self, record: Hyper, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record, self._scale = record, scale
        self._shown: Value = record.default  # exactly: its tick is the nearest one
        self._quiet = False
        self.setRange(0, scale.last)
        self.setSingleStep(1)
        self.setPageStep(max(1, round(scale.last / PAGES)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.valueChanged.connect(self._on_value_changed)

    def show_value(self, value: Value) -> None:
        """Go to the tick nearest to `value` without emitting anything."""
        self._shown = value
        self._quiet = True
        self.setValue(self._scale.tick(value))
        self._quiet = False

    def spoken_value(self) -> str:
        """Return the value as the number box beside it has it."""
        return box_text(self._record, self._shown)

    def number_at(self, tick: int) -> float:
        value = self._scale.value(tick)
        return self._record.slider_low if value is None else float(value)  # type: ignore[arg-type]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            from PySide6.QtWidgets import QStyle, QStyleOptionSlider  # not before the first paint: large enumerations

            option = QStyleOptionSlider()
            self.initStyleOption(option)
            complex_control, groove, handle = (
                QStyle.ComplexControl.CC_Slider,
                QStyle.SubControl.SC_SliderGroove,
                QStyle.SubControl.SC_SliderHandle,
            )
            knob = self.style().subControlRect(complex_control, option, handle, self)
            spot = event.position().toPoint()
            if not knob.contains(spot):
                track = self.style().subControlRect(complex_control, option, groove, self)
                along = spot.x() - track.x() - knob.width() // 2
                self.setSliderPosition(
                    QStyle.sliderValueFromPosition(
                        self.minimum(), self.maximum(), along, track.width() - knob.width(), option.upsideDown
                    )
                )
        super().mousePressEvent(event)

    def _on_value_changed(self, tick: int) -> None:
        if not self._quiet:
            self._shown = self._scale.value(tick)
            self.edited.emit(self._shown)
