"""In every size the picture of CartPole has room for all it shows."""

from __future__ import annotations

import numpy as np
import pytest

from playground.envs.cartpole.cartpole import CartPoleParams
from playground.envs.cartpole.layout import lay_out
from playground.envs.cartpole.painter import draw
from playground.envs.drawing.quiet_pygame import pygame
from tests.envs.cartpole.pictures import CHINESE, FORCE, SIZES, WORDS, forceful, picture, scene
from tests.envs.drawing.pictures import COLOURS, SIZE, where


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


def test_a_long_caption_is_cut_at_the_edge():
    layout = lay_out(SIZE, 1)
    pixels = picture(scene(caption="Replay of a policy with a name that goes on and on " * 5))
    caption = where(pixels[:, : layout.banner_y], COLOURS.muted)[0]
    assert 600 < caption.max() < 700 - layout.pad


@pytest.mark.parametrize(("width", "height", "scale"), SIZES)
def test_the_force_keeps_clear_of_the_word_beside_it(width, height, scale):
    layout = lay_out((width, height), scale)
    shown = forceful(-1.0, True, parameters=CartPoleParams(force_mag=100.0), step=99999, episode_return=99999.0)
    readout = picture(shown, (width, height), scale, captions=FORCE)[:, layout.hud_y :]
    arrow = where(readout, COLOURS.left)[0].min()
    assert (readout[arrow - layout.text // 2 : arrow - 2] == COLOURS.ground).all()
