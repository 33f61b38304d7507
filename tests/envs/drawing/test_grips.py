"""The bodies that a hand can take hold of are where the pictures show them."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from playground.engine import catalogue as _catalogue  # noqa: F401  enters the cards
from playground.envs.acrobot.params import AcrobotParams
from playground.envs.base import ENVIRONMENTS
from playground.envs.cartpole.cartpole import CartPoleParams
from playground.envs.drawing.grip import Grip, grip_at
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.pendulum.pendulum import PendulumParams
from playground.envs.scene import Scene
from tests.envs.drawing.pictures import COLOURS, picture

PUSHED = [card for card in map(ENVIRONMENTS.get, ENVIRONMENTS.names()) if card.push is not None]
every_card = pytest.mark.parametrize("card", PUSHED, ids=lambda card: card.id)
SIZES = [(700, 450, 1.0), (320, 220, 1.0), (360, 800, 1.0), (1400, 900, 2.0)]
# What a body is drawn in, and the number of the state that a push drives.
COLOUR = {
    "cart": COLOURS.cart,
    "car": COLOURS.cart,
    "pole": COLOURS.pole,
    "pendulum": COLOURS.pole,
    "upper_link": COLOURS.cart,
    "lower_link": COLOURS.pole,
}
DRIVEN = {"CartPole-v1": 0, "CartPoleContinuous-v1": 0, "MountainCar-v0": 0, "Pendulum-v1": 0, "Acrobot-v1": 1}
POSES = {
    4: [(0.0, 0.0, 0.0, 0.0), (-1.3, 0.0, 0.2, 0.0), (0.8, 0.0, -0.1, 0.0)],
    2: [(-0.5, 0.0), (0.2, 0.0), (-1.1, 0.0)],
}


def grips_of(card, state, size=(700, 450, 1.0), parameters=None):
    surface = pygame.Surface(size[:2], 0, 32)
    return card.grips()(surface, Scene(state, parameters=parameters), COLOURS, size[2], card.captions())


def pushed_body(card, state):
    [grip] = [each for each in grips_of(card, state) if each.pushed_at is not None]
    return grip


@every_card
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("pose", range(3))
def test_each_body_is_drawn_where_the_hand_finds_it(card, size, pose):
    state = POSES[len(card.idle)][pose]
    pixels = picture(card, Scene(state), size[:2], size[2])
    for grip in grips_of(card, state, size):
        for share in (0.3, 0.4, 0.6, 0.7):
            x, y = (a + share * (b - a) for a, b in zip(grip.start, grip.end, strict=True))
            found = pixels[round(x) - 1 : round(x) + 2, round(y) - 1 : round(y) + 2].reshape(-1, 3)
            assert (found == COLOUR[grip.name]).all(axis=1).any(), grip.name
            assert grip.distance(x, y) < 0


@every_card
@pytest.mark.parametrize("pose", range(3))
def test_a_push_that_adds_drives_its_body_the_way_that_is_told(card, pose):
    state = list(POSES[len(card.idle)][pose])
    before = pushed_body(card, tuple(state))
    state[DRIVEN[card.id]] += 0.25
    after = pushed_body(card, tuple(state))
    moved = np.array(after.pushed_at) - before.pushed_at
    assert math.hypot(*before.pushed_along) == pytest.approx(1.0)
    assert moved @ before.pushed_along > 0.9 * math.hypot(*moved) > 5


@pytest.mark.parametrize(
    ("id", "state", "parameters"),
    [
        ("CartPole-v1", (0.4, 0.0, 0.1, 0.0), CartPoleParams(length=1.7)),
        ("Pendulum-v1", (1.0, 0.0), PendulumParams(length=0.3)),
        ("Acrobot-v1", (0.7, 0.4, 0.0, 0.0), AcrobotParams(link_length_1=0.5)),
    ],
)
def test_bodies_of_another_length_are_found_there_too(id, state, parameters):
    card = ENVIRONMENTS.get(id)
    pixels = picture(card, Scene(state, parameters=parameters))
    assert grips_of(card, state) != grips_of(card, state, parameters=parameters)
    for grip in grips_of(card, state, parameters=parameters):
        x, y = (round(a + 0.7 * (b - a)) for a, b in zip(grip.start, grip.end, strict=True))
        found = pixels[x - 1 : x + 2, y - 1 : y + 2].reshape(-1, 3)
        assert (found == COLOUR[grip.name]).all(axis=1).any(), grip.name


def test_the_nearest_body_within_reach_is_taken():
    thin, thick = Grip("thin", (0.0, 0.0), (0.0, 10.0), 1.0), Grip("thick", (20.0, 0.0), (20.0, 10.0), 4.0)
    assert grip_at((thin, thick), 0.5, 5.0) is thin
    assert grip_at((thin, thick), 17.0, 14.0, reach=3.0) is thick
    assert grip_at((thin, thick), 8.0, 5.0) is None
    assert grip_at((thin, thick), 8.0, 5.0, reach=9.0) is thin
    assert grip_at((), 0.0, 0.0, reach=9.0) is None
    assert Grip("point", (3.0, 3.0), (3.0, 3.0), 2.0).distance(3.0, 8.0) == pytest.approx(3.0)


def test_a_body_grows_with_its_picture():
    grip = dataclasses.replace(pushed_body(PUSHED[0], PUSHED[0].idle), radius=3.0)
    twice = grip.scaled(2.0)
    assert (twice.radius, twice.name, twice.pushed_along) == (6.0, grip.name, grip.pushed_along)
    for name in ("start", "end", "pushed_at"):
        assert getattr(twice, name) == tuple(2.0 * number for number in getattr(grip, name))


@every_card
def test_an_environment_that_can_be_pushed_has_one_body_that_is(card):
    assert pushed_body(card, card.idle).name in {"cart", "car", "pendulum", "lower_link"}
