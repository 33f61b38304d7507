"""All kernels are compiled before they are needed; where they cannot be, that is said in words and training goes on."""

from __future__ import annotations

import sys

import pytest

WRONG = """
from playground.arithmetic.compiled import kernel

@kernel("float64(float64)")
def wrong(x):
    return x.no_such_thing
"""
MANY = """
from playground.arithmetic.compiled import kernel
{kernels}
"""
ONE = """
@kernel("float64(float64)")
def kernel_{number}(x):
    return x * {number}.0
"""
FIRST_ALONE = """
from playground.arithmetic.prepare import prepare, prepare_first
first = prepare_first(["outer.change", "many.kernel_3"], lambda *news: None)
from playground.arithmetic import many, outer
there = [len(many.kernel_3.signatures), len(outer.change.signatures), len(many.kernel_5.signatures)]
early = many.kernel_6(2.0)
"""
DENY = """
import ctypes
denied = ctypes.CDLL(None).prctl(65, 1, 0, 0, 0) == 0  # PR_SET_MDWE, Linux 6.3
"""


def test_after_it_nothing_is_compiled_in_mid_run(program):
    after = "try:\n    outer.change(np.ones(3, np.float32))\nexcept TypeError as error:\n    seen['text'] = str(error)"
    assert "No matching definition" in program.start(after=after)["text"]


def test_a_kernel_declared_later_is_compiled_the_next_time(program):
    after = """
from playground.arithmetic.compiled import kernel
from playground.arithmetic.inner import changed
@kernel("float32(float32)")
def late(x):
    return changed(x)
prepare()
seen["late"] = float(late(np.float32(5)))
"""
    assert program.start(after=after)["late"] == 10.0


def test_threads_that_prepare_at_once_compile_once(program):
    before = """
import threading
from playground.arithmetic.prepare import prepare
came = []
threads = [threading.Thread(target=lambda: came.append(prepare())) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""
    seen = program.start(before=before, after="seen['came'] = [one.n_compiled for one in came]")
    assert seen["came"] == [1, 1, 1, 1]
    assert seen["told"] == []  # it was done by then


def test_without_numba_the_same_numbers_come_from_plain_python(program):
    (program.folder / "numba.py").write_text("raise ModuleNotFoundError(\"No module named 'numba'\")")
    seen = program.start()
    assert (seen["values"], seen["n_compiled"]) == ([2.0, 4.0], 0)
    assert "numba, cannot be used (ModuleNotFoundError: No module named 'numba')" in seen["problem"]
    assert "arithmetic=torch" in seen["problem"]


@pytest.mark.skipif(sys.platform != "linux", reason="denied as Linux does it")
def test_where_a_program_may_write_no_code_the_same_numbers_come_from_plain_python(program):
    seen = program.start(before=DENY, after="seen['denied'] = denied")
    if not seen["denied"]:
        pytest.skip("this Linux cannot deny it")
    assert (seen["values"], seen["n_compiled"]) == ([2.0, 4.0], 0)
    assert "lets no program write machine code" in seen["problem"]
    assert "arithmetic=torch" in seen["problem"]


def test_with_numba_s_compiler_switched_off_the_numbers_are_the_same(program):
    program.surroundings["NUMBA_DISABLE_JIT"] = "1"
    assert program.start() == {"values": [2.0, 4.0], "n_compiled": 0, "problem": "", "told": []}


def test_a_failure_of_the_compiler_is_said_in_words(program):
    program.write("wrong", WRONG)
    seen = program.start()
    assert seen["error"] == "CompileError"
    assert "could not be compiled for this computer (TypingError:" in seen["text"]
    assert "arithmetic=torch" in seen["text"]


def test_the_first_kernels_are_not_held_up_by_the_rest_which_comes_all_the_same(program):
    program.write("many", MANY.format(kernels="".join(ONE.format(number=number) for number in range(8))))
    after = "seen |= dict(there=there, early=early, first=[*first[:2]], all=len(many.kernel_5.signatures))"
    seen = program.start(before=FIRST_ALONE, after=after)
    assert (seen["there"], seen["first"]) == ([1, 1, 0], [10, 2])
    assert seen["early"] == 12.0  # one that was not waited for is compiled when it is called
    assert seen["all"] == 1  # once all was asked for
    assert program.start(before=FIRST_ALONE)["n_compiled"] == 0
