"""The widget that shows the environment."""

from __future__ import annotations

import dataclasses
import math
import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from playground.engine import catalogue as _catalogue  # noqa: F401  enters the card
from playground.envs.base import ENVIRONMENTS
from playground.envs.cartpole.layout import lay_out
from playground.envs.scene import Scene
from playground.ui.theme.palette import DARK, LIGHT
from playground.ui.theme.theme import Theme
from playground.ui.view import env_view
from playground.ui.view.env_view import EnvView, SharedCanvas
from playground.ui.view.first_picture import draw_first_picture

SCENE = Scene((0.4, 0.0, math.radians(5), 0.0), action=1, explored=False, step=12, episode_return=12.0)


CARD = ENVIRONMENTS.get("CartPole-v1")


@pytest.fixture
def theme(qapp):
    return Theme("light")


@pytest.fixture
def view(qtbot, theme):
    shown = EnvView(theme, CARD)
    qtbot.addWidget(shown)
    shown.resize(480, 300)
    shown.show()
    shown.activateWindow()
    qtbot.waitExposed(shown)
    return shown


def picture_of(view: EnvView) -> QImage:
    return view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def test_the_picture_and_the_surface_are_the_same_memory(qapp):
    canvas = SharedCanvas((40, 30), 2.0)
    canvas.surface.fill((1, 2, 3))
    assert canvas.image.pixelColor(39, 29).getRgb()[:3] == (1, 2, 3)
    assert canvas.image.devicePixelRatio() == 2.0


def test_a_scene_is_drawn_where_the_painter_puts_it(view):
    view.show_scene(SCENE)
    view.clearFocus()
    x, y = (round(value) for value in lay_out((480, 300), 1.0).tip(0.4, math.radians(5)))
    image = picture_of(view)
    assert image.pixelColor(x, y + 1) == QColor("#B9783A")
    assert image.pixelColor(x, y - 12) != QColor("#B9783A")


def test_the_picture_follows_the_size_of_the_view(view):
    view.show_scene(SCENE)
    view.resize(640, 420)
    x, y = (round(value) for value in lay_out((640, 420), 1.0).tip(0.4, math.radians(5)))
    assert picture_of(view).pixelColor(x, y + 1) == QColor("#B9783A")


def test_another_theme_repaints_in_its_colours(view, theme, qtbot):
    assert picture_of(view).pixelColor(240, 10) == QColor(LIGHT.panel)
    drawn = view.frames_drawn
    theme.set_choice("dark")
    qtbot.waitUntil(lambda: view.frames_drawn > drawn)
    assert picture_of(view).pixelColor(240, 10) == QColor(DARK.panel)


def test_a_new_scene_is_one_more_frame_and_standing_still_is_none(view, qtbot):
    qtbot.waitUntil(lambda: view.frames_drawn > 0)
    QTest.qWait(20)
    drawn = view.frames_drawn
    view.show_scene(SCENE)
    view.show_scene(dataclasses.replace(SCENE, step=13))  # before the repaint: only the newest is drawn
    qtbot.waitUntil(lambda: view.frames_drawn > drawn)
    QTest.qWait(50)
    assert view.frames_drawn == drawn + 1


@pytest.mark.parametrize(
    ("key", "signal"),
    [
        (Qt.Key.Key_Space, "run_toggled_requested"),
        (Qt.Key.Key_Right, "step_requested"),
        (Qt.Key.Key_Left, "step_back_requested"),
    ],
)
def test_bare_keys_ask_for_what_the_view_controls(view, qtbot, key, signal):
    with qtbot.waitSignal(getattr(view, signal), timeout=500):
        qtbot.keyClick(view, key)
    with qtbot.assertNotEmitted(getattr(view, signal)):
        qtbot.keyClick(view, key, Qt.KeyboardModifier.ControlModifier)


def test_holding_space_toggles_once(view, qtbot):
    asked = []
    view.run_toggled_requested.connect(lambda: asked.append(1))
    for repeated in (False, True, True):
        press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ", repeated)
        view.keyPressEvent(press)
        assert press.isAccepted()
    assert len(asked) == 1


class KeyLog(QObject):
    def __init__(self):
        super().__init__()
        self.keys = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.KeyPress:
            self.keys.append(event.key())
        return False


def test_other_keys_go_on_to_whoever_is_around_the_view(qtbot, theme):
    around = QWidget()
    qtbot.addWidget(around)
    view = EnvView(theme, CARD, parent=around)
    log = KeyLog()
    around.installEventFilter(log)
    around.show()
    for key in (Qt.Key.Key_A, Qt.Key.Key_Up, Qt.Key.Key_Space, Qt.Key.Key_Right):
        qtbot.keyClick(view, key)
    assert log.keys == [Qt.Key.Key_A, Qt.Key.Key_Up]


def test_the_view_with_the_keys_has_a_ring(view, qtbot):
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    assert picture_of(view).pixelColor(1, 150) == QColor(LIGHT.focus)
    view.clearFocus()
    assert picture_of(view).pixelColor(1, 150) == QColor(LIGHT.panel)


def test_a_click_gives_the_view_the_keys(view, qtbot):
    view.clearFocus()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton)
    assert view.hasFocus()


def test_while_getting_ready_the_pole_stands_and_a_caption_says_so(view):
    assert view.scene.caption == "Getting ready"
    assert view.scene.state == (0.0, 0.0, 0.0, 0.0)
    assert view.accessibleDescription().startswith("Getting ready.")
    layout = lay_out((480, 300), 1.0)
    image = picture_of(view)
    assert image.pixelColor(240, layout.axle_y - round(layout.pole / 2)) == QColor("#B9783A")
    corner = {image.pixelColor(x, y).name() for x in range(8, 90) for y in range(8, 26)}
    assert len(corner) > 3  # letters


