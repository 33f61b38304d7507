"""What REINFORCE, A2C and PPO do around an update: when it is due, what they read and keep, what they refuse."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from playground.agents.policy_gradient.actor_critic import ActorCritic
from playground.agents.rng import RunRng
from playground.engine.run.trace import Trace
from playground.errors import DivergedError
from tests.agents.policy_gradient.policy_gradients import CONTINUOUS, DISCRETE, KINDS, Torch, make, play, shake


@pytest.mark.parametrize("kind", KINDS)
def test_the_spread_of_a_continuous_policy_depends_on_no_state(kind):
    agent, log = make(kind, CONTINUOUS, learning_rate=0.01, initial_std=0.5)
    np.testing.assert_allclose(agent.weights()["log_std"], math.log(0.5), rtol=1e-6)
    play(agent, log)
    agent.update()
    assert not np.allclose(agent.weights()["log_std"], math.log(0.5), rtol=1e-3)
    learner = ActorCritic(agent.params, CONTINUOUS, RunRng(1), *agent.optimizer)
    learner.restore(agent.state()["learner"])
    outputs = learner.policy_outputs(np.random.default_rng(3).normal(size=(5, 2)).astype(np.float32))
    np.testing.assert_allclose(outputs[2:], np.repeat(agent.weights()["log_std"][:, None], 5, axis=1), rtol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_a_policy_file_acts_on_bare_observations_where_they_are_scaled_for_learning(kind):
    agent, log = make(kind, scale_observations="on")
    shake(agent)
    play(agent, log)
    observations = np.array([[3.0, -0.4], [1.0, 2.0]], np.float32)
    net = Torch(agent)
    for observation in observations:
        probabilities = net.policy(torch.from_numpy(observation).double()).softmax(0).detach().numpy()
        np.testing.assert_allclose(agent.look(observation), probabilities, rtol=1e-5)
    trace = Trace()
    agent.update(trace)
    if kind == "a2c":
        rows = torch.from_numpy(log.read(0, log.n_rows)).double()
        np.testing.assert_allclose(trace.update["value"], net.value(rows[:, :2])[:, 0].detach(), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_that_are_not_finite_are_refused_with_no_weight_changed(kind):
    agent, log = make(kind)
    play(agent, log)
    for row in range(log.n_rows):
        log.ring[row, -3] = np.inf
    before = agent.weights()
    with pytest.raises(DivergedError) as caught:
        agent.update()
    assert caught.value.values["name"] == "learning_rate"
    for name, array in agent.weights().items():
        assert np.array_equal(array, before[name])
    agent.end_step(n_episodes_ended=0)
    assert agent.updates_due() == 0 or agent.rollout_steps == 0  # the rollout is forgotten


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_out_of_all_proportion_is_taken_back(kind):
    agent, log = make(kind, learning_rate=1e6)
    play(agent, log)
    before = agent.weights()
    with pytest.raises(DivergedError):
        agent.update()
    for name, array in agent.weights().items():
        assert np.array_equal(array, before[name])


def test_an_update_is_due_when_every_environment_has_made_its_steps_and_a_new_rollout_begins():
    agent, log = make("a2c", rollout_steps=3)
    due = []
    for _ in range(7):
        play(agent, log, 1)
        due.append(agent.updates_due())
        agent.end_step(n_episodes_ended=0)
    assert due == [0, 0, 1, 0, 0, 1, 0]
    assert agent.rollout_steps == 1


@pytest.mark.parametrize("kind", ["a2c", "ppo"])
def test_a_rollout_made_shorter_live_ends_at_the_next_step_with_all_it_holds(kind):
    agent, log = make(kind, rollout_steps=10)
    for _ in range(5):
        play(agent, log, 1)
        assert agent.updates_due() == 0
        agent.end_step(n_episodes_ended=0)
    agent.params.rollout_steps = 2
    play(agent, log, 1)
    n_due, trace = agent.updates_due(), Trace()
    n_learned = 0
    for _ in range(n_due):
        agent.update(trace)
        n_learned += len(trace.update["advantage"])
    agent.end_step(n_episodes_ended=0)
    assert n_learned == 6 * 3 * (2 if kind == "ppo" else 1)  # steps, environments, epochs
    assert agent.rollout_steps == 0


@pytest.mark.parametrize("kind", ["a2c", "ppo"])
def test_a_rollout_made_longer_live_than_memory_was_made_for_is_learned_from_whole(kind):
    agent, log = make(kind, rollout_steps=2)
    agent.params.rollout_steps = 2000  # 6000 rows; the log holds 4096 of them in memory
    for _ in range(2000):
        play(agent, log, 1)
        n_due = agent.updates_due()
        if n_due:
            break
        agent.end_step(n_episodes_ended=0)
    n_learned = 0
    for _ in range(n_due):
        agent.update(trace := Trace())
        n_learned += len(trace.update["advantage"])
    assert n_learned == 6000 * (2 if kind == "ppo" else 1)


def test_reinforce_learns_when_the_last_of_its_episodes_ends_and_never_in_the_middle_of_one():
    agent, log = make("reinforce", episodes_per_update=2)
    zeros, due = np.zeros(2, np.float32), []
    for step in range(1, 13):
        agent.act(zeros[None])
        ends = step % 4 == 0  # episodes of four steps
        log.append(zeros, 0, 1.0, ends and step != 8, ends and step == 8, zeros)
        due.append(agent.updates_due())
        agent.end_step(n_episodes_ended=int(ends))
        if step == 10:
            agent.params.episodes_per_update = 1  # live, in the middle of the third episode
    assert due == [0] * 7 + [1] + [0] * 3 + [1]


def test_without_a_baseline_a_truncated_episode_ends_where_it_was_cut_and_with_one_its_last_state_has_a_value():
    for baseline, after in (("off", 0.0), ("on", 7.0)):
        agent, log = make("reinforce", baseline=baseline, gamma=0.5, episodes_per_update=1)
        weights = {name: np.zeros_like(array) for name, array in agent.weights().items()}
        weights["value.2.bias"][:] = 7.0  # V is 7 everywhere
        agent.load_weights(weights)
        zeros = np.zeros(2, np.float32)
        log.append(zeros, 0, 1.0, False, False, zeros)
        log.append(zeros, 0, 1.0, False, True, zeros)
        agent.update(trace := Trace())
        assert trace.update["target"].tolist() == [1 + 0.5 * (1 + 0.5 * after), 1 + 0.5 * after]


def test_ppo_keeps_the_log_probabilities_of_who_acted_even_when_other_weights_are_loaded_in_mid_rollout():
    agent, log = make("ppo", n_epochs=1, batch_size=18)
    play(agent, log, 3, seed=1)
    agent.end_step(n_episodes_ended=0)
    acted_by = Torch(agent)
    shake(agent)
    play(agent, log, 3, seed=2)
    loaded = Torch(agent)
    agent.update(trace := Trace())
    rows = torch.from_numpy(log.read(0, log.n_rows)).double()
    old = [
        net.distribution(part[:, :2]).log_prob(part[:, 4]) for net, part in ((acted_by, rows[:9]), (loaded, rows[9:]))
    ]
    found = np.sort(trace.update["old_log_probability"])
    np.testing.assert_allclose(found, np.sort(torch.cat(old).detach().numpy()), rtol=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_schedules_fall_in_a_straight_line_over_the_run_are_held_and_set_out_anew(kind):
    agent, log = make(kind, learning_rate=1.0, learning_rate_end=0.5, run_length=300)
    calls = 300 // agent.n_environments

    def pass_by(n):
        for _ in range(n):
            play(agent, log, 1)
            agent.end_step(n_episodes_ended=0)
        return agent.params.learning_rate

    assert pass_by(calls // 2) == pytest.approx(0.75)
    agent.params.learning_rate = 0.2
    agent.schedules.hold("learning_rate")
    assert pass_by(10) == 0.2
    agent.schedules.release("learning_rate")
    assert pass_by(calls // 2) == pytest.approx(0.15)  # half of the way from 0.2 to half of it
    assert pass_by(2 * calls) == pytest.approx(0.1)
    if kind == "ppo":
        agent.params.clip_range_end = 0.0
        before = agent.params.clip_range
        assert before > 0
        pass_by(calls // 2)
        assert 0 < agent.params.clip_range < before


@pytest.mark.parametrize("kind", KINDS)
def test_as_many_dice_are_thrown_at_every_step_whatever_the_policy(kind):
    for space in (DISCRETE, CONTINUOUS):
        dice = RunRng(1), RunRng(1)
        agent, _ = make(kind, space, rng=dice[0])
        other, _ = make(kind, space, rng=dice[1], hidden_layers=(5,))
        shake(other, 3.0)
        for _ in range(4):
            agent.act(np.zeros((agent.n_environments, 2), np.float32))
            other.act(np.ones((other.n_environments, 2), np.float32), inspect=True)
        for die in ("action", "noise"):
            assert dice[0].state()[die] == dice[1].state()[die]


@pytest.mark.parametrize("kind", KINDS)
def test_networks_begin_orthogonal_with_a_policy_that_hardly_prefers_anything(kind):
    agent, _ = make(kind)
    weights = agent.weights()
    for prefix, gain in (("policy", 0.01), ("value", 1.0)):
        hidden = weights[f"{prefix}.1.weight"]
        np.testing.assert_allclose(hidden @ hidden.T, 2 * np.eye(8), atol=1e-5)
        last = weights[f"{prefix}.2.weight"]
        np.testing.assert_allclose(last @ last.T, gain**2 * np.eye(len(last)), atol=1e-6)
        assert not any(weights[f"{prefix}.{layer}.bias"].any() for layer in range(3))
    np.testing.assert_allclose(agent.look(np.array([0.3, -2.0], np.float32)), 1 / 3, atol=0.02)
