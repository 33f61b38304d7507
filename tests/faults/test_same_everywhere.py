"""A run that was changed as it went, made in the window's thread, is the same one on computers of other kinds."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.bench.child import Child

WHERE = ("NUMBA_CPU_NAME", "NUMBA_CPU_FEATURES", "OPENBLAS_CORETYPE", "ATEN_CPU_CAPABILITY", "RL_PLAYGROUND_TARGET")
KINDS = {  # of processors: instructions that kernels are compiled to, and that NumPy and torch would choose
    "nehalem": {"OPENBLAS_CORETYPE": "Prescott", "ATEN_CPU_CAPABILITY": "default"},
    "haswell": {"OPENBLAS_CORETYPE": "Haswell", "ATEN_CPU_CAPABILITY": "avx2"},
}


def repeated(recipe, name, libraries):
    """Return what `playground run` makes of a recipe where the processor is another."""
    environment = {key: value for key, value in os.environ.items() if key not in WHERE}
    environment |= libraries | {"NUMBA_CPU_NAME": name, "NUMBA_CPU_FEATURES": ""}
    words = [sys.executable, "-P", "-m", "playground", "run", str(recipe), "--json"]
    done = subprocess.run(words, capture_output=True, text=True, env=environment, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "bit for bit" in done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("environment", "algorithm", "preset", "steps"),
    [
        ("CartPole-v1", "dqn", "fast", 20_000),
        ("Acrobot-v1", "ppo", "rl-zoo", 6000),
        ("Pendulum-v1", "a2c", "steady", 6000),
        ("Pendulum-v1", "ddpg", "light", 3000),
        ("MountainCar-v0", "q-table", "bins", 6000),
    ],
)
def test_a_recipe_with_live_changes_is_the_same_run_on_every_kind_of_processor(
    tmp_path, environment, algorithm, preset, steps
):
    portable = {} if algorithm == "q-table" else {"arithmetic": "portable"}
    pair = {"environment": environment, "algorithm": algorithm, "preset": preset}
    with Child("tests.faults.same_bits_child") as window:
        made = window.ask("train", **pair, seed=3, steps=steps, values=portable, changes=True)
    assert made["inputs"] >= 3
    recipe = tmp_path / "run.rlr"
    recipe.write_text(made["recipe"])
    for name, libraries in KINDS.items():
        found = repeated(recipe, name, libraries)
        assert found["weights_sha256"] == made["weights_sha256"], name
        assert found["same_on"] == "every computer"
