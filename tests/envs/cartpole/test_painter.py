"""What the picture of CartPole shows, pixel by pixel."""

from __future__ import annotations

import math
import subprocess
import sys
import time

import numpy as np
import pytest

from playground.envs.cartpole import cartpole
from playground.envs.cartpole import layout as cartpole_layout
from playground.envs.cartpole.cartpole import CartPoleParams
from playground.envs.cartpole.layout import lay_out
from playground.envs.cartpole.painter import draw
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.scene import mixed
from tests.envs.cartpole.pictures import FORCE, WORDS, forceful, picture, scene, spread
from tests.envs.drawing.pictures import COLOURS, SIZE, is_there, where


@pytest.mark.parametrize(("size", "scale"), [((320, 200), 1.0), (SIZE, 1.0), ((1400, 900), 2.0)])
@pytest.mark.parametrize("degrees", [-14.0, -3.3, 0.0, 7.0, 60.0])
def test_the_tip_of_the_pole_lies_where_the_angle_says(size, scale, degrees):
    layout = lay_out(size, scale)
    x, y = where(picture(scene(0.5, degrees), size, scale), COLOURS.pole)
    axle = layout.axle(0.5)
    up = math.sin(math.radians(degrees)), -math.cos(math.radians(degrees))
    along = (x + 0.5 - axle[0]) * up[0] + (y + 0.5 - axle[1]) * up[1]
    aside = (x + 0.5 - axle[0]) * up[1] - (y + 0.5 - axle[1]) * up[0]
    assert along.max() == pytest.approx(layout.pole + layout.pole_radius, abs=1.5)
    assert np.abs(aside).max() == pytest.approx(layout.pole_radius, abs=1.3)  # only whole pixels are counted
    assert aside[along > layout.pole * 0.9].mean() == pytest.approx(0, abs=0.6)


@pytest.mark.parametrize("position", [-2.4, -1.0, 0.0, 2.4])
def test_the_cart_stands_at_its_place_on_the_track(position):
    pixels = picture(scene(position))
    x, _ = where(pixels, COLOURS.cart)
    assert (x.min() + x.max() + 1) / 2 == pytest.approx(350 + position * lay_out(SIZE, 1).metre, abs=1)
    assert tuple(pixels[lay_out(SIZE, 1).axle(position)]) == COLOURS.axle


@pytest.mark.parametrize(("action", "colour", "other"), [(0, "left", "right"), (1, "right", "left")])
def test_the_arrow_has_the_colour_and_the_side_of_the_action(action, colour, other):
    pixels = picture(scene(0.2, 2.0, action, False))
    beside_cart = pixels[:, : lay_out(SIZE, 1).track_y]
    arrow = where(beside_cart, getattr(COLOURS, colour))[0]
    cart = where(beside_cart, COLOURS.cart)[0]
    assert (arrow.max() < cart.min()) if action == 0 else (arrow.min() > cart.max())
    assert not is_there(pixels, getattr(COLOURS, other))


def test_an_explored_action_is_hollow_and_a_greedy_one_filled():
    layout = lay_out(SIZE, 1)
    greedy, explored = (
        where(picture(scene(action=0, explored=said))[:, : layout.track_y], COLOURS.left) for said in (False, True)
    )
    assert (greedy[0].min(), greedy[0].max()) == pytest.approx((explored[0].min(), explored[0].max()), abs=1)
    assert len(explored[0]) < 0.5 * len(greedy[0])
    middle = (int(greedy[0].mean()), int(greedy[1].mean()))
    assert tuple(picture(scene(action=0, explored=True))[middle]) == COLOURS.ground


def test_before_the_first_action_there_is_no_arrow():
    pixels = picture(scene())
    assert not is_there(pixels, COLOURS.left)
    assert not is_there(pixels, COLOURS.right)


def test_the_same_scene_gives_the_same_bytes():
    shown = scene(1.1, -7.7, 1, True, step=12, episode_return=12.0, caption="Replay, seed 3")
    first = picture(shown)
    picture(scene(-2.0, 11.0, 0, False, terminated=True))
    assert (picture(shown) == first).all()


def test_the_picture_does_not_depend_on_the_format_of_the_surface():
    shown = scene(1.1, -7.7, 1, True, step=12)
    surface = pygame.image.frombuffer(bytearray(4 * 700 * 450), SIZE, "BGRA")
    draw(surface, shown, COLOURS, 1.0, WORDS)
    difference = pygame.surfarray.array3d(surface).astype(int) - picture(shown)
    assert np.abs(difference).max() <= 2  # blending rounds differently where there is an alpha channel
    assert (pygame.surfarray.array_alpha(surface) == 255).all()


