"""Whatever somebody's environment does, the trainer says it, pauses and lives on, and nothing learned is lost."""

from __future__ import annotations

import logging

import pytest

from playground.engine.evaluation.policy import policy_of
from playground.engine.presets.preset import PRESETS
from playground.engine.run.session import Session
from playground.envs.gym_adapter import make as gymnasium_make
from playground.ui.trainer import messages
from playground.ui.trainer.snapshot import TrainerState
from playground.ui.trainer.thread import Trainer
from tests.envs.user_environments import Now, let_go

QUICK = {"hidden_layers": (8,), "batch_size": 16, "buffer_size": 1000, "run_length": 100_000}


def settings_of(name):
    return PRESETS.first(name, "dqn").settings().with_values(QUICK)


@pytest.fixture
def trainer(qtbot, added):
    trainer = Trainer(settings_of(added("Walk-v0").id))
    with qtbot.waitSignal(trainer.changed, timeout=20_000):
        trainer.start()
    yield trainer
    trainer.post(messages.Close())
    assert trainer.wait(5000)


def reach(qtbot, trainer, state):
    qtbot.waitUntil(lambda: trainer.latest.state is state, timeout=20_000)


def run_past(qtbot, trainer, n_steps):
    trainer.post(messages.Run())
    qtbot.waitUntil(lambda: trainer.latest.n_steps > n_steps, timeout=20_000)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("step raises", "it raised ZeroDivisionError: the floor gave way (user_environments.py, line"),
        ("step ends the program", "it raised SystemExit: 3"),
        ("interrupts", "it raised KeyboardInterrupt: index out of bounds (user_environments.py, line"),
        ("is closed", "it raised GeneratorExit: index out of bounds"),
        ("panics", "it raised PanicException: index out of bounds"),
        ("fails", "it raised Unspeakable"),
        ("reset raises", "went wrong in reset"),
        ("nan", "number 3 of its observation is nan"),
        ("inf", "its reward is inf"),
        ("huge", "its reward is 1e+300, and rewards can be from -1,000,000,000,000 to 1,000,000,000,000"),
        ("digits", "its reward is inf, and rewards can be from"),
        ("far", "number 3 of its observation is -3e+38, and numbers can be from"),
        ("shape", "its observation has the shape (2,) instead of (3,)"),
        ("dtype", "which are not numbers"),
        ("reward", "its reward is str instead of a number"),
    ],
)
def test_a_run_that_the_environment_breaks_is_paused_with_the_reason_and_can_go_on(qtbot, trainer, caplog, wrong, said):
    run_past(qtbot, trainer, 300)
    Now.wrong = wrong
    reach(qtbot, trainer, TrainerState.PAUSED)
    reason = trainer.latest.reason
    assert said in reason
    assert "The run is paused and what it learned is kept" in reason
    assert "playground.log" in reason
    records = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert records[-1].exc_info is not None
    with qtbot.waitSignal(trainer.policy_taken, timeout=5000) as taken:
        trainer.post(messages.TakePolicy("best", None))
    assert taken.args[0].weights
    Now.wrong = ""
    run_past(qtbot, trainer, trainer.latest.n_steps + 200)
    assert trainer.latest.reason == ""
    trainer.post(messages.Pause())
    reach(qtbot, trainer, TrainerState.PAUSED)


def test_a_step_by_hand_an_evaluation_and_a_policy_taken_meanwhile_are_answered_in_words(qtbot, trainer):
    Now.wrong = "nan"
    trainer.post(messages.StepOnce())
    qtbot.waitUntil(lambda: "number 3 of its observation is nan" in trainer.latest.reason, timeout=5000)
    assert trainer.latest.n_steps == 1
    trainer.post(messages.Evaluate())
    qtbot.waitUntil(lambda: "step 1 of the episode" in trainer.latest.reason, timeout=5000)
    assert trainer.latest.state is TrainerState.PAUSED
    with qtbot.waitSignals([trainer.refused, trainer.policy_taken], timeout=5000):
        trainer.post(messages.TakePolicy("current", None))


def test_a_step_by_hand_that_breaks_off_shows_whole_numbers_only(qtbot, trainer):
    trainer.post(messages.StepOnce())
    qtbot.waitUntil(lambda: trainer.latest.trace is not None, timeout=5000)
    whole = trainer.latest.trace
    Now.wrong = "step raises"
    trainer.post(messages.StepOnce())
    qtbot.waitUntil(lambda: "the floor gave way" in trainer.latest.reason, timeout=5000)
    shown = trainer.latest.trace
    assert shown is whole or shown.after  # the step as it went into the run, made again


@pytest.mark.parametrize("wrong", ["reset raises", "make raises", "make hangs"])
def test_a_run_that_cannot_begin_leaves_the_old_one(qtbot, trainer, monkeypatch, wrong):
    run_past(qtbot, trainer, 20)
    monkeypatch.setattr(gymnasium_make, "MADE_WITHIN_S", 0.5)  # before the newest step is made again, once it pauses
    trainer.post(messages.Pause())
    reach(qtbot, trainer, TrainerState.PAUSED)
    done = trainer.latest.n_steps
    let_go.clear()
    Now.wrong = wrong
    with qtbot.waitSignal(trainer.refused, timeout=5000) as refused:
        trainer.post(messages.Reset(trainer.latest.settings))
    let_go.set()
    assert "No new run could begin (The environment “tests.envs.user_environments:Walk-v0”" in refused.args[1]
    assert refused.args[1].endswith("The old one is as it was.")
    assert (trainer.latest.state, trainer.latest.n_steps) == (TrainerState.PAUSED, done)
    Now.wrong = ""
    run_past(qtbot, trainer, done + 50)


def test_a_picture_that_panics_leaves_the_run_going(qtbot, trainer):
    Now.wrong = "render panics"
    run_past(qtbot, trainer, 300)
    qtbot.waitUntil(lambda: trainer.latest.scene.picture is None, timeout=10_000)
    assert trainer.latest.state is TrainerState.RUNNING


def test_looking_at_pictures_changes_no_bit_of_a_run(qtbot, trainer):
    assert trainer.latest.scene.picture is not None
    trainer.post(messages.SetHyper("run_length", 400, 1))
    trainer.post(messages.SetSpeed(2000.0))
    trainer.post(messages.Run())
    reach(qtbot, trainer, TrainerState.FINISHED)
    with qtbot.waitSignal(trainer.policy_taken, timeout=5000) as taken:
        trainer.post(messages.TakePolicy("current", None))
    plain = Session(trainer.latest.settings)
    plain.submit("set_hyper", {"name": "run_length", "value": 400})
    while plain.n_steps < 400:
        plain.step()
    assert taken.args[0].weights_sha256 == policy_of(plain).weights_sha256
