"""Speed of training on a known computer, to compare others with.

The figures are env steps per second of `look_at_learning()` in probes.py, which `playground doctor --json` reports as
"speed" on any machine: to renew them, copy them from there with the day and the machine.
"""

from __future__ import annotations

DATE = "2026-11-23"
MACHINE = (
    "Intel Xeon with AVX-512, one core of a virtual machine with two; Linux, Python 3.11.7, torch 2.13.0 for the CPU"
)
STEPS_PER_S = {"fast": 9_800.0, "tutorial": 15_500.0}  # by the preset
