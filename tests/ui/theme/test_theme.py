"""The look of the window: colours one can read, and every control visible in both themes."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSlider,
    QSpinBox,
    QToolButton,
)

from playground.ui.theme.palette import DARK, LIGHT, TEXT_ON, contrast, mixed, rgb, scene_palette
from playground.ui.theme.style_sheet import style_sheet
from playground.ui.theme.theme import Theme, label_font, numbers_font

THEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
CHOICES = pytest.mark.parametrize("choice", ["light", "dark"])


@pytest.fixture
def dressed(qapp):
    """Return a function that dresses the application; it is undressed afterwards."""
    style, palette = qapp.style().objectName(), QPalette(qapp.palette())

    def dress(choice):
        theme = Theme(choice)
        theme.apply(qapp)
        return theme

    yield dress
    qapp.setStyleSheet("")
    qapp.setStyle(style)
    qapp.setPalette(palette)


def pixels_of(widget) -> np.ndarray:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return flat[:, :, 2::-1].astype(int)


@THEMES
@pytest.mark.parametrize(("text", "surface"), [(text, on) for text, surfaces in TEXT_ON.items() for on in surfaces])
def test_every_text_can_be_read_on_every_surface_it_may_stand_on(tokens, text, surface):
    assert contrast(getattr(tokens, text), getattr(tokens, surface)) >= 4.5


@THEMES
@pytest.mark.parametrize("mark", ["border", "focus", "left", "right"])
@pytest.mark.parametrize("surface", ["ground", "panel", "field"])
def test_outlines_and_arrows_stand_out_from_what_is_behind_them(tokens, mark, surface):
    assert contrast(getattr(tokens, mark), getattr(tokens, surface)) >= 3


@THEMES
def test_the_texts_on_the_picture_can_be_read(tokens):
    shown = {name: "#" + bytes(colour).hex() for name, colour in asdict(scene_palette(tokens)).items()}
    assert contrast(shown["text"], shown["ground"]) >= 4.5
    assert contrast(shown["text"], shown["panel"]) >= 4.5
    assert contrast(shown["muted"], shown["ground"]) >= 4.5
    assert contrast(shown["pole"], shown["ground"]) >= 3


def test_contrast_is_that_of_the_accessibility_guidelines():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)
    assert contrast("#FFFFFF", "#0000FF") == contrast("#0000FF", "#FFFFFF") == pytest.approx(8.59, abs=0.005)


def test_mixing_goes_from_one_colour_to_the_other():
    assert [mixed("#000000", "#FF8000", share) for share in (0, 0.5, 1)] == ["#000000", "#804000", "#FF8000"]


def test_the_colours_with_a_meaning_are_the_same_in_both_themes():
    for name in ("left", "right", "evaluation", "change", "target"):
        assert getattr(LIGHT, name) == getattr(DARK, name)


def test_a_choice_changes_the_colours_and_says_so(qapp, dressed, qtbot):
    theme = dressed("light")
    with qtbot.waitSignal(theme.changed):
        theme.set_choice("dark")
    assert theme.tokens is DARK
    assert theme.is_dark
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK.ground)
    assert DARK.panel in qapp.styleSheet()


def test_choosing_what_is_already_shown_says_nothing(dressed, qtbot):
    theme = dressed("light")
    with qtbot.assertNotEmitted(theme.changed):
        theme.set_choice("light")


def test_following_a_system_that_says_nothing_is_light(dressed):
    theme = dressed("dark")
    theme.set_choice("system")
    assert theme.choice == "system"
    assert theme.tokens is LIGHT


def test_a_theme_that_does_not_exist_is_refused(dressed):
    theme = dressed("dark")
    with pytest.raises(ValueError, match="purple"):
        theme.set_choice("purple")
    assert theme.choice == "dark"


@THEMES
def test_every_picture_the_style_sheet_names_exists(tokens):
    paths = re.findall(r'url\("([^"]+)"\)', style_sheet(tokens))
    assert len(paths) > 8
    assert [path for path in paths if not Path(path).is_file()] == []


@CHOICES
@pytest.mark.parametrize("kind", [QSpinBox, QDoubleSpinBox, QComboBox])
def test_arrows_of_boxes_are_visible(dressed, qtbot, choice, kind):
    tokens = dressed(choice).tokens
    box = kind()
    qtbot.addWidget(box)
    box.resize(120, 32)
    if kind is not QComboBox:
        box.setRange(0, 10)
        box.setValue(5)  # or one of the two could not be pressed
    edge = pixels_of(box)[6:-6, -20:-4]
    inked = np.abs(edge - np.array(rgb(tokens.muted))).max(axis=2) < 40
    rows = np.nonzero(inked.any(axis=1))[0]
    assert inked.sum() > 6
    assert (rows.max() - rows.min() > 10) == (kind is not QComboBox)  # one arrow above the other, or one alone


@CHOICES
@pytest.mark.parametrize(
    "kind", [QPushButton, QToolButton, QCheckBox, QRadioButton, QLineEdit, QSpinBox, QComboBox, QSlider]
)
def test_the_control_with_the_keys_shows_a_ring(dressed, qtbot, choice, kind):
    theme = dressed(choice)
    control = kind(Qt.Orientation.Horizontal) if kind is QSlider else kind()
    qtbot.addWidget(control)
    control.resize(120, 36)
    control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    control.show()
    control.activateWindow()
    qtbot.waitExposed(control)
    control.clearFocus()
    without = pixels_of(control)
    control.setFocus()
    qtbot.waitUntil(control.hasFocus)
    ring = np.abs(pixels_of(control) - np.array(rgb(theme.tokens.focus))).max(axis=2) < 8
    ring &= np.abs(without - np.array(rgb(theme.tokens.focus))).max(axis=2) >= 8
    assert ring.sum() > 30


@CHOICES
def test_what_cannot_be_used_looks_different_and_can_be_read(dressed, qtbot, choice):
    tokens = dressed(choice).tokens
    button = QPushButton("Evaluate")
    qtbot.addWidget(button)
    button.resize(120, 32)
    usable = pixels_of(button)
    button.setEnabled(False)
    disabled = pixels_of(button)
    assert (usable != disabled).any()
    assert (np.abs(disabled - np.array(rgb(tokens.disabled))).max(axis=2) < 40).sum() > 20


@CHOICES
def test_a_tick_is_seen_in_its_box(dressed, qtbot, choice):
    tokens = dressed(choice).tokens
    box = QCheckBox()
    qtbot.addWidget(box)
    box.resize(40, 24)
    box.setChecked(True)
    pixels = pixels_of(box)
    assert (pixels == np.array(rgb(tokens.accent))).all(axis=2).sum() > 40
    assert (np.abs(pixels[4:-4, 4:20] - 255).max(axis=2) < 60).sum() > 6


def test_digits_of_the_font_of_numbers_are_equally_wide(qapp):
    metrics = QFontMetricsF(numbers_font())
    assert len({metrics.horizontalAdvance(digit * 10) for digit in "0123456789"}) == 1
    assert numbers_font().family() == label_font().family()
