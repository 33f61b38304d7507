"""What a step of REINFORCE, A2C and PPO says of itself has the numbers of that very step in it."""

from __future__ import annotations

import math

import pytest

from playground.agents.base import ALGORITHMS
from playground.engine.run.session import Session
from playground.engine.run.settings import Settings
from playground.engine.run.trace import Trace
from playground.i18n import with_minus

ROLLOUT = {"rollout_steps": 3, "n_environments": 2}


def steps(algorithm, environment, n, **values):
    """The traces of the first steps of a small run, and the words for each."""
    params = ALGORITHMS.get(algorithm).params()
    session = Session(Settings(environment, algorithm, params).with_values({"hidden_layers": (8,), **values}))
    words, traces = session.settings.learner.make_explainer(), []
    for _ in range(n):
        session.step(trace := Trace())
        traces.append(trace)
    return words, traces, session.card.actions


@pytest.mark.parametrize("algorithm", ["a2c", "ppo"])
def test_a_step_without_an_update_says_how_full_the_rollout_is(algorithm):
    words, traces, _ = steps(algorithm, "CartPole-v1", 4, **ROLLOUT)
    lines = [" ".join(words.update(trace)) for trace in traces]
    assert "the rollout holds 1 of 3 steps" in lines[0]
    assert "the rollout holds 2 of 3 steps" in lines[1]
    assert "no update" not in lines[2]
    assert "the rollout holds 1 of 3 steps" in lines[3]


@pytest.mark.parametrize("algorithm", ["a2c", "ppo", "reinforce"])
def test_the_log_probability_is_that_of_the_action_taken(algorithm):
    values = ROLLOUT if algorithm != "reinforce" else {}
    words, traces, actions = steps(algorithm, "CartPole-v1", 3, **values)
    for trace in traces:
        expected = math.log(trace.values[trace.action])
        assert trace.details["log_probability"] == pytest.approx(expected, rel=1e-5)
        lines = words.choice(trace, actions)
        assert with_minus(f"log π(a | s) = {expected:.3f}") in lines
        assert lines[0] == f"a = {actions[trace.action]}"
        assert (lines[1] == "drawn: the likeliest") == (trace.action == trace.values.argmax())


@pytest.mark.parametrize("algorithm", ["a2c", "ppo"])
def test_a_continuous_action_is_told_with_its_mean_and_spread(algorithm):
    words, traces, _ = steps(algorithm, "Pendulum-v1", 2, initial_std=0.5, **ROLLOUT)
    mean, action = float(traces[1].values[0]), float(traces[1].action[0])
    assert any(with_minus(f"mean {mean:.3f}, spread 0.500") in line for line in words.values(traces[1], ("torque",)))
    by_hand = -0.5 * ((action - mean) / 0.5) ** 2 - math.log(0.5) - 0.5 * math.log(2 * math.pi)
    assert words.choice(traces[1], ("torque",)) == [
        with_minus(f"torque = {action:.3f}, drawn around its mean"),
        with_minus(f"log π(a | s) = {by_hand:.3f}"),
    ]


def test_an_update_says_value_target_and_advantage_of_a_step_and_they_add_up():
    words, traces, _ = steps("a2c", "CartPole-v1", 3, **ROLLOUT)
    update = traces[2].update
    value, target, advantage = (float(update[name][0]) for name in ("value", "target", "advantage"))
    assert target - value == pytest.approx(advantage, abs=1e-5)
    lines = words.update(traces[2])
    assert with_minus(f"V(s) {value:.3f}, target {target:.3f},") in lines
    assert with_minus(f"advantage {advantage:.3f},") in lines
    assert with_minus(f"value loss {update['value_loss']:.4g}") in lines


@pytest.mark.parametrize(("switch", "words_of_it"), [("on", " (normalised),"), ("off", ",")])
def test_ppo_says_of_an_advantage_that_does_not_add_up_that_it_was_normalised(switch, words_of_it):
    words, traces, _ = steps("ppo", "CartPole-v1", 3, normalize_advantages=switch, n_epochs=1, **ROLLOUT)
    value, target, advantage = (float(traces[2].update[name][0]) for name in ("value", "target", "advantage"))
    assert (target - value == pytest.approx(advantage, abs=1e-5)) == (switch == "off")
    assert with_minus(f"advantage {advantage:.3f}{words_of_it}") in words.update(traces[2])


def test_ppo_says_whether_a_ratio_is_beyond_the_clip_range():
    words, traces, _ = steps("ppo", "CartPole-v1", 3, n_epochs=20, learning_rate=0.01, clip_range=0.01, **ROLLOUT)
    ratio = float(traces[2].update["ratio"][0])
    side = "within" if abs(ratio - 1) <= 0.01 else "beyond"
    lines = words.update(traces[2])
    assert f"ratio π/π_old {ratio:.3f}, {side} 1 ± 0.01" in lines
    assert "last of 20 updates" in lines
    assert 0 < traces[2].update["clip_fraction"]


def test_reinforce_says_which_episodes_it_waits_for_and_what_the_first_return_was():
    words, traces, _ = steps("reinforce", "CartPole-v1", 6, steps_per_episode=3, episodes_per_update=2, gamma=1.0)
    assert words.update(traces[1]) == ["no update was due: it waits for the end", "of 2 episodes; so far 0"]
    assert words.update(traces[4]) == ["no update was due: it waits for the end", "of 2 episodes; so far 1"]
    lines = words.update(traces[5])
    assert "steps learned from: 6" in lines
    target = float(traces[5].update["target"][0])
    assert with_minus(f"return of the first {target:.3f}") in lines
    assert words.after(traces[5])
    assert not words.after(traces[4])
