"""Where the pictures of MountainCar, Acrobot and Pendulum show what moves, pixel by pixel."""

from __future__ import annotations

import math

import numpy as np
import pytest

from playground.engine import catalogue as _catalogue  # noqa: F401  enters the cards
from playground.envs.acrobot import painter as acrobot_painter
from playground.envs.acrobot.params import AcrobotParams
from playground.envs.drawing.circle import largest_circle
from playground.envs.drawing.frame import frame
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.drawing.readout import Readout
from playground.envs.mountain_car import mountain_car
from playground.envs.mountain_car import painter as mountain_car_painter
from playground.envs.pendulum import painter as pendulum_painter
from playground.envs.pendulum.pendulum import PendulumParams
from tests.envs.classic_control import ACROBOT, BOTTOM, CAR, PENDULUM, drawn, middle_of
from tests.envs.drawing.pictures import COLOURS, SIZE, is_there, where


def prerendered_car():
    masks = pygame.Surface(SIZE, 0, 32).get_masks()
    return mountain_car_painter.MountainCarPrerendered(frame(SIZE, 1), masks, COLOURS, CAR.captions())


def road(pixels, x):
    """Return the height at which the road lies in a column."""
    return float(np.mean(np.nonzero((pixels[x, : BOTTOM - 60] == COLOURS.track).all(axis=1))[0]))


@pytest.mark.parametrize("position", [-1.19, -0.9, -0.52, 0.0, 0.45])
def test_the_car_stands_on_the_road_at_its_place(position):
    prerendered = prerendered_car()
    x, y = prerendered.ground(position)
    assert x == pytest.approx(350 + (position + 0.3) * prerendered.metre, abs=1)
    assert y == pytest.approx(road(drawn(CAR, (0.3, 0.0)), x), abs=2)
    car = middle_of(drawn(CAR, (position, 0.0)), COLOURS.cart)
    across = math.hypot(car[0] - x, car[1] - y)
    left, _top, right, _bottom = prerendered.car_box
    assert 3 < across < 0.5 * (right - left)
    lean = math.atan2(x - car[0], y - car[1])  # how far the car's own upright is turned, clockwise if below zero
    assert lean == pytest.approx(math.atan(1.35 * math.cos(3 * position)), abs=0.2)


@pytest.mark.parametrize(("action", "colour", "other"), [(0, "left", "right"), (2, "right", "left")])
@pytest.mark.parametrize("position", [-0.9, -0.52, 0.2])
def test_the_push_has_the_colour_and_the_side_of_the_action(position, action, colour, other):
    pixels = drawn(CAR, (position, 0.0), action, False)
    arrow, car = middle_of(pixels, getattr(COLOURS, colour))[0], middle_of(pixels, COLOURS.cart)[0]
    assert arrow < car - 5 if action == 0 else arrow > car + 5
    assert not is_there(pixels, getattr(COLOURS, other))


def test_the_flag_stands_at_the_goal():
    pixels = drawn(CAR, (-0.5, 0.0))
    x, y = where(pixels, COLOURS.reached)
    foot = 350 + (mountain_car.GOAL + 0.3) * prerendered_car().metre
    assert x.min() == pytest.approx(foot, abs=3)
    assert y.max() < road(pixels, round(foot) + 15)


@pytest.mark.parametrize("length", [1.0, 0.5, 2.0])
@pytest.mark.parametrize(("theta1", "theta2"), [(0.0, 0.0), (1.0, -0.5), (-2.0, 1.0), (3.0, 0.2)])
def test_links_hang_at_their_angles_and_lengths(theta1, theta2, length):
    pixels = drawn(ACROBOT, (theta1, theta2, 0.0, 0.0), parameters=AcrobotParams(link_length_1=length))
    circle = largest_circle(frame(SIZE, 1), Readout(frame(SIZE, 1), COLOURS, ACROBOT.captions()).free)
    metre = circle.radius * 0.95 / (1 + length)
    x, y = circle.middle
    joint = x + length * metre * math.sin(theta1), y + length * metre * math.cos(theta1)
    tip = joint[0] + metre * math.sin(theta1 + theta2), joint[1] + metre * math.cos(theta1 + theta2)
    lower = where(pixels, COLOURS.pole)
    upper = where(pixels, COLOURS.cart)
    assert lower[0].mean() == pytest.approx((joint[0] + tip[0]) / 2, abs=0.05 * circle.radius)
    assert lower[1].mean() == pytest.approx((joint[1] + tip[1]) / 2, abs=0.05 * circle.radius)
    assert upper[0].mean() == pytest.approx((x + joint[0]) / 2, abs=0.05 * circle.radius)
    assert upper[1].mean() == pytest.approx((y + joint[1]) / 2, abs=0.05 * circle.radius)


