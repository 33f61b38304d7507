"""Somebody's Gymnasium environment is one of ours: the same numbers, its limits kept, and put back where it was."""

from __future__ import annotations

import io

import gymnasium
import numpy as np
import pytest

from playground.envs.base import EnvironmentParams, is_cut_off, picture_of
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.gym_adapter.adapter import GymnasiumEnv
from playground.envs.gym_adapter.origin import Origin
from playground.envs.gym_adapter.spaces import Form
from playground.errors import EnvironmentFault
from tests.envs.user_environments import LIMIT, Now, Push

CAR, CAR_FORM = Origin("MountainCar-v0"), Form((2,), n_actions=3)


def make(card):
    return card.make(EnvironmentParams())


def test_it_steps_as_gymnasium_does_but_without_its_time_limit():
    ours = GymnasiumEnv(CAR, CAR_FORM, repeats=True, draws=False)
    theirs = gymnasium.make("MountainCar-v0").unwrapped
    assert ours.reset(5).tobytes() == theirs.reset(seed=5)[0].tobytes()
    for step in range(300):  # 200 is the limit
        observation, _reward, terminated = ours.step(step % 2)
        expected, _, ended, _, _ = theirs.step(step % 2)
        assert (observation.tobytes(), terminated, ours.truncated) == (expected.tobytes(), ended, False)


def test_an_action_counts_on_from_where_the_space_starts(added):
    environment = make(added("Walk-v0"))
    start = environment.reset(3)[0]
    assert environment.step(0)[0][0] == pytest.approx(start - 1)
    assert environment.step(1)[0][0] == pytest.approx(start)


def test_a_continuous_action_is_clipped_to_its_bounds(added):
    card = added("Push-v0")
    assert card.action_bounds == ((-1.0, 1.0), (-2.0, 3.0))
    assert (card.steps_per_episode, card.solved_at, card.steps_per_second) == (25, -3.0, 20)
    environment = make(card)
    environment.reset(0)
    environment.step(np.array([0.5, -9.0], np.float32))
    assert Push.given[-1].tolist() == [0.5, -2.0]
    assert Push.given[-1].dtype == np.float32


def test_an_episode_that_the_environment_cuts_off_itself_is_truncated(added):
    environment = make(added("Walk-v0"))
    environment.reset(0)
    cut = []
    for step in range(LIMIT):
        _observation, _reward, terminated = environment.step(step % 2)
        assert not terminated
        cut.append(is_cut_off(environment))
    assert cut == [False] * (LIMIT - 1) + [True]


@pytest.mark.parametrize("name", ["Walk-v0", "Push-v0"])
def test_a_batch_is_its_members_one_by_one(added, name):
    card = added(name)
    seeds, rng = np.arange(4, 9, dtype=np.uint32), np.random.default_rng(0)
    batch = card.make_batch(len(seeds), EnvironmentParams())
    singles = [make(card) for _ in seeds]
    expected = np.array([one.reset(int(seed)) for one, seed in zip(singles, seeds, strict=True)])
    assert batch.reset(seeds).tobytes() == expected.tobytes()
    alive = np.ones(len(seeds), bool)
    for _ in range(LIMIT):
        actions = rng.integers(2, size=5) if not card.action_bounds else rng.uniform(-3, 3, (5, 2))
        observations, rewards, over = batch.step(actions)
        for row in np.flatnonzero(alive):
            observation, reward, terminated = singles[row].step(actions[row])
            assert (observation.tobytes(), reward) == (observations[row].tobytes(), rewards[row])
            assert over[row] == (terminated or is_cut_off(singles[row]))
        alive &= ~over
    assert not alive.any()


def test_it_is_put_back_by_making_its_steps_again(added):
    card = added("Walk-v0")
    environment = make(card)
    environment.reset(8)
    for step in range(7):
        environment.step(step % 2)
    moment = environment.snapshot()
    after = [environment.step(1)[0].tobytes() for _ in range(3)]
    for goes_on in (environment, make(card)):
        assert goes_on.restore(moment).tolist() == list(moment)
        assert [goes_on.step(1)[0].tobytes() for _ in range(3)] == after


def test_what_does_not_repeat_is_said_and_never_put_back(added):
    card = added("Restless-v0")
    assert card.restored_by == "none"
    assert "does not repeat bit for bit" in card.text
    environment = make(card)
    environment.reset(1)
    with pytest.raises(EnvironmentFault, match="cannot be put back"):
        environment.restore(environment.snapshot())


def test_a_moment_that_is_not_reached_again_is_refused():
    origin = Origin("tests.envs.user_environments:Restless-v0")
    environment = GymnasiumEnv(origin, Form((3,), n_actions=2, start=1), repeats=True, draws=False)
    environment.reset(1)
    environment.step(0)
    with pytest.raises(EnvironmentFault, match="did not come back"):
        environment.restore(environment.snapshot())


def test_one_that_has_changed_since_it_was_added_is_refused():
    form = Form((4,), n_actions=2, start=1)
    with pytest.raises(EnvironmentFault, match="another one than when it was added: it gave 4 numbers, it now gives 3"):
        GymnasiumEnv(Origin("tests.envs.user_environments:Walk-v0"), form, repeats=True, draws=False)


def shade(picture):
    return pygame.image.load(io.BytesIO(picture), "x.png").get_at((5, 5))[0]


@pytest.mark.parametrize("name", ["Walk-v0", "Restless-v0"])
def test_it_draws_itself_and_drawing_changes_no_step(added, name):
    card = added(name)
    looked_at, plain = make(card), make(card)
    looked_at.reset(4)
    plain.reset(4)
    states = []
    for step in range(5):
        looked_at.step(step % 2)
        plain.step(step % 2)
        states.append(looked_at.snapshot())
        assert shade(picture_of(looked_at, states[-1])) == 20 * (step + 1)
    assert looked_at.snapshot()[:2] == plain.snapshot()[:2]
    if name == "Walk-v0":  # and of an earlier moment, which one that does not repeat cannot
        assert shade(picture_of(looked_at, states[1])) == 40
        assert looked_at.snapshot() == states[-1]
    else:
        assert picture_of(looked_at, states[1]) is None


@pytest.mark.parametrize("name", ["Walk-v0", "Restless-v0"])
def test_one_that_cannot_draw_any_more_goes_on_without_a_picture(added, name):
    environment = make(added(name))
    environment.reset(4)
    Now.wrong = "render raises"
    assert picture_of(environment, environment.snapshot()) is None
    Now.wrong = ""
    environment.step(0)
    assert picture_of(environment, environment.snapshot()) is None
