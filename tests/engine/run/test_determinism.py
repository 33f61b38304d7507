"""A run is a value: settings, seed and inputs give its bits, and nothing else has a say."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from playground.agents.nn.backend import prepare_thread
from playground.agents.replay.transition_log import BLOCK
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.evaluation.policy import policy_of
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.engine.run.trace import Trace

ROOT = Path(__file__).parents[3]
STEPS = 600


@pytest.fixture
def plain(settings, run_to, fingerprint):
    """The run that all others of this file are compared with."""
    return fingerprint(run_to(Session(settings), STEPS))


def test_the_same_settings_and_seed_give_the_same_run(settings, run_to, fingerprint, plain):
    assert fingerprint(run_to(Session(settings), STEPS)) == plain


@pytest.mark.parametrize("preset", PRESETS.names())
def test_every_preset_repeats_itself_and_learns(preset, run_to, fingerprint):
    settings = PRESETS.get(preset).settings().with_values({"learning_starts": 64})
    first, second = run_to(Session(settings), 400), run_to(Session(settings), 400)
    assert fingerprint(first) == fingerprint(second)
    assert first.agent.n_updates > 0


def test_trained_and_untrained_weights_differ(settings, run_to):
    session = Session(settings)
    untrained = policy_of(session).weights_sha256
    assert policy_of(Session(settings)).weights_sha256 == untrained
    assert policy_of(run_to(session, 15)).weights_sha256 == untrained  # one minibatch is 16 transitions
    assert policy_of(run_to(session, 16)).weights_sha256 != untrained


def test_another_seed_gives_other_weights_before_and_after_training(settings_with, run_to):
    hashes = set()
    for seed in (0, 1, 2, 2**31 - 1):
        session = Session(settings_with(seed=seed))
        hashes |= {policy_of(session).weights_sha256, policy_of(run_to(session, 100)).weights_sha256}
    assert len(hashes) == 8


def test_a_thread_gives_the_bits_of_the_main_thread(settings, run_to, fingerprint, plain):
    runs = []

    def work():
        prepare_thread()
        runs.append(fingerprint(run_to(Session(settings), STEPS)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert runs == [plain]


def test_another_process_gives_the_same_bits_whatever_its_hash_seed():
    script = (
        "from playground.agents.nn.backend import prepare_thread\n"
        "from playground.engine.evaluation.policy import policy_of\n"
        "from playground.engine.presets.catalogue import PRESETS\n"
        "from playground.engine.run.session import Session\n"
        "prepare_thread()\n"
        "session = Session(PRESETS.get('tutorial').settings())\n"
        "for _ in range(200): session.step()\n"
        "print(policy_of(session).weights_sha256)\n"
    )
    session = Session(PRESETS.get("tutorial").settings())
    for _ in range(200):
        session.step()
    result = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == policy_of(session).weights_sha256


def test_looking_at_every_step_influences_no_bit(settings, fingerprint, plain):
    session = Session(settings)
    while session.n_steps < STEPS:
        session.step(Trace())
    assert fingerprint(session) == plain


def test_looking_at_some_steps_influences_no_bit(settings, fingerprint, plain):
    session = Session(settings)
    while session.n_steps < STEPS:
        session.step(Trace() if session.n_steps % 7 == 3 else None)
    assert fingerprint(session) == plain


@pytest.mark.parametrize("every", [50, None])
def test_evaluating_influences_no_bit(settings, fingerprint, plain, every):
    session = Session(settings)
    evaluator = Evaluator(session, every)
    while session.n_steps < STEPS:
        session.step()
        if evaluator.due():
            evaluator.run_if_due()
    evaluator.ask()
    evaluator.report(evaluator.best.policy)
    assert len(session.metrics.evaluations.since(0)) >= 2
    assert fingerprint(session) == plain


def test_a_window_that_reads_influences_no_bit(settings, fingerprint, plain):
    session, cursor = Session(settings), 0
    while session.n_steps < STEPS:
        session.step()
        if session.n_steps % 5 == 0:
            rows = session.metrics.curve.since(cursor)
            cursor += len(rows)
            rows[:] = -1.0
            session.metrics.episodes.since(0)[:] = -1.0
            session.log.read(max(0, session.log.n_rows - 10), session.log.n_rows)[:] = -1.0
            policy_of(session).weights["q.0.weight"][:] = 0.0
            _ = session.state, session.params.epsilon, session.shown.action, session.shown.explored
    assert fingerprint(session) == plain


def test_where_the_old_transitions_are_kept_influences_no_bit(settings_with, run_to, fingerprint, tmp_path):
    settings, steps = settings_with(buffer_size=100), BLOCK + 300
    with open(tmp_path / "spill", "w+b") as file:
        spilled = fingerprint(run_to(Session(settings, spill=file), steps))
        assert file.seek(0, os.SEEK_END) > 0
    assert fingerprint(run_to(Session(settings), steps)) == spilled


def test_settings_are_left_as_they_were(settings, settings_with, run_to):
    session = run_to(Session(settings), 30)
    session.submit("set_hyper", {"name": "gamma", "value": 0.5})
    run_to(session, 60)
    assert session.params.epsilon < 1.0
    assert settings == settings_with()


def test_two_runs_side_by_side_do_not_disturb_each_other(settings, settings_with, fingerprint, plain):
    session, other = Session(settings), Session(settings_with(seed=5, batch_size=32))
    while session.n_steps < STEPS:
        session.step()
        other.step()
    assert fingerprint(session) == plain
