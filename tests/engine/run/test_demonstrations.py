"""An episode that somebody played goes into the replay buffer; it is no step of the run and moves nothing else."""

from __future__ import annotations

import dataclasses

import gymnasium
import numpy as np
import pytest

from playground.engine.breakpoints.variables import step_names
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.evaluation.played_episode import PlayedEpisode
from playground.engine.evaluation.policy import policy_of
from playground.engine.history.fork import Fork
from playground.engine.history.keyframe import keyframe_of, past_of, resume
from playground.engine.history.time_travel import TimeTravel
from playground.engine.history.timeline import Timeline
from playground.engine.history.to_come import changes_to_come
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.demonstrations import check_episode
from playground.engine.run.inputs import Input
from playground.engine.run.metrics import Mark
from playground.engine.run.session import Session
from playground.engine.run.trace import Trace
from playground.envs.base import ENVIRONMENTS
from playground.errors import HyperError

START = [0.01, -0.02, 0.03, -0.04]
ACTIONS = [0, 1, 0, 1, 1, 0, 1, 0, 0, 1]
EPISODE = {"start": START, "actions": ACTIONS}
FALLS = {"start": [0.0] * 4, "actions": [0] * 9}  # until the pole is down
SWING = {"start": [1.0, 0.5], "actions": [[0.1 * number - 1.0] for number in range(20)]}

OFF_POLICY = {
    "dqn": ("CartPole-v1", EPISODE, {}),
    "double": ("CartPole-v1", EPISODE, {"double": "on"}),
    "n-step": ("CartPole-v1", EPISODE, {"n_steps": 4}),
    "prioritized": ("CartPole-v1", EPISODE, {"prioritized": "on", "n_steps": 3}),
    "not at every step": ("CartPole-v1", EPISODE, {"train_every": 3, "learning_starts": 40}),
    "ddpg": ("Pendulum-v1", SWING, {"learning_starts": 30}),
}


def run_of(name, **more):
    environment, episode, values = OFF_POLICY[name]
    algorithm = "ddpg" if name == "ddpg" else "dqn"
    quick = {"hidden_layers": (8, 8), "batch_size": 16, "buffer_size": 300, "steps_per_episode": 40}
    settings = PRESETS.first(environment, algorithm).settings().with_values(quick | values | more)
    return Session(settings), episode


def test_what_follows_the_actions_the_environment_works_out_itself():
    session, _ = run_of("dqn")
    session.submit("add_episode", EPISODE)
    real = gymnasium.make("CartPole-v1").unwrapped
    real.reset(seed=0)
    real.state = np.array(START, np.float64)
    for row, action in zip(session.log.read(0, 10), ACTIONS, strict=True):
        np.testing.assert_array_equal(row[:4], np.float32(real.state))
        observation, reward, *_ = real.step(action)
        np.testing.assert_allclose(row[4:8], observation, rtol=1e-6)
        np.testing.assert_array_equal(row[8:11], np.float32([action, reward, 0.0]))
    assert session.log.read(0, 10)[:, -1].tolist() == [0.0] * 9 + [1.0]  # whoever played it stopped there


@pytest.mark.parametrize("name", ENVIRONMENTS.names())
def test_it_can_start_wherever_an_episode_of_the_environment_does(name):
    card = ENVIRONMENTS.get(name)
    if card.restored_by != "snapshot":
        return
    environment = card.make(card.parameters())
    action = [low for low, _high in card.action_bounds] or 0
    for seed in range(50):
        environment.reset(seed)
        check_episode(card, {"start": environment.snapshot(), "actions": [action]}, 0)


@pytest.mark.parametrize("name", ["dqn", "ddpg"])
def test_what_a_person_played_is_taken_as_it_was_played(name):
    session, _ = run_of(name)
    card, rng = session.card, np.random.default_rng(4)
    played = PlayedEpisode(card, session.environment_params, 7)
    seen = [played.observation]
    while not played.is_over and len(played) < 60:
        low_high = card.action_bounds
        played.act(rng.uniform(*np.transpose(low_high)).astype(np.float32) if low_high else int(rng.integers(2)))
        seen.append(played.observation)
    session.submit("add_episode", played.as_input())
    rows, n = session.log.read(0, session.log.n_rows), session.log.observation_size
    np.testing.assert_array_equal(rows[:, :n], seen[:-1])
    np.testing.assert_array_equal(rows[:, n : 2 * n], seen[1:])
    np.testing.assert_array_equal(rows[:, -3], np.float32(played.rewards))
    assert bool(rows[-1, -2]) is played.terminated


