"""The trainer thread: requests in, snapshots out, and the same bits as without it."""

from __future__ import annotations

import copy
import subprocess
import sys
import time

import numpy as np
import pytest

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.policy import policy_of
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.envs.cartpole.cartpole import CartPole
from playground.ui.trainer import messages
from playground.ui.trainer.clocks.step_clock import RATE_WINDOW_S, StepClock
from playground.ui.trainer.snapshot import TrainerState
from playground.ui.trainer.thread import Trainer


@pytest.fixture
def settings():
    return PRESETS.get("tutorial").settings().with_values({"run_length": 600})


@pytest.fixture
def trainer(qtbot, settings):
    trainer = Trainer(settings)
    with qtbot.waitSignal(trainer.changed, timeout=20_000):
        trainer.start()
    yield trainer
    trainer.post(messages.Close())
    assert trainer.wait(5000)


def reach(qtbot, trainer, state):
    qtbot.waitUntil(lambda: trainer.latest.state is state, timeout=20_000)


def take(qtbot, trainer, which="current"):
    with qtbot.waitSignal(trainer.policy_taken, timeout=5000) as taken:
        trainer.post(messages.TakePolicy(which, "a purpose"))
    assert taken.args[1] == "a purpose"
    return taken.args[0]


@pytest.mark.parametrize("request_", [messages.Pause(), messages.Run(), messages.Goto(0)])
def test_an_evaluation_gives_way_to_what_is_asked_for_meanwhile_and_that_is_told(settings, request_):
    trainer, results = Trainer(settings), []
    trainer.evaluated.connect(results.append)
    for request in (messages.Evaluate(), request_, messages.Close()):
        trainer.post(request)
    trainer.run()  # in this thread: all of it is asked for before the evaluation begins
    assert results == [None]
    assert not len(trainer.latest.metrics.evaluations.column("step"))


def test_the_thread_is_made_without_what_it_computes_by(settings):
    code = "import sys, playground.ui.trainer.thread; print(sorted({'numba', 'numpy', 'gymnasium'} & set(sys.modules)))"
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert made.stdout.strip() == "[]", made.stderr


def test_a_program_with_a_part_missing_says_so_in_place_of_training(settings, monkeypatch, caplog):
    monkeypatch.setitem(sys.modules, "playground.ui.trainer.training", None)  # as Python sees a module that is gone
    trainer = Trainer(settings)
    trainer.run()
    assert trainer.latest.state is TrainerState.FAILED
    assert "could not be loaded" in trainer.latest.reason
    assert "Install it again" in trainer.latest.reason
    assert "training could not be loaded" in caplog.text


def test_it_gets_ready_and_waits_paused(trainer):
    assert trainer.latest.state is TrainerState.PAUSED
    assert trainer.latest.n_steps == 0
    assert trainer.latest.scene is not None


def test_it_trains_to_the_run_length_and_says_finished(qtbot, trainer):
    trainer.post(messages.Run())
    reach(qtbot, trainer, TrainerState.FINISHED)
    assert trainer.latest.n_steps == 600


def test_the_last_step_by_hand_finishes_the_run_too(qtbot, trainer):
    trainer.post(messages.SetHyper("run_length", 3, 1))
    for _ in range(3):
        trainer.post(messages.StepOnce())
    reach(qtbot, trainer, TrainerState.FINISHED)
    assert trainer.latest.n_steps == 3


def test_a_run_length_lowered_below_what_is_done_lets_the_next_run_go_on(qtbot, trainer):
    trainer.post(messages.Run())
    reach(qtbot, trainer, TrainerState.FINISHED)
    trainer.post(messages.SetHyper("run_length", 100, 1))
    trainer.post(messages.Run())
    qtbot.waitUntil(lambda: trainer.latest.n_steps > 700, timeout=20_000)
    trainer.post(messages.Pause())
    reach(qtbot, trainer, TrainerState.PAUSED)


def test_a_run_that_cannot_begin_leaves_the_old_one_as_it_was(qtbot, trainer, settings):
    trainer.post(messages.StepOnce())
    qtbot.waitUntil(lambda: trainer.latest.n_steps == 1, timeout=5000)
    broken = copy.copy(settings)
    object.__setattr__(broken, "environment", "NoSuchEnvironment")  # settings themselves refuse it
    with qtbot.waitSignal(trainer.refused, timeout=5000) as refused:
        trainer.post(messages.Reset(broken))
    assert "The old one is as it was" in refused.args[1]
    assert trainer.latest.n_steps == 1
    assert trainer.latest.state is TrainerState.PAUSED


def test_run_goes_on_beyond_the_run_length(qtbot, trainer):
    trainer.post(messages.Run())
    reach(qtbot, trainer, TrainerState.FINISHED)
    trainer.post(messages.Run())
    qtbot.waitUntil(lambda: trainer.latest.n_steps > 700, timeout=20_000)
    trainer.post(messages.Pause())
    reach(qtbot, trainer, TrainerState.PAUSED)


def test_the_thread_and_the_main_thread_end_in_the_same_weights(qtbot, trainer, settings):
    prepare_thread()
    session = Session(settings)
    for _ in range(600):
        session.step()
    trainer.post(messages.Run())
    reach(qtbot, trainer, TrainerState.FINISHED)
    assert take(qtbot, trainer).weights_sha256 == policy_of(session).weights_sha256


