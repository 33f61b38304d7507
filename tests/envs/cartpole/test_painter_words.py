"""The words and numbers in the picture of CartPole, and what those are told who do not see it."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from playground.envs.cartpole.captions import describe
from playground.envs.cartpole.cartpole import CartPoleParams
from playground.envs.cartpole.layout import lay_out
from playground.envs.drawing.quiet_pygame import pygame
from tests.envs.cartpole.pictures import CHINESE, FORCE, forceful, picture, scene
from tests.envs.drawing.pictures import COLOURS, SIZE, is_there, where


def test_the_word_beside_the_small_arrow_says_explored_or_greedy():
    corner = slice(560, None), slice(400, None)
    pictures = [picture(scene(action=0, explored=said))[corner] for said in (True, False, None)]
    texts = [frozenset(zip(*where(pixels, COLOURS.text), strict=True)) for pixels in pictures]
    assert texts[0] != texts[1]
    assert not texts[2]


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


def test_text_is_drawn_again_after_pygame_was_quit():
    picture(scene(caption="with a font of before"))
    pygame.quit()
    assert is_there(picture(scene(caption="a text never drawn"))[:, :60], COLOURS.muted)
    pygame.quit()
    pygame.font.init()
    assert is_there(picture(scene(caption="another text never drawn"))[:, :60], COLOURS.muted)


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
