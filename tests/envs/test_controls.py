"""What a person plays an environment with fits its actions, and is slow enough at first."""

from __future__ import annotations

import pytest

from playground.engine import catalogue as _catalogue  # noqa: F401  enters the cards
from playground.envs.base import ENVIRONMENTS

every_card = pytest.mark.parametrize("card", [*ENVIRONMENTS], ids=lambda card: card.id)
FIRST_SPEEDS = {"CartPole-v1": 12, "CartPoleContinuous-v1": 12, "Pendulum-v1": 20, "Acrobot-v1": 5}


@every_card
def test_controls_fit_the_actions(card):
    controls = card.controls
    assert controls is not None
    assert 0 < controls.steps_per_second <= card.steps_per_second
    if card.action_bounds:
        return
    named = [side for side in controls.sides if side]
    assert len(controls.sides) == len(card.actions)
    assert len(set(named)) == len(named)
    if controls.no_op is not None:
        assert controls.sides[controls.no_op] == ""
    assert controls.is_turn_based or controls.no_op is not None or len(card.actions) == 2


@pytest.mark.parametrize(("name", "speed"), FIRST_SPEEDS.items())
def test_the_first_speed_is_one_that_a_person_survives(name, speed):
    assert ENVIRONMENTS.get(name).controls.steps_per_second == speed
