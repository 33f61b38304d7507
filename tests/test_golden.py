"""The same run has the same bits on every computer: whatever it is compiled for, and whatever else it finds there."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from playground.arithmetic.machine_code.target import portable
from tests import golden

ROOT = Path(__file__).parent.parent
KEPT = json.loads(golden.KEPT.read_text(encoding="utf-8"))
CHANGED = (
    "other bits than those in tests/golden.json. If a change is meant to move them, it makes a new version of the "
    "arithmetic: raise VERSION in playground/arithmetic/version.py, write a line in the changelog, and keep the new bits "
    "by `python -P -m tests.golden --write`. If not, a sum has another order, or a library computes what kernels should."
)
SMALL = golden.small()
EVERYTHING = [name if name in SMALL else pytest.param(name, marks=pytest.mark.slow) for name in golden.golden()]


def on_x86():
    return platform.machine().lower() in ("x86_64", "amd64")


def instructions():
    """The instructions of this processor, as LLVM names them."""
    import llvmlite.binding

    return {name for name, is_there in llvmlite.binding.get_host_cpu_features().items() if is_there}


def of_numpy():
    """What NumPy computes by here and would not on an older processor, as the variable that switches it off."""
    of_this = np._core._multiarray_umath.__cpu_features__
    return " ".join(name for name in np._core._multiarray_umath.__cpu_dispatch__ if of_this.get(name))


def changed(names, seen):
    return {name: CHANGED for name in names if seen.get(name) != KEPT[name]}


def elsewhere(names, **surroundings):
    """Return what these come to in a process of its own with other surroundings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_CPU_")}
    made = subprocess.run(
        [sys.executable, "-P", "-m", "tests.golden", "--only", *names],
        cwd=ROOT,
        env=environment | {"PYTHONPATH": str(ROOT)} | surroundings,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return {name: value for line in made.stdout.splitlines() for name, value in json.loads(line).items()}


def test_every_preset_and_algorithm_of_ours_has_golden_bits():
    assert sorted(KEPT) == sorted(golden.golden())


def test_the_handful_has_every_algorithm_and_environment():
    def both(names):
        return {word for name in names for word in name.split()[:2]}

    assert both(golden.handful()) == both(golden.golden())


@pytest.mark.parametrize("name", EVERYTHING)
def test_a_run_comes_to_the_golden_bits(name):
    golden.prepare_thread()
    assert changed([name], {name: golden.golden()[name]()}) == {}


@pytest.mark.parametrize("names", ["handful", pytest.param("golden", marks=pytest.mark.slow)])
@pytest.mark.skipif(not on_x86(), reason="the name of an x86-64 processor")
def test_an_old_processor_comes_to_the_golden_bits(names):
    names = list(getattr(golden, names)())
    nehalem = {"RL_PLAYGROUND_TARGET": "nehalem", "NPY_DISABLE_CPU_FEATURES": of_numpy()}
    others = {"OPENBLAS_CORETYPE": "Prescott", "ATEN_CPU_CAPABILITY": "default", "PYTHONHASHSEED": "17"}
    assert changed(names, elsewhere(names, **nehalem, **others)) == {}


@pytest.mark.slow
@pytest.mark.skipif(not on_x86(), reason="the name of an x86-64 processor")
def test_a_processor_with_avx2_comes_to_the_golden_bits():
    if portable("x86_64", instructions()) != "haswell":
        pytest.skip("this processor has no AVX2")
    names = list(golden.golden())
    assert changed(names, elsewhere(names, RL_PLAYGROUND_TARGET="haswell", PYTHONHASHSEED="18")) == {}


@pytest.mark.slow
def test_everything_this_processor_can_do_comes_to_the_golden_bits():
    names = list(golden.golden())
    assert changed(names, elsewhere(names, RL_PLAYGROUND_TARGET="host", PYTHONHASHSEED="19")) == {}


def test_functions_without_a_compiler_come_to_the_golden_bits():
    names = [golden.FUNCTIONS]
    assert changed(names, elsewhere(names, NUMBA_DISABLE_JIT="1")) == {}
