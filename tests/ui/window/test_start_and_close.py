"""Starting and closing, in a process of their own: what is imported when, and that nothing hangs or complains."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import time

import pytest
from PySide6.QtCore import QObject

from playground.ui.window.startup import Startup

HEAD = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from playground.ui.app import create
window = create(sys.argv[:1])
app = QApplication.instance()
"""


def run(code):
    return subprocess.run(
        [sys.executable, "-c", HEAD + textwrap.dedent(code)], capture_output=True, text=True, timeout=60, check=False
    )


def test_the_first_paint_needs_none_of_what_is_slow_to_import():
    done = run("""
        def on_first_painted():
            heavy = {"torch", "gymnasium", "pyqtgraph", "pygame", "numpy", "numba"} & set(sys.modules)
            print("loaded:", sorted(heavy), flush=True)
            app.quit()
        window.start_up._go_on = on_first_painted
        app.exec()
    """)
    assert done.stdout == "loaded: []\n", done.stderr


def test_every_row_of_the_form_is_there_soon_after_the_first_paint():
    done = run("""
        def look():
            row = window.findChild(QWidget, "hyper_run_length_value")
            if row is not None:
                timer.stop()
                print("there, open:", window.hyper_panel.more_open, flush=True)
                window.close()
        print("at first:", window.findChild(QWidget, "hyper_run_length_value"), flush=True)
        timer = QTimer()
        timer.timeout.connect(look)
        timer.start(10)
        app.exec()
    """)
    assert done.stdout == "at first: None\nthere, open: False\n", done.stderr


def test_closing_before_the_first_paint_ends_cleanly_and_nothing_starts_afterwards():
    done = run("""
        window.close()
        window.controller.start()
        QTimer.singleShot(300, app.quit)
        app.exec()
        print("torch" in sys.modules)
    """)
    assert (done.returncode, done.stdout, done.stderr) == (0, "False\n", "")


def test_closing_while_the_arithmetic_is_compiled_ends_cleanly_and_soon(monkeypatch, tmp_path):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))  # where nothing is compiled yet
    done = run("""
        def when_compiling():
            if window.status.currentMessage():
                timer.stop()
                print(time.monotonic(), flush=True)
                window.close()
        timer = QTimer()
        timer.timeout.connect(when_compiling)
        timer.start(1)
        app.exec()
    """)
    ended = time.monotonic()  # the same clock in every process, on the systems where the tests run
    assert (done.returncode, done.stderr) == (0, "")
    assert ended - float(done.stdout) < 10.0  # a moment, on a machine with nothing else to do


def test_closing_while_training_runs_ends_cleanly():
    done = run("""
        def on_snapshot(snapshot):
            if snapshot.state.name == "PAUSED" and not snapshot.n_steps:
                window.actions_by_name["act_run"].trigger()
            if snapshot.n_steps > 200:
                window.close()
        window.controller.snapshot_shown.connect(on_snapshot)
        sys.exit(app.exec())
    """)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_in_the_terminal_closes_the_window_as_its_button_does():
    done = run("""
        import os, signal
        from playground.ui.support.interrupts import Interrupts
        interrupts = Interrupts(window)
        def on_snapshot(snapshot):
            if snapshot.state.name == "PAUSED":
                QTimer.singleShot(100, interrupt)
        def interrupt():
            os.kill(os.getpid(), signal.SIGINT)
        window.controller.snapshot_shown.connect(on_snapshot)
        sys.exit(app.exec())
    """)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_console_that_is_closed_closes_the_window_and_waits_for_it():
    done = run("""
        import threading
        from tests.windows_console import CLOSE, installed
        console = installed()
        from playground.ui.support.interrupts import Interrupts
        interrupts = Interrupts(window)
        def on_snapshot(snapshot):
            if snapshot.state.name == "PAUSED" and not window.told:
                window.told = True
                threading.Thread(target=console.tell, args=(CLOSE,), daemon=True).start()
        window.told = False
        window.controller.snapshot_shown.connect(on_snapshot)
        code = app.exec()
        print("visible:", window.isVisible())
        sys.exit(code)
    """)
    assert (done.returncode, done.stdout, done.stderr) == (0, "visible: False\n", "")


def test_a_window_that_nobody_closed_ends_with_the_program_in_the_middle_of_a_run():
    done = run("""
        def when_running():
            if window.controller.latest.n_steps > 10:
                app.exit()
        window.actions_by_name["act_run"].trigger()
        timer = QTimer()
        timer.timeout.connect(when_running)
        timer.start(10)
        app.exec()
        print("visible:", window.isVisible())
    """)
    assert (done.returncode, done.stdout, done.stderr) == (0, "visible: True\n", "")


def test_what_waits_for_something_else_is_done_as_soon_as_it_can_be(qtbot):
    done, looks = [], []

    def once_there():
        looks.append(None)
        if len(looks) < 3:
            return False
        return done.append("waited")

    window = QObject()
    start_up = Startup([lambda: done.append("first"), once_there, lambda: done.append("last")], window)
    start_up.begin()
    qtbot.waitUntil(lambda: "last" in done, timeout=2000)
    assert done == ["first", "waited", "last"]
    assert len(looks) == 3


def test_nothing_else_is_imported_by_the_window_while_the_trainer_loads():
    done = run("""
        seen = []
        go_on = window.start_up._go_on
        def looked():
            if window.controller._trainer is not None and not window.controller._trainer.is_loaded:
                seen.append(window.start_up._left[0] == window.controller.has_loaded)
            go_on()
        window.start_up._go_on = looked
        def look():
            if window.controller.is_ready:
                print("alone:", bool(seen) and all(seen), flush=True)
                app.quit()
        from PySide6.QtCore import QTimer
        timer = QTimer(window, interval=20)
        timer.timeout.connect(look)
        timer.start()
        app.exec()
    """)
    assert done.stdout == "alone: True\n", done.stderr
