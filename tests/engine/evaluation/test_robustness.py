"""Robustness is what greedy episodes return that are pushed, by the force of the push."""

from __future__ import annotations

import numpy as np
import pytest

from playground.agents.rng import evaluation_seeds
from playground.engine import catalogue as _catalogue  # noqa: F401  enters the cards
from playground.engine.evaluation.evaluation import PUSHED, EvaluationStopped, evaluate
from playground.engine.evaluation.references import RuleActor
from playground.engine.evaluation.robustness import FORCES, robustness_of, robustness_of_actor, standard_pushes
from playground.envs.base import ENVIRONMENTS
from playground.errors import HyperError
from tests.engine.evaluation.leaning import PERFECT, POOR
from tests.envs.gymnasium_twin import assert_same_bits

CARDS = [card for card in map(ENVIRONMENTS.get, ENVIRONMENTS.names()) if card.push is not None]
every_card = pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)


def rule_of(card):
    return RuleActor(card.rule())


@every_card
def test_the_standard_pushes_are_always_the_same_and_go_to_both_sides_alike(card):
    pushes = standard_pushes(card)
    assert len(pushes) == 100
    assert sum(push.side for push in pushes) == 0
    assert pushes == standard_pushes(card)
    assert pushes[:30] == standard_pushes(card, 30)
    assert 0 <= min(push.step for push in pushes)
    assert max(push.step for push in pushes) < card.steps_per_episode / 2
    assert len({push.step for push in pushes}) > 20


@every_card
def test_without_force_the_returns_are_those_of_an_evaluation_on_the_same_starts(card):
    measured = robustness_of_actor(rule_of(card), card, forces=(0.0,))
    assert tuple(measured.returns[0]) == evaluate(rule_of(card), card, evaluation_seeds(0, PUSHED, 0, 100)).returns
    assert measured.n_met > 80


@every_card
def test_each_episode_is_the_one_that_is_pushed_alone_to_the_last_bit(card):
    n = 6
    measured = robustness_of_actor(rule_of(card), card, forces=(0.4,), n=n)
    alone = []
    for seed, push in zip(evaluation_seeds(0, PUSHED, 0, n).tolist(), standard_pushes(card, n), strict=True):
        environment, actor, total = card.make(card.parameters()), rule_of(card), 0.0
        observation = environment.reset(seed)
        for step in range(card.steps_per_episode):
            if step == push.step:
                change = 0.4 * (push.side * card.push.most)
                observation = environment.restore(card.push.moved(environment.snapshot(), change))
            observation, reward, terminated = environment.step(actor.act(observation)[0])
            total += reward
            if terminated:
                break
        alone.append(total)
    assert measured.returns[0].tolist() == alone


@every_card
def test_a_batch_that_is_pushed_shows_what_its_members_show(card):
    seeds = np.arange(8, dtype=np.uint32)
    batch, members = card.make_batch(8, card.parameters()), [card.make(card.parameters()) for _ in seeds]
    batch.reset(seeds)
    changes = np.linspace(-1.0, 1.0, 8) * card.push.most
    changes[3] = 0.0
    expected = []
    for seed, one, change in zip(seeds.tolist(), members, changes.tolist(), strict=True):
        observation = one.reset(seed)
        expected.append(one.restore(card.push.moved(one.snapshot(), change)) if change else observation)
    assert_same_bits(np.ascontiguousarray(batch.push(changes)), np.array(expected))


def test_the_harder_the_push_the_less_a_cart_returns(policy_leaning):
    measured = robustness_of(policy_leaning(PERFECT))
    assert measured.forces == FORCES
    assert measured.returns.shape == (5, 100)
    assert measured.mean[0] == 500.0
    assert list(measured.mean) == sorted(measured.mean, reverse=True)
    assert measured.mean[-1] < 300.0
    assert measured.n_met == 100
    for mean, (low, high) in zip(measured.mean, measured.interval, strict=True):
        assert low <= mean <= high
    assert measured.interval[0] == (500.0, 500.0)
    low, high = measured.interval[-1]
    spread = measured.returns[-1].std(ddof=1)
    assert high - low == pytest.approx(2 * 1.96 * spread / 10)


def test_an_episode_that_is_over_before_its_push_is_not_counted_as_pushed(policy_leaning):
    policy = policy_leaning(POOR)
    lengths = evaluate(policy.actor(), policy.settings.card, evaluation_seeds(0, PUSHED, 0, 100)).lengths
    reached = sum(
        length > push.step for length, push in zip(lengths, standard_pushes(policy.settings.card), strict=True)
    )
    measured = robustness_of(policy, forces=(0.0, 1.0))
    assert measured.n_met == reached < 100


def test_a_measurement_that_is_given_up_ends_between_two_steps(policy_leaning):
    asked = []

    def is_cancelled():
        asked.append(len(asked))
        return len(asked) > 10

    with pytest.raises(EvaluationStopped):
        robustness_of(policy_leaning(PERFECT), is_cancelled=is_cancelled)
    assert len(asked) == 11


def test_where_nothing_can_be_pushed_there_is_no_robustness_and_a_sentence():
    card = ENVIRONMENTS.get("GridWorld-v1")
    with pytest.raises(HyperError, match=r"Nothing in .* can be pushed"):
        robustness_of_actor(rule_of(card), card)


def test_one_episode_has_no_interval_but_itself():
    card = ENVIRONMENTS.get("CartPole-v1")
    measured = robustness_of_actor(rule_of(card), card, forces=(0.5,), n=1)
    assert measured.interval[0] == (measured.mean[0], measured.mean[0])
