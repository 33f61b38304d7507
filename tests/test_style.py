"""The code keeps to the house style, its types are right, and its imports point down only."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent.parent / "packaging"))  # its scripts are no package

import checks


@pytest.mark.timeout(600)  # mypy, where many other things run and it has no cache yet
@pytest.mark.parametrize(
    "name", [*checks.CHECKS, *(pytest.param(one, marks=pytest.mark.slow) for one in checks.ELSEWHERE)]
)
def test_the_code_passes(name):
    passed, said = checks.check(name)
    if not passed:
        pytest.fail(said, pytrace=False)


@pytest.mark.parametrize(("code", "verdict"), [(1, "Failed: first."), (0, "All passed.")])
def test_all_checks_are_run_and_shown_whichever_fails(monkeypatch, capsys, code, verdict):
    programs = {"first": f"import sys; print('one'); sys.exit({code})", "second": "print('two')"}
    commands = [{name: [sys.executable, "-c", text]} for name, text in programs.items()]
    monkeypatch.setattr(checks, "CHECKS", commands[0])
    monkeypatch.setattr(checks, "ELSEWHERE", commands[1])
    assert checks.main([]) == code
    shown = capsys.readouterr().out.splitlines()
    assert {"one", "two"} <= set(shown)
    assert shown[-1] == verdict
