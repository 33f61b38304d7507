"""An environment without a painter of ours is drawn by its own picture, or by its numbers."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.gym_adapter.probe import probe
from playground.envs.gym_adapter.rendered_frames import png
from playground.envs.gym_adapter.user_environments import card_of
from playground.envs.scene import Scene
from playground.export.film import PAPER
from playground.ui.theme.palette import DARK, LIGHT, scene_palette

RED = (200, 30, 40)


@pytest.fixture(scope="module")
def card():
    return card_of(probe("tests.envs.user_environments:Walk-v0"))


def drawn(card, scene, size=(640, 420), scale=1.0):
    surface = pygame.Surface(size, 0, 32)
    card.painter()(surface, scene, PAPER, scale, card.captions())
    return pygame.surfarray.array3d(surface)


def columns_of(pixels, colour):
    return np.flatnonzero((pixels == colour).all(2).any(1))


def test_a_picture_fills_the_room_between_caption_and_numbers_in_its_own_proportions(card):
    picture = png(np.full((60, 90, 3), RED, np.uint8))
    pixels = drawn(card, Scene(state=(0.0, 0.0, 0.0), picture=picture))
    is_red = (np.abs(pixels.astype(int) - RED) < 3).all(2)
    wide, high = is_red.any(1).sum(), is_red.any(0).sum()
    assert wide / high == pytest.approx(1.5, abs=0.02)
    assert high > 250


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("shade", [0, 255])
def test_a_picture_that_is_as_black_or_white_as_the_window_has_a_frame(card, theme, shade):
    palette = scene_palette(theme)
    surface = pygame.Surface((640, 420), 0, 32)
    scene = Scene(state=(0.0, 0.0, 0.0), picture=png(np.full((60, 90, 3), shade, np.uint8)))
    card.painter()(surface, scene, palette, 1.0, card.captions())
    row = [tuple(pixel) for pixel in pygame.surfarray.array3d(surface)[:, 210].tolist()]
    first, last = row.index(palette.guide), 639 - row[::-1].index(palette.guide)
    assert {row[first + 1], row[last - 1]} == {(shade,) * 3}
    assert last - first > 300
    assert palette.panel in row[:first]


def test_without_a_picture_each_number_is_a_bar_from_zero_to_its_value(card):
    longer = [len(columns_of(drawn(card, Scene(state=(value, 0.0, 0.0))), PAPER.right)) for value in (1.0, 4.0, 9.0)]
    assert 0 < longer[0] < longer[1] < longer[2]
    pixels = drawn(card, Scene(state=(-9.0, 0.0, 0.0)))
    assert len(columns_of(pixels, PAPER.left)) == pytest.approx(longer[2], abs=2)
    assert len(columns_of(drawn(card, Scene(state=(99.0, 0.0, 0.0))), PAPER.warning)) > longer[2]


@pytest.mark.parametrize("size", [(60, 40), (320, 220), (1600, 900)])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_size_is_drawn_with_more_numbers_than_there_is_room_for(size, scale):
    numbers = probe("tests.envs.user_environments:Walk-v0")
    form = dataclasses.replace(numbers.form, shape=(40, 5))
    many = card_of(dataclasses.replace(numbers, form=form, usual=numbers.usual[:1] * 200))
    scene = Scene(state=many.idle, step=7, terminated=True, action=1, explored=False, caption="Replay, seed 3")
    colours = {tuple(pixel) for pixel in drawn(many, scene, size, scale)[::3, ::3].reshape(-1, 3).tolist()}
    assert len(colours) > 3


def test_the_end_of_an_episode_is_said_on_the_picture_and_in_words(card):
    scene = Scene(state=(0.0, 0.25, 0.0), step=4, episode_return=-1.5, action=1, explored=True)
    ends = [dataclasses.replace(scene, terminated=True), dataclasses.replace(scene, truncated=True)]
    pictures = {drawn(card, one).tobytes() for one in (scene, *ends)}
    assert len(pictures) == 3
    assert card.describe(scene) == "Observation: 0, 0.25, 0. Chose action 2, explored. Step 4, return −1.5."
    assert card.describe(ends[0]).endswith("The episode ended (terminated).")
    push = card_of(probe("tests.envs.user_environments:Push-v0"))
    said = push.describe(dataclasses.replace(scene, action=np.array([0.5, -2.0]), explored=None))
    assert "number 1 0.50, number 2 −2.00." in said