def test_one_that_ends_by_itself_is_terminated_and_not_truncated():
    session, _ = run_of("dqn")
    session.submit("add_episode", FALLS)
    assert session.log.read(0, 9)[:, -2:].tolist() == [[0.0, 0.0]] * 8 + [[1.0, 0.0]]


@pytest.mark.parametrize("name", OFF_POLICY)
def test_it_counts_no_step_draws_no_die_and_never_changes_when_it_learns(name):
    (session, episode), (twin, _) = run_of(name), run_of(name)
    for step in range(120):
        if step in (0, 33, 80):
            session.submit("add_episode", episode)
        session.step()
        twin.step()
        assert repr(session.rng.state()) == repr(twin.rng.state())
        assert (session.n_steps, session.agent.n_updates) == (twin.n_steps, twin.agent.n_updates)
    assert session.log.n_rows == 120 + 3 * len(episode["actions"])
    assert session.agent.n_updates > 20
    assert policy_of(session).weights_sha256 != policy_of(twin).weights_sha256
    n = len(episode["actions"])
    assert [(mark.step, mark.name, mark.after) for mark in session.metrics.marks] == [
        (step, "add_episode", n) for step in (0, 33, 80)
    ]


def test_the_episode_under_way_goes_on_as_if_nothing_had_been():
    (session, episode), (twin, _) = run_of("dqn", learning_starts=1000), run_of("dqn", learning_starts=1000)
    for step in range(60):
        if step == 31:
            session.submit("add_episode", episode)
        session.step()
        twin.step()
    assert session.shown.state().keys() == twin.shown.state().keys()
    assert repr(session.shown.state()) == repr(twin.shown.state())
    ours = np.concatenate([session.log.read(0, 31), session.log.read(41, 70)])
    np.testing.assert_array_equal(ours, twin.log.read(0, 60))


@pytest.mark.parametrize("name", ["n-step", "prioritized"])
def test_no_window_goes_on_from_the_run_into_an_added_episode_or_from_it_into_the_run(name):
    session, episode = run_of(name)
    n_steps = session.params.n_steps
    seen_cut = 0
    for step in range(200):
        if step in (40, 41, 90):
            session.submit("add_episode", episode)
        session.step(trace := Trace())
        if not trace.n_updates:
            continue
        update, rows = trace.update, session.log.read(0, session.log.n_rows)
        for row, begin in enumerate(update["positions"]):
            own = not session.log.added.hold(begin)
            length = 0
            for at in range(begin, begin + n_steps):
                if bool(session.log.added.hold(at)) is own:
                    seen_cut += own
                    break
                length += 1
                if rows[at, -2:].any():
                    break
            assert update["window_lengths"][row] == length
            last = rows[begin + length - 1]
            expected = 0.0 if last[-2] else session.params.gamma**length
            assert update["discounts"][row] == pytest.approx(expected, rel=1e-5)
            np.testing.assert_allclose(
                update["window_rewards"][: length - 1, row], rows[begin : begin + length - 1, -3]
            )
    assert seen_cut > 0


def test_its_transitions_are_drawn_and_leave_the_buffer_like_all_others():
    session, episode = run_of("dqn", buffer_size=100)
    session.submit("add_episode", episode)
    drawn = []
    for _ in range(150):
        session.step(trace := Trace())
        minibatch = trace.minibatch
        if minibatch is not None:
            drawn.append(int(minibatch.played.sum()))
            np.testing.assert_array_equal(minibatch.played, trace.update["positions"] < 10)
            assert (minibatch.steps[minibatch.played] == 0).all()
            own = trace.update["positions"][~minibatch.played]
            np.testing.assert_array_equal(minibatch.steps[~minibatch.played], own - 10 + 1)
        assert trace.buffer.n_played == min(10, max(0, 10 - (session.log.n_rows - 100)))
    assert sum(drawn[:20]) > 20
    assert sum(drawn[-20:]) == 0


def test_with_priorities_it_is_drawn_as_soon_as_any_new_transition():
    session, episode = run_of("prioritized", buffer_size=2000)
    while session.n_steps < 150:
        session.step()
    session.submit("add_episode", episode | {"actions": ACTIONS * 2})
    session.step(trace := Trace())
    assert trace.minibatch.played.sum() >= 2


