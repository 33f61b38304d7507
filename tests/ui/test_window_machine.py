"""Random sequences of what can be done in the window; `bench faults` makes more."""

from __future__ import annotations

from hypothesis.stateful import run_state_machine_as_test

from tests.sequences import sequences
from tests.ui.state_machine.window_machine import WindowMachine


def test_whatever_is_done_in_the_window_it_shows_what_is_and_the_run_can_be_made_again(qapp):
    run_state_machine_as_test(WindowMachine, settings=sequences(3, 14))
