"""A forced action is said to be forced, by cards and boxes, and no chance is said to be in it."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from playground.agents.loop_words import action_words
from playground.agents.plain_loop import PlainLoop
from tests.agents.loops.test_texts import assert_fits, assert_is_whole, texts_of
from tests.agents.loops.traced import ALGORITHMS, session_of, step, steps

CHANCE = ("at random", "by chance", "drawn:", "die ≥", "explores", "greedy", "noise +", "noise −", "likeliest")
CASES = [
    *[pytest.param(algorithm, None, id=algorithm) for algorithm in ALGORITHMS],
    *[
        pytest.param(algorithm, "Pendulum-v1", id=f"{algorithm} continuous")
        for algorithm in ("reinforce", "a2c", "ppo")
    ],
]


def forced(session, share):
    """The facts of a step in which the action at a share of the way from first to last was forced."""
    bounds = session.card.action_bounds
    action = [low + share * (high - low) for low, high in bounds] or round(share * (len(session.card.actions) - 1))
    session.submit("force_action", {"action": action})
    return step(session)


def choose(session, facts):
    explainer = session.settings.learner.make_explainer()
    (stage,) = [each for each in explainer.stages(facts.params, facts.space) if each.name == "choose"]
    return explainer.tell(stage, facts)


@pytest.mark.parametrize(("algorithm", "environment"), CASES)
@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_forced_action_is_said_to_be_forced_and_not_drawn(algorithm, environment, share):
    session = session_of(algorithm, environment=environment)
    steps(session, 14)  # a DDPG that draws no more actions at random
    facts = forced(session, share)
    trace, explainer = facts.trace, session.settings.learner.make_explainer()
    assert trace.forced
    text = choose(session, facts)
    name = action_words(trace.action, facts.actions)
    assert text.lines[0] == f"forced by hand: {name}"
    boxes = explainer.in_diagram(facts)
    assert any(line.startswith("forced by hand") for line in boxes["choose"])
    said = " ".join([*text.lines, text.result, *boxes["choose"]])
    assert not [word for word in CHANCE if word in said]
    for line in texts_of(explainer, facts):
        assert_is_whole(line)
    assert_fits(explainer.diagram(facts.params, facts.space), boxes)
    assert PlainLoop().tell(PlainLoop().stages(None, facts.space)[1], facts).lines == ("forced by hand",)

    after = step(session)  # and the next one is the agent's own again
    assert not after.trace.forced
    assert "forced" not in " ".join(choose(session, after).lines)


@pytest.mark.parametrize("algorithm", ["reinforce", "a2c", "ppo"])
@pytest.mark.parametrize("environment", ["CartPole-v1", "Pendulum-v1"])
def test_the_log_probability_beside_a_forced_action_is_its_own(algorithm, environment):
    session = session_of(algorithm, environment=environment)
    steps(session, 3)
    for share in (0.0, 1.0):
        trace = forced(session, share).trace
        if environment == "CartPole-v1":
            expected = math.log(trace.values[trace.action])
        else:
            means, spread = torch.tensor(trace.values), torch.tensor(np.array(trace.details["std"]))
            expected = torch.distributions.Normal(means, spread).log_prob(torch.tensor(trace.action)).sum()
        assert trace.details["log_probability"] == pytest.approx(float(expected), rel=1e-4)


def test_what_q_would_have_done_is_told_beside_a_forced_action():
    session = session_of("dqn", {"epsilon": 0.0}, environment="CartPole-v1")
    steps(session, 5)
    for share in (0.0, 1.0):
        facts = forced(session, share)
        best = int(facts.trace.values.argmax())
        same = best == facts.trace.action
        told = choose(session, facts).lines
        assert told[-1] == ("the largest Q is the same" if same else f"the largest Q would be {facts.actions[best]}")
        assert told[1] == f"die {facts.trace.die:.2f}: does not count"