@pytest.mark.parametrize("algorithm", ["ppo", "a2c", "reinforce"])
def test_an_algorithm_that_is_on_policy_says_why_it_takes_none(algorithm):
    session = Session(PRESETS.first("CartPole-v1", algorithm).settings())
    with pytest.raises(HyperError, match="is on-policy: it learns only from steps that its own newest policy took"):
        session.submit("add_episode", EPISODE)
    assert (session.inputs, session.log.n_rows) == ([], 0)


def test_where_nothing_is_kept_there_is_nothing_to_put_it_into():
    table = Session(PRESETS.first("CartPole-v1", "q-table").settings())
    with pytest.raises(HyperError, match="keeps no transitions: it learns from each step once"):
        table.submit("add_episode", EPISODE)
    session, episode = run_of("dqn")
    session.submit("set_hyper", {"name": "replay", "value": "off"})
    with pytest.raises(HyperError, match="Replay is off"):
        session.submit("add_episode", episode)


def test_an_environment_that_is_put_back_by_repeating_its_actions_takes_none():
    settings = PRESETS.first("CartPole-v1", "dqn").settings()
    session = Session(settings)
    session.card = dataclasses.replace(session.card, restored_by="replay")
    with pytest.raises(HyperError, match="cannot be put to a start by its numbers alone"):
        session.submit("add_episode", EPISODE)


def test_a_run_is_given_as_many_as_a_file_of_it_can_hold_those_to_come_included(monkeypatch):
    monkeypatch.setattr("playground.engine.run.demonstrations.MOST_NUMBERS", 11 * 14)
    session, episode = run_of("dqn")
    session.to_come.append(Input(20, "add_episode", dict(episode)))
    for _ in range(10):
        session.submit("add_episode", episode)
    with pytest.raises(HyperError, match=r"more than 154 numbers"):
        session.submit("add_episode", episode)
    while session.n_calls < 21:
        session.step()
    assert session.log.n_rows == 21 + 11 * 10


def test_a_moment_is_resumed_with_the_rows_of_the_episodes_that_were_added(fingerprint):
    session, episode = run_of("n-step")
    for step in range(100):
        if step in (20, 60):
            session.submit("add_episode", episode)
        session.step()
    again = resume(keyframe_of(session), past_of(session))
    for one in (session, again):
        for _ in range(50):
            one.step()
    assert fingerprint(again) == fingerprint(session)
    assert again.log.n_own_rows == again.n_steps == 150


def test_a_fork_takes_one_of_its_own_and_repeats_the_runs_until_its_environment_is_another():
    session, episode = run_of("dqn")
    timeline = Timeline(session, Evaluator(session))
    for step in range(80):
        if step == 60:
            session.submit("add_episode", episode)
        timeline.step()
    repeating = Fork(timeline, timeline.goto(40))
    repeating.submit("add_episode", episode | {"actions": [1, 0]})
    elsewhere = Fork(timeline, timeline.goto(40))
    elsewhere.submit("set_environment", {"name": "gravity", "value": 20.0})
    for _ in range(30):
        repeating.step()
        elsewhere.step()
    assert [mark.after for mark in repeating.b.metrics.marks] == [2, 10]
    assert repeating.b.log.n_rows == 70 + 12
    assert [mark.name for mark in elsewhere.b.metrics.marks] == ["gravity"]
    assert elsewhere.b.log.n_rows == 70


def test_the_ends_of_the_runs_own_episodes_are_gone_to_and_those_of_added_ones_are_not():
    plain, _ = run_of("dqn", learning_starts=10_000)
    session, episode = run_of("dqn", learning_starts=10_000)
    travels = [TimeTravel(Timeline(one, Evaluator(one))) for one in (plain, session)]
    for step in range(120):
        if step in (0, 30, 31, 70):
            session.submit("add_episode", episode)
        for travel in travels:
            travel.step()
    for there in (119, 70, 50, 31, 30, 1, 0):
        found = []
        for travel in travels:
            travel.goto(there)
            found.append((travel.episode_before(), travel.episode_after()))
        assert found[0] == found[1]


def test_the_newest_reward_of_the_run_is_its_own_also_after_one_was_added():
    session, _ = run_of("ddpg")
    for _ in range(5):
        session.step()
    reward = step_names(session.settings)["reward"].read
    before = reward(session)
    session.submit("add_episode", SWING)
    assert reward(session) == before


def test_it_is_said_to_come_before_its_step_has_come():
    session, episode = run_of("dqn")
    session.to_come.append(Input(50, "add_episode", episode))
    assert changes_to_come(session) == (Mark(50, "add_episode", None, 10, 0),)
