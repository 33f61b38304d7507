"""What the run needs that the window opens with is compiled before all else."""

from __future__ import annotations

import ast
import os
import subprocess
import sys

from playground.ui.trainer.preparing import FIRST_RUN

FIRST_RUN_OF_THE_WINDOW = """
import numpy as np
np.seterr(all="ignore")
from playground.arithmetic.compiled import KERNELS
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.history.time_travel import TimeTravel
from playground.engine.history.timeline import Timeline
from playground.engine.presets.catalogue import DEFAULT_PRESET, PRESETS
from playground.engine.run.session import Session
session = Session(PRESETS.get(DEFAULT_PRESET).settings())
travel = TimeTravel(Timeline(session, Evaluator(session)))
for _ in range(1500):
    travel.step()
used = [kernel.dispatcher for kernel in KERNELS if kernel.signatures and kernel.dispatcher.signatures]
print(session.agent.n_updates, sorted(f"{one.__module__.rpartition('.')[2]}.{one.__qualname__}" for one in used))
"""


def test_the_run_that_the_window_opens_with_calls_the_kernels_that_are_compiled_first_and_no_others():
    seen = subprocess.run(
        [sys.executable, "-P", "-c", FIRST_RUN_OF_THE_WINDOW], env=os.environ, capture_output=True, text=True
    )
    n_updates, _, used = seen.stdout.partition(" ")
    assert int(n_updates) > 100, seen.stderr
    held_by_them = {name for name in FIRST_RUN if name.startswith("products.")}  # once compiled, they are in backward()
    assert set(ast.literal_eval(used)) | held_by_them == set(FIRST_RUN)
