"""Slider that tells a screen reader its value, where Qt would tell the tick."""

from __future__ import annotations

import weakref

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAccessibleValueInterface
from PySide6.QtWidgets import QAccessibleWidget, QSlider, QWidget
from shiboken6 import isValid

_interfaces: list[QAccessibleInterface] = []  # Qt deletes them with their sliders; Python must not do so before


class SpokenSlider(QSlider):
    """Horizontal slider whose ticks stand for values."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        _install()

    def spoken_value(self) -> str:
        """Return the value of this moment as a person reads it."""
        return str(self.value())

    def number_at(self, tick: int) -> float:
        """Return the number that a tick stands for."""
        return float(tick)


class _Spoken(QAccessibleWidget):
    def __init__(self, slider: SpokenSlider) -> None:
        super().__init__(slider, QAccessible.Role.Slider)
        self._slider = weakref.ref(slider)
        self._number = _SliderValue(slider)

    def text(self, kind: QAccessible.Text) -> str:
        slider = self._slider()
        if kind is QAccessible.Text.Value and slider is not None and isValid(slider):
            return slider.spoken_value()
        return super().text(kind)

    def interface_cast(self, kind: QAccessible.InterfaceType) -> object:  # type: ignore[override]  # the stub of PySide6 says int
        return self._number if kind is QAccessible.InterfaceType.ValueInterface else super().interface_cast(kind)


class _SliderValue(QAccessibleValueInterface):
    def __init__(self, slider: SpokenSlider) -> None:
        super().__init__()
        self._slider = weakref.ref(slider)

    def currentValue(self) -> float:
        slider = self._slider()
        return 0.0 if slider is None else slider.number_at(slider.value())

    def minimumValue(self) -> float:
        slider = self._slider()
        return 0.0 if slider is None else slider.number_at(slider.minimum())

    def maximumValue(self) -> float:
        slider = self._slider()
        return 0.0 if slider is None else slider.number_at(slider.maximum())

    def minimumStepSize(self) -> float:
        return 0.0  # ticks are not evenly spaced

    def setCurrentValue(self, value: object) -> None:
        """Move to the tick whose number is nearest, as assistive technology asks."""
        slider = self._slider()
        if slider is not None and isinstance(value, (int, float)):
            ticks = range(slider.minimum(), slider.maximum() + 1)
            slider.setValue(min(ticks, key=lambda tick: abs(slider.number_at(tick) - value)))


def _make(key: str, thing: QObject) -> QAccessibleInterface | None:
    """Return the interface of one of our sliders; Qt has those of all else."""
    if not isinstance(thing, SpokenSlider):
        return None
    _interfaces[:] = [interface for interface in _interfaces if isValid(interface)]
    interface = _Spoken(thing)
    _interfaces.append(interface)
    return interface


def _install() -> None:
    """Let Qt ask `_make`, once; only while assistive technology is there does it."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_make)


_installed: list[bool] = []
