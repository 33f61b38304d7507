"""Speed slider: from a step in ten seconds, over real time, to as fast as it goes."""

from __future__ import annotations

import math

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from playground.i18n import _
from playground.ui.support.spoken_slider import SpokenSlider
from playground.ui.theme.theme import numbers_font

SPEEDS: tuple[float | None, ...] = (
    0.1,
    0.2,
    0.5,
    1,
    2,
    5,
    10,
    20,
    50,
    100,
    200,
    500,
    1000,
    2000,
    5000,
    None,
)  # steps/s
FASTEST = len(SPEEDS) - 1
SPEED_WORDS = tuple("fastest" if speed is None else f"{speed:g}" for speed in SPEEDS)  # as they are saved
FIRST = SPEEDS.index(1000)  # at first: a run takes the better part of a minute, time enough to change something in it

_SETTING = "steps_per_s"
_SETTING_BEFORE = "speed"  # of versions that saved the number of a tick,
_SLOWER_SINCE = 3  # before whose first tick so many were put since


class SpeedSlider(SpokenSlider):
    """Slider over SPEEDS; as fast as it goes is an endless number."""

    def __init__(self) -> None:
        super().__init__()
        self.words = ""

    def spoken_value(self) -> str:
        return self.words

    def number_at(self, tick: int) -> float:
        return SPEEDS[tick] or math.inf


class SpeedControl(QWidget):
    """Slider over SPEEDS with its words."""

    speed_changed = Signal(object)  # steps per second, or None for as fast as it goes

    def __init__(self, real_time: int, parent: QWidget | None = None) -> None:
        """`real_time` is the number of steps in a second of the environment's own time."""
        super().__init__(parent)
        self._real_time = real_time
        label = QLabel(_("Speed"))
        self._slider = SpeedSlider()
        self._slider.setObjectName("speed")
        self._slider.setAccessibleName(_("Speed of training"))
        self._slider.setRange(0, FASTEST)
        self._slider.setPageStep(1)
        self._slider.setValue(FIRST)
        self._slider.setFixedWidth(104)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._words = QLabel()
        self._words.setObjectName("speed_words")
        self._words.setFont(numbers_font())
        self._words.setProperty("role", "muted")
        self._words.ensurePolished()
        texts = [words for speed in SPEEDS for words in (_words(speed), _words(speed, is_real=True))]
        widest = max(map(self._words.fontMetrics().horizontalAdvance, texts))
        self._words.setFixedWidth(widest + 4)  # so that nothing beside it moves
        label.setBuddy(self._slider)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 4, 0)
        layout.setSpacing(8)
        for widget in (label, self._slider, self._words):
            layout.addWidget(widget)
        self._slider.valueChanged.connect(self._on_moved)
        self.set_real_time(real_time)

    def _show_words(self) -> None:
        words = _words(self.speed, is_real=self.speed == self._real_time)
        self._slider.words = _words_aloud(self.speed) or words
        self._words.setText(words)

    def set_real_time(self, real_time: int) -> None:
        """Take which speed is real time, of another environment."""
        self._real_time = real_time
        self._slider.setToolTip(
            _(
                "How many environment steps a second, up to as fast as it goes; {n} a second is real time. It changes"
                " what you see, never what is learned."
            ).format(n=real_time)
        )
        self._show_words()

    @property
    def speed(self) -> float | None:
        return SPEEDS[self._slider.value()]

    def set_index(self, index: int) -> None:
        """Move the slider to one of SPEEDS."""
        self._slider.setValue(index)

    def load(self, settings: QSettings) -> None:
        """Take the speed that was saved; the first one stays where that makes no sense."""
        words = str(settings.value(_SETTING, ""))
        if words in SPEED_WORDS:
            self.set_index(SPEED_WORDS.index(words))
            return
        index = str(settings.value(_SETTING_BEFORE, ""))
        if not words and index.isascii() and index.isdecimal() and len(index) < 4:
            self.set_index(int(index) + _SLOWER_SINCE)

    def save(self, settings: QSettings) -> None:
        """Remember the speed."""
        settings.setValue(_SETTING, SPEED_WORDS[self.index])

    @property
    def index(self) -> int:
        return self._slider.value()

    def _on_moved(self) -> None:
        self._show_words()
        self.speed_changed.emit(self.speed)


def _words(speed: float | None, *, is_real: bool = False) -> str:
    if speed is None:
        return _("fastest")
    if speed < 1:
        return _("1 in {n} s").format(n=round(1 / speed))
    return (_("{n}/s real") if is_real else _("{n}/s")).format(n=int(speed))


def _words_aloud(speed: float | None) -> str:
    """Return the words of a slow speed for who does not see what the slider is for."""
    return "" if speed is None or speed >= 1 else _("1 step in {n} s").format(n=round(1 / speed))
