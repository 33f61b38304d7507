"""A run until a condition holds: where it stops, and its numbers there."""

from __future__ import annotations

import math

import pytest

from playground.engine.breakpoints.breakpoints import Breakpoint
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.lessons.numbers import numbers_of
from playground.ui.trainer import messages
from playground.ui.trainer.snapshot import TrainerState, UntilView
from playground.ui.trainer.thread import Trainer


@pytest.fixture
def settings():
    return PRESETS.get("tutorial").settings().with_values({"run_length": 100})


@pytest.fixture
def asked(qtbot, settings):
    """Return a function that asks a trainer for all this in its order."""

    def ask(*requests):
        trainer, taken, refused = Trainer(settings), [], []
        trainer.numbers_taken.connect(lambda numbers, purpose: taken.append((purpose, numbers)))
        trainer.refused.connect(lambda name, why: refused.append(why))
        trainer.start()
        for request in requests:
            trainer.post(request)
        return trainer, taken, refused

    trainers = []

    def kept(*requests):
        trainers.append(ask(*requests))
        return trainers[-1]

    yield kept
    for trainer, _taken, _refused in trainers:
        trainer.post(messages.Close())
        assert trainer.wait(20_000)


def ended(qtbot, trainer, number):
    qtbot.waitUntil(
        lambda: (
            trainer.latest.until is not None
            and trainer.latest.until.number == number
            and trainer.latest.state is not TrainerState.RUNNING
        ),
        timeout=20_000,
    )
    return trainer.latest


def test_it_stops_after_the_first_step_at_which_the_condition_holds_also_beyond_the_run_length(qtbot, asked):
    trainer, _taken, _refused = asked(messages.RunUntil("step >= 150", 1000, 7))
    shown = ended(qtbot, trainer, 7)
    assert (shown.n_steps, shown.state) == (150, TrainerState.PAUSED)
    assert shown.until == UntilView(7, True)


def test_a_condition_that_does_not_come_ends_with_its_steps_and_is_told(qtbot, asked):
    trainer, _taken, _refused = asked(messages.StepOnce(), messages.RunUntil("reward > 5", 40, 3))
    shown = ended(qtbot, trainer, 3)
    assert (shown.n_steps, shown.until) == (41, UntilView(3, False))


def test_a_breakpoint_on_the_way_pauses_and_the_run_has_not_come_to_its_end(qtbot, asked):
    stop = messages.SetBreakpoints((Breakpoint("step >= 20"),))
    trainer, _taken, _refused = asked(stop, messages.RunUntil("step >= 50", 1000, 1))
    shown = ended(qtbot, trainer, 1)
    assert (shown.n_steps, shown.until) == (20, UntilView(1, None))


def test_a_new_run_and_a_run_by_hand_let_go_of_it(qtbot, asked, settings):
    trainer, _taken, _refused = asked(messages.RunUntil("step >= 5", 10, 1), messages.Reset(settings))
    qtbot.waitUntil(lambda: trainer.latest.run == 2, timeout=20_000)
    assert trainer.latest.until is None


def test_what_is_no_condition_of_the_run_is_refused_and_nothing_runs(qtbot, asked):
    trainer, _taken, refused = asked(messages.RunUntil("stepp >= 5", 10, 1))
    qtbot.waitUntil(lambda: bool(refused), timeout=20_000)
    assert "stepp" in refused[0]
    assert trainer.latest.n_steps == 0


def test_the_numbers_are_those_of_the_same_run_without_a_window(qtbot, asked, settings):
    trainer, taken, _refused = asked(messages.RunUntil("episode >= 4", 1000, 1))
    n_steps = ended(qtbot, trainer, 1).n_steps
    trainer.post(messages.TakeNumbers("the end"))
    qtbot.waitUntil(lambda: bool(taken), timeout=20_000)
    session = Session(settings)
    while session.n_steps < n_steps:
        session.step()
    [(purpose, numbers)] = taken
    assert purpose == "the end"
    alone = numbers_of(session, is_solved=False)
    assert numbers.keys() == alone.keys()
    same = [
        name
        for name in alone
        if numbers[name] == alone[name] or (math.isnan(numbers[name]) and math.isnan(alone[name]))
    ]
    assert set(alone) - set(same) <= {"evaluated", "best_evaluated"}  # an evaluator was not asked here
