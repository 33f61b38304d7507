"""How DDPG acts: its policy, its noise and its dice; what starts, falls and is held; what it is saved as."""

from __future__ import annotations

import numpy as np
import pytest

from playground.agents.base import ALGORITHMS, PairError, Space
from playground.agents.rng import RunRng

SEEN = np.array([[0.3, -0.7]], np.float32)
OU = "ornstein-uhlenbeck"
LOW, HIGH = np.array([-2.0, 0.0]), np.array([2.0, 4.0])
SPACE = Space((1.0, 1.0), 0, action_bounds=((-2.0, 2.0), (0.0, 4.0)))


def step(agent, log, ends=False):
    """Act, write down what followed, and learn what is due."""
    decision = agent.act(SEEN)
    rng = np.random.default_rng(log.n_rows)
    log.append(SEEN[0], decision.actions[0], float(rng.normal()), ends, False, rng.normal(size=2).astype(np.float32))
    for _ in range(agent.updates_due()):
        agent.update()
    agent.end_step(n_episodes_ended=int(ends))
    return decision


def test_it_acts_by_its_policy_plus_noise_in_the_units_of_the_environment(make_ddpg):
    agent, _log = make_ddpg(learning_starts=0, noise=0.1)
    policy = agent.look(SEEN[0])
    noise = np.array([(agent.act(SEEN).actions[0] - policy) / 2 for _ in range(2000)])
    assert np.abs(noise.mean(0)).max() < 0.01
    np.testing.assert_allclose(noise.std(0), 0.1, rtol=0.06)
    assert abs(np.corrcoef(noise.T)[0, 1]) < 0.1


def test_an_action_never_leaves_its_range(make_ddpg):
    agent, _log = make_ddpg(learning_starts=0, noise=2.0)
    actions = np.array([agent.act(SEEN).actions[0] for _ in range(200)])
    assert ((actions >= LOW) & (actions <= HIGH)).all()
    assert (actions.min(0) == LOW).all()
    assert (actions.max(0) == HIGH).all()


def test_until_learning_starts_actions_are_drawn_evenly_from_their_range(make_ddpg):
    agent, log = make_ddpg(learning_starts=500)
    decisions = [step(agent, log) for _ in range(500)]
    assert all(decision.explored == (True,) for decision in decisions)
    actions = np.array([decision.actions[0] for decision in decisions])
    np.testing.assert_allclose(np.quantile(actions, [0.02, 0.5, 0.98], 0), np.linspace(LOW, HIGH, 3), atol=0.35)
    assert agent.n_updates == 1  # the 500th transition is the first to be learned from
    assert not agent.adds_noise
    step(agent, log)
    assert agent.adds_noise


def test_noise_explores_unless_there_is_none_or_it_pushes_against_a_bound_that_is_reached(make_ddpg):
    agent, _log = make_ddpg(learning_starts=0, noise=0.3)
    policy = agent.look(SEEN[0])
    for _ in range(20):
        decision = agent.act(SEEN)
        assert decision.explored == (bool(np.abs(decision.actions[0] - policy).max() > 1e-6),) == (True,)
    agent.params.noise = 0.0
    assert agent.act(SEEN).explored == (False,)
    agent.params.noise = 0.3
    weights = agent.weights()
    last = max(name for name in weights if name.startswith("actor.") and name.endswith("bias"))
    agent.load_weights(weights | {last: np.full_like(weights[last], 50.0)})  # it wants the most of both numbers
    decisions = [agent.act(SEEN) for _ in range(200)]
    assert {decision.explored[0] for decision in decisions} == {True, False}
    for decision in decisions:
        assert decision.explored[0] == (decision.actions[0] < HIGH).any()


def test_both_dice_are_thrown_at_every_step_whatever_happens(make_ddpg):
    states = []
    for values in ({"learning_starts": 0}, {"noise": 0.0}, {"noise_kind": OU}):
        rng = RunRng(1)
        agent, _log = make_ddpg(rng=rng, **values)
        for _ in range(7):
            agent.act(SEEN, inspect="noise" in values)
        states.append(rng.state())
    assert states[0] == states[1] == states[2] != RunRng(1).state()


def test_the_dice_of_an_update_are_thrown_whether_the_target_is_noisy_or_not(make_trained_ddpg):
    states = []
    for target_noise in (0.0, 0.2):
        rng = RunRng(1)
        make_trained_ddpg(rng=rng, target_noise=target_noise)[0].update()
        states.append(rng.state())
    plain, noisy = states
    assert plain == noisy
    assert plain["target_noise"] != RunRng(1).state()["target_noise"]


def noise_of(agent, n):
    policy = agent.look(SEEN[0])
    return np.array([(agent.act(SEEN).actions[0] - policy) / 2 for _ in range(n)])


def test_ornstein_uhlenbeck_noise_drifts_and_is_pulled_back(make_ddpg):
    agent, _log = make_ddpg(learning_starts=0, noise=0.05, noise_kind=OU)
    noise = noise_of(agent, 5000)[:, 0]
    assert np.corrcoef(noise[:-1], noise[1:])[0, 1] == pytest.approx(0.85, abs=0.03)
    assert noise.std() == pytest.approx(0.05 / np.sqrt(1 - 0.85**2), rel=0.15)


