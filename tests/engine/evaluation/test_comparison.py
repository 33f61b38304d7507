"""Two contestants on the same starts: returns, paired differences, and where they act otherwise."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine import catalogue as _catalogue  # noqa: F401  enters the cards
from playground.engine.evaluation.comparison import ComparisonError, compare
from playground.engine.evaluation.comparison_words import basis_words, disagreement_words, verdict_words
from playground.engine.evaluation.contestant import (
    NoRuleError,
    policy_contestant,
    random_contestant,
    rule_contestant,
)
from playground.engine.evaluation.disagreements import MOST, disagreements, futures
from playground.engine.evaluation.evaluation import EvaluationStopped, evaluate_policy
from playground.engine.evaluation.policy import policy_of
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.envs.base import ENVIRONMENTS
from playground.envs.cartpole.cartpole import CartPoleParams
from tests.engine.evaluation.leaning import NEARLY, PERFECT, POOR


def rule_of(name, **parameters):
    card = ENVIRONMENTS.get(name)
    return rule_contestant(card, card.parameters(**parameters), "rule")


def chance_in(name):
    card = ENVIRONMENTS.get(name)
    return random_contestant(card, card.parameters(), "chance")


@pytest.fixture
def contestant(policy_leaning):
    return lambda lean, name: policy_contestant(policy_leaning(lean), name)


@pytest.fixture
def good_and_poor(contestant):
    return compare(contestant(NEARLY, "good"), contestant(POOR, "poor"))


def test_the_returns_are_those_that_an_evaluation_of_each_alone_finds(policy_leaning, good_and_poor):
    for lean, played in zip((NEARLY, POOR), good_and_poor.played, strict=True):
        assert played.evaluation == evaluate_policy(policy_leaning(lean), 100, seed=0)


def test_differences_are_paired_by_start_and_counted(good_and_poor):
    returns = [played.evaluation.returns for played in good_and_poor.played]
    paired = good_and_poor.paired
    assert list(paired.differences) == [one - other for one, other in zip(*returns, strict=True)]
    assert (paired.wins, paired.losses, paired.ties) == (100, 0, 0)
    assert paired.mean == pytest.approx(np.mean(paired.differences))
    assert paired.low < paired.mean < paired.high


def test_turned_around_it_says_the_same_of_both(contestant):
    one, other = contestant(NEARLY, "good"), contestant(POOR, "poor")
    there, back = compare(one, other), compare(other, one)
    assert [-difference for difference in there.paired.differences] == list(back.paired.differences)
    assert there.share_otherwise == back.share_otherwise
    assert verdict_words(there).startswith("“good” is better: on 100 common starts it returns ")
    assert verdict_words(back).split(" (")[0] == verdict_words(there).split(" (")[0]


def test_a_difference_that_chance_may_make_is_not_called_one(contestant):
    few = compare(contestant(NEARLY, "one"), contestant(NEARLY - 0.002, "other"), n=4, seed=3)
    assert few.paired.low <= 0 <= few.paired.high
    assert "do not tell which is better" in verdict_words(few)
    assert "So few starts give a rough interval." in basis_words(few)
    assert "rough" not in basis_words(compare(contestant(NEARLY, "one"), contestant(POOR, "other")))


def test_one_against_itself_shows_no_difference_and_no_disagreement(contestant):
    same = compare(contestant(PERFECT, "one"), contestant(PERFECT, "one"))
    assert (same.paired.low, same.paired.high, same.paired.ties) == (0.0, 0.0, 100)
    assert verdict_words(same).endswith("return the same on each of the 100 starts: these show no difference.")
    assert disagreements(same) == ()


def test_disagreements_are_of_states_that_were_visited_and_say_what_comes_of_them(good_and_poor):
    found = disagreements(good_and_poor)
    assert len(found) == MOST == len({moment.start for moment in found})
    weighs = [abs(moment.returns[0] - moment.returns[1]) for moment in found]
    assert weighs == sorted(weighs, reverse=True)
    assert weighs[0] > 50
    for moment in found:
        visited = good_and_poor.episode(moment.visitor, moment.start)
        assert visited.states[moment.step] == moment.state
        assert visited.actions[moment.step] == moment.actions[moment.visitor]
        assert moment.actions[0] != moment.actions[1]
        assert min(moment.gaps) >= 0
        assert sum(visited.rewards[moment.step :]) == moment.returns[moment.visitor]


def test_both_go_on_from_the_very_state_of_a_disagreement(good_and_poor):
    moment = disagreements(good_and_poor)[0]
    ways = futures(good_and_poor, moment)
    for way, action, returned in zip(ways, moment.actions, moment.returns, strict=True):
        assert way.states[: moment.step + 1] == ways[0].states[: moment.step + 1]
        assert way.states[moment.step] == moment.state
        assert way.actions[moment.step] == action
        assert sum(way.rewards[moment.step :]) == returned
    assert ways[0].states[moment.step + 1] != ways[1].states[moment.step + 1]


def test_a_disagreement_is_told_in_numbers(good_and_poor):
    said = disagreement_words(good_and_poor, disagreements(good_and_poor)[0])
    assert "“good” takes " in said
    assert "To “poor” its own action is worth " in said
    assert "From here on “good” gets " in said


@pytest.mark.parametrize("name", ["Pendulum-v1", "GridWorld-v1", "MountainCar-v0"])
def test_a_rule_is_compared_with_chance_in_every_kind_of_environment_and_again_the_same(name):
    first, again = (compare(rule_of(name), chance_in(name), n=30) for _ in range(2))
    assert first.paired == again.paired
    assert verdict_words(first).startswith("“rule” is better")
    found = disagreements(first)
    assert [vars(moment) | {"actions": str(moment.actions)} for moment in found] == [
        vars(moment) | {"actions": str(moment.actions)} for moment in disagreements(again)
    ]
    assert all(moment.gaps == (None, None) for moment in found)
    for moment in found:
        ways = futures(first, moment)
        assert [sum(way.rewards[moment.step :]) for way in ways] == list(moment.returns)
        assert all(
            np.array_equal(way.actions[moment.step], action) for way, action in zip(ways, moment.actions, strict=True)
        )
        assert 0.01 < moment.distance <= 1.0


def test_continuous_actions_disagree_by_their_distance():
    found = disagreements(compare(rule_of("Pendulum-v1"), chance_in("Pendulum-v1"), n=30))
    assert found[0].distance > 0.9
    assert "of their range apart" in disagreement_words(
        compare(rule_of("Pendulum-v1"), chance_in("Pendulum-v1"), n=30), found[0]
    )


def test_probabilities_are_called_likelier():
    settings = PRESETS.first("CartPole-v1", "ppo").settings()
    policy = policy_contestant(policy_of(Session(settings)), "new")
    comparison = compare(policy, rule_of("CartPole-v1"), n=20)
    moment = disagreements(comparison)[0]
    assert 0 <= moment.gaps[0] <= 1
    assert moment.gaps[1] is None
    assert "To “new” its own action is " in disagreement_words(comparison, moment)
    assert "likelier" in disagreement_words(comparison, moment)


def test_both_play_in_the_environment_of_the_first_and_it_is_said():
    comparison = compare(rule_of("CartPole-v1", gravity=1.0), rule_of("CartPole-v1"), n=5)
    assert comparison.parameters == CartPoleParams(gravity=1.0)
    assert comparison.episode(1, 0).environment_params == CartPoleParams(gravity=1.0)
    assert "Both play in CartPole-v1 (gravity=1), where the first one belongs." in basis_words(comparison)


def test_two_environments_cannot_be_compared():
    with pytest.raises(ComparisonError, match="“rule” acts in CartPole-v1 and “chance” in Acrobot-v1"):
        compare(rule_of("CartPole-v1"), chance_in("Acrobot-v1"))


def test_an_environment_without_a_rule_says_so():
    card = ENVIRONMENTS.get("LunarLander-v3")
    with pytest.raises(NoRuleError, match="has no rule to compare with"):
        rule_contestant(card, card.parameters(), "rule")


def test_it_stops_when_asked_to(contestant):
    one, other = contestant(PERFECT, "one"), contestant(POOR, "other")
    with pytest.raises(EvaluationStopped):
        compare(one, other, should_stop=lambda: True)
    comparison = compare(one, other)
    with pytest.raises(EvaluationStopped):
        disagreements(comparison, should_stop=lambda: True)
