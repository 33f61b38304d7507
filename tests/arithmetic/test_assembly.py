"""The machine code of the kernels: no instruction that the target lacks, no product and sum rounded as one."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
CHILD = """
import importlib, json, pkgutil, sys
import playground.arithmetic
from playground.arithmetic.compiled import KERNELS
for module in sys.argv[1].split() or [one.name for one in pkgutil.iter_modules(playground.arithmetic.__path__)]:
    importlib.import_module("playground.arithmetic." + module)
found = {}
for kernel in KERNELS:
    kernel.dispatcher._cache.disable()
for kernel in KERNELS:
    for signature in kernel.signatures:
        kernel.dispatcher.compile(signature)
    found[kernel.dispatcher.py_func.__qualname__] = "\\n".join(kernel.dispatcher.inspect_asm().values())
print(json.dumps(found))
"""
FUSED = re.compile(r"^\s+(vfn?m(add|sub)\w*|fn?m(add|sub)|fml[as])\s", re.MULTILINE)
FORBIDDEN = {
    "haswell": re.compile(r"%?zmm\d"),
    "nehalem": re.compile(r"%?[yz]mm\d|^\s+v[a-z0-9]+\s", re.MULTILINE),  # nor any other instruction of AVX
}
on_x86 = pytest.mark.skipif(platform.machine().lower() not in ("x86_64", "amd64"), reason="names of x86-64")


def assembly(target, modules=""):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_CPU_")}
    made = subprocess.run(
        [sys.executable, "-P", "-c", CHILD, modules],
        env=environment | {"PYTHONPATH": str(ROOT), "RL_PLAYGROUND_TARGET": target},
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(made.stdout)


def offenders(texts, forbidden):
    return {name: match[0].strip() for name, text in texts.items() if (match := forbidden.search(text))}


@on_x86
@pytest.mark.parametrize("target", list(FORBIDDEN))
@pytest.mark.parametrize("modules", ["optimizers", pytest.param("", marks=pytest.mark.slow, id="all")])
def test_no_kernel_uses_what_its_target_lacks_or_rounds_a_product_and_a_sum_as_one(target, modules):
    texts = assembly(target, modules)
    assert "mulps" in texts["adam"]  # it is assembly, and vectors are used
    assert offenders(texts, FORBIDDEN[target]) == {}
    assert offenders(texts, FUSED) == {}


@pytest.mark.skipif(platform.machine().lower() not in ("aarch64", "arm64"), reason="of 64-bit ARM")
@pytest.mark.slow
def test_on_arm_no_kernel_rounds_a_product_and_a_sum_as_one():
    assert offenders(assembly(""), FUSED) == {}
