"""What the pictures of MountainCar, Acrobot and Pendulum have in common, pixel by pixel."""

from __future__ import annotations

import dataclasses
import time

import numpy as np
import pytest

from playground.engine import catalogue as _catalogue  # noqa: F401  enters the cards
from playground.envs.drawing.frame import frame
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.mountain_car import mountain_car
from playground.envs.mountain_car import painter as mountain_car_painter
from playground.envs.pendulum import painter as pendulum_painter
from playground.envs.pendulum import pendulum
from playground.envs.scene import Scene
from tests.envs.classic_control import ACROBOT, BOTTOM, CAR, PENDULUM, SIZES, drawn, every_card, scene
from tests.envs.drawing.pictures import COLOURS, SIZE, is_there, picture, where


def test_no_push_and_no_torque_are_a_dot_without_an_arrow():
    for card, action in ((CAR, 1), (ACROBOT, 1), (PENDULUM, 0.0)):
        pixels, none = (picture(card, scene(card, card.idle, act, False)) for act in (action, None))
        for colour in (COLOURS.left, COLOURS.right):
            assert not is_there(pixels, colour)
        dot = pixels[550:, BOTTOM:]
        assert len(where(dot, COLOURS.muted)[0]) > len(where(none[550:, BOTTOM:], COLOURS.muted)[0]) + 20


@pytest.mark.parametrize("torque", [-2.0, -0.5, 1.0, 2.0])
@pytest.mark.parametrize("angle", [0.0, 0.4, 1.5, 2.0, 3.1, -0.9, -1.7, -2.8])
def test_the_arrow_of_a_torque_lies_over_no_part_of_the_pendulum(angle, torque):
    without, with_arrow = (drawn(PENDULUM, (angle, 0.0), action, False) for action in (None, torque))
    rod = (without == COLOURS.pole).all(2)
    assert rod.sum() > 500
    assert (with_arrow[rod] == COLOURS.pole).all()
    assert is_there(with_arrow[:, :BOTTOM], COLOURS.right if torque > 0 else COLOURS.left)


@every_card
def test_an_explored_action_is_hollow_and_a_greedy_one_filled(card):
    action = 2.0 if card is PENDULUM else 2
    greedy, explored = (where(drawn(card, card.idle, action, said), COLOURS.right) for said in (False, True))
    assert (greedy[0].min(), greedy[0].max()) == pytest.approx((explored[0].min(), explored[0].max()), abs=4)
    assert len(explored[0]) < 0.6 * len(greedy[0])


@every_card
def test_before_the_first_action_there_is_no_arrow_and_no_word(card):
    pixels = picture(card, scene(card, card.idle))
    assert not is_there(pixels, COLOURS.left)
    assert not is_there(pixels, COLOURS.right)
    assert not is_there(pixels[550:, BOTTOM:], COLOURS.text)


@every_card
def test_the_end_says_how_it_ended(card):
    running = picture(card, scene(card, card.idle))
    cut_off = picture(card, scene(card, card.idle, truncated=True))
    assert not is_there(running, COLOURS.panel)
    assert is_there(cut_off, COLOURS.panel)
    assert is_there(cut_off, COLOURS.guide if card is PENDULUM else COLOURS.warning)
    if card is not PENDULUM:
        reached = picture(card, scene(card, card.idle, terminated=True))
        assert len(where(reached, COLOURS.reached)[0]) > len(where(running, COLOURS.reached)[0]) + 20


@every_card
@pytest.mark.parametrize(("width", "height", "scale"), SIZES)
def test_nothing_touches_the_edges_or_the_numbers(card, width, height, scale):
    action = 2.0 if card is PENDULUM else 2
    around = frame((width, height), scale)
    for state in (card.idle, (0.5, 0.0) if card is CAR else (0.0, 0.0, 0.0, 0.0)[: len(card.idle)]):
        shown = scene(card, state, action, False, step=200, episode_return=-999.9, truncated=True)
        pixels = picture(card, shown, (width, height), scale)
        edge = round(around.pad * 0.5)
        assert (pixels[:, :edge] == COLOURS.ground).all()
        assert (pixels[:, -edge:] == COLOURS.ground).all()
        readout = pixels[:, around.hud_y :]
        mark = where(readout, COLOURS.right)[0].min()
        assert (readout[mark - round(1.4 * around.text) : mark - round(0.4 * around.text)] == COLOURS.ground).all()


