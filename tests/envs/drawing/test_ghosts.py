"""Ghosts: the poses of other futures, seen in their own colour beside the scene, told apart without colours too."""

from __future__ import annotations

import numpy as np
import pytest

import playground.engine.catalogue  # noqa: F401  enters all environments
from playground.envs.base import ENVIRONMENTS
from playground.envs.scene import Ghost, Scene
from tests.envs.drawing.pictures import is_there, picture, where

GHOSTLY, OTHER = (40, 130, 210), (220, 130, 40)
POSES = {  # of the scene, and of a ghost far from it
    "CartPole-v1": ((0.0, 0.0, 0.0, 0.0), (1.6, 0.0, 0.15, 0.0)),
    "CartPoleContinuous-v1": ((0.0, 0.0, 0.0, 0.0), (1.6, 0.0, 0.15, 0.0)),
    "Acrobot-v1": ((0.0, 0.0, 0.0, 0.0), (1.2, 0.3, 0.0, 0.0)),
    "Pendulum-v1": ((0.1, 0.0), (-1.9, 0.0)),
    "MountainCar-v0": ((-0.5, 0.0), (0.2, 0.0)),
    "GridWorld-v1": ((0.0, 4.0, 0.0, 0.0), (2.0, 2.0, 0.0, 0.0)),
}
every_painter = pytest.mark.parametrize("environment", POSES)


def drawn(environment, *ghosts):
    return picture(ENVIRONMENTS.get(environment), Scene(state=POSES[environment][0], ghosts=ghosts))


@every_painter
def test_a_ghost_is_seen_where_it_is_and_hides_nothing_elsewhere(environment):
    alone = drawn(environment)
    haunted = drawn(environment, Ghost(POSES[environment][1], GHOSTLY, opacity=1.0))
    assert not is_there(alone, GHOSTLY)
    columns = where(haunted, GHOSTLY)[0]
    assert len(columns) > 50
    changed = np.nonzero((alone != haunted).any(axis=2))[0]
    assert changed.max() - changed.min() < 0.5 * haunted.shape[0]


@every_painter
def test_a_dashed_ghost_covers_less(environment):
    alone, pose = drawn(environment), POSES[environment][1]
    solid, dashed = (
        np.count_nonzero((alone != drawn(environment, Ghost(pose, GHOSTLY, is_dashed))).any(axis=2))
        for is_dashed in (False, True)
    )
    assert 0.2 * solid < dashed < 0.85 * solid


@every_painter
def test_two_ghosts_of_one_pose_are_both_seen(environment):
    pose = POSES[environment][1]
    haunted = drawn(environment, Ghost(pose, GHOSTLY, opacity=1.0), Ghost(pose, OTHER, dashed=True, opacity=1.0))
    assert is_there(haunted, OTHER)
    if environment != "MountainCar-v0":  # there the one is an edge around the other's tint
        assert is_there(haunted, GHOSTLY)


def test_a_ghost_is_seen_through():
    pose = POSES["CartPole-v1"][1]
    assert not is_there(drawn("CartPole-v1", Ghost(pose, GHOSTLY, opacity=0.5)), GHOSTLY)
