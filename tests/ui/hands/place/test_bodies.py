"""A drag takes a body to where the pointer is, and no farther than an episode may stand."""

from __future__ import annotations

import math

import pytest

from playground.engine import catalogue as _catalogue  # noqa: F401  enters the cards
from playground.envs.base import ENVIRONMENTS
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.scene import Scene
from playground.ui.hands.place.bodies import Bodies, Held
from tests.envs.drawing.pictures import COLOURS

PLACED = [card for card in map(ENVIRONMENTS.get, ENVIRONMENTS.names()) if card.placing is not None]
every_card = pytest.mark.parametrize("card", PLACED, ids=lambda card: card.id)
# States to put it into, and the number of the state that the last body changes.
GOALS = {
    "CartPole-v1": [(-1.5, 0.0, 0.1, 0.0), (2.3, 0.0, -0.2, 0.0)],
    "CartPoleContinuous-v1": [(-1.5, 0.0, 0.1, 0.0)],
    "MountainCar-v0": [(-1.1, 0.0), (0.4, 0.0)],
    "Acrobot-v1": [(0.5, 1.0, 0.0, 0.0), (-1.2, -2.0, 0.0, 0.0)],
    "Pendulum-v1": [(0.3, 0.0), (-3.0, 0.0)],
    "GridWorld-v1": [(4.0, 2.0, 0.0, 0.0), (2.0, 0.0, 0.0, 0.0)],
}


def bodies_of(card):
    surface, captions = pygame.Surface((700, 450), 0, 32), card.captions()

    def locate(state):
        return card.grips()(surface, Scene(state), COLOURS, 1.0, captions)

    return Bodies(card.placing, locate)


def middle(grip):
    return (grip.start[0] + grip.end[0]) / 2, (grip.start[1] + grip.end[1]) / 2


@every_card
@pytest.mark.parametrize("number", range(2))
def test_each_body_follows_the_pointer_to_the_state_that_shows_it_there(card, number):
    bodies, placing = bodies_of(card), card.placing
    goal = GOALS[card.id][number % len(GOALS[card.id])]
    values = placing.values(card.idle)
    for body in placing.bodies:
        point = middle(bodies.grip(body, goal))
        values = bodies.follow(Held(body), card.idle, values, point)
    reached = placing.placed(card.idle, values)
    for place, wanted in enumerate(placing.values(goal)):
        assert values[place] == pytest.approx(wanted, abs=0.05), placing.numbers[place].meaning
    assert card.is_state(reached)


@every_card
def test_every_body_is_taken_where_it_is_and_nothing_elsewhere(card):
    bodies = bodies_of(card)
    for body in card.placing.bodies:
        grip = bodies.grip(body, card.idle)
        near_end = tuple((a + 3 * b) / 4 for a, b in zip(grip.start, grip.end, strict=True))
        assert bodies.at(card.idle, near_end).body == body
    assert bodies.at(card.idle, (3.0, 3.0)) is None


@every_card
@pytest.mark.parametrize("point", [(-500.0, -500.0), (5000.0, 100.0), (350.0, -400.0), (350.0, 3000.0)])
def test_wherever_the_pointer_goes_an_episode_can_stand_there(card, point):
    bodies, placing = bodies_of(card), card.placing
    values = placing.values(card.idle)
    for body in placing.bodies:
        values = bodies.follow(Held(body), card.idle, values, point)
        assert placing.is_free(placing.placed(card.idle, values))
        for number, value in zip(placing.numbers, values, strict=True):
            assert number.low <= value <= number.high


@every_card
def test_arrow_keys_stop_at_the_limits(card):
    bodies, placing = bodies_of(card), card.placing
    for right, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        values = placing.values(card.idle)
        for body in placing.bodies:
            for _ in range(60):
                values = bodies.nudged(body, card.idle, values, right, down)
                assert placing.is_free(placing.placed(card.idle, values))
                assert all(n.low <= v <= n.high for n, v in zip(placing.numbers, values, strict=True))


def test_a_body_keeps_its_distance_from_the_hand_that_took_it_beside_its_middle():
    card = ENVIRONMENTS.get("CartPole-v1")
    bodies = bodies_of(card)
    grip = bodies.grip(card.placing.bodies[0], card.idle)
    held = bodies.at(card.idle, (grip.end[0], grip.end[1]))
    values = bodies.follow(held, card.idle, card.placing.values(card.idle), grip.end)
    assert values[0] == pytest.approx(0.0, abs=0.01)


def test_the_acrobot_cannot_be_dragged_above_its_line():
    card = ENVIRONMENTS.get("Acrobot-v1")
    bodies = bodies_of(card)
    values = card.placing.values(card.idle)
    for body in card.placing.bodies:
        pivot = bodies.grip(card.placing.bodies[0], card.idle).start
        values = bodies.follow(Held(body), card.idle, values, (pivot[0], pivot[1] - 300.0))
    assert -math.cos(values[0]) - math.cos(values[0] + values[1]) <= 1.0
