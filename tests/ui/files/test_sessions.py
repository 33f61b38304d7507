"""A session saved in the window and opened again goes on as the run would have."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from playground.agents.nn.backend import prepare_thread
from playground.engine.history.archive import archive_of
from playground.store.session.file import load_session, save_session
from playground.ui.trainer.snapshot import TrainerState
from tests.store.sessions import advance, run_of


@pytest.fixture
def session_file(tmp_path):
    """A run of 300 steps on the moon, with gamma changed on the way, as a file."""
    prepare_thread()
    path = tmp_path / "moon.rls"
    save_session(archive_of(run_of("tutorial", 300, gamma=0.5, gravity=1.6)), path)
    return path


def until(qtbot, condition):
    qtbot.waitUntil(condition, timeout=20_000)


def test_a_session_that_is_opened_goes_on_bit_for_bit_and_shows_what_the_run_had(qtbot, window, session_file):
    window.files.open(str(session_file))
    until(qtbot, lambda: "goes on from step 300, bit for bit" in window.notice.text)
    snapshot = window.controller.latest
    assert (snapshot.values["gamma"], snapshot.environment_values["gravity"]) == (0.5, 1.6)
    assert window.hyper_panel.values()["gamma"] == 0.5
    assert [mark.name for mark in snapshot.metrics.marks] == ["gamma", "gravity"]
    assert window.recent.names()[0] == str(session_file)
    for n_steps in range(301, 311):
        window.actions_by_name["act_step"].trigger()
        until(qtbot, lambda n=n_steps: window.controller.latest.n_steps == n)
    saved = session_file.with_name("later.rls")
    window.sessions.save(str(saved))
    until(qtbot, lambda: "Saved to" in window.notice.text)
    prepare_thread()
    assert load_session(saved).present.n_steps == 310
    whole = archive_of(advance(run_of("tutorial", 300, gamma=0.5, gravity=1.6), 310))
    assert (load_session(saved).rows == whole.rows).all()
    assert (load_session(saved).present.agent["online"] == whole.present.agent["online"]).all()


def test_the_past_of_an_opened_session_can_be_gone_to(qtbot, window, session_file):
    window.files.open(str(session_file))
    until(qtbot, lambda: window.controller.latest.n_steps == 300)
    window.controller.goto(120)
    until(qtbot, lambda: window.controller.latest.n_steps == 120)
    assert window.controller.latest.is_past
    assert window.controller.latest.present_steps == 300


def test_a_session_asks_before_it_takes_the_place_of_steps_that_were_not_saved(qtbot, window, session_file, tmp_path):
    window.actions_by_name["act_step"].trigger()
    until(qtbot, lambda: window.controller.latest.n_steps == 1)
    window.files.open(str(session_file))
    until(qtbot, lambda: "takes the place of this run, which has 1 steps" in window.notice.text)
    assert window.controller.latest.n_steps == 1
    window.sessions.save(str(tmp_path / "mine.rls"))
    until(qtbot, lambda: "Saved to" in window.notice.text)
    window.files.open(str(session_file))  # nothing is lost by it now
    until(qtbot, lambda: window.controller.latest.n_steps == 300)
    window.files.open(str(tmp_path / "mine.rls"))
    until(qtbot, lambda: "which has 300 steps" in window.notice.text)
    window.findChild(QPushButton, "notice_action").click()
    until(qtbot, lambda: window.controller.latest.n_steps == 1)


def test_a_session_of_another_arithmetic_says_so_and_shows_of_its_past_what_was_kept(qtbot, window, tmp_path):
    prepare_thread()
    archive = archive_of(run_of("tutorial", 100))
    path = tmp_path / "theirs.rls"
    save_session(dataclasses.replace(archive, fingerprint={"arithmetic": "0"}), path)
    window.files.open(str(path))
    until(qtbot, lambda: "not bit for bit" in window.notice.text)
    assert window.controller.latest.n_steps == 100
    assert "version 0 of the arithmetic there, 1 here. Of what lies before" in window.notice.text
    window.controller.goto(90)
    until(qtbot, lambda: window.controller.latest.n_steps == 80)
    badge = window.findChild(QLabel, "past_badge")
    until(qtbot, lambda: "Up to step 100 only kept moments can be shown" in badge.text())
    with qtbot.waitSignal(window.controller.refused, timeout=5000) as refused:
        window.controller.set_hyper("gamma", 0.5, 1)
    assert "No change can begin at this moment" in refused.args[1]
    assert window.controller.latest.fork is None
    window.actions_by_name["act_step"].trigger()
    until(qtbot, lambda: window.controller.latest.n_steps == 100)
    window.actions_by_name["act_step"].trigger()
    until(qtbot, lambda: window.controller.latest.n_steps == 101)


def test_a_session_file_that_is_refused_leaves_the_run_as_it_is(qtbot, window, session_file):
    session_file.write_bytes(session_file.read_bytes()[:-1])
    run = window.controller.latest.run
    window.files.open(str(session_file))
    until(qtbot, lambda: "its end is missing" in window.notice.text)
    assert window.controller.latest.run == run
    assert window.controller.latest.state is TrainerState.PAUSED
