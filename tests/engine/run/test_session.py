"""One step of a run: what it counts, shows and stores, how episodes end, and what an exploding update leaves whole."""

from __future__ import annotations

import math

import gymnasium
import numpy as np
import pytest

from playground.agents.rng import RunRng, episode_seed, evaluation_seeds
from playground.engine.evaluation.policy import policy_of
from playground.engine.run.session import Session
from playground.engine.run.trace import Trace
from playground.errors import DivergedError

OBSERVATION, NEXT_OBSERVATION = slice(0, 4), slice(4, 8)
ACTION, REWARD, TERMINATED, TRUNCATED = 8, 9, 10, 11


def log_of(session):
    return session.log.read(0, session.log.n_rows)


def test_a_run_is_the_one_gymnasium_gives_for_its_actions_and_seeds(settings_with, run_to):
    session = run_to(Session(settings_with(steps_per_episode=30, seed=3)), 800)
    theirs = gymnasium.make("CartPole-v1", max_episode_steps=30)
    episode, over, ends = 0, True, set()
    for row in log_of(session):
        if over:
            observation, _ = theirs.reset(seed=episode_seed(3, 0, episode))
            episode += 1
        np.testing.assert_allclose(row[OBSERVATION], observation, rtol=1e-6, atol=1e-7)  # its sine is another
        observation, reward, terminated, truncated, _ = theirs.step(int(row[ACTION]))
        np.testing.assert_allclose(row[NEXT_OBSERVATION], observation, rtol=1e-6, atol=1e-7)
        assert (row[REWARD], row[TERMINATED], row[TRUNCATED]) == (reward, terminated, truncated)
        over = terminated or truncated
        ends.add((terminated, truncated))
    theirs.close()
    assert {(True, False), (False, True)} < ends


def test_a_step_is_one_environment_step_and_one_update_once_a_minibatch_is_stored(settings):
    session = Session(settings)
    for step in range(1, 40):
        session.step()
        assert session.n_steps == session.log.n_rows == len(session.metrics.curve.since(0)) == step
        assert session.agent.n_updates == max(0, step - 15)


def test_a_new_session_shows_its_first_state_before_any_step(settings_with):
    session = Session(settings_with(seed=4))
    theirs = gymnasium.make("CartPole-v1")
    theirs.reset(seed=episode_seed(4, 0, 0))
    assert session.state == tuple(theirs.unwrapped.state)
    theirs.close()
    assert (session.n_steps, session.n_episodes, session.shown.episode_step, session.shown.episode_return) == (
        0,
        0,
        0,
        0.0,
    )
    assert (session.shown.action, session.shown.explored, session.shown.terminated, session.shown.truncated) == (
        None,
        None,
        False,
        False,
    )


def test_the_state_shown_after_the_end_of_an_episode_is_the_one_it_ended_in(settings):
    session, ends = Session(settings), 0
    while ends < 5:
        session.step()
        x, _, theta, _ = session.state
        assert session.shown.terminated == (abs(x) > 2.4 or abs(theta) > 12 * 2 * math.pi / 360)
        if session.shown.terminated:
            ends += 1
            assert session.shown.over
            assert session.n_episodes == ends
            length, total = session.shown.episode_step, session.shown.episode_return
            assert session.metrics.episodes.since(0)[-1].tolist() == [session.n_steps, total, length]
            assert total == length > 5
            np.testing.assert_array_equal(log_of(session)[-1][NEXT_OBSERVATION], np.float32(session.state))
            session.step()
            assert (session.shown.episode_step, session.shown.episode_return, session.shown.terminated) == (
                1,
                1.0,
                False,
            )
            assert np.abs(log_of(session)[-1][OBSERVATION]).max() <= 0.05


def test_terminated_and_truncated_are_told_apart(settings_with, run_to):
    session = Session(settings_with(steps_per_episode=15))
    seen = set()
    for _ in range(400):
        session.step()
        seen.add((session.shown.terminated, session.shown.truncated))
        assert session.shown.truncated == (session.shown.episode_step == 15)
        assert session.shown.over == (session.shown.terminated or session.shown.truncated)
        assert log_of(session)[-1][[TERMINATED, TRUNCATED]].tolist() == [
            session.shown.terminated,
            session.shown.truncated,
        ]
    assert {(False, False), (True, False), (False, True)} <= seen


def test_a_failure_on_the_very_last_step_is_both_and_does_not_bootstrap(settings_with):
    lengths = Session(settings_with())
    while not lengths.shown.over or lengths.n_steps == 0:
        lengths.step()
    session = Session(settings_with(steps_per_episode=lengths.shown.episode_step))
    while not session.shown.over or session.n_steps == 0:
        session.step()
    assert (session.shown.terminated, session.shown.truncated) == (True, True)


def constant_weights(session, value):
    """Weights for which Q(s, a) is `value`, whatever s and a are."""
    layers = {name: np.zeros_like(array) for name, array in policy_of(session).weights.items()}
    layers["q.2.bias"][:] = value
    return layers


