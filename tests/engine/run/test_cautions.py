"""What a person is told who sets a hyperparameter to a value that does more than its name says."""

from __future__ import annotations

import pytest

from playground.agents.nn.backend import prepare_thread
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.envs.base import ENVIRONMENTS


@pytest.fixture(autouse=True)
def prepared():
    prepare_thread()


DISCRETE = sorted(card.id for card in ENVIRONMENTS if not card.action_bounds)
FALLS_ONLY = {"CartPole-v1"}


@pytest.mark.parametrize("environment", DISCRETE)
def test_replacing_the_reward_of_an_end_is_commented_where_an_end_may_be_the_goal(environment):
    settings = PRESETS.first(environment, "dqn").settings()
    said = settings.caution("reward_on_termination", -10.0)
    assert ("reaching its goal" in said) == (environment not in FALLS_ONLY)
    assert settings.caution("reward_on_termination", None) == ""


def test_no_preset_sets_a_value_that_would_have_to_be_commented():
    for preset in PRESETS:
        assert preset.settings().cautions() == {}


@pytest.mark.parametrize(
    ("algorithm", "values", "name"),
    [
        ("ppo", {"rollout_steps": 2048, "run_length": 500}, "rollout_steps"),
        ("ppo", {"rollout_steps": 64, "n_environments": 8, "run_length": 500}, "rollout_steps"),
        ("dqn", {"learning_starts": 501, "run_length": 500}, "learning_starts"),
        ("dqn", {"batch_size": 500, "n_steps": 2, "run_length": 500}, "batch_size"),
    ],
)
def test_what_nothing_can_be_learned_with_is_said_before_the_run_and_is_true(algorithm, values, name):
    settings = PRESETS.first("CartPole-v1", algorithm).settings().with_values(values)
    assert list(settings.cautions()) == [name]
    assert "nothing is learned" in settings.cautions()[name]
    session = Session(settings)
    while session.n_steps < 500:
        session.step()
    assert session.agent.n_updates == 0


@pytest.mark.parametrize(
    ("algorithm", "values"),
    [
        ("ppo", {"rollout_steps": 62, "n_environments": 8, "run_length": 500}),
        ("dqn", {"learning_starts": 500, "run_length": 500}),
        ("dqn", {"batch_size": 500, "run_length": 500}),
    ],
)
def test_where_there_is_a_single_update_nothing_is_said(algorithm, values):
    settings = PRESETS.first("CartPole-v1", algorithm).settings().with_values(values)
    assert settings.cautions() == {}
    session = Session(settings)
    while session.n_steps < 500:
        session.step()
    assert session.agent.n_updates > 0


def test_a_single_step_is_not_normalised_and_that_is_said():
    settings = PRESETS.first("CartPole-v1", "a2c").settings()
    alone = settings.with_values({"rollout_steps": 1, "n_environments": 1, "normalize_advantages": "on"})
    assert "not normalised" in alone.cautions()["normalize_advantages"]
    assert settings.with_values({"rollout_steps": 1, "normalize_advantages": "on"}).cautions() == {}


@pytest.mark.parametrize(
    ("environment", "algorithm", "rate"),
    [
        ("CartPole-v1", "dqn", 0.5),
        ("CartPole-v1", "ppo", 0.5),
        ("CartPole-v1", "a2c", 0.1),
        ("Pendulum-v1", "ddpg", 0.1),
    ],
)
def test_a_learning_rate_that_never_learned_is_commented(environment, algorithm, rate):
    settings = PRESETS.first(environment, algorithm).settings()
    assert "no better than chance" in settings.caution("learning_rate", rate)
    assert settings.caution("learning_rate", rate / 100) == ""
