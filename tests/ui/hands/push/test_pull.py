"""How far the mouse pulls is how hard the push is, and many pushes in a moment are one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject

from playground.engine import catalogue as _catalogue  # noqa: F401  enters the cards
from playground.envs.base import ENVIRONMENTS
from playground.envs.drawing.grip import Grip
from playground.ui.hands.push.pace import PushPace
from playground.ui.hands.push.pull import LEAST_PX, SHARE, Pull, arrow_tip
from playground.ui.hands.push.words import action_words, push_words, why_not

ROOM = 400.0
FULL = SHARE * ROOM  # px of the hardest push
PULL = Pull((100.0, 100.0), (1.0, 0.0), 5.0, ROOM)


def test_a_push_goes_the_other_way_and_grows_with_the_pull():
    assert PULL.change_at((100.0 - FULL / 2, 100.0)) == pytest.approx(2.5)
    assert PULL.change_at((100.0 + FULL / 4, 100.0)) == pytest.approx(-1.25)


def test_no_pull_is_harder_than_the_hardest_push():
    assert PULL.change_at((-9000.0, 100.0)) == 5.0
    assert PULL.change_at((9000.0, 100.0)) == -5.0


def test_only_the_part_of_a_pull_along_the_way_of_the_body_counts():
    assert PULL.change_at((100.0 - FULL / 2, 100.0 + FULL)) == PULL.change_at((100.0 - FULL / 2, 100.0))
    assert PULL.change_at((100.0, 100.0 + FULL)) == 0.0


def test_a_hand_that_trembles_pulls_nothing():
    assert PULL.change_at((100.0 - 0.9 * LEAST_PX, 100.0)) == 0.0
    assert PULL.change_at((100.0 - 1.5 * LEAST_PX, 100.0)) > 0.0


def test_the_arrow_is_as_long_as_the_pull_and_follows_the_body():
    body = Grip("pendulum", (0.0, 0.0), (10.0, 20.0), 3.0, pushed_at=(10.0, 20.0), pushed_along=(0.0, -1.0))
    assert arrow_tip(body, 0.5, ROOM) == (10.0, 20.0 - FULL / 2)
    assert arrow_tip(body, -0.5, ROOM) == (10.0, 20.0 + FULL / 2)


def test_a_push_is_told_with_its_side_its_size_and_its_unit():
    cart, pendulum, car = (ENVIRONMENTS.get(name) for name in ("CartPole-v1", "Pendulum-v1", "MountainCar-v0"))
    assert push_words(cart, 2.35) == "push right 2.35 m/s"
    assert push_words(cart, -5.0) == "push left 5 m/s, the hardest"
    assert push_words(pendulum, 4.0) == "push counterclockwise 4 rad/s"
    assert push_words(car, -0.0350) == "push left 0.035 a step"
    assert [action_words(pendulum, side) for side in (-1, 1)] == ["Push clockwise", "Push counterclockwise"]
    assert why_not(ENVIRONMENTS.get("GridWorld-v1")).startswith("Nothing in Grid world can be pushed: ")


def test_pushes_of_a_moment_are_added_up_and_no_harder_than_the_hardest(qtbot):
    passed_on, owner = [], QObject()
    pace = PushPace(owner)
    pace.due.connect(passed_on.append)
    for change in (1.0, 1.0, -1.0, 0.5):
        pace.add(change, 5.0)
    assert passed_on == [1.0]  # the first one at once
    qtbot.waitUntil(lambda: len(passed_on) == 2)
    assert passed_on == [1.0, 0.5]
    for _ in range(1000):
        pace.add(-1.0, 5.0)
    qtbot.waitUntil(lambda: len(passed_on) == 3)
    assert passed_on[2] == -5.0


def test_what_waits_is_forgotten_with_what_it_was_meant_for(qtbot):
    passed_on, owner = [], QObject()
    pace = PushPace(owner)
    pace.due.connect(passed_on.append)
    pace.add(1.0, 5.0)
    pace.add(2.0, 5.0)
    pace.clear()
    pace.add(0.25, 5.0)
    qtbot.waitUntil(lambda: len(passed_on) == 2)
    assert passed_on == [1.0, 0.25]
