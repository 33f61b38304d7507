"""Formulas: painted in both themes and at any scale, set aside from the window, told to those who do not see them."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from playground.glossary import terms
from playground.ui.support.formula import FormulaLabel, draw_formula
from playground.ui.support.typesetting import typeset
from playground.ui.theme.theme import Theme

TARGET = r"y = r + \gamma \max_{a'} Q^-(s', a')"
SPOKEN = "y = r + γ max Q⁻(s′, a′)"


@pytest.fixture
def themed(qapp):
    """Return a function that gives the application the colours of a theme."""

    def use(choice):
        theme = Theme(choice)
        theme.apply(qapp)
        return theme.tokens

    yield use
    qapp.setStyleSheet("")


def shown(qtbot, latex=TARGET, spoken=SPOKEN):
    label = FormulaLabel(latex, spoken)
    qtbot.addWidget(label)
    qtbot.waitUntil(lambda: label.is_set, timeout=10_000)
    label.resize(label.sizeHint())
    label.ensurePolished()
    return label


def painted(label, ratio):
    """Return the pixels of a label at a device pixel ratio, (height, width, 3)."""
    image = QImage(label.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(label.palette().window().color())
    painter = QPainter(image)
    label.render(painter, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return rows[:, : image.width(), 2::-1].copy()


def ink(pixels, tokens):
    """Count the pixels that are nearer to the colour of text than to that of the ground."""
    text, ground = (
        np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) for colour in (tokens.text, tokens.ground)
    )
    return int((np.abs(pixels - text).sum(axis=2) < np.abs(pixels - ground).sum(axis=2)).sum())


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_a_formula_is_painted_in_the_colour_of_text_at_every_scale(qtbot, themed, choice):
    tokens = themed(choice)
    label = shown(qtbot)
    single, double = (ink(painted(label, ratio), tokens) for ratio in (1, 2))
    assert single > 150
    assert 3.2 * single < double < 4.8 * single  # as much ink for each part of the area, and twice as fine


def test_a_formula_follows_the_theme(qtbot, themed):
    light = themed("light")
    label = shown(qtbot)
    n_dark_letters = ink(painted(label, 1), light)
    dark = themed("dark")
    label.ensurePolished()
    assert ink(painted(label, 1), dark) == pytest.approx(n_dark_letters, rel=0.3)


@pytest.mark.parametrize("name", [name for name, entry in terms("en").items() if entry.formula])
def test_every_formula_of_the_glossary_is_set_and_fits_its_drawing(qapp, name):
    formula = typeset(terms("en")[name].formula)
    image = draw_formula(formula, "#ff0000", 20.0, 1.0).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    alpha = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)[..., 3]
    seen = alpha > 128
    assert seen.any(axis=1).sum() > 0.5 * image.height()  # it reaches over most of its height
    assert seen.any(axis=0)[: image.width() // 4].any()
    assert seen.any(axis=0)[-(image.width() // 4 + 2) :].any()
    colours = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)[seen]
    assert (colours[:, :3] == [0, 0, 255]).all()  # blue, green, red: no part kept a colour of its own


def test_a_formula_says_what_it_is_to_a_screen_reader(qtbot):
    label = FormulaLabel(TARGET, SPOKEN)
    qtbot.addWidget(label)
    assert label.accessibleName() == SPOKEN
    qtbot.waitUntil(lambda: label.is_set, timeout=10_000)


def test_until_it_is_set_and_where_it_cannot_be_the_plain_characters_stand_there(qtbot, caplog):
    label = FormulaLabel(r"\frac{1}{", "1 / …")
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    label.ensurePolished()
    before = painted(label, 1)
    assert len(np.unique(before)) > 1
    qtbot.waitUntil(lambda: "cannot be typeset" in caplog.text, timeout=10_000)
    QApplication.processEvents()
    assert not label.is_set
    assert (painted(label, 1) == before).all()


def test_a_label_that_goes_before_its_formula_is_set_leaves_nothing(qtbot):
    label = FormulaLabel(r"x_{never}", "x")
    label.deleteLater()
    other = shown(qtbot, r"x_{after}", "x")
    assert other.is_set


def test_another_formula_takes_the_place_of_the_first(qtbot):
    label = shown(qtbot)
    wide = label.sizeHint().width()
    label.show_formula(r"\gamma", "γ")
    qtbot.waitUntil(lambda: label.is_set and label.sizeHint().width() < wide / 3, timeout=10_000)
    label.show_formula("", "")
    assert not label.is_set


def test_a_formula_with_less_room_than_it_wants_is_drawn_smaller_not_cut(qtbot, themed):
    tokens = themed("light")
    label = shown(qtbot)
    label.resize(label.width() // 2, label.height())
    pixels = painted(label, 2)
    assert ink(pixels, tokens) > 100
    assert ink(pixels[:, -2:], tokens) == 0


def test_nothing_of_it_is_imported_before_a_formula_is_shown():
    code = "import sys, playground.ui.support.formula; print('ziamath' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False"
