"""What the picture of CartPole shows, pixel by pixel."""

from __future__ import annotations

import dataclasses
import math
import subprocess
import sys
import time

import numpy as np
import pytest

from playground.envs.cartpole import cartpole
from playground.envs.cartpole import layout as cartpole_layout
from playground.envs.cartpole.captions import CartPoleCaptions, captions, captions_with_force, describe
from playground.envs.cartpole.cartpole import CartPoleParams
from playground.envs.cartpole.layout import lay_out
from playground.envs.cartpole.painter import draw
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.scene import Palette, Scene, mixed

# Pure colours, so that a pixel says what it is part of.
COLOURS = Palette(
    ground=(255, 255, 255),
    panel=(200, 200, 255),
    text=(0, 0, 0),
    muted=(90, 90, 90),
    guide=(150, 150, 150),
    track=(120, 120, 120),
    shadow=(240, 240, 240),
    cart=(0, 255, 0),
    pole=(255, 0, 255),
    axle=(10, 20, 30),
    left=(0, 0, 255),
    right=(255, 0, 0),
    warning=(255, 200, 0),
    ended=(128, 0, 0),
    reached=(0, 128, 0),
)
WORDS, FORCE = captions(), captions_with_force()
CHINESE = CartPoleCaptions(
    "步", "回报", "探索", "贪心", "到达时间上限：没有失败", "", "倒了：杆子偏离超过 12°", "出轨：小车超过 2.4 m"
)
SIZE = (700, 450)
SIZES = [(320, 200, 1), (320, 220, 1), (480, 300, 1), (700, 450, 1), (360, 800, 1), (1300, 260, 1), (640, 400, 2)]
SIZES += [(875, 563, 1.25), (1920, 1080, 1)]


def scene(x=0.0, degrees=0.0, action=None, explored=None, **rest):
    return Scene((x, 0.0, math.radians(degrees), 0.0), action, explored, **rest)


def picture(shown, size=SIZE, scale=1.0, palette=COLOURS, captions=WORDS):
    """Return the drawn scene as an array (x, y, colour)."""
    surface = pygame.Surface(size, 0, 32)
    draw(surface, shown, palette, scale, captions)
    return pygame.surfarray.array3d(surface)


def where(pixels, colour):
    """Return the x and y of all pixels of exactly that colour."""
    return np.nonzero((pixels == np.array(colour)).all(axis=2))


def is_there(pixels, colour):
    return len(where(pixels, colour)[0]) > 0


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


def test_the_word_beside_the_small_arrow_says_explored_or_greedy():
    corner = slice(560, None), slice(400, None)
    pictures = [picture(scene(action=0, explored=said))[corner] for said in (True, False, None)]
    texts = [frozenset(zip(*where(pixels, COLOURS.text), strict=True)) for pixels in pictures]
    assert texts[0] != texts[1]
    assert not texts[2]


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


@pytest.mark.parametrize("colour", ["pole", "cart", "left"])
def test_one_and_two_device_pixels_per_pixel_give_the_same_layout(colour):
    shown = scene(-0.7, 5.0, 0, False)
    boxes = []
    for scale in (1, 2):
        x, y = where(picture(shown, (700 * scale, 450 * scale), scale), getattr(COLOURS, colour))
        boxes.append(np.array([x.min(), x.max() + 1, y.min(), y.max() + 1]) / scale)
    assert boxes[1] == pytest.approx(boxes[0], abs=1.5)


@pytest.mark.parametrize("shown", [scene(50.0, 170.0, 1), scene(-2.41, -90.0, 0, True), scene(2.4, 12.5, 1, False)])
def test_nothing_is_drawn_outside_the_surface(shown):
    whole = pygame.Surface((900, 650), 0, 32)
    whole.fill((1, 2, 3))
    draw(whole.subsurface((100, 100, *SIZE)), shown, COLOURS, 1.0, WORDS)
    pixels = pygame.surfarray.array3d(whole)
    assert (pixels[100:800, 100:550] == picture(shown)).all()
    pixels[100:800, 100:550] = (1, 2, 3)
    assert (pixels == (1, 2, 3)).all()