def test_an_episodes_end_ends_the_drift_of_its_noise(make_ddpg):
    agents = [make_ddpg(learning_starts=0, noise=0.05, noise_kind=kind)[0] for kind in (OU, "gaussian")]
    drifting, fresh = (noise_of(agent, 10) for agent in agents)
    assert np.abs(drifting[-1] - fresh[-1]).min() > 1e-3
    for agent in agents:
        agent.end_step(n_episodes_ended=1)
    drifting, fresh = (noise_of(agent, 2) for agent in agents)
    np.testing.assert_array_equal(drifting[0], fresh[0])
    assert (drifting[1] != fresh[1]).all()


def test_noise_changed_live_acts_at_the_next_step(make_ddpg):
    agent, _log = make_ddpg(learning_starts=0, noise=0.1)
    agent.params.noise = 0.0
    np.testing.assert_array_equal(agent.act(SEEN).actions[0], agent.look(SEEN[0]))


def test_noise_and_learning_rate_fall_unless_held_and_go_on_from_where_they_were_held(make_ddpg):
    agent, log = make_ddpg(noise=0.4, noise_end=0.5, noise_fraction=0.5, run_length=20, learning_rate_end=0.1)
    seen = []
    for number in range(20):
        if number == 2:
            agent.schedules.hold("noise")
        if number == 4:
            agent.schedules.release("noise")
        step(agent, log)
        seen.append(agent.params.noise)
    assert seen[:4] == pytest.approx([0.38, 0.36, 0.36, 0.36])
    assert seen[4] == pytest.approx(0.36 - 0.18 / 10)
    assert seen[-1] == pytest.approx(0.18)
    assert agent.params.learning_rate == pytest.approx(1e-4)


@pytest.mark.parametrize("values", [{"noise_kind": OU}, {"twin_critics": "on", "policy_delay": 2, "target_noise": 0.2}])
def test_a_learner_rebuilt_in_mid_episode_goes_on_with_the_same_bits(make_ddpg, values):
    values = {"learning_starts": 70, "noise_end": 0.1, "run_length": 300} | values
    rng, other_rng = RunRng(1), RunRng(1)
    agent, log = make_ddpg(rng=rng, **values)
    for _ in range(101):
        step(agent, log)
    other, other_log = make_ddpg(rng=other_rng, **values)
    vars(other.params).update(vars(agent.params))
    other_log.extend(log.read(0, log.n_rows))
    other.restore(agent.state())
    other_rng.restore(rng.state())
    for number in range(60):
        one, same = step(agent, log, number == 30), step(other, other_log, number == 30)
        np.testing.assert_array_equal(one.actions[0], same.actions[0])
    np.testing.assert_array_equal(agent.state()["actor"]["target"], other.state()["actor"]["target"])
    assert agent.curve() == other.curve()


@pytest.mark.parametrize("scale_observations", ["off", "on"])
@pytest.mark.parametrize("twin_critics", ["off", "on"])
def test_a_policy_acts_as_the_learner_and_trains_on_with_its_critics(make_ddpg, twin_critics, scale_observations):
    values = {"twin_critics": twin_critics, "scale_observations": scale_observations, "learning_starts": 70}
    agent, log = make_ddpg(scale=(0.5, 4.0), **values)
    for _ in range(100):
        step(agent, log)
    weights, space = agent.weights(), Space((0.5, 4.0), 0, action_bounds=SPACE.action_bounds)
    learner = ALGORITHMS.get("ddpg")
    assert {name: array.shape for name, array in weights.items()} == learner.weight_shapes(agent.params, space)
    actor = learner.make_actor(agent.params, space, weights)
    action, values_shown = actor.act(SEEN[0])
    np.testing.assert_allclose(action, agent.look(SEEN[0]), rtol=1e-5)
    np.testing.assert_array_equal(action, values_shown)
    np.testing.assert_allclose(actor.act_batch(np.repeat(SEEN, 3, 0)), [action] * 3, rtol=1e-5)

    other, _ = make_ddpg(scale=(0.5, 4.0), **values | {"seed": 9})
    other.load_weights(weights)
    np.testing.assert_allclose(other.look(SEEN[0]), agent.look(SEEN[0]), rtol=1e-5)
    for side in ("critics", "actor"):
        loaded, source = other.state()[side], agent.state()[side]
        np.testing.assert_allclose(loaded["online"], source["online"], rtol=1e-5, atol=1e-7)
        np.testing.assert_array_equal(loaded["online"], loaded["target"])
    assert np.abs(other.act(SEEN).actions[0] - other.look(SEEN[0])).max() < 2  # it has no need to begin at random


def test_weights_are_copies(make_trained_ddpg):
    agent, _log = make_trained_ddpg()
    weights = agent.weights()
    kept = {name: array.copy() for name, array in weights.items()}
    agent.update()
    for name, array in weights.items():
        np.testing.assert_array_equal(array, kept[name])


def test_rolling_back_puts_networks_back_and_counts_on(make_trained_ddpg):
    agent, _log = make_trained_ddpg()
    state = agent.state()
    for _ in range(3):
        agent.update()
    agent.roll_back(state)
    for side in ("actor", "critics"):
        for which in ("online", "target"):
            np.testing.assert_array_equal(agent.state()[side][which], state[side][which])
    assert agent.n_updates == 3


def test_discrete_actions_are_refused_with_the_reason():
    ddpg = ALGORITHMS.get("ddpg")
    with pytest.raises(PairError, match="choice of 2 actions"):
        ddpg.check_fits(Space((1.0,), 2))
    with pytest.raises(PairError, match="as large as they like"):
        ddpg.check_fits(Space((1.0,), 0, action_bounds=((-1.0, np.inf),)))
    ddpg.check_fits(SPACE)
