"""The table of a minibatch: transitions as they are stored, and numbers that torch and plain sums come to as well."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from playground.agents.nn.architecture import Architecture
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.history.time_travel import TimeTravel
from playground.engine.history.timeline import Timeline
from playground.engine.run.trace import Trace
from playground.envs.base import ENVIRONMENTS
from playground.envs.gym_adapter.probe import probe
from playground.envs.gym_adapter.user_environments import enter
from tests.agents.by_autograd import outputs_of
from tests.engine.insight.steps import SMALL, run_of, same_inside, traced, traced_update

ALL = sorted(SMALL)
OFF_POLICY = ["dqn", "ddpg", "q-table"]


def answers(flat, sizes, observations, activation="relu"):
    """What torch's own layers answer in float64, (batch, outputs)."""
    flat = torch.from_numpy(np.ravel(flat)).double()
    return outputs_of(flat, Architecture(sizes, activation), torch.from_numpy(observations).double()).numpy()


def close(found, expected):
    np.testing.assert_allclose(found, expected, rtol=2e-5, atol=2e-5)


@pytest.mark.parametrize("algorithm", ALL)
@pytest.mark.parametrize("laps", [0, 5])
def test_its_rows_are_the_very_transitions_of_the_log_that_the_update_learned_from(algorithm, laps):
    session = run_of(algorithm)
    trace = traced_update(session, 25 + 120 * laps)
    table, n = trace.minibatch, len(session.sub_envs)
    by_step = {}
    for row, values in enumerate(session.log.read(0, session.log.n_rows)):
        by_step.setdefault((row // n + 1) * n, []).append(values)
    width = session.log.observation_size
    for at, step in enumerate(table.steps):
        actions = np.atleast_1d(table.actions[at])
        ends = [table.rewards[at], table.terminated[at], table.truncated[at]]
        shown = np.concatenate((table.observations[at], table.next_observations[at], actions, ends))
        assert any(np.array_equal(shown, values) for values in by_step[int(step)])
    assert table.observations.shape == (len(table.steps), width)
    assert all(column.shape == table.steps.shape for column in table.columns.values())
    assert {"target"} <= table.columns.keys()


@pytest.mark.parametrize("double", ["on", "off"])
@pytest.mark.parametrize("on_termination", [None, -10.0])
def test_the_numbers_of_dqn_are_those_that_torch_computes(double, on_termination):
    values = {"double": double, "reward_on_termination": on_termination, "gamma": 0.9, "target_period": 70}
    session = run_of("dqn", mirror="off", target_unit="steps", **values)
    for _ in range(6):
        trace = traced_update(session, 40)
        table, sizes = trace.minibatch, (4, 8, 8, 2)
        q, online_next = (answers(trace.update["parameters"], sizes, seen) for seen in seen_by(table))
        target_next = answers(trace.update["target_parameters"], sizes, table.next_observations)
        everyone = np.arange(len(table.steps))
        best = (online_next if double == "on" else target_next).argmax(axis=1)
        rewards = table.rewards
        if on_termination is not None:
            rewards = np.where(table.terminated, on_termination, rewards)
        target = rewards + 0.9 * target_next[everyone, best] * ~table.terminated
        taken = q[everyone, table.actions]
        columns = table.columns
        np.testing.assert_array_equal(columns["next_action"], best)
        close(columns["next_value"], target_next[everyone, best])
        close(columns["q_taken"], taken)
        close(columns["target"], target)
        close(columns["td_error"], taken - target)
        assert trace.loss == pytest.approx(float(((taken - target) ** 2).mean()), rel=1e-4)
    assert trace.update["target_moved"] == 0.0


def seen_by(table):
    return table.observations, table.next_observations


def test_the_change_of_the_weights_is_that_between_two_states_of_the_learner():
    session = run_of("dqn")
    traced_update(session, 40)
    before = session.agent.state()["online"]
    trace = traced_update(session)
    np.testing.assert_array_equal(trace.update["parameters"], before[0])
    change = session.agent.state()["online"] - before
    assert trace.update["moved"] == pytest.approx(float(np.sqrt((change.astype(float) ** 2).sum())), rel=1e-5)
    assert trace.update["moved"] > 0


def test_of_several_steps_the_return_and_the_discount_are_those_of_the_rows_that_follow():
    session = run_of("dqn", mirror="off", n_steps=3, gamma=0.9, reward_on_termination=-10.0, steps_per_episode=12)
    seen = set()
    for _ in range(15):
        trace = traced_update(session, 20)
        table = trace.minibatch
        assert table.n_later == 2
        rows = session.log.read(0, session.log.n_rows)
        for at, first in enumerate(table.steps - 1):
            total, discount = 0.0, 1.0
            for row in rows[first : first + 3]:
                total += discount * (-10.0 if row[-2] else row[-3])
                discount *= 0.9
                if row[-2] or row[-1]:
                    seen.add((bool(row[-2]), bool(row[-1])))
                    break
            discount = 0.0 if row[-2] else discount
            columns = table.columns
            assert columns["returns"][at] == pytest.approx(total, rel=1e-5)
            assert columns["discounts"][at] == pytest.approx(discount, rel=1e-5)
            close(columns["target"][at], total + discount * columns["next_value"][at])
    assert {(True, False), (False, True)} <= seen


@pytest.mark.parametrize("twins", ["off", "on"])
def test_the_numbers_of_ddpg_are_those_that_torch_computes(twins):
    session = run_of("ddpg", twin_critics=twins, gamma=0.9, target_noise=0.2, tau=0.1)
    for _ in range(5):
        trace = traced_update(session, 30)
        table, update = trace.minibatch, trace.update
        inwards = table.actions / 2.0  # the torque is from -2 to 2
        after = np.concatenate((table.next_observations, update["next_action"].T), axis=1)
        now = np.concatenate((table.observations, inwards), axis=1)
        q = [answers(flat, (4, 8, 8, 1), now)[:, 0] for flat in update["parameters"]]
        q_next = [answers(flat, (4, 8, 8, 1), after)[:, 0] for flat in update["target_parameters"]]
        target = table.rewards + 0.9 * np.min(q_next, axis=0) * ~table.terminated
        close(table.columns["q_taken"], q[0])
        close(table.columns["next_value"], np.min(q_next, axis=0))
        close(table.columns["target"], target)
        close(table.columns["td_error"], q[0] - target)
        if twins == "on":
            close(table.columns["td_error_2"], q[1] - target)
        policy = np.tanh(answers(update["actor_target_parameters"], (3, 8, 8, 1), table.next_observations))
        assert np.abs(policy - update["next_action"].T).max() <= 0.5 + 1e-5  # but for noise that was cut off
        assert update["actor_moved"] > 0
        assert update["moved"] > 0
    assert table.actions.shape == (16, 1)


def test_the_numbers_of_the_table_are_those_of_plain_sums():
    session = run_of("q-table", "GridWorld-v1", gamma=0.9, learning_rate=0.5)
    for _ in range(50):
        trace = traced(session, 7)
        table, update = trace.minibatch, trace.update
        (reward,), (terminated,) = table.rewards.tolist(), table.terminated.tolist()
        target = reward + (0.0 if terminated else 0.9 * max(update["next_q_values"].tolist()))
        taken = update["q_values"].tolist()[table.actions[0]]
        assert {name: column.tolist() for name, column in table.columns.items()} == {
            "q_taken": [taken],
            "next_value": [0.0 if terminated else max(update["next_q_values"].tolist())],
            "target": [target],
            "td_error": [target - taken],
            "learned": [taken + 0.5 * (target - taken)],
        }
        assert (table.own, table.steps.tolist()) == (0, [session.n_steps])


@pytest.mark.parametrize("algorithm", ["a2c", "ppo", "reinforce"])
def test_values_and_probabilities_of_a_rollout_are_those_that_torch_computes(algorithm):
    session = run_of(algorithm)
    for _ in range(3):
        trace = traced_update(session, 13)
        table = trace.minibatch
        outputs, values = (
            answers(flat, (4, 8, 8, 2), table.observations, "tanh") for flat in trace.update["parameters"]
        )
        log_pi = torch.log_softmax(torch.from_numpy(outputs), 1).numpy()
        taken = log_pi[np.arange(len(table.steps)), table.actions]
        columns = table.columns
        close(columns["log_probability"], taken)
        if algorithm != "reinforce" or session.params.baseline == "on":
            close(columns["value"], values[:, 0])
        if algorithm == "ppo":
            close(columns["ratio"], np.exp(columns["log_probability"] - columns["old_log_probability"]))
        else:
            close(columns["advantage"], columns["target"] - columns["value"])
        assert trace.update["moved"] > 0


def test_returns_of_episodes_are_the_sums_of_the_rewards_that_follow():
    session = run_of("reinforce", baseline="off", gamma=0.9)
    table = traced_update(session).minibatch
    total, found = 0.0, []
    for reward, over in zip(table.rewards[::-1], (table.terminated | table.truncated)[::-1], strict=True):
        total = reward + (0.0 if over else 0.9 * total)
        found.append(total)
    close(table.columns["target"], found[::-1])


def test_ppo_learns_from_other_rows_of_the_rollout_in_each_update_and_tells_which():
    session = run_of("ppo")
    trace = traced_update(session)
    assert len(trace.minibatch.steps) == 60 % 25  # the last of three minibatches of an epoch
    assert trace.n_updates == 6
    assert set(trace.minibatch.steps.tolist()) <= set(range(3, 61, 3))


def test_a_mirrored_sample_is_shown_as_it_is_stored_and_says_so():
    session = run_of("dqn", mirror="on")
    mirrored = 0
    for _ in range(10):
        trace = traced_update(session, 20)
        table = trace.minibatch
        flips, images = (np.array(part) for part in session.card.mirror)
        observations = np.where(table.mirrored[:, None] & flips, -table.observations, table.observations)
        actions = np.where(table.mirrored, images[table.actions], table.actions)
        q = answers(trace.update["parameters"], (4, 8, 8, 2), observations)
        close(table.columns["q_taken"], q[np.arange(16), actions])
        np.testing.assert_array_equal(table.observations, session.log.read(0, session.log.n_rows)[table.steps - 1, :4])
        mirrored += int(table.mirrored.sum())
    assert 40 < mirrored < 120  # of 160


def test_without_replay_its_only_row_is_the_step_itself():
    table = traced_update(run_of("dqn", replay="off", mirror="on"), 60).minibatch
    assert (table.own, table.steps.tolist(), table.mirrored.tolist()) == (0, [60], [False])


def test_the_steps_own_transition_is_marked_where_it_was_drawn():
    session, found = run_of("dqn", buffer_size=100, batch_size=64), []
    for _ in range(60):
        table = traced_update(session, 3).minibatch
        assert (table.own is not None) == (session.n_steps in table.steps)
        if table.own is not None:
            assert table.steps[table.own] == session.n_steps
        found.append(table.own is not None)
    assert set(found) == {True, False}


def test_beside_others_the_own_transition_is_that_of_the_environment_that_is_shown():
    session = run_of("a2c")
    trace = traced_update(session)
    table = trace.minibatch
    np.testing.assert_array_equal(table.observations[table.own], trace.observation)
    np.testing.assert_array_equal(table.next_observations[table.own], trace.next_observation)
    assert table.steps.tolist() == [3] * 3 + [6] * 3 + [9] * 3 + [12] * 3 + [15] * 3


@pytest.mark.parametrize("algorithm", ["dqn", "reinforce", "ppo"])
def test_numbers_that_count_are_shown_as_the_environment_gave_them(algorithm):
    enter(probe("FrozenLake-v1"))
    try:
        session = run_of(algorithm, "FrozenLake-v1")
        table = traced_update(session, 30).minibatch
        assert table.observations.shape[1] == 1 < session.settings.space.n_inputs == 16
        assert set(table.observations[:, 0].tolist()) <= set(range(16))
    finally:
        ENVIRONMENTS.remove("FrozenLake-v1")


def test_prioritised_replay_has_the_weight_of_each_sample_too():
    trace = traced_update(run_of("dqn", prioritized="on"), 100)
    np.testing.assert_array_equal(trace.minibatch.columns["weights"], trace.update["weights"])
    assert "weights" not in traced_update(run_of("dqn"), 100).minibatch.columns


def test_a_rollout_longer_than_what_is_in_memory_is_there_to_the_first_step():
    session = run_of("reinforce", "Pendulum-v1", steps_per_episode=4500, episodes_per_update=1)
    assert len(session.log.ring) < 4500
    table = traced_update(session, 4500).minibatch
    np.testing.assert_array_equal(table.steps, np.arange(1, 4501))
    np.testing.assert_array_equal(table.rewards, session.log.read(0, 4500)[:, -3])


def test_a_step_that_learned_nothing_has_no_minibatch_and_one_without_a_trace_makes_nothing():
    session = run_of("dqn")
    trace = traced(session, 5)
    assert (trace.minibatch, trace.n_updates) == (None, 0)
    assert trace.params.batch_size == 16
    assert trace.insight["n_stored"] == trace.buffer.size == 5


def test_who_only_compares_two_runs_is_given_nothing_of_the_inside():
    session = run_of("dqn")
    traced(session, 50)
    session.step(trace := Trace(shows_inside=False))
    assert (trace.minibatch, trace.buffer, trace.n_updates) == (None, None, 1)
    assert "parameters" not in trace.update


@pytest.mark.parametrize("algorithm", ALL)
def test_in_the_past_the_inside_is_that_of_the_moment_shown(algorithm):
    session = run_of(algorithm)
    timeline = Timeline(session, Evaluator(session))
    seen = {}
    for call in range(1, 91):
        timeline.step(trace := Trace())
        seen[call] = trace
    travel = TimeTravel(timeline)
    for call in (25, 40, 61, 90):
        travel.goto(call, trace := Trace())
        for name in ("minibatch", "buffer", "insight", "params"):
            same_inside(getattr(trace, name), getattr(seen[call], name))


@pytest.mark.parametrize("algorithm", OFF_POLICY)
def test_hyperparameters_are_those_of_the_step_and_not_of_later(algorithm):
    session = run_of(algorithm)
    trace = traced(session, 30)
    gamma = trace.params.gamma
    session.submit("set_hyper", {"name": "gamma", "value": 0.5})
    assert trace.params.gamma == gamma != session.params.gamma
