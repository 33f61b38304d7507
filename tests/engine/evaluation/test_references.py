"""The rules of the environments and random actions are what learning is compared with."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine import catalogue as _catalogue  # noqa: F401  enters the cards
from playground.engine.evaluation.references import RandomActor, RuleActor, evaluate_random, evaluate_rule
from playground.envs.base import ENVIRONMENTS
from playground.envs.pendulum import pendulum, rule

# Mean returns over 100 episodes from the starts of reports of seed 0: of the rule, and of random actions.
MEASURED = {
    "CartPole-v1": (500.0, 22.36),
    "CartPoleContinuous-v1": (500.0, 25.46),
    "MountainCar-v0": (-119.55, -200.0),
    "Pendulum-v1": (-136.05, -1220.53),
    "Acrobot-v1": (-82.1, -498.61),
    "GridWorld-v1": (0.74, -0.85),
}
every_card = pytest.mark.parametrize("card", [ENVIRONMENTS.get(id) for id in MEASURED], ids=lambda card: card.id)


@every_card
def test_rule_and_random_actions_return_what_was_measured(card):
    rule, random = evaluate_rule(card), evaluate_random(card)
    assert (round(rule.mean, 2), round(random.mean, 2)) == MEASURED[card.id]
    assert rule.mean > random.mean
    assert len(rule.returns) == len(random.returns) == 100


@every_card
def test_a_rule_does_alone_what_it_does_among_many(card):
    environments = card.make_batch(20, card.parameters())
    seen = environments.reset(np.arange(20, dtype=np.uint32))
    actor = RuleActor(card.rule())
    for _ in range(30):
        actions = actor.act_batch(seen)
        assert [np.array(actor.act(each)[0]).tolist() for each in seen] == actions.tolist()
        seen, _, _ = environments.step(actions)


@every_card
def test_random_actions_are_all_of_those_there_are_and_depend_on_the_seed(card):
    seen = np.zeros((500, len(card.observation)), np.float32)
    actions = RandomActor(card, 0).act_batch(seen)
    if card.action_bounds:
        (low, high), span = card.action_bounds[0], np.ptp(card.action_bounds[0])
        assert low <= actions.min() < low + 0.1 * span
        assert high - 0.1 * span < actions.max() <= high
    else:
        assert set(actions.tolist()) == set(range(len(card.actions)))
    assert (actions == RandomActor(card, 0).act_batch(seen)).all()
    assert not (actions == RandomActor(card, 1).act_batch(seen)).all()


def test_the_rule_of_the_pendulum_knows_how_strong_its_motor_is():
    assert rule.MAX_TORQUE == pendulum.MAX_TORQUE


def test_an_environment_without_a_rule_is_compared_with_random_actions_only():
    assert ENVIRONMENTS.get("LunarLander-v3").rule is None
    assert evaluate_rule(ENVIRONMENTS.get("LunarLander-v3")) is None


def test_the_rule_of_the_grid_world_takes_the_fewest_steps_where_no_step_slips():
    card = ENVIRONMENTS.get("GridWorld-v1")
    evaluation = evaluate_rule(card, parameters=card.parameters(slip=0.0, step_cost=0.01))
    assert max(evaluation.lengths) == 9  # from the lower left corner, around the walls
    assert min(evaluation.returns) == pytest.approx(1.0 - 8 * 0.01)
