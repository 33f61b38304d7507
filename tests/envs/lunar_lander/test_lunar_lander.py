"""LunarLander is Gymnasium's, restored by replay, and missed in words where Box2D is not installed."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import gymnasium
import numpy as np
import pytest

from playground.engine import catalogue as _catalogue  # noqa: F401  enters the cards
from playground.envs.base import ENVIRONMENTS, EnvironmentParams, picture_of
from playground.envs.gym_adapter.modules import spec_of
from playground.envs.gym_adapter.origin import Origin
from playground.envs.gym_adapter.probe import probe
from playground.envs.lunar_lander import lunar_lander
from playground.errors import MissingPackageError

CARD = ENVIRONMENTS.get("LunarLander-v3")


def make():
    return CARD.make(EnvironmentParams())


def test_the_card_says_what_gymnasium_and_a_probe_say():
    spec, found = spec_of(Origin("LunarLander-v3")), probe("LunarLander-v3")
    assert (CARD.steps_per_episode, CARD.solved_at) == (spec.max_episode_steps, spec.reward_threshold) == (1000, 200)
    assert found.repeats
    assert found.draws
    assert found.form.n_actions == len(CARD.actions)
    assert found.form.shape == (len(CARD.observation),)
    assert found.steps_per_second == CARD.steps_per_second


def test_it_steps_as_gymnasium_does_and_is_put_back_with_the_same_bits():
    ours, theirs = make(), gymnasium.make("LunarLander-v3")
    rng = np.random.default_rng(3)
    assert ours.reset(7).tobytes() == theirs.reset(seed=7)[0].tobytes()
    moments = [ours.snapshot()]
    course = []
    for _ in range(60):
        action = int(rng.integers(4))
        observation, reward, terminated = ours.step(action)
        expected = theirs.step(action)
        assert (observation.tobytes(), reward, terminated) == (expected[0].tobytes(), float(expected[1]), expected[2])
        moments.append(ours.snapshot())
        course.append((action, observation.tobytes(), reward))
        if terminated:
            break
    fresh = make()
    fresh.restore(moments[20])
    for action, observation, reward in course[20:]:
        after, given, _terminated = fresh.step(action)
        assert (after.tobytes(), given) == (observation, reward)


def test_it_draws_itself():
    environment = make()
    environment.reset(1)
    assert picture_of(environment, environment.snapshot()).startswith(b"\x89PNG")


def test_without_its_package_it_is_refused_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "Box2D", None)  # as Python sees a package that is not there
    for ask in (CARD.check_available, make, lambda: CARD.make_batch(2, EnvironmentParams())):
        with pytest.raises(MissingPackageError) as missing:
            ask()
        assert lunar_lander.INSTALL in str(missing.value)


def test_the_command_installs_what_the_extra_of_the_package_does():
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8"))
    (pin,) = project["project"]["optional-dependencies"]["box2d"]
    assert pin in lunar_lander.INSTALL
