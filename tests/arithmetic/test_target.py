"""Kernels are compiled for a processor that many computers can stand for, unless somebody asks for another one."""

from __future__ import annotations

import platform

import pytest

from playground.arithmetic.machine_code.target import OF_HASWELL, portable

TARGET = "from playground.arithmetic.machine_code.target import current; seen['target'] = list(current())"
on_x86 = pytest.mark.skipif(platform.machine().lower() not in ("x86_64", "amd64"), reason="names of x86-64")


def test_the_target_is_haswell_where_the_processor_has_all_of_its_instructions():
    assert portable("x86_64", {*OF_HASWELL, "avx512f"}) == "haswell"
    assert portable("x86_64", {*OF_HASWELL} - {"movbe"}) == "nehalem"
    assert portable("aarch64", {"neon"}) == portable("arm64", {"neon"}) == "generic"


def test_instructions_of_this_processor_alone_are_not_used(started):
    assert started.start(after=TARGET)["target"][1:] == ["", True]


@on_x86
def test_another_target_can_be_asked_for(started):
    started.surroundings["RL_PLAYGROUND_TARGET"] = "nehalem"
    assert started.start(after=TARGET)["target"] == ["nehalem", "", True]


@on_x86
def test_numba_s_own_variables_are_left_as_somebody_set_them(started):
    started.surroundings |= {"NUMBA_CPU_NAME": "nehalem", "NUMBA_CPU_FEATURES": "+avx"}
    assert started.start(after=TARGET)["target"] == ["nehalem", "+avx", True]


def test_the_host_can_be_asked_for_and_has_compiled_kernels_of_its_own(started):
    started.surroundings["RL_PLAYGROUND_TARGET"] = "host"
    seen = started.start(after=TARGET)
    assert seen["n_compiled"] == 1
    assert seen["target"][1] != ""


def test_where_numba_was_imported_before_it_still_compiles_for_the_target(started):
    assert started.start(before="import numba", after=TARGET)["target"][1:] == ["", True]


def test_where_numba_had_compiled_before_it_stays_with_this_processor_and_the_numbers_are_the_same(started):
    seen = started.start(before="import numba; numba.njit('int64(int64)')(lambda x: x)", after=TARGET)
    assert seen["values"] == [2.0, 4.0]
    assert seen["target"][2] is False
