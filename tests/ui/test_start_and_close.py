"""Starting and closing, in a process of their own: what is imported when, and that nothing hangs or complains."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import time

import pytest

HEAD = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from playground.ui.app import create
window = create(sys.argv[:1])
app = QApplication.instance()
"""


def run(code):
    return subprocess.run(
        [sys.executable, "-c", HEAD + textwrap.dedent(code)], capture_output=True, text=True, timeout=60, check=False
    )


def test_the_first_paint_needs_neither_torch_nor_gymnasium_nor_pyqtgraph():
    done = run("""
        def on_first_painted():
            heavy = {"torch", "gymnasium", "pyqtgraph"} & set(sys.modules)
            print("loaded:", sorted(heavy), flush=True)
            app.quit()
        window._on_first_painted = on_first_painted
        app.exec()
    """)
    assert done.stdout == "loaded: []\n", done.stderr


def test_closing_while_torch_is_being_imported_ends_cleanly_within_two_seconds():
    code = """
        def when_importing():
            if "torch" in sys.modules:
                timer.stop()
                print(time.monotonic(), flush=True)
                window.close()
        timer = QTimer()
        timer.timeout.connect(when_importing)
        timer.start(1)
        app.exec()
    """
    done = run(code)
    ended = time.monotonic()  # the same clock in every process, on the systems where the tests run
    assert (done.returncode, done.stderr) == (0, "")
    assert ended - float(done.stdout) < 2.0


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
        from playground.ui.interrupts import Interrupts
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
