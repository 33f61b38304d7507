"""What an end left behind is offered by the next window, once, and restored or let go."""

from __future__ import annotations

import shutil

from playground.store.session.file import load_session
from playground.ui.support.log_file import log_path
from tests.ui.files.kept_runs import (
    STEPS,
    copies,
    folders,
    press,
    train,
    wait_for_copy,
    wait_for_offer,
)


def test_what_a_crash_left_is_offered_and_restored(qtbot, crashed, opened):
    window = opened()
    wait_for_offer(qtbot, window)
    assert f"DQN in CartPole, {STEPS} steps" in window.notice.text
    assert "playground.log" in window.notice.text
    press(qtbot, window, "Restore")
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == STEPS, timeout=5000)
    qtbot.waitUntil(lambda: not crashed.exists(), timeout=10_000)  # there is a copy in the new window's folder
    assert load_session(copies(folders()[0])[-1]).present.n_steps == STEPS


def test_a_damaged_copy_gives_way_to_the_one_before(qtbot, crashed, opened):
    (crashed / "00000008.rls").write_bytes((crashed / "00000007.rls").read_bytes()[:-1])
    window = opened()
    wait_for_offer(qtbot, window)
    press(qtbot, window, "Restore")
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == STEPS, timeout=5000)


def test_what_is_discarded_is_gone(qtbot, crashed, opened):
    window = opened()
    wait_for_offer(qtbot, window)
    press(qtbot, window, "Discard")
    assert not crashed.exists()
    assert not window.notice.isVisible()
    assert window.controller.latest.n_steps == 0


def test_after_discarding_what_lay_below_is_offered(qtbot, crashed, opened):
    shutil.copytree(crashed, crashed.with_name("000000-00000000"))
    window = opened()
    wait_for_offer(qtbot, window)
    assert "What an earlier one left" in window.notice.text
    press(qtbot, window, "Discard")
    qtbot.waitUntil(lambda: window.notice.isVisible(), timeout=5000)
    assert "What an earlier one left" not in window.notice.text
    press(qtbot, window, "Discard")
    window.close()
    assert folders() == []


def test_later_leaves_it_for_the_next_start(qtbot, crashed, opened):
    window = opened()
    wait_for_offer(qtbot, window)
    press(qtbot, window, "Later")
    window.close()
    assert copies(crashed)
    window = opened()
    wait_for_offer(qtbot, window)


def test_whoever_trains_and_closes_without_an_answer_is_asked_again(qtbot, crashed, opened):
    window = opened()
    wait_for_offer(qtbot, window)
    train(qtbot, window)
    wait_for_copy(qtbot, window)
    window.close()
    assert crashed in folders()


def test_restoring_asks_before_it_takes_the_place_of_steps(qtbot, crashed, opened):
    window = opened()
    wait_for_offer(qtbot, window)
    train(qtbot, window, 3 * STEPS)
    press(qtbot, window, "Restore")
    assert "takes the place of this one" in window.notice.text
    assert window.controller.latest.n_steps >= 3 * STEPS
    press(qtbot, window, "Restore it now")
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == STEPS, timeout=5000)


def test_another_run_that_comes_between_does_not_keep_what_is_restored(qtbot, crashed, opened, monkeypatch):
    window = opened()
    wait_for_offer(qtbot, window)
    first, given_up, take_place_of = window.controller.latest, [], window.autosave.take_place_of
    monkeypatch.setattr(window.autosave, "take_place_of", lambda one: (given_up.append(one), take_place_of(one)))
    press(qtbot, window, "Restore")
    window.controller.run_replaced.emit(first)  # the first run, where somebody was faster than it
    assert given_up == []
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == STEPS, timeout=5000)
    qtbot.waitUntil(lambda: not crashed.exists(), timeout=10_000)


def test_two_windows_do_not_offer_each_other_their_runs(qtbot, opened):
    first = opened()
    train(qtbot, first)
    wait_for_copy(qtbot, first)
    second = opened()
    qtbot.waitUntil(lambda: len(folders()) == 2, timeout=5000)
    assert not second.notice.isVisible()
    train(qtbot, second)
    wait_for_copy(qtbot, second)


def test_a_crash_before_the_first_step_is_said_once(qtbot, crashed, opened):
    for path in copies(crashed):
        path.unlink()
    window = opened()
    wait_for_offer(qtbot, window)
    assert "no run yet" in window.notice.text
    assert not crashed.exists()


def test_copies_that_nobody_can_read_are_said_to_be_there(qtbot, crashed, opened):
    for path in copies(crashed):
        path.write_bytes(path.read_bytes()[:-1])
    window = opened()
    wait_for_offer(qtbot, window)
    assert "no copy of it can be read" in window.notice.text
    press(qtbot, window, "Later")
    assert copies(crashed)


def test_what_a_dying_program_said_is_in_the_log_when_its_crash_is_told(qtbot, crashed, opened):
    log_path().parent.mkdir(parents=True, exist_ok=True)
    log_path().with_name("faults-of-it.log").write_text("Fatal Python error: Aborted")
    window = opened()
    wait_for_offer(qtbot, window)
    assert "Fatal Python error: Aborted" in log_path().read_text()
