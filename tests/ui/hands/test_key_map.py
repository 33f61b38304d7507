"""Which action a key or a place in the picture means, and how that is told."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt

from playground.engine import catalogue as _catalogue  # noqa: F401  enters the cards
from playground.envs.base import ENVIRONMENTS
from playground.ui.hands.play.key_map import KeyMap, why_not_playable

ROOM = QRectF(0, 0, 400, 200)


def card(name, **changes):
    return dataclasses.replace(ENVIRONMENTS.get(name), **changes)


def at(keys, x, y=100):
    return keys.at(QPointF(x, y), ROOM)


def test_arrows_letters_and_digits_mean_the_same_actions():
    keys = KeyMap(card("MountainCar-v0"))
    for left in (Qt.Key.Key_Left, Qt.Key.Key_A, Qt.Key.Key_0):
        assert keys.actions[left] == 0
    for right in (Qt.Key.Key_Right, Qt.Key.Key_D, Qt.Key.Key_2):
        assert keys.actions[right] == 2
    assert Qt.Key.Key_W not in keys.actions
    assert [keys.idle(n) for n in range(3)] == [1, 1, 1]


def test_where_nothing_does_nothing_no_key_is_left_and_right_in_turn_and_that_is_said():
    keys = KeyMap(card("CartPole-v1"))
    assert [keys.idle(n) for n in range(4)] == [0, 1, 0, 1]
    assert keys.words() == [
        "← or A: left",
        "→ or D: right",
        "mouse: hold down the left or the right half",
        "no key: left and right in turn",
    ]
    assert (at(keys, 10), at(keys, 390)) == (0, 1)


def test_how_far_is_how_hard_and_a_key_is_all_of_it():
    keys = KeyMap(card("Pendulum-v1"))
    assert keys.actions[Qt.Key.Key_Left].tolist() == [-2.0]
    assert keys.actions[Qt.Key.Key_D].tolist() == [2.0]
    forces = [at(keys, x).tolist()[0] for x in (0, 100, 200, 300, 400)]
    assert forces[0] == -2.0
    assert forces[4] == 2.0
    assert forces[2] == 0.0
    assert -1.2 < forces[1] < -0.8
    assert forces[3] == pytest.approx(-forces[1])
    assert keys.idle(3).tolist() == [0.0]
    assert "no key: 0" in keys.words()
    assert "← or A: torque −2" in keys.words()


def test_a_force_that_is_never_zero_rests_in_its_middle():
    keys = KeyMap(card("Pendulum-v1", action_bounds=((1.0, 3.0),)))
    assert keys.idle(0).tolist() == [2.0]
    assert (at(keys, 0).tolist(), at(keys, 400).tolist()) == ([1.0], [3.0])


def test_four_sides_have_four_keys_and_the_mouse_means_the_side_it_is_on():
    keys = KeyMap(card("GridWorld-v1"))
    arrows = (Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left)
    assert [keys.actions[key] for key in arrows] == [0, 1, 2, 3]
    assert [at(keys, 200, 5), at(keys, 395, 100), at(keys, 200, 195), at(keys, 5, 100)] == [0, 1, 2, 3]
    assert keys.words()[-1] == "no key: it waits, for each press is one step"


def test_an_environment_that_says_nothing_of_controls_has_digits_and_waits_for_them():
    keys = KeyMap(card("GridWorld-v1", controls=None, actions=("one", "two", "three")))
    assert keys.controls.is_turn_based
    assert [keys.actions[Qt.Key.Key_0 + n] for n in range(3)] == [0, 1, 2]
    assert keys.words() == ["0: one", "1: two", "2: three", "no key: it waits, for each press is one step"]
    assert at(keys, 10) is None
    pair = KeyMap(card("CartPole-v1", controls=None))
    assert (pair.actions[Qt.Key.Key_Left], pair.controls.is_turn_based) == (0, False)


def test_what_cannot_be_played_is_told_in_a_sentence():
    assert why_not_playable(card("CartPole-v1")) == ""
    many = why_not_playable(card("CartPole-v1", actions=("x",) * 18))
    assert "has 18 actions" in many
    assert many.endswith("the agent still learns in it.")
    several = why_not_playable(card("Pendulum-v1", action_bounds=((-1.0, 1.0),) * 4))
    assert "wants 4 numbers at once" in several
