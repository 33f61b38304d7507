"""No number of a run is one whose last bits a library, a processor or a version of Python decides.

Read from the syntax trees of whatever a run goes through: the algorithms, our own environments, the engine that steps
them and judges them, and the kernels. `+ - * /`, square roots, comparisons and Generator.random are exact everywhere;
sums whose order somebody else chooses, powers and the functions of a C library are not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

import pytest

from tests.test_house import ROOT

FOLDERS = ("playground/arithmetic", "playground/agents", "playground/engine/run", "playground/engine/evaluation")
ENVIRONMENTS = "playground/envs"
NOT_OURS = {"drawing", "gym_adapter", "lunar_lander"}  # folders: pictures, other people's environments, Box2D's
PICTURES = {"captions.py", "cart_sprites.py", "grips.py", "layout.py", "painter.py", "prerendered.py"}

# Of math everything is foreign but what IEEE 754 or its own definition says to the last bit.
EXACT_OF_MATH = {
    *(
        "pi",
        "inf",
        "nan",
        "isfinite",
        "isinf",
        "isnan",
        "isclose",
        "sqrt",
        "floor",
        "ceil",
        "trunc",
        "fabs",
        "copysign",
    ),
    *("nextafter", "ulp", "remainder", "fmod", "frexp", "ldexp", "isqrt", "comb", "factorial", "gcd", "lcm", "prod"),
}
FOREIGN_OF_NUMPY = {
    *("sum", "nansum", "mean", "nanmean", "average", "var", "nanvar", "std", "nanstd", "cumsum", "prod", "cumprod"),
    *("dot", "vdot", "vecdot", "inner", "outer", "matmul", "matvec", "vecmat", "tensordot", "einsum", "kron", "linalg"),
    *(
        "convolve",
        "correlate",
        "trapezoid",
        "interp",
        "median",
        "percentile",
        "quantile",
        "histogram",
        "cov",
        "corrcoef",
    ),
    *("exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "logaddexp", "logspace", "geomspace"),
    *("power", "pow", "float_power", "cbrt", "hypot", "i0", "sinc", "fft", "random.rand", "random.randn"),
    *("sin", "cos", "tan", "arcsin", "arccos", "arctan", "arctan2", "sinh", "cosh", "tanh", "arcsinh", "arctanh"),
}
FOREIGN_METHODS = {
    *("sum", "mean", "var", "std", "dot", "cumsum", "prod", "cumprod", "trace", "matmul", "mm", "bmm"),
    *("uniform", "normal", "standard_normal", "exponential", "standard_exponential", "choice", "multinomial"),
    *("standard_gamma", "dirichlet", "lognormal", "multivariate_normal"),
}
FOREIGN_MODULES = {"torch", "scipy", "statistics", "random", "cmath"}

# What is foreign and may be: "file: what", and why.
WHOLE = "whole numbers: their sum is exact in any order"
SHOWN = "only shown to a person, and nothing of the run follows from it"
TORCH = "the arithmetic of torch, which promises this computer only"
ALLOWED = {
    "playground/agents/base.py: sum()": WHOLE,
    "playground/agents/nn/architecture.py: sum()": WHOLE,
    "playground/agents/nn/inputs.py: np.cumsum": WHOLE,
    "playground/agents/nn/inputs.py: sum()": WHOLE,
    "playground/agents/q_table/params.py: **": WHOLE,
    "playground/agents/q_table/q_table.py: sum()": WHOLE,
    "playground/engine/evaluation/evaluation.py: sum()": WHOLE,
    "playground/engine/run/inputs.py: sum()": WHOLE,
    "playground/engine/run/metrics.py: sum()": WHOLE,
    "playground/engine/run/session.py: sum()": WHOLE,
    "playground/agents/dqn/cards.py: .mean()": SHOWN,
    "playground/agents/dqn/cards.py: sum()": SHOWN,
    "playground/agents/policy_gradient/cards.py: .cumsum()": SHOWN,
    "playground/agents/replay/replay_words.py: **": SHOWN,
    "playground/agents/replay/replay_words.py: .sum()": SHOWN,
    "playground/envs/grid_world/numbered_maze.py: sum()": SHOWN,
    "playground/engine/evaluation/comparison.py: sum()": SHOWN,
    "playground/engine/evaluation/comparison.py: .mean()": SHOWN,
    "playground/engine/evaluation/disagreements.py: .mean()": SHOWN,
    "playground/engine/evaluation/statistics.py: .mean()": SHOWN,
    "playground/engine/evaluation/statistics.py: np.quantile": SHOWN,
    "playground/agents/nn/torch_mlp.py: .bmm()": TORCH,
    "playground/agents/nn/torch_mlp.py: .sum()": TORCH,
    "playground/agents/nn/torch_mlp.py: torch": TORCH,
    "playground/engine/run/fingerprint.py: torch": "asks for its version only",
}


SHOWN_IN_PYTORCH = {
    "torch_twin.py",
    "torch_network.py",
    "torch_step.py",
}  # beside a stage's numbers, for a person to read


def read_files() -> dict[str, ast.Module]:
    paths = [
        path
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path.name not in SHOWN_IN_PYTORCH
    ]
    paths += [
        path
        for path in sorted((ROOT / ENVIRONMENTS).glob("*/*.py"))
        if path.parent.name not in NOT_OURS and path.name not in PICTURES
    ]
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in paths}


def foreign_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the line of each foreign call, operator and import, and what it is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, each.name) for each in node.names if _is_foreign_module(each.name))
        elif isinstance(node, ast.ImportFrom) and node.module:
            if _is_foreign_module(node.module):
                yield node.lineno, node.module
            for each in node.names:
                if _is_foreign_attribute(node.module, each.name):
                    yield node.lineno, f"{node.module}.{each.name}"
        elif isinstance(node, ast.Attribute):
            what = ast.unparse(node)
            owner, _, name = what.rpartition(".")
            if _is_foreign_attribute(owner, name):
                yield node.lineno, what
        elif isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.MatMult):
            yield node.lineno, "@"
        elif isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Pow):
            if isinstance(node, ast.AugAssign) or not _is_power_of_two(node):
                yield node.lineno, "**"
        elif isinstance(node, ast.Call):
            yield from _foreign_call(node)


def _foreign_call(call: ast.Call) -> Iterator[tuple[int, str]]:
    if isinstance(call.func, ast.Name):
        if call.func.id in ("sum", "pow"):
            yield call.lineno, f"{call.func.id}()"
        elif call.func.id == "lazy_import" and isinstance(call.args[0], ast.Constant):
            if _is_foreign_module(str(call.args[0].value)):
                yield call.lineno, str(call.args[0].value)
    elif isinstance(call.func, ast.Attribute):
        owner = ast.unparse(call.func.value)
        if call.func.attr in FOREIGN_METHODS and owner not in ("np", "numpy", "math"):
            yield call.lineno, f".{call.func.attr}()"
        elif call.func.attr in ("reduce", "accumulate", "reduceat") and owner in ("np.add", "np.multiply"):
            yield call.lineno, f"{owner}.{call.func.attr}"


def _is_foreign_module(name: str) -> bool:
    return name.partition(".")[0] in FOREIGN_MODULES


def _is_foreign_attribute(owner: str, name: str) -> bool:
    if owner == "math":
        return name not in EXACT_OF_MATH
    return owner in ("np", "numpy") and name in FOREIGN_OF_NUMPY


def _is_power_of_two(power: ast.BinOp) -> bool:
    """Whether it is 2 or 2.0 to a whole number that is written out: that is exact."""
    exponent = power.right.operand if isinstance(power.right, ast.UnaryOp) else power.right
    return (
        isinstance(power.left, ast.Constant)
        and power.left.value == 2
        and isinstance(exponent, ast.Constant)
        and isinstance(exponent.value, int)
    )


@cache
def foreign_by_file() -> dict[str, list[tuple[int, str]]]:
    found = {name: sorted(set(foreign_in(tree))) for name, tree in read_files().items()}
    return {name: those for name, those in found.items() if those}


def test_nothing_on_the_path_of_a_run_leaves_its_bits_to_others():
    offenders = [
        f"{name}:{line}: {what}"
        for name, found in foreign_by_file().items()
        for line, what in found
        if f"{name}: {what}" not in ALLOWED
    ]
    assert not offenders, "\n".join(offenders)


def test_whatever_is_allowed_is_still_there():
    found = {f"{name}: {what}" for name, those in foreign_by_file().items() for _line, what in those}
    assert set(ALLOWED) <= found, sorted(set(ALLOWED) - found)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("np.sum(x)", "np.sum"),
        ("x.mean()", ".mean()"),
        ("np.exp(x, out=x)", "np.exp"),
        ("f = np.tanh", "np.tanh"),
        ("a @ b", "@"),
        ("a @= b", "@"),
        ("x**2", "**"),
        ("0.5**n", "**"),
        ("x **= n", "**"),
        ("pow(x, 2)", "pow()"),
        ("sum(x for x in y)", "sum()"),
        ("math.log(x)", "math.log"),
        ("math.sumprod(a, b)", "math.sumprod"),
        ("from math import cos", "math.cos"),
        ("from numpy import einsum", "numpy.einsum"),
        ("rng.uniform(0, 1)", ".uniform()"),
        ("rng.standard_normal(4)", ".standard_normal()"),
        ("np.add.reduce(x)", "np.add.reduce"),
        ("np.linalg.qr(x)", "np.linalg"),
        ("import torch.nn", "torch.nn"),
        ("from statistics import fmean", "statistics"),
        ("torch = lazy_import('torch')", "torch"),
    ],
)
def test_what_is_foreign_is_seen(line, what):
    assert [found for _line, found in foreign_in(ast.parse(line))] == [what]


@pytest.mark.parametrize(
    "line",
    [
        "np.sqrt(x) + abs(y) * math.pi / 2",
        "x = 2**20",
        "x = 2.0**-53",
        "sums.total(x)",
        "rng.random(4)",
        "rng.integers(3)",
        "np.maximum(x, y).max()",
        "math.remainder(x, y)",
        "f(**options)",
        "np.multiply(a, b, out=c)",
        "from math import pi",
    ],
)
def test_what_is_exact_everywhere_is_no_offence(line):
    assert list(foreign_in(ast.parse(line))) == []


def test_nothing_on_the_path_of_a_run_imports_what_shows_a_stage_in_pytorch():
    names = {name.removesuffix(".py") for name in SHOWN_IN_PYTORCH}
    importers = [
        name
        for name, tree in read_files().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.rpartition(".")[2] in names
    ]
    assert importers == []
