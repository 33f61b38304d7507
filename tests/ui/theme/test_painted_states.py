"""Every control of the window in every state, in both themes and languages: told apart, readable, ringed when in focus."""

from __future__ import annotations

import functools

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QListWidget,
    QTabBar,
    QTabWidget,
    QTextBrowser,
)

from playground.ui.breakpoints.panel import BreakpointsPanel
from playground.ui.plots.base import Plot
from playground.ui.theme.palette import contrast
from playground.ui.timeline.strip import TimelineStrip
from playground.ui.view.action_bars import ActionBars
from playground.ui.view.env_view import EnvView
from tests.screens.control_states import controls_in, pictures

READABLE, SEEN = 4.5, 3.0  # contrasts of text and of pictures
MOST_CHANGED = 0.25  # of the pixels, by a ring
EDGE = 6  # px at which there are borders and rings
SAME = 12  # of 255: differences that nobody sees

PICTURES = (EnvView, ActionBars, Plot, QTextBrowser)  # which nothing disables
WITH_TEXT = (QAbstractSpinBox, QLineEdit, QTabBar, TimelineStrip, ActionBars)

LOOKS = pytest.mark.parametrize(
    "look",
    [
        ("light", "en"),
        ("dark", "zh_CN"),
        pytest.param(("light", "zh_CN"), marks=pytest.mark.slow),
        pytest.param(("dark", "en"), marks=pytest.mark.slow),
    ],
    indirect=True,
    ids="-".join,
)


def trigger(window, name):
    window.actions_by_name[name].trigger()


@pytest.fixture
def look(request, chosen):
    """Theme and language that the window starts in."""
    chosen(theme=request.param[0], language=request.param[1])


def visible_dialogs(window):
    return [each for each in window.findChildren(QDialog) if each.isVisible()]


def activate(qtbot, top):
    """Wait until a window has the keys: the one of the test before may be on its way out."""

    def is_active():
        top.activateWindow()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return top.isActiveWindow()

    qtbot.waitUntil(is_active)


def pixels(image):
    """Return 0xRRGGBB of each pixel."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    return flat & 0xFFFFFF


@functools.cache
def contrast_of(one, other):
    return contrast(f"#{one:06X}", f"#{other:06X}")


def best_contrast(image):
    """Return the contrast between the colour that most pixels inside have and the one that stands out most from it."""
    inside = pixels(image)
    edge = max(min(EDGE, (inside.shape[0] - 8) // 2), 1)
    colours, counts = np.unique(inside[edge:-edge, edge:-edge], return_counts=True)
    ground = int(colours[counts.argmax()])
    return max(contrast_of(ground, int(colour)) for colour in colours)


def changed(image, other):
    """Return the share of pixels that differ by so much that one sees it."""
    parts = [pixels(each)[:, :, None].view(np.uint8)[:, :, :3].astype(int) for each in (image, other)]
    return float((np.abs(parts[0] - parts[1]).max(axis=2) > SAME).mean())


def is_empty(control):
    return isinstance(control, QListWidget) and control.count() == 0


def wanted_contrast(control):
    if is_empty(control):
        return 0.0
    if isinstance(control, QAbstractButton | QComboBox):
        text = control.text() if isinstance(control, QAbstractButton) else control.currentText()
        return READABLE if text else 0.0 if isinstance(control, QComboBox) else SEEN
    return READABLE if isinstance(control, WITH_TEXT) else SEEN


def faults(window, part):
    """Return what is wrong with the controls in a part of the window: whatever a person would call a broken look."""
    found = []
    for control in controls_in(part):
        name, seen = control.objectName() or type(control).__name__, dict(pictures(window, control))
        for state, image in seen.items():
            reached = best_contrast(image)
            if reached < wanted_contrast(control):
                found.append(f"{name}, {state}: contrast {reached:.2f}")
        if "focus" in seen:
            share = changed(seen["rest"], seen["focus"])
            if not 0 < share < MOST_CHANGED:
                found.append(f"{name}: the focus changes {share:.0%}")
        is_disabled_at_times = not isinstance(control, PICTURES) and not is_empty(control)
        if is_disabled_at_times and changed(seen["rest"], seen["disabled"]) == 0:
            found.append(f"{name}: looks the same when it is disabled")
    return found


@LOOKS
def test_every_control_of_the_window_can_be_read_in_every_state_and_the_focus_is_a_ring(qtbot, look, window):
    window.resize(1366, 768)
    trigger(window, "act_step")
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == 1, timeout=10_000)
    window.hyper_panel.more_open = window.hyper_panel.environment_open = True
    window.findChild(BreakpointsPanel).add("episode_return >= 100")
    window.notice.ask("?", [("one", "One"), ("two", "Two"), ("three", "Three")])
    activate(qtbot, window)
    found = []
    for tab in range(window.details.count()):
        window.details.setCurrentIndex(tab)
        found += faults(window, window if tab == 0 else window.details.currentWidget())
    for bar in (window.fork_bar, window.what_if_card, window.replay_bar):
        bar.show()
        qtbot.waitUntil(lambda bar=bar: not bar.visibleRegion().isEmpty(), timeout=5000)
        found += faults(window, bar)
        bar.hide()
    trigger(window, "act_play")
    qtbot.waitUntil(lambda: not window.play.place.visibleRegion().isEmpty(), timeout=5000)
    found += faults(window, window.play.place)
    window.play.stop()
    kinds = {type(control) for control in controls_in(window)}
    assert {EnvView, TimelineStrip, ActionBars} <= kinds
    assert found == []


@LOOKS
def test_every_control_of_each_dialog_too(qtbot, look, window):
    found = []
    for action in ("act_save", "act_add_environment", "act_licences", "act_about", "act_gallery", "act_compare"):
        trigger(window, action)
        qtbot.waitUntil(lambda: visible_dialogs(window) != [])
        (opened,) = visible_dialogs(window)
        activate(qtbot, opened)
        assert controls_in(opened)
        found += faults(window, opened)
        for pages in opened.findChildren(QTabWidget):
            for page in range(1, pages.count()):
                pages.setCurrentIndex(page)
                found += faults(window, pages.currentWidget())
        opened.close()
        qtbot.waitUntil(lambda: visible_dialogs(window) == [])
    assert found == []