def test_the_side_of_the_limit_warms_up_as_the_pole_comes_near():
    assert not is_there(picture(scene(degrees=4.0)), COLOURS.warning)
    near, beyond = picture(scene(degrees=12.0)), picture(scene(degrees=-12.5))
    assert where(near, COLOURS.warning)[0].min() > 350
    assert where(beyond, COLOURS.ended)[0].max() < 350


def test_the_post_warms_up_as_the_cart_comes_near():
    assert not is_there(picture(scene(1.0)), COLOURS.warning)
    assert is_there(picture(scene(2.399)), COLOURS.warning)
    assert is_there(picture(scene(-2.5)), COLOURS.ended)


def test_the_limits_drawn_are_those_of_the_environment():
    assert cartpole_layout.MAX_ANGLE == pytest.approx(cartpole.MAX_ANGLE, rel=1e-12)
    assert cartpole_layout.MAX_POSITION == cartpole.MAX_POSITION


def test_a_frame_is_drawn_in_a_fraction_of_a_millisecond():
    surface = pygame.image.frombuffer(bytearray(4 * 700 * 450), SIZE, "BGRA")
    took = []
    for step in range(60):
        started = time.perf_counter()
        draw(surface, scene(0.3, 3.0, step % 2, False, step=step), COLOURS, 1.0, WORDS)
        took.append(time.perf_counter() - started)
    assert min(took) < 0.0015  # 0.25 ms when measured; the room is for slow and busy machines


def test_drawing_needs_no_display_and_says_nothing():
    code = (
        "import sys\n"
        "from playground.envs.scene import Scene, Palette\n"
        "from playground.envs.cartpole.captions import CartPoleCaptions\n"
        "assert 'pygame' not in sys.modules\n"
        "from playground.envs.cartpole.painter import draw\n"
        "import pygame\n"
        "draw(pygame.Surface((320, 200), 0, 32), Scene((0, 0, 0, 0)), Palette(*[(1, 2, 3)] * 15), 1.0, CartPoleCaptions())\n"
        "assert not pygame.display.get_init() and not pygame.get_init()\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == ""


@pytest.mark.parametrize("size", [(320, 220), SIZE])
def test_a_shorter_pole_is_drawn_shorter_and_a_longer_one_on_a_smaller_cart(size):
    poles, carts = [], []
    for length in (0.05, 0.25, 0.5, 1.0, 2.0, 10.0):
        pixels = picture(scene(parameters=CartPoleParams(length=length)), size)
        y = where(pixels, COLOURS.pole)[1]
        poles.append(y.max() - y.min())
        carts.append(spread(pixels, COLOURS.cart)[0])
    assert poles == sorted(poles[:3]) + poles[3:]
    assert poles[1] / poles[2] == pytest.approx(0.5, abs=0.1)
    assert poles[3:] == pytest.approx([poles[2]] * 3, abs=4)
    assert carts[:3] == [carts[0]] * 3
    assert carts[3] / carts[2] == pytest.approx(0.5, abs=0.05)
    assert carts[4] / carts[2] == pytest.approx(0.25, abs=0.05)
    assert carts[5] == carts[4] >= 5  # no smaller than can be seen


@pytest.mark.parametrize("length", [0.5, 0.8, 1.0, 2.0])
def test_a_cart_of_any_size_stands_on_the_track_and_holds_the_pole(length):
    pixels = picture(scene(parameters=CartPoleParams(length=length)))
    wheels = where(pixels, mixed(COLOURS.cart, COLOURS.ground, 0.3))[1]
    assert wheels.max() == pytest.approx(lay_out(SIZE, 1).track_y - 1, abs=1)
    cart, pole = (where(pixels, colour)[1] for colour in (COLOURS.cart, COLOURS.pole))
    assert cart.min() < pole.max() < cart.max()


def test_the_usual_parameters_are_drawn_as_none():
    assert (picture(scene(1.0, 3.0, 1, parameters=CartPoleParams())) == picture(scene(1.0, 3.0, 1))).all()


def test_the_arrow_is_as_long_as_the_force_and_points_its_way():
    above = slice(0, lay_out(SIZE, 1).track_y)
    longest = spread(picture(scene(action=1, explored=False))[:, above], COLOURS.right)[0]
    widths = []
    for push in (0.1, 0.5, 1.0, 7.0):
        right, left = (picture(forceful(sign * push), captions=FORCE)[:, above] for sign in (1, -1))
        widths.append(spread(right, COLOURS.right)[0])
        assert spread(left, COLOURS.left)[0] == pytest.approx(widths[-1], abs=1)
        assert not is_there(right, COLOURS.left)
    assert 5 < widths[0] < 0.75 * widths[1] < 0.75 * widths[2]
    assert widths[2] == widths[3] == longest  # what is beyond the bounds is clipped to them


def test_no_force_has_no_arrow():
    pixels = picture(forceful(0.0), captions=FORCE)
    assert not is_there(pixels, COLOURS.left)
    assert not is_there(pixels, COLOURS.right)