@pytest.mark.parametrize(("width", "height", "scale"), [*SIZES, (3840, 2160, 1), (3840, 2160, 2), (7680, 4320, 2)])
def test_every_size_has_room_for_everything(width, height, scale):
    layout = lay_out((width, height), scale)
    assert layout.pad + 1.2 * layout.text <= layout.banner_y  # the caption ends where the banner begins
    assert layout.banner_y + 1.9 * layout.text <= layout.tip(0, 0)[1] - layout.pole * 0.1
    assert layout.pole > 0.28 * min(width, height)
    assert layout.hud_y + layout.number <= height
    assert layout.x(2.4) + layout.cart_width / 2 + layout.arrow_gap + layout.arrow <= width


@pytest.mark.parametrize("said", [WORDS, CHINESE], ids=["English", "Chinese"])
@pytest.mark.parametrize(("width", "height", "scale"), SIZES)
def test_nothing_touches_the_edges_or_the_numbers(width, height, scale, said):
    layout = lay_out((width, height), scale)
    shown = scene(2.4, 3.0, 1, False, step=99999, episode_return=99999.0, truncated=True)
    pixels = picture(shown, (width, height), scale, captions=said)
    edge = round(layout.pad * 0.5)
    assert (pixels[:, :edge] == COLOURS.ground).all()
    assert (pixels[:, -edge:] == COLOURS.ground).all()
    readout = pixels[:, layout.hud_y :]
    arrow = where(readout, COLOURS.right)[0].min()
    assert (readout[arrow - layout.text : arrow - 2] == COLOURS.ground).all()