@pytest.mark.parametrize("length", [1.0, 0.4, 1.7])
def test_the_episode_ends_when_the_free_end_is_above_the_line_that_is_drawn(length):
    rng, ends = np.random.default_rng(0), 0
    environment = ACROBOT.make(AcrobotParams(link_length_1=length))
    for _ in range(300):
        environment.restore((*rng.uniform(-math.pi, math.pi, 2).tolist(), 0.0, 0.0))
        terminated = environment.step(1)[2]
        theta1, theta2 = environment.snapshot()[:2]
        tip = -length * math.cos(theta1) - math.cos(theta1 + theta2)
        assert (tip > acrobot_painter.line_height(theta1, length)) == terminated
        ends += terminated
    assert 30 < ends < 270


def test_the_line_is_one_metre_above_the_pivot():
    pixels = drawn(ACROBOT, (0.0, 0.0, 0.0, 0.0), terminated=True)
    line = where(pixels[:100], COLOURS.reached)[1].mean()
    holes = where(pixels, COLOURS.axle)[1]
    pivot, joint = (holes[near].mean() for near in (holes < holes.mean(), holes > holes.mean()))
    assert pivot - line == pytest.approx(joint - pivot, abs=1.5)


@pytest.mark.parametrize(("action", "colour"), [(0, "left"), (2, "right")])
def test_the_torque_of_an_acrobot_turns_about_its_joint(action, colour):
    pixels = drawn(ACROBOT, (1.0, -0.5, 0.0, 0.0), action, False)
    turned = middle_of(pixels, getattr(COLOURS, colour))
    upper, lower = (np.array(where(pixels, seen)).T + 0.5 for seen in (COLOURS.cart, COLOURS.pole))
    joint = min(((a, b) for a in upper[::7] for b in lower[::7]), key=lambda pair: np.abs(pair[0] - pair[1]).sum())[0]
    assert turned[0] == pytest.approx(joint[0], abs=20)
    assert turned[1] == pytest.approx(joint[1], abs=20)


@pytest.mark.parametrize("theta", [0.0, 1.0, math.pi, -2.2, 7.5])
def test_the_pendulum_stands_at_its_angle_counterclockwise_from_the_top(theta):
    x, y = where(drawn(PENDULUM, (theta, 0.0)), COLOURS.pole)
    pivot = middle_of(drawn(PENDULUM, (theta, 0.0)), COLOURS.axle)
    angle = math.atan2(-(x.mean() - pivot[0]), -(y.mean() - pivot[1]))
    assert math.remainder(angle - theta, 2 * math.pi) == pytest.approx(0, abs=0.03)


def test_a_longer_pendulum_is_drawn_longer_and_none_leaves_the_circle():
    reaches = []
    for length in (0.05, 0.2, 1.0, 3.0, 10.0):
        pixels = drawn(PENDULUM, (0.5, 0.0), parameters=PendulumParams(length=length))
        pivot = middle_of(pixels, COLOURS.axle)
        x, y = where(pixels, COLOURS.pole)
        reaches.append(np.hypot(x - pivot[0], y - pivot[1]).max())
    assert reaches == sorted(reaches)
    assert reaches[3] > 1.1 * reaches[2] > 1.5 * reaches[1]
    assert pendulum_painter.drawn_length(10.0) < 1


def test_a_torque_turns_to_its_side_and_a_greater_one_turns_further():
    n_pixels = {}
    for torque in (-9.0, -2.0, -0.5, 0.5, 2.0):
        pixels = drawn(PENDULUM, (math.pi, 0.0), torque, False)
        colour, other = (COLOURS.left, COLOURS.right) if torque < 0 else (COLOURS.right, COLOURS.left)
        assert not is_there(pixels, other)
        assert (middle_of(pixels, colour)[0] > 350) == (torque < 0)  # counterclockwise from the top is to the left
        n_pixels[torque] = len(where(pixels, colour)[0])
    assert n_pixels[-9.0] == n_pixels[-2.0] > 2 * n_pixels[-0.5]
    assert n_pixels[2.0] > 2 * n_pixels[0.5]