def test_a_failure_is_said_over_the_last_scene(view):
    view.show_scene(SCENE)
    view.show_failed("Training stopped")
    assert view.scene == dataclasses.replace(SCENE, caption="Training stopped")
    view.show_failed()
    assert view.scene.caption == "Training failed"


def test_the_scene_is_described_now_and_then_and_in_the_end(qtbot, theme, monkeypatch):
    monkeypatch.setattr(env_view, "DESCRIBE_EVERY_MS", 150)
    told = []

    def describe(scene):
        told.append(scene.step)
        return f"step {scene.step}"

    view = EnvView(theme, dataclasses.replace(CARD, describe=describe))
    qtbot.addWidget(view)
    for step in range(1, 51):
        view.show_scene(dataclasses.replace(SCENE, step=step))
    assert told == [0]
    qtbot.waitUntil(lambda: told == [0, 50], timeout=1000)
    assert view.accessibleDescription() == "step 50"
    QTest.qWait(200)
    assert told == [0, 50]


def test_the_view_has_its_names(view):
    assert view.objectName() == "env_view"
    assert view.accessibleName()
    assert view.minimumSize().width() <= 320
    assert view.focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_at_two_device_pixels_per_pixel_the_picture_has_them_all_and_pygame_came_with_the_first_frame():
    code = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from playground.ui.view.env_view import EnvView\n"
        "from playground.ui.theme.theme import Theme\n"
        "import playground.engine.catalogue\n"
        "from playground.envs.base import ENVIRONMENTS\n"
        "def painter():\n"
        "    from playground.envs.cartpole.painter import draw\n"
        "    return draw\n"
        "app = QApplication([])\n"
        "view = EnvView(Theme('light'), ENVIRONMENTS.get('CartPole-v1'))\n"
        "view.resize(400, 300)\n"
        "print('pygame' in sys.modules, 'torch' in sys.modules)\n"
        "image = view.grab().toImage()\n"
        "print(image.width(), image.height(), image.devicePixelRatio(), 'pygame' in sys.modules)\n"
        "import numpy, pygame\n"
        "from playground.envs.cartpole.captions import captions\n"
        "surface = pygame.Surface((800, 600), 0, 32)\n"
        "painter()(surface, view.scene, Theme('light').scene_palette(), 2.0, captions())\n"
        "drawn = pygame.surfarray.array3d(surface).transpose(1, 0, 2).astype(int)\n"
        "shown = numpy.frombuffer(image.constBits(), numpy.uint8).reshape(600, 800, 4)[:, :, 2::-1]\n"
        "print(abs(drawn - shown).max() <= 2)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "QT_SCALE_FACTOR": "2"},
    )
    assert result.stdout.splitlines() == ["False False", "800 600 2.0 True", "True"]


@pytest.mark.parametrize("choice", ["light", "dark"])
@pytest.mark.parametrize("size", [(320, 220), (620, 440), (500, 900)])
def test_the_first_picture_has_the_cart_where_the_painter_draws_it(qtbot, choice, size):
    theme = Theme(choice)
    view = EnvView(theme, CARD, first_picture=draw_first_picture)
    qtbot.addWidget(view)
    view.resize(*size)
    first = picture_of(view)
    assert view.frames_drawn == 0
    view.begin()
    then = picture_of(view)
    assert view.frames_drawn == 1
    layout = lay_out(size, 1.0)
    x, y = layout.axle(0.0)
    ground, radius = layout.track_y, round(layout.pole_radius)
    spots = [
        (x, round(y - layout.pole / 2)),
        (x, y),
        (x - radius - 3, round(y - layout.pole / 2)),
        (5, 5),
        (round(x - layout.cart_width * 0.4), y),
        (round(x - layout.cart_width * 0.6), y),
        (5, ground),
        (round(layout.x(-1.0)), ground),
        (round(layout.x(-2.4)), ground - 5),
        (round(layout.x(2.4)) - 4, ground - 5),
    ]
    for spot in spots:
        drawn, meant = first.pixelColor(*spot).getRgb(), then.pixelColor(*spot).getRgb()
        assert max(abs(a - b) for a, b in zip(drawn, meant, strict=True)) <= 24, spot


def test_the_first_picture_costs_no_import_of_pygame_or_numpy():
    code = "import sys, playground.ui.view.first_picture; print(sorted({'pygame', 'numpy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == "[]\n", done.stderr


def test_the_bodies_are_found_where_they_are_shown_whatever_the_pixels_of_the_screen(view):
    view.show_scene(SCENE)
    view.clearFocus()
    picture_of(view)
    [pole] = [grip for grip in view.grips() if grip.name == "pole"]
    assert pole.end == pytest.approx(lay_out((480, 300), 1.0).tip(0.4, math.radians(5)))
    [there] = [grip for grip in view.grips((0.4, 0.0, 0.0, 0.0)) if grip.name == "pole"]
    assert there.end == pytest.approx(lay_out((480, 300), 1.0).tip(0.4, 0.0))
    view.show_card(ENVIRONMENTS.get("LunarLander-v3"))
    assert view.grips() == ()


def test_there_is_nothing_to_hold_before_the_first_picture(qtbot, theme):
    shown = EnvView(theme, CARD, first_picture=draw_first_picture)
    qtbot.addWidget(shown)
    shown.resize(480, 300)
    with qtbot.waitExposed(shown):
        shown.show()
    assert shown.grips() == ()
    shown.begin()
    assert [grip.name for grip in shown.grips()] == ["cart", "pole"]