@pytest.mark.parametrize("said", [WORDS, CHINESE], ids=["English", "Chinese"])
@pytest.mark.parametrize("size", [(320, 200), (360, 800), SIZE])
def test_a_long_number_keeps_clear_of_the_next(size, said):
    layout = lay_out(size, 1)
    pictures = [
        picture(scene(step=step, episode_return=total), size, captions=said)[:, layout.hud_y :]
        for step, total in ((99999, 0.0), (0, 0.0), (0, 99999.0))
    ]
    step, total = (np.nonzero((pictures[1] != other).any(axis=(1, 2)))[0] for other in (pictures[0], pictures[2]))
    between = pictures[1][step.max() + 1 : total.min()]
    blank = (between == COLOURS.ground).all(axis=(1, 2))
    assert blank[: layout.number // 4].all()


def test_the_side_of_the_limit_warms_up_as_the_pole_comes_near():
    assert not is_there(picture(scene(degrees=4.0)), COLOURS.warning)
    near, beyond = picture(scene(degrees=12.0)), picture(scene(degrees=-12.5))
    assert where(near, COLOURS.warning)[0].min() > 350
    assert where(beyond, COLOURS.ended)[0].max() < 350


def test_the_post_warms_up_as_the_cart_comes_near():
    assert not is_there(picture(scene(1.0)), COLOURS.warning)
    assert is_there(picture(scene(2.399)), COLOURS.warning)
    assert is_there(picture(scene(-2.5)), COLOURS.ended)


def banner_of(shown):
    layout = lay_out(SIZE, 1)
    return picture(shown)[:, layout.banner_y : layout.banner_y + round(1.9 * layout.text)]


def test_the_end_says_whether_it_failed_and_how():
    fell, left_track = (banner_of(scene(x, angle, terminated=True)) for x, angle in ((0.1, 12.2), (2.41, 1.0)))
    cut_off = banner_of(scene(truncated=True))
    assert not is_there(banner_of(scene(0.1, 12.2)), COLOURS.panel)
    assert is_there(fell, COLOURS.ended)
    assert is_there(left_track, COLOURS.ended)
    assert (fell != left_track).any()
    assert is_there(cut_off, COLOURS.reached)
    assert not is_there(cut_off, COLOURS.ended)


def test_numbers_do_not_jump_about_as_their_digits_change():
    layout = lay_out(SIZE, 1)
    pictures = [picture(scene(step=step))[:75, layout.hud_y :] for step in (181, 881, 111)]
    apart = np.nonzero((pictures[0] != pictures[1]).any(axis=(1, 2)))[0]
    first_digit = round(layout.pad) + layout.number  # wider than one digit, narrower than two
    assert apart.max() < first_digit
    same = (pictures[0] == pictures[2]).all(axis=(1, 2))
    assert same[:first_digit].sum() > first_digit * 0.7
    assert (pictures[0] != pictures[2]).any()


def test_a_return_that_is_not_whole_shows_one_decimal():
    shown = [picture(scene(episode_return=value)) for value in (12.0, 12.34, 12.3)]
    assert (shown[0] != shown[1]).any()
    assert (shown[1] == shown[2]).all()


def test_chinese_words_are_drawn_with_their_glyphs():
    boxes = dataclasses.replace(CHINESE, explored="\U0010fffd\U0010fffd")  # a private character: no font has it
    shown = scene(action=0, explored=True)
    assert (picture(shown, captions=CHINESE) != picture(shown, captions=boxes)).any()
    other = dataclasses.replace(CHINESE, explored="贪心")
    assert (picture(shown, captions=CHINESE) != picture(shown, captions=other)).any()


def test_a_long_caption_is_cut_at_the_edge():
    layout = lay_out(SIZE, 1)
    pixels = picture(scene(caption="Replay of a policy with a name that goes on and on " * 5))
    caption = where(pixels[:, : layout.banner_y], COLOURS.muted)[0]
    assert 600 < caption.max() < 700 - layout.pad


def test_text_is_drawn_again_after_pygame_was_quit():
    picture(scene(caption="with a font of before"))
    pygame.quit()
    assert is_there(picture(scene(caption="a text never drawn"))[:, :60], COLOURS.muted)
    pygame.quit()
    pygame.font.init()
    assert is_there(picture(scene(caption="another text never drawn"))[:, :60], COLOURS.muted)


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


def spread(pixels, colour):
    """Return how wide and how high all that is of that colour reaches."""
    x, y = where(pixels, colour)
    return x.max() + 1 - x.min(), y.max() + 1 - y.min()


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


def forceful(push, explored=False, **rest):
    return Scene((0.0,) * 4, np.array([push], np.float32), explored, **rest)


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


def test_the_force_is_written_in_newtons_where_it_can_differ():
    readout = slice(200, 500), slice(lay_out(SIZE, 1).hud_y, None)
    half, all_of_five = (
        picture(forceful(push, parameters=CartPoleParams(force_mag=force)), captions=FORCE)[readout]
        for push, force in ((0.5, 10.0), (1.0, 5.0))
    )
    assert (half == all_of_five).all()
    assert (half != picture(forceful(-0.5), captions=FORCE)[readout]).any()
    assert is_there(half, COLOURS.text)
    first = picture(scene(parameters=CartPoleParams()), captions=FORCE)[readout]
    assert is_there(first, COLOURS.muted)  # its name already
    assert not is_there(first, COLOURS.text)
    assert not is_there(picture(scene(action=1, explored=False))[readout], COLOURS.text)


@pytest.mark.parametrize(("width", "height", "scale"), SIZES)
def test_the_force_keeps_clear_of_the_word_beside_it(width, height, scale):
    layout = lay_out((width, height), scale)
    shown = forceful(-1.0, True, parameters=CartPoleParams(force_mag=100.0), step=99999, episode_return=99999.0)
    readout = picture(shown, (width, height), scale, captions=FORCE)[:, layout.hud_y :]
    arrow = where(readout, COLOURS.left)[0].min()
    assert (readout[arrow - layout.text // 2 : arrow - 2] == COLOURS.ground).all()


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (forceful(-0.42), "Pushed left with 4.2 N, greedy."),
        (forceful(3.0, True, parameters=CartPoleParams(force_mag=25.0)), "Pushed right with 25.0 N, explored."),
        (forceful(0.001), "Not pushed, greedy."),
    ],
)
def test_a_force_is_told_in_words(shown, said):
    assert said in describe(shown)


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (scene(), ["Pole upright", "Step 0"]),
        (scene(0.3, -4.2, 0, True, step=7), ["0.3 m", "leaning 4.2° to the left", "Pushed left, explored", "Step 7"]),
        (scene(degrees=3.0, action=1, explored=False), ["to the right", "Pushed right, greedy"]),
        (scene(terminated=True, caption="Replay"), ["Replay", "it failed"]),
        (scene(truncated=True), ["time limit"]),
    ],
)
def test_the_scene_is_told_in_words(shown, said):
    assert all(part in describe(shown) for part in said)
