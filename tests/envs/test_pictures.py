"""Every environment has a picture, which changes as it moves and says how far it is."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import playground.engine.catalogue  # noqa: F401  enters all environments
from playground.envs.base import ENVIRONMENTS, picture_of
from playground.envs.scene import Scene
from tests.envs.drawing.pictures import picture

every_environment = pytest.mark.parametrize("card", list(ENVIRONMENTS), ids=lambda card: card.id)
SIZES = pytest.mark.parametrize(
    ("size", "scale"), [((320, 220), 1.0), ((700, 450), 1.0), pytest.param((1000, 700), 2.0, marks=pytest.mark.slow)]
)
STEPS = 12


def some_action(card, rng):
    if not card.action_bounds:
        return int(rng.integers(len(card.actions)))
    low, high = np.array(card.action_bounds).T
    return rng.uniform(low, high).astype(np.float32)


def scenes(card):
    """Return the moments of the beginning of an episode."""
    environment, rng, action = card.make(card.parameters()), np.random.default_rng(5), None
    environment.reset(3)
    found = []
    for step in range(STEPS):
        state = environment.snapshot()
        found.append(Scene(state, action, None if step == 0 else False, picture=picture_of(environment, state)))
        action = some_action(card, rng)
        environment.step(action)
    return found


@SIZES
@every_environment
def test_it_is_painted_in_every_size_and_otherwise_once_it_has_moved(card, size, scale):
    first, *later = scenes(card)
    painted, again = (picture(card, first, size, scale) for _ in range(2))
    assert painted.shape == (*size, 3)
    assert len(np.unique(painted.reshape(-1, 3), axis=0)) > 3
    assert (painted == again).all()
    moved = [shown for shown in later if (shown.state, shown.picture) != (first.state, first.picture)]
    unmarked = (dataclasses.replace(shown, action=None, explored=None) for shown in moved)
    assert any((picture(card, shown, size, scale) != painted).any() for shown in unmarked)


@every_environment
def test_before_the_first_episode_it_is_painted_too(card):
    assert len(np.unique(picture(card, Scene(card.idle)).reshape(-1, 3), axis=0)) > 3


@every_environment
def test_the_step_the_return_and_the_caption_are_seen(card):
    shown = scenes(card)[0]
    plain = picture(card, shown)
    for changes in ({"step": 7}, {"episode_return": -3.0}, {"caption": "Replay"}):
        assert (picture(card, dataclasses.replace(shown, **changes)) != plain).any(), changes


@every_environment
def test_the_scene_is_told_to_those_who_do_not_see_it(card):
    told = [card.describe(shown) for shown in scenes(card)]
    assert all(isinstance(words, str) and words for words in told)
