"""What a step of REINFORCE, A2C and PPO says of itself has the numbers of that very step in it."""

from __future__ import annotations

import math

import pytest

from playground.agents.base import ALGORITHMS
from playground.agents.loop import StepFacts
from playground.engine.run.session import Session
from playground.engine.run.settings import Settings
from playground.engine.run.trace import Trace
from playground.i18n import with_minus

ROLLOUT = {"rollout_steps": 3, "n_environments": 2}


def steps(algorithm, environment, n, **values):
    """The facts of the first steps of a small run, and what tells a card of one."""
    params = ALGORITHMS.get(algorithm).params()
    session = Session(Settings(environment, algorithm, params).with_values({"hidden_layers": (8,), **values}))
    explainer, space, found = session.settings.learner.make_explainer(), session.settings.space, []
    for _ in range(n):
        session.step(trace := Trace())
        found.append(StepFacts(trace.params, space, session.card.actions, trace, chosen=0, insight=trace.insight))

    def tell(name, facts):
        (stage,) = (stage for stage in explainer.stages(facts.params, space) if stage.name == name)
        return explainer.tell(stage, facts)

    return tell, found


@pytest.mark.parametrize("algorithm", ["a2c", "ppo"])
def test_a_step_without_an_update_says_how_full_the_rollout_is(algorithm):
    tell, found = steps(algorithm, "CartPole-v1", 4, **ROLLOUT)
    assert [tell("loss", facts).why_not for facts in found] == [
        "The rollout is not full: 1 of 3 steps.",
        "The rollout is not full: 2 of 3 steps.",
        "",
        "The rollout is not full: 1 of 3 steps.",
    ]


@pytest.mark.parametrize("algorithm", ["a2c", "ppo", "reinforce"])
def test_the_log_probability_is_that_of_the_action_taken(algorithm):
    tell, found = steps(algorithm, "CartPole-v1", 3, **(ROLLOUT if algorithm != "reinforce" else {}))
    for facts in found:
        trace, text = facts.trace, tell("choose", facts)
        expected = math.log(trace.values[trace.action])
        assert trace.details["log_probability"] == pytest.approx(expected, rel=1e-5)
        assert text.result == with_minus(f"log π(a | s) = {expected:.3f}")
        assert text.lines[1] == f"drawn: {facts.actions[trace.action]}"
        assert (text.lines[2] == "the likeliest") == (trace.action == trace.values.argmax())


@pytest.mark.parametrize("algorithm", ["a2c", "ppo"])
def test_a_continuous_action_is_told_with_its_mean_and_spread(algorithm):
    tell, found = steps(algorithm, "Pendulum-v1", 2, initial_std=0.5, **ROLLOUT)
    trace = found[1].trace
    mean, action = float(trace.values[0]), float(trace.action[0])
    assert with_minus(f"torque: mean {mean:.3f}, spread 0.500") in tell("policy", found[1]).lines
    by_hand = -0.5 * ((action - mean) / 0.5) ** 2 - math.log(0.5) - 0.5 * math.log(2 * math.pi)
    text = tell("choose", found[1])
    assert text.lines[0].endswith(with_minus(f" = {action:.3f}"))
    assert text.result == with_minus(f"log π(a | s) = {by_hand:.3f}")


def test_an_update_says_value_target_and_advantage_of_a_step_and_they_add_up():
    tell, found = steps("a2c", "CartPole-v1", 3, **ROLLOUT)
    update = found[2].trace.update
    value, target, advantage = (float(update[name][0]) for name in ("value", "target", "advantage"))
    assert target - value == pytest.approx(advantage, abs=1e-5)
    text = tell("advantage", found[2])
    assert text.result.endswith(with_minus(f" = {advantage:.3f}"))
    assert with_minus(f"R = A + V(s) = {target:.3f}") in text.lines


@pytest.mark.parametrize("switch", ["on", "off"])
def test_ppo_says_of_an_advantage_that_does_not_add_up_that_it_was_normalised(switch):
    tell, found = steps("ppo", "CartPole-v1", 3, normalize_advantages=switch, n_epochs=1, **ROLLOUT)
    update = found[2].trace.update
    value, target, advantage = (float(update[name][0]) for name in ("value", "target", "advantage"))
    assert (target - value == pytest.approx(advantage, abs=1e-5)) == (switch == "off")
    lines = tell("advantage", found[2]).lines
    assert any(line.startswith("normalised among the 6") for line in lines) == (switch == "on")


def test_ppo_says_whether_a_ratio_is_beyond_the_clip_range():
    tell, found = steps("ppo", "CartPole-v1", 3, n_epochs=20, learning_rate=0.01, clip_range=0.01, **ROLLOUT)
    trace = found[2].trace
    ratio = float(trace.update["ratio"][0])
    side = "within" if abs(ratio - 1) <= 0.01 else "beyond"
    text = tell("ratio", found[2])
    assert f"{side} 1 ± 0.01" in text.lines
    assert f"{ratio:.3f}" in text.result
    assert trace.n_updates == 20
    assert 0 < trace.update["clip_fraction"]


def test_reinforce_says_which_episodes_it_waits_for_and_what_the_first_return_was():
    tell, found = steps("reinforce", "CartPole-v1", 6, steps_per_episode=3, episodes_per_update=2, gamma=1.0)
    assert tell("loss", found[1]).why_not == "It waits for ends: 0 of 2 episodes ended."
    assert tell("loss", found[4]).why_not == "It waits for ends: 1 of 2 episodes ended."
    target = float(found[5].trace.update["target"][0])
    assert len(found[5].trace.update["target"]) == 6
    assert tell("returns", found[5]).result.endswith(with_minus(f" = {target:.3f}"))
