"""A run says where it repeats, and its fingerprint holds no more than what its bits depend on."""

from __future__ import annotations

import subprocess
import sys

import pytest

from playground.agents.base import ALGORITHMS
from playground.arithmetic.version import VERSION
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.fingerprint import NAMES, NAMES_BEFORE, differences, fingerprint, in_words
from playground.engine.run.promise import promise_of
from playground.errors import PlaygroundError

OURS = ["Acrobot-v1", "CartPole-v1", "CartPoleContinuous-v1", "GridWorld-v1", "MountainCar-v0", "Pendulum-v1"]


def with_arithmetic(settings, arithmetic):
    return settings.with_values({"arithmetic": arithmetic}) if hasattr(settings.params, "arithmetic") else settings


@pytest.mark.parametrize("environment", OURS)
def test_portable_arithmetic_in_an_environment_of_ours_is_the_same_everywhere(environment):
    for algorithm in ALGORITHMS.names():
        try:
            settings = with_arithmetic(PRESETS.first(environment, algorithm).settings(), "portable")
        except PlaygroundError:  # which cannot act there
            continue
        promise = promise_of(settings)
        assert promise.everywhere
        assert str(promise.words) == "Same on every computer"
        assert fingerprint(settings) == {"arithmetic": str(VERSION)}


def test_torch_keeps_a_run_to_this_computer_and_a_table_never_asks_it():
    settings = with_arithmetic(PRESETS.get("tutorial").settings(), "torch")
    assert str(promise_of(settings).sentence).startswith("This computer only: its networks compute by torch")
    assert set(fingerprint(settings)) == set(NAMES)
    table = PRESETS.first("GridWorld-v1", "q-table").settings()
    assert promise_of(table).everywhere


def test_the_physics_of_another_library_keep_a_run_to_this_computer():
    settings = with_arithmetic(PRESETS.first("LunarLander-v3", "dqn").settings(), "portable")
    assert "This computer only: the physics of LunarLander are Box2D's" in str(promise_of(settings).sentence)
    assert set(fingerprint(settings)) == set(NAMES) - {"torch", "cpu", "threads"}
    both = str(promise_of(with_arithmetic(settings, "torch")).why)
    assert "by torch" in both
    assert "Box2D" in both


@pytest.mark.parametrize(
    ("name", "words"),
    [("Walk-v0", "This computer only: the environment is one of your own"), ("Restless-v0", "Need not repeat: ")],
)
def test_an_environment_of_ones_own_keeps_a_run_to_this_computer_if_it_repeats_at_all(added, name, words):
    settings = PRESETS.first(added(name).id, "dqn").settings()
    assert str(promise_of(with_arithmetic(settings, "portable")).sentence).startswith(words)


def test_another_machine_makes_no_difference_to_a_run_that_is_the_same_everywhere():
    ours = {"arithmetic": "1"}
    elsewhere = {"arithmetic": "1", "processor": "a 486", "python": "2.7", "numpy": "0.1"}
    assert differences(elsewhere, ours) == []
    assert in_words(differences({"arithmetic": "2"}, ours)) == "version 2 of the arithmetic there, 1 here"
    before = dict.fromkeys(NAMES_BEFORE, "something")
    assert in_words(differences(before, ours)).startswith("it was made by an older arithmetic")


_CHILD = """
import sys
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.fingerprint import fingerprint
from playground.engine.run.promise import promise_of
for preset in (PRESETS.first("CartPole-v1", "ppo"), PRESETS.first("LunarLander-v3", "ppo")):
    promise_of(preset.settings()), fingerprint(preset.settings())
print("torch" in sys.modules)
"""


def test_nobody_waits_for_torch_to_be_told_what_holds():
    child = subprocess.run([sys.executable, "-c", _CHILD], capture_output=True, text=True, check=True)
    assert child.stdout == "False\n"
