"""How fast the program trains on a computer that is known, so that others can be held beside it.

The figures are env steps per second of `look_at_learning()` in looks.py, which `playground doctor --json` reports as
"speed" on any machine: to renew them, copy them from there with the day and the machine.
"""

from __future__ import annotations

DATE = "2026-11-23"
MACHINE = "one core of a server, 2 cores in all, Linux x86-64, Python 3.11, torch 2.13 (CPU)"
STEPS_PER_S = {"fast": 8000.0, "tutorial": 8000.0}