def test_steps_by_hand_show_their_numbers_and_change_no_bit(qtbot, trainer, settings):
    prepare_thread()
    session = Session(settings)
    for _ in range(70):
        session.step()
    for _ in range(70):
        with qtbot.waitSignal(trainer.changed, timeout=5000):
            trainer.post(messages.StepOnce())
    snapshot = trainer.latest
    assert snapshot.state is TrainerState.PAUSED
    assert snapshot.trace.step == 70
    assert snapshot.trace.loss is not None
    assert take(qtbot, trainer).weights_sha256 == policy_of(session).weights_sha256


def test_run_to_the_end_of_the_episode_pauses_there(qtbot, trainer):
    trainer.post(messages.Run(to_episode_end=True))
    qtbot.waitUntil(lambda: trainer.latest.n_episodes == 1, timeout=20_000)
    reach(qtbot, trainer, TrainerState.PAUSED)
    assert trainer.latest.scene.terminated


def test_a_live_change_is_in_the_next_snapshot_and_leaves_one_mark_for_each_gesture(qtbot, trainer):
    for value in (0.9, 0.8, 0.7):
        with qtbot.waitSignal(trainer.changed, timeout=5000):
            trainer.post(messages.SetHyper("gamma", value, 1))
    trainer.post(messages.SetHyper("gamma", 0.5, 2))
    qtbot.waitUntil(lambda: trainer.latest.values["gamma"] == 0.5, timeout=5000)
    marks = trainer.latest.metrics.marks
    assert [(mark.before, mark.after) for mark in marks] == [(0.95, 0.7), (0.7, 0.5)]


def test_a_bad_value_is_refused_in_words_and_the_run_stays(qtbot, trainer):
    with qtbot.waitSignal(trainer.refused, timeout=5000) as refused:
        trainer.post(messages.SetHyper("gamma", 2.0, 1))
    assert refused.args[0] == "gamma"
    assert "from 0 to 1" in refused.args[1]
    assert trainer.latest.values["gamma"] == 0.95


def test_epsilon_is_held_where_it_was_put_and_released_from_there(qtbot, trainer):
    trainer.post(messages.SetHyper("epsilon", 0.3, 1))
    trainer.post(messages.Run())
    reach(qtbot, trainer, TrainerState.FINISHED)
    assert trainer.latest.values["epsilon"] == 0.3
    assert trainer.latest.held == {"epsilon"}
    trainer.post(messages.ReleaseHyper("epsilon"))
    trainer.post(messages.StepOnce())
    qtbot.waitUntil(lambda: trainer.latest.n_steps == 601, timeout=5000)
    assert trainer.latest.values["epsilon"] == pytest.approx(0.3 * 0.995)
    assert not trainer.latest.held


def test_numbers_that_explode_pause_the_run_with_a_reason(qtbot, trainer):
    trainer.post(messages.SetHyper("learning_rate", 1e6, 1))
    trainer.post(messages.Run())
    qtbot.waitUntil(lambda: trainer.latest.reason != "", timeout=20_000)
    assert trainer.latest.state is TrainerState.PAUSED
    assert "likely cause is learning_rate" in trainer.latest.reason
    assert trainer.latest.fix == ("learning_rate", 1e-3)
    with qtbot.waitSignal(trainer.recipe_taken, timeout=5000) as taken:
        trainer.post(messages.TakeRecipe("a purpose"))
    assert taken.args[0].inputs[-1].kind == "restore"
    assert all(np.isfinite(array).all() for array in take(qtbot, trainer).weights.values())


def test_an_error_in_the_thread_is_told_and_reset_leads_out_of_it(qtbot, trainer, settings, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(CartPole, "step", None)  # what no request can do: the run itself breaks
        trainer.post(messages.Run())
        reach(qtbot, trainer, TrainerState.FAILED)
    assert "TypeError" in trainer.latest.reason
    trainer.post(messages.Reset(settings))
    reach(qtbot, trainer, TrainerState.PAUSED)
    trainer.post(messages.Run())
    reach(qtbot, trainer, TrainerState.FINISHED)


def test_a_slow_speed_still_answers_at_once(qtbot, trainer):
    trainer.post(messages.SetSpeed(1.0))
    trainer.post(messages.Run())
    reach(qtbot, trainer, TrainerState.RUNNING)
    with qtbot.waitSignal(trainer.changed, timeout=500):
        trainer.post(messages.Pause())
    assert trainer.latest.state is TrainerState.PAUSED
    assert trainer.latest.n_steps <= 1


def test_training_on_begins_from_the_weights_of_a_policy(qtbot, trainer, settings):
    trainer.post(messages.Run())
    reach(qtbot, trainer, TrainerState.FINISHED)
    policy = take(qtbot, trainer)
    trainer.post(messages.Reset(settings, policy))
    reach(qtbot, trainer, TrainerState.PAUSED)
    assert take(qtbot, trainer).weights_sha256 == policy.weights_sha256
    assert trainer.latest.n_steps == 0


def test_the_rate_counts_the_steps_of_all_environments():
    pace = StepClock()
    before = time.perf_counter()
    pace.start()
    for _ in range(10):
        pace.count(8)
    now = time.perf_counter() + RATE_WINDOW_S
    assert 80 / (now - before) <= pace.steps_per_s(now) <= 80 / RATE_WINDOW_S
