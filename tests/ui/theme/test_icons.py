"""Our own icons: sharp, in the colours of the theme."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QIcon, QImage
from PySide6.QtWidgets import QToolButton
from shiboken6 import delete

from playground.resources import resource_folder
from playground.ui.theme.icons import SIZE, Icons, tinted
from playground.ui.theme.palette import DARK, LIGHT, rgb
from playground.ui.theme.theme import Theme

COLOURED = {"app", "document"}  # what desktops show of the program and its files: colours of their own
NAMES = sorted({path.stem for path in (resource_folder() / "icons").glob("*.svg")} - COLOURED)


def is_only(image, colour):
    """Return whether every opaque pixel has that colour, up to rounding, and there are some."""
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(-1, 4).astype(int)
    opaque = pixels[pixels[:, 3] == 255, :3]
    return len(opaque) > 5 and np.abs(opaque - rgb(colour)).max() <= 2


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_is_drawn_in_one_colour_within_its_square(qapp, name):
    image = tinted(name, "#AB12CD", SIZE, 2.0).toImage()
    assert image.width() == image.height() == 2 * SIZE
    assert is_only(image, "#AB12CD")
    rim = [(x, y) for x in range(40) for y in (0, 39)] + [(x, y) for x in (0, 39) for y in range(40)]
    assert all(image.pixelColor(*at).alpha() == 0 for at in rim)


def test_there_is_an_icon_for_everything_the_window_does():
    wanted = "run pause step step-to-end reset evaluate save load replay frame-back frame-forward lock undo more less"
    assert set(wanted.split()) <= set(NAMES)


def test_no_two_icons_look_alike(qapp):
    images = [tinted(name, "#000000", SIZE, 1.0).toImage() for name in NAMES]
    seen = {bytes(image.constBits()) for image in images}  # the images stay while their bytes are copied
    assert len(seen) == len(NAMES)


@pytest.mark.parametrize(("choice", "tokens"), [("light", LIGHT), ("dark", DARK)])
def test_an_icon_has_the_colour_of_text_and_a_quieter_one_when_disabled(qapp, choice, tokens):
    action = QAction()
    Icons(Theme(choice)).put(action, "run")
    for mode, colour in ((QIcon.Mode.Normal, tokens.text), (QIcon.Mode.Disabled, tokens.disabled)):
        image = action.icon().pixmap(QSize(SIZE, SIZE), 1.0, mode).toImage()
        assert is_only(image, colour)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_an_icon_has_as_many_pixels_as_the_screen_shows(qapp, ratio):
    action = QAction()
    Icons(Theme("light")).put(action, "save")
    pixmap = action.icon().pixmap(QSize(SIZE, SIZE), ratio)
    assert pixmap.width() == SIZE * ratio
    assert pixmap.devicePixelRatio() == ratio


def test_icons_take_the_colours_of_another_theme_and_forget_what_is_gone(qtbot):
    theme = Theme("light")
    icons = Icons(theme)
    action, button, gone = QAction(), QToolButton(), QToolButton()
    qtbot.addWidget(button)
    for target, name in ((action, "run"), (action, "pause"), (button, "save"), (gone, "load")):
        icons.put(target, name)
    delete(gone)
    theme.set_choice("dark")
    for target, name in ((action, "pause"), (button, "save")):
        shown = target.icon().pixmap(QSize(SIZE, SIZE), 1.0).toImage()
        assert shown == tinted(name, DARK.text, SIZE, 1.0).toImage()
