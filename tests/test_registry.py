"""Tables of names keep their order, take a name once and know the nearest to one they lack."""

from __future__ import annotations

import pytest

from playground.agents.base import ALGORITHMS
from playground.engine.presets.catalogue import PRESETS
from playground.envs.base import ENVIRONMENTS
from playground.errors import UnknownNameError
from playground.registry import Registry


@pytest.fixture
def table():
    table = Registry("preset")
    table.add("tutorial", 1)
    table.add("fast", 2)
    table.add("rl-zoo", 3)
    return table


def test_what_was_added_is_there_in_order(table):
    assert table.names() == ["tutorial", "fast", "rl-zoo"]
    assert list(table) == [1, 2, 3]
    assert table.get("fast") == 2
    assert "fast" in table
    assert "slow" not in table


def test_a_name_is_entered_once(table):
    with pytest.raises(ValueError, match="fast"):
        table.add("fast", 4)
    assert table.get("fast") == 2


@pytest.mark.parametrize(("name", "near"), [("tutoral", "tutorial"), ("FAST", "fast"), ("rlzoo", "rl-zoo")])
def test_a_name_that_is_nearly_right_is_told_what_it_may_mean(table, name, near):
    with pytest.raises(UnknownNameError) as refusal:
        table.get(name)
    assert str(refusal.value) == (
        f"There is no preset called “{name}”. Did you mean “{near}”? There are: tutorial, fast, rl-zoo."
    )


@pytest.mark.parametrize("name", ["", "something else", 7, None, ["fast"], {}, "x" * 10_000, "{name}", "fast\0"])
def test_any_other_name_is_told_what_there_is(table, name):
    with pytest.raises(UnknownNameError, match="There are: tutorial, fast, rl-zoo") as refusal:
        table.get(name)
    assert len(str(refusal.value)) < 250


@pytest.mark.parametrize(
    ("registry", "wrong", "near"),
    [(PRESETS, "tutorail", "tutorial"), (ENVIRONMENTS, "CARTPOLE-V1", "CartPole-v1"), (ALGORITHMS, "DQN", "dqn")],
)
def test_our_own_tables_name_the_nearest(registry, wrong, near):
    with pytest.raises(UnknownNameError, match=f"Did you mean “{near}”"):
        registry.get(wrong)


def test_a_name_in_capitals_is_found_by_small_letters(table):
    table.add("DDPG", 4)
    with pytest.raises(UnknownNameError, match="Did you mean “DDPG”"):
        table.get("ddpg")
