"""What a person is told who sets a hyperparameter to a value that does more than its name says."""

from __future__ import annotations

import pytest

from playground.engine.presets.catalogue import PRESETS
from playground.envs.base import ENVIRONMENTS

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
        settings = preset.settings()
        assert [name for name, value in settings.values().items() if settings.caution(name, value)] == []
