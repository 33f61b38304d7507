"""Guards against a PySide6 that loses references: 6.12.0 aborts on Python 3.11 within 5,000 emits of a bool."""

from __future__ import annotations

import subprocess
import sys

EMIT_20_000 = """
import sys
from PySide6.QtCore import QObject, Signal

class Sender(QObject):
    changed = Signal(bool)

sender = Sender()
received = []
sender.changed.connect(received.append)
before = sys.getrefcount(True)
for _ in range(20_000):
    sender.changed.emit(True)
lost = before - sys.getrefcount(True) + (sys.version_info < (3, 12)) * len(received)
print(len(received), lost)
"""


def test_20_000_signals_cost_true_no_reference():
    # in a process of its own: where the references run out, Python aborts
    result = subprocess.run([sys.executable, "-c", EMIT_20_000], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    received, lost = map(int, result.stdout.split())
    assert received == 20_000
    assert abs(lost) < 100
