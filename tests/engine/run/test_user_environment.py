"""A run in an environment that somebody added: it can be cut and rebuilt, and survives what the environment does."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest

from playground.agents.rng import episode_seed
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.evaluation.policy import policy_of
from playground.engine.evaluation.recording import record_episode
from playground.engine.history.keyframe import keyframe_of, past_of, resume
from playground.engine.presets.preset import PRESETS
from playground.engine.run.session import Session
from playground.envs.base import ENVIRONMENTS
from playground.envs.gym_adapter.probe import probe
from playground.envs.gym_adapter.user_environments import card_of
from playground.errors import EnvironmentFault
from playground.store.policy.file import parse_policy, policy_bytes
from tests.envs.user_environments import LIMIT, Now

QUICK = {"hidden_layers": (8,), "batch_size": 16, "buffer_size": 1000}
KEPT = ("weights", "learner", "dice", "lanes", "log", "counts", "state")

FAULTS = {
    "step raises": "it raised ZeroDivisionError: the floor gave way (user_environments.py, line ",
    "step ends the program": "it raised SystemExit: 3",
    "nan": "number 3 of its observation is nan",
    "inf": "its reward is inf",
    "shape": "its observation has the shape (2,) instead of (3,)",
    "dtype": "its observation is of type str32, which are not numbers",
    "ragged": "its observation is not an array of numbers",
    "reward": "its reward is str instead of a number",
    "flag": "its terminated is NoneType instead of True or False",
    "old": "it returned 4 values instead of observation, reward, terminated, truncated and a dictionary",
}
RESETS = {
    "reset raises": "it raised ValueError: no ground to stand on",
    "reset gives no pair": "it returned ndarray instead of an observation and a dictionary",
}


def settings_of(card, algorithm="dqn", **values):
    return PRESETS.first(card.id, algorithm).settings().with_values(values or QUICK)


def steps(session, n):
    for _ in range(n):
        session.step()
    return session


@pytest.fixture
def gymnasium_cartpole():
    """Gymnasium's own, beside ours."""
    card = dataclasses.replace(card_of(probe("CartPole-v1")), id="Gymnasium's CartPole")
    yield ENVIRONMENTS.add(card.id, card)
    ENVIRONMENTS.remove(card.id)


def test_a_wrapped_cartpole_is_cut_and_rebuilt_with_the_same_bits(fingerprint, gymnasium_cartpole):
    settings = settings_of(gymnasium_cartpole)
    whole = Session(settings)
    keyframes = [keyframe_of(steps(whole, n)) for n in (1, 36, 111, 208)]
    steps(whole, 700)
    expected = fingerprint(whole)
    for keyframe in keyframes:
        rebuilt = steps(resume(keyframe, past_of(whole)), whole.n_calls - keyframe.n_calls)
        found = fingerprint(rebuilt)
        assert {name: found[name] for name in KEPT} == {name: expected[name] for name in KEPT}


@pytest.mark.parametrize("wrong", FAULTS)
def test_a_step_that_goes_wrong_is_said_and_the_run_goes_on_with_another_episode(added, wrong):
    session = steps(Session(settings_of(added("Walk-v0"))), 5)
    before = session.shown.observation.copy()
    Now.wrong = wrong
    with pytest.raises(EnvironmentFault) as fault:
        session.step()
    said = str(fault.value)
    assert re.match(
        r"The environment “tests\.envs\.user_environments:Walk-v0” went wrong in step 6 of the episode", said
    )
    assert FAULTS[wrong] in said
    assert (session.n_calls, session.n_steps, session.log.n_rows, session.n_episodes) == (6, 6, 6, 1)
    assert (session.shown.over, session.shown.truncated, session.shown.terminated) == (True, True, False)
    assert session.shown.observation.tobytes() == before.tobytes()
    Now.wrong = ""
    steps(session, LIMIT)
    assert session.n_episodes >= 2
    assert parse_policy(policy_bytes(policy_of(session))).step == 6 + LIMIT


@pytest.mark.parametrize("wrong", RESETS)
def test_a_reset_that_goes_wrong_is_said_and_tried_again_with_the_next_step(added, wrong, fingerprint):
    settings = settings_of(added("Walk-v0"))
    plain, session = Session(settings), Session(settings)
    while not session.shown.over or session.n_calls == 0:
        session.step()
    Now.wrong = wrong
    done = session.n_calls
    for _ in range(2):
        with pytest.raises(EnvironmentFault, match=r"went wrong in reset, seed \d+: " + RESETS[wrong]):
            session.step()
    assert session.n_calls == done
    Now.wrong = ""
    steps(session, 60)
    steps(plain, done + 60)
    assert fingerprint(session) == fingerprint(plain)


def test_of_several_environments_side_by_side_each_has_its_row_though_one_failed(added):
    session = steps(Session(settings_of(added("Walk-v0"), "a2c", n_environments=3, hidden_layers=(8,))), 4)
    Now.wrong, Now.seed = "nan", episode_seed(session.settings.params.seed, environment=1, episode=0)
    with pytest.raises(EnvironmentFault):
        session.step()
    assert session.log.n_rows == session.n_steps == 15
    assert [sub_env.over for sub_env in session.sub_envs] == [False, True, False]
    Now.wrong = ""
    steps(session, 100)
    assert session.log.n_rows == 315


def test_an_evaluation_that_fails_is_tried_again_later_and_loses_nothing(added):
    session = Session(settings_of(added("Walk-v0")))
    evaluator = Evaluator(session)
    steps(session, 250)
    assert evaluator.due()
    evaluator.run()
    best = evaluator.best
    assert best is not None
    while not evaluator.due():
        session.step()
    Now.wrong = "nan"
    with pytest.raises(EnvironmentFault, match="number 3 of its observation is nan"):
        evaluator.run()
    assert not evaluator.due()
    assert evaluator.best == best
    with pytest.raises(EnvironmentFault):
        evaluator.report(best.policy)
    with pytest.raises(EnvironmentFault):
        record_episode(best.policy, 1)
    Now.wrong = ""
    steps(session, 250)
    assert evaluator.due()
    evaluator.run()


def test_an_episode_that_the_environment_cuts_off_is_truncated_in_the_run(added):
    session = Session(settings_of(added("Walk-v0")))
    ends = set()
    while len(ends) < 2:
        session.step()
        sub_env = session.shown
        assert sub_env.episode_step <= LIMIT < session.params.steps_per_episode
        if sub_env.over:
            assert sub_env.terminated != sub_env.truncated == (sub_env.episode_step == LIMIT)
            ends.add(sub_env.truncated)


def test_an_episode_is_recorded_with_its_pictures_and_knows_who_cut_it_off(added):
    policy = policy_of(Session(settings_of(added("Walk-v0"))))
    recordings = [record_episode(policy, seed) for seed in range(4)]
    assert all(len(recording) <= LIMIT for recording in recordings)
    assert all(recording.terminated or (recording.truncated and len(recording) == LIMIT) for recording in recordings)
    recording = recordings[0]
    pictures = [recording.scene(frame).picture for frame in (0, 1, 2, len(recording), 1)]
    assert all(picture is not None for picture in pictures)
    assert pictures[1] == pictures[4] != pictures[2]
    assert recording.scene(2).state == tuple(map(float, np.array(recording.states[2])))
