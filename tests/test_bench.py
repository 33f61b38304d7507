"""The benchmarks of tests/bench run and say something, and the proofs of tests/faults can be begun."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import pytest

from playground.agents.nn.backend import prepare_thread
from playground.experiments import markdown_blocks
from tests.bench import figures, rejax_python, speed, speed_ours, speed_rows
from tests.bench.__main__ import main

TESTS = Path(__file__).parent
NEEDS_PEER = {"tests.bench.speed_sb3", "tests.bench.speed_rejax"}  # installed by `packaging/dev.py bench` alone


@pytest.mark.slow
def test_every_module_of_the_benchmarks_and_proofs_can_be_imported():
    found = {f"tests.{folder}.{path.stem}" for folder in ("bench", "faults") for path in (TESTS / folder).glob("*.py")}
    code = f"import importlib\nfor name in {sorted(found - NEEDS_PEER)}: importlib.import_module(name)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


@pytest.mark.slow
def test_a_quick_run_of_our_side_writes_down_what_it_measured(tmp_path, monkeypatch, capsys):
    row = speed_rows.WITH_REJAX[0]
    monkeypatch.setattr(speed, "ROWS", [row])
    assert main(["speed", "--quick", "--only-ours", "--json", str(tmp_path / "b")]) == 0
    measured = json.loads((tmp_path / "b").read_text())
    assert measured["machine"]["versions"]["torch"].startswith("2.")
    of_row = measured["groups"]["speed"][row.name]
    assert all(rate > 0 for rate in of_row["steps_per_s"]["portable"])
    assert (of_row["steps_per_round"], of_row["updates_per_round"]) == (1280, 1280)
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


@pytest.mark.slow
def test_where_rejax_cannot_be_installed_a_sentence_says_why_and_nothing_counts_as_installed(tmp_path, monkeypatch):
    monkeypatch.setattr(rejax_python, "PLACE", tmp_path / "rejax")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    for _ in range(2):
        with pytest.raises(
            rejax_python.MissingError, match=r"^rejax could not be installed: pip found nothing .*rejax"
        ):
            rejax_python.rejax_python()


def test_a_row_whose_peer_is_missing_says_why_and_how_fast_we_are(monkeypatch):
    row = speed_rows.WITH_REJAX[0]
    monkeypatch.setattr(speed, "ROWS", [row])
    of_row = {
        "ratios": {"portable": []},
        "steps_per_s": {"portable": [9000.0]},
        "compiled_for": {"portable": "haswell"},
    }
    (figure,) = speed.figures({row.name: of_row, "why_no_rejax": "There is no network."})
    assert (figure.measured, figure.reached) == ("not measured", "")
    assert figure.details == "ours for haswell 9,000; There is no network."


def test_of_two_arithmetics_the_faster_one_counts(monkeypatch):
    row = next(row for row in speed_rows.ROWS if row.arithmetics == speed_rows.BOTH)
    monkeypatch.setattr(speed, "ROWS", [row])
    of_row = {
        "ratios": {"portable": [row.at_least - 1], "torch": [row.aim]},
        "steps_per_s": {"portable": [800.0], "torch": [900.0], "SB3": [100.0]},
        "compiled_for": {"portable": "haswell", "torch": "haswell"},
        "compile_seconds": None,
    }
    (figure,) = speed.figures({row.name: of_row, "why_no_rejax": ""})
    assert (figure.measured, figure.reached) == (f"{row.aim:,.1f}", figures.AIM)
    assert "ours by torch 900" in figure.details


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
