"""What a dying program can still say, and what goes wrong where nobody can be told."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QThread

from playground.ui.support.crash_report import ENDED, fault_in, move_to_log
from playground.ui.support.log_file import UnexpectedErrors, log_path, start_logging
from tests.envs.user_environments import PanicException

FAULT = """
import ctypes
from playground.ui.support.crash_report import CrashReport
report = CrashReport()
ctypes.string_at(0)
"""

LIVES = """
from playground.ui.support.crash_report import CrashReport
report = CrashReport()
print("lives", flush=True)
input()
"""
# Linux dies of every fault; this one is written by the same hand, and survived.
ENDS_WELL = """
import ctypes, faulthandler
from playground.ui.support.crash_report import CrashReport
report = CrashReport()
def harmless():
    faulthandler.dump_traceback(file)
with open(report.path, "ab", buffering=0) as file:
    file.write(b"Windows fatal exception: code 0xe0000008\\n\\n")
    harmless()
report.mark_end()
"""


def reports(log):
    return list(log.parent.glob("faults-*.log"))


def test_the_log_file_that_messages_name_is_there_before_anything_is_written(log):
    assert log.read_text() == ""


@pytest.fixture
def log():
    """The log file, which is let go of afterwards."""
    root = logging.getLogger()
    before = list(root.handlers)
    start_logging()
    yield log_path()
    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
        handler.close()


@pytest.fixture
def told(monkeypatch):
    for module, name in ((sys, "excepthook"), (threading, "excepthook"), (sys, "unraisablehook")):
        monkeypatch.setattr(module, name, getattr(module, name))
    told = []
    errors = UnexpectedErrors(told.append)
    yield told
    del errors


def test_the_words_of_a_dying_program_go_into_the_log_once(log):
    subprocess.run([sys.executable, "-c", FAULT], env=os.environ, check=False)
    assert len(reports(log)) == 1
    move_to_log()
    move_to_log()
    assert log.read_text().count("the program died earlier") == 1
    assert "string_at" in log.read_text()
    assert reports(log) == []


def test_without_such_words_nothing_is_logged(log):
    move_to_log()
    assert log.read_text() == ""


def test_two_windows_write_reports_of_their_own_and_that_of_a_living_one_stays(log):
    with subprocess.Popen([sys.executable, "-c", LIVES], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as living:
        living.stdout.readline()
        subprocess.run([sys.executable, "-c", FAULT], env=os.environ, check=False)
        assert len(reports(log)) == 2
        move_to_log()
        assert len(reports(log)) == 1
        assert log.read_text().count("the program died earlier") == 1
        living.communicate(b"end")
    move_to_log()
    assert reports(log) == []
    assert log.read_text().count("the program died earlier") == 1


def test_a_fault_that_the_program_survived_is_no_crash_but_one_while_it_is_taken_down_is(log):
    subprocess.run([sys.executable, "-c", ENDS_WELL], check=True)
    subprocess.run([sys.executable, "-c", ENDS_WELL + "ctypes.string_at(0)"], check=False)
    assert len(reports(log)) == 2
    move_to_log()
    assert log.read_text().count("the program died earlier") == 1
    assert "harmless" not in log.read_text()
    assert reports(log) == []


COM = """Windows fatal exception: code 0x8001010d

Thread 0x00001d2c (most recent call first):
  File "threading.py", line 324 in wait

Current thread 0x000025f8 (most recent call first):
  File "app.py", line 90 in run
"""
CRASH = COM.replace("code 0x8001010d", "access violation")


def test_what_windows_tells_of_its_file_dialogs_is_no_crash():
    assert fault_in(COM.encode()) == ""
    assert fault_in(2 * COM.replace("010d", "010e").encode()) == ""


def test_a_crash_after_a_file_dialog_is_told_without_it():
    assert fault_in((COM + CRASH + COM).encode()) == CRASH.strip()


def test_what_was_raised_before_the_window_was_closed_is_not_told():
    assert fault_in(CRASH.encode() + ENDED) == ""
    assert fault_in(CRASH.encode() + ENDED + CRASH.encode()) == CRASH.strip()


def test_an_error_that_nobody_caught_is_logged_and_told_with_the_place_of_the_log(log, told):
    try:
        raise ZeroDivisionError("seven by zero")
    except ZeroDivisionError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    assert "seven by zero" in log.read_text()
    (sentence,) = told
    assert str(log) in sentence


def test_an_error_in_a_thread_is_logged(log, told):
    def fail():
        raise ZeroDivisionError("in a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert "in a thread" in log.read_text()


def test_an_error_while_something_is_deleted_is_logged(log, told):
    class Stubborn:
        def __del__(self):
            raise ZeroDivisionError("never let go")

    Stubborn()
    assert "never let go" in log.read_text()


def test_an_error_that_nobody_caught_in_another_thread_is_told_in_that_of_the_window(qtbot, log, told):
    class Thread(QThread):
        def run(self):
            raise PanicException("far from the window")

    thread = Thread()
    thread.start()
    assert thread.wait(5000)
    assert told == []  # the window's thread was waiting here
    qtbot.waitUntil(lambda: len(told) == 1, timeout=5000)
    assert "PanicException" in told[0]
    assert "far from the window" in log.read_text()
