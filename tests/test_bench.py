"""The benchmarks of tests/bench run and say something, and the proofs of tests/faults can be begun."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import pytest

from playground.agents.nn.backend import prepare_thread
from playground.experiments import markdown_blocks
from tests.bench import figures, speed, speed_ours, speed_rows
from tests.bench.__main__ import main

TESTS = Path(__file__).parent
NEEDS_PEER = {"tests.bench.speed_sb3"}  # Stable-Baselines3 is installed by `packaging/dev.py bench` alone


@pytest.mark.slow
def test_every_module_of_the_benchmarks_and_proofs_can_be_imported():
    found = {f"tests.{folder}.{path.stem}" for folder in ("bench", "faults") for path in (TESTS / folder).glob("*.py")}
    code = f"import importlib\nfor name in {sorted(found - NEEDS_PEER)}: importlib.import_module(name)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


@pytest.mark.slow
def test_a_quick_run_of_our_side_writes_down_what_it_measured(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(speed, "ROWS", speed_rows.ROWS[:1])
    assert main(["speed", "--quick", "--only-ours", "--json", str(tmp_path / "b")]) == 0
    measured = json.loads((tmp_path / "b").read_text())
    assert measured["machine"]["versions"]["torch"].startswith("2.")
    (row,) = measured["groups"]["speed"].values()
    assert all(rate > 0 for rate in row["steps_per_s"]["ours"])
    assert (row["steps_per_round"], row["updates_per_round"]) == (1280, 1280)
    assert capsys.readouterr().out.count("| env steps/s") == 1


@pytest.mark.parametrize("row", speed_rows.ROWS, ids=[row.name for row in speed_rows.ROWS])
def test_our_side_of_every_row_steps_and_learns_as_often_as_the_other_side_must(row):
    prepare_thread()
    with tempfile.TemporaryFile() as spill:
        session = speed_ours.make_session(asdict(row), spill)
        speed_ours.steps(session, row.quick_warm_up_steps)
        done = speed_ours.steps(session, row.quick_round_steps)
    assert (done["steps"], done["updates"]) == (row.quick_round_steps, row.n_updates(row.quick_round_steps))
    assert done["updates"] > 0


def test_a_block_of_the_report_is_replaced_and_all_else_stays():
    text = "# Benchmarks\n\nBy hand.\n\n<!-- bench a: begin -->old\n<!-- bench a: end -->\n\nBelow.\n"
    new = "<!-- bench a: begin -->\\1 new\n<!-- bench a: end -->"
    assert markdown_blocks.with_block(text, "a", new) == f"# Benchmarks\n\nBy hand.\n\n{new}\n\nBelow.\n"
    other = new.replace("bench a", "bench b")
    assert markdown_blocks.with_block(text, "b", other) == f"{text}\n{other}\n"


def test_a_figure_reaches_its_aim_or_the_least_or_neither_whichever_way_is_better():
    assert [figures.reaches(value, 15, 20) for value in (20, 19.9, 14.9)] == ["aim", "at least", "**no**"]
    assert [figures.reaches(value, 5, 1) for value in (1, 1.1, 5.1)] == ["aim", "at least", "**no**"]
    assert figures.worst(["aim", "**no**", "at least"]) == "**no**"
