"""Random sequences of all that can be done to a run; `bench faults` makes more."""

from __future__ import annotations

from hypothesis.stateful import run_state_machine_as_test

from tests.engine.state_machine.run_machine import RunMachine
from tests.sequences import sequences


def test_whatever_is_done_to_a_run_a_moment_that_was_seen_is_the_same_when_it_is_seen_again():
    run_state_machine_as_test(RunMachine, settings=sequences(20, 30))
