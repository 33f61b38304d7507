"""The processes that speed.py and speed_first.py compare: ours, and the peer of a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace

from playground.arithmetic.machine_code.target import ASKED, HOST
from playground.experiments.machine import ROOT
from tests.bench.child import Child
from tests.bench.rejax_python import rejax_python
from tests.bench.speed_rows import Row

ON_HOST = {ASKED: HOST}  # kernels for this very processor, as no installer brings them
OF_REJAX = {
    "JAX_PLATFORMS": "cpu",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false",
    "PYTHONPATH": str(ROOT),
    "PYTHONWARNINGS": "ignore",  # gymnax asks for integers that JAX shortens, and is told so each time
}


def ours(
    row: Row, cores: Iterable[int], arithmetic: str = "portable", variables: dict[str, str] | None = None
) -> Child:
    """Return our side of a row, by one of its arithmetics."""
    about = asdict(replace(row, ours=row.ours | {"arithmetic": arithmetic}))
    return Child("tests.bench.speed_ours", about, cores=cores, variables=variables)


def peer(row: Row, cores: Iterable[int]) -> Child:
    """Return the other side of a row; rejax raises MissingError where it cannot be had."""
    if row.peer == "SB3":
        return Child("tests.bench.speed_sb3", asdict(row), cores=cores)
    return Child("tests.bench.speed_rejax", asdict(row), cores=cores, variables=OF_REJAX, python=rejax_python())