def test_a_truncated_end_bootstraps_and_a_terminated_one_does_not(settings_with):
    session = Session(settings_with(steps_per_episode=8, gamma=0.5, reward_on_termination=-10.0, learning_rate=0.0))
    session.submit("load_weights", {"weights": constant_weights(session, 6.0)})
    seen = {}
    while session.n_steps < 600:
        trace = Trace()
        session.step(trace)
        if session.n_steps == 200:
            session.submit("set_hyper", {"name": "steps_per_episode", "value": 500})
        for position, target in zip(trace.update.get("positions", ()), trace.update.get("target", ()), strict=True):
            row = log_of(session)[position]
            seen.setdefault((bool(row[TERMINATED]), bool(row[TRUNCATED])), set()).add(float(target))
    assert seen == {(False, False): {4.0}, (False, True): {4.0}, (True, False): {-10.0}, (True, True): {-10.0}}


def test_shaping_is_for_learning_only(settings_with, run_to):
    session = run_to(Session(settings_with(reward_on_termination=-10.0)), 200)
    assert set(log_of(session)[:, REWARD]) == {1.0}
    episodes = session.metrics.episodes
    assert episodes.column("episode_return").tolist() == episodes.column("length").tolist()


@pytest.mark.parametrize("epsilon", [0.0, 0.5, 1.0])
def test_a_trace_tells_the_step_in_numbers(settings_with, run_to, epsilon):
    session = run_to(Session(settings_with(epsilon=epsilon, epsilon_min=epsilon)), 47)
    for _ in range(100):
        acting = session.agent.look(session.shown.observation) if not session.shown.over else None
        trace = Trace()
        session.step(trace)
        row = log_of(session)[-1]
        np.testing.assert_array_equal(trace.observation, row[OBSERVATION])
        np.testing.assert_array_equal(trace.next_observation, row[NEXT_OBSERVATION])
        if acting is not None:
            np.testing.assert_array_equal(trace.values, acting)
        assert trace.explored == (trace.die < trace.before["epsilon"]) == session.shown.explored
        assert trace.explored or trace.action == trace.values.argmax()
        assert (trace.action, trace.reward) == (row[ACTION], row[REWARD]) == (session.shown.action, 1.0)
        assert (trace.terminated, trace.truncated) == (session.shown.terminated, session.shown.truncated)
        assert (trace.step, trace.n_updates) == (session.n_steps, 1)
        assert trace.episode == session.n_episodes + (0 if session.shown.over else 1)
        assert trace.loss == session.agent.stats.loss
        assert trace.mean_target == pytest.approx(trace.update["target"].mean(), rel=1e-5)
        assert trace.mean_abs_td_error == pytest.approx(np.abs(trace.update["td_error"]).mean(), rel=1e-5)
        assert trace.after["epsilon"] == session.params.epsilon
        assert trace.target_copied == (session.n_steps % 50 == 0)


def test_a_trace_of_a_step_that_did_not_learn_has_no_loss(settings):
    trace = Trace()
    Session(settings).step(trace)
    assert (trace.n_updates, trace.loss, trace.mean_target, trace.update) == (0, None, None, {})


@pytest.mark.parametrize("optimizer", ["adam", "rmsprop"])
def test_exploding_numbers_stop_before_they_reach_the_weights_and_the_step_is_whole(settings_with, optimizer):
    session = Session(settings_with(learning_rate=1e6, optimizer=optimizer, epsilon=0.5, epsilon_min=0.5))
    diverged = None
    while diverged is None:
        before = policy_of(session)
        trace = Trace()
        try:
            session.step(trace)
        except DivergedError as error:
            diverged = error
        assert session.n_steps < 200
    assert "likely cause is learning_rate at 1e6" in str(diverged)
    assert diverged.values["fix"] == ("learning_rate", 1e-3)
    after = policy_of(session)
    assert after.weights_sha256 == before.weights_sha256
    assert all(np.isfinite(array).all() for array in after.weights.values())
    assert after.step == before.step + 1 == session.log.n_rows == len(session.metrics.curve.since(0))
    assert after.n_updates == before.n_updates
    assert (trace.step, trace.n_updates) == (session.n_steps, 0)
    assert trace.next_observation is not None
    for _ in range(50):  # whoever goes on gets whole steps, and the same words again
        step = session.n_steps
        with pytest.raises(DivergedError):
            session.step()
        assert session.n_steps == step + 1
    assert policy_of(session).weights_sha256 == before.weights_sha256


def test_a_diverged_run_is_repeated_to_the_bit_too(settings_with, run_to, fingerprint):
    first, second = (run_to(Session(settings_with(learning_rate=1e6)), 60) for _ in range(2))
    assert fingerprint(first) == fingerprint(second)


def test_each_purpose_has_dice_of_its_own():
    one, other = RunRng(1), RunRng(1)
    one.replay.random(1000)
    one.action.random()
    assert one.exploration.random() == other.exploration.random()
    assert one.initial_weights.random() == other.initial_weights.random()
    first = {rng.random() for rng in (other.exploration, other.action, other.replay, other.initial_weights)}
    assert len(first) == 4


def test_an_episodes_start_depends_on_seed_environment_and_number_alone():
    seeds = {episode_seed(seed, environment, n) for seed in (0, 1) for environment in (0, 1) for n in range(250)}
    assert len(seeds) > 995  # of 1,000 numbers of 32 bits
    assert episode_seed(1, 0, 7) == episode_seed(1, 0, 7)
    training = {episode_seed(1, 0, n) for n in range(1000)}
    for starts in range(4):
        assert not training & set(evaluation_seeds(1, starts, 0, 100).tolist())