@every_card
def test_one_and_two_device_pixels_per_pixel_give_the_same_layout(card):
    boxes = []
    for scale in (1, 2):
        shown = scene(card, tuple(0.9 for _ in card.idle))
        x, y = where(
            picture(card, shown, (700 * scale, 450 * scale), scale), COLOURS.cart if card is CAR else COLOURS.pole
        )
        boxes.append(np.array([x.min(), x.max() + 1, y.min(), y.max() + 1]) / scale)
    assert boxes[1] == pytest.approx(boxes[0], abs=2)


@every_card
def test_the_same_scene_gives_the_same_bytes(card):
    shown = scene(card, tuple(0.3 for _ in card.idle), 1.2 if card is PENDULUM else 2, True, step=12, caption="Replay")
    first = picture(card, shown)
    picture(card, scene(card, card.idle, truncated=True))
    assert (picture(card, shown) == first).all()


@every_card
def test_a_frame_is_drawn_in_a_fraction_of_a_millisecond(card):
    surface = pygame.image.frombuffer(bytearray(4 * 700 * 450), SIZE, "BGRA")
    environment, draw, captions, rng = (
        card.make(card.parameters()),
        card.painter(),
        card.captions(),
        np.random.default_rng(0),
    )
    environment.reset(0)
    took = []
    for step in range(60):
        action = rng.uniform(-2, 2, 1).astype(np.float32) if card is PENDULUM else int(rng.integers(3))
        environment.step(action)
        shown = Scene(environment.snapshot(), action, step % 3 == 0, step, -float(step))
        started = time.perf_counter()
        draw(surface, shown, COLOURS, 1.0, captions)
        took.append(time.perf_counter() - started)
    assert min(took) < 0.0015  # 0.25 to 0.4 ms when measured; the room is for slow and busy machines


def test_the_places_drawn_are_those_of_the_environments():
    for name in ("MIN_POSITION", "MAX_POSITION", "GOAL"):
        assert getattr(mountain_car_painter, name) == getattr(mountain_car, name)
    assert pendulum_painter.MAX_TORQUE == pendulum.MAX_TORQUE


@pytest.mark.parametrize(
    ("card", "shown", "said"),
    [
        (CAR, ((-0.91, -0.031), 0, True), ["Car at −0.91", "moves left at 0.031", "Pushed left, explored"]),
        (CAR, ((0.5, 0.0), 1, False), ["stands still", "Not pushed, greedy"]),
        (ACROBOT, ((0.0, 0.0, 0.0, 0.0), None, None), ["hanging down", "in line"]),
        (
            ACROBOT,
            ((1.0, -0.5, 0.0, 0.0), 2, None),
            ["57° from hanging, to the right", "29° clockwise", "Torque counterclockwise."],
        ),
        (PENDULUM, ((0.0, 0.0), None, None), ["Pendulum upright", "stands still"]),
        (
            PENDULUM,
            ((0.5, -1.0), -1.25, False),
            ["29° from upright, on the left", "clockwise at 1.0", "Torque −1.25 N m, greedy"],
        ),
        (PENDULUM, ((0.5, -1.0), -1.25, True), ["Torque −1.25 N m, explored"]),
    ],
)
def test_the_scene_is_told_in_words(card, shown, said):
    description = card.describe(scene(card, *shown, step=7, episode_return=-6.5, truncated=True, caption="Replay"))
    for part in (*said, "Replay.", "Step 7, return −6.5", "time limit"):
        assert part in description


def test_an_action_that_noise_moved_is_told_as_such_and_not_as_greedy():
    shown = dataclasses.replace(scene(PENDULUM, (0.5, -1.0), -1.25, True), with_noise=True)
    assert "Torque −1.25 N m, with noise." in PENDULUM.describe(shown)
    assert (picture(PENDULUM, shown) != picture(PENDULUM, dataclasses.replace(shown, with_noise=False))).any()


def test_a_good_end_is_told_in_words():
    for card, said in ((CAR, "reached the flag"), (ACROBOT, "reached the line")):
        assert said in card.describe(scene(card, card.idle, terminated=True))
