"""The very lines of code of a stage: every marker is in its file once, every one is used, and lines are as they stand."""

from __future__ import annotations

import ast
import importlib
from collections import Counter
from pathlib import Path

import pytest

from playground.agents.base import ALGORITHMS as TABLE
from playground.agents.stage_code import lines_of, markers_in, module_of
from tests.agents.loops.traced import ALGORITHMS, combinations, session_of


def module_of_learner(algorithm):
    return TABLE.get(algorithm).learner.partition(":")[0]


def codes():
    """The markers that the stages of each algorithm name, by algorithm."""
    found = {}
    for algorithm in ALGORITHMS:
        session = session_of(algorithm)
        explainer = session.settings.learner.make_explainer()
        found[algorithm] = {
            stage.code
            for changes in combinations(algorithm)
            for stage in explainer.stages(session.settings.with_values(changes).params, session.settings.space)
            if stage.code
        }
    return found


CODES = codes()
CASES = [(algorithm, code) for algorithm, those in CODES.items() for code in sorted(those)]
MODULES = sorted({module_of(module_of_learner(algorithm), code) for algorithm, code in CASES})


@pytest.mark.parametrize(("algorithm", "code"), CASES)
def test_a_marker_leads_to_lines_of_the_file_as_they_stand_there(algorithm, code):
    module = module_of_learner(algorithm)
    first, lines = lines_of(module, code)
    source = Path(importlib.import_module(module_of(module, code)).__file__).read_text("utf-8").splitlines()
    assert lines
    for written, shown in zip(source[first - 1 :], lines, strict=False):
        code_alone = written.partition("  #")[0].strip()
        assert code_alone.startswith("#") or code_alone in shown
        assert shown == shown.rstrip()
        assert "[" + code.rpartition(":")[2] not in shown
    assert any(not line.startswith("#") for line in lines)


@pytest.mark.parametrize("module", MODULES)
def test_every_marker_is_in_its_file_once_and_some_stage_uses_it(module):
    used = {
        code.rpartition(":")[2] for algorithm, code in CASES if module_of(module_of_learner(algorithm), code) == module
    }
    assert Counter(markers_in(module)) == Counter(used)


def test_no_other_file_of_an_algorithm_has_a_marker():
    root = Path(importlib.import_module("playground.agents").__file__).parent
    others = [
        ".".join(("playground", "agents", *path.relative_to(root).with_suffix("").parts))
        for path in root.rglob("*.py")
        if path.name not in ("__init__.py", "stage_code.py")
    ]
    assert [name for name in others if name not in MODULES and markers_in(name)] == []


def test_the_lines_of_the_target_are_those_that_compute_it():
    first, lines = lines_of("playground.agents.dqn.dqn", "target")
    assert first > 1
    assert "q_next" in lines[0]
    assert any("bellman_targets(" in line for line in lines)
    assert not any("td_error" in line for line in lines)


def test_a_line_alone_is_without_its_indent_and_its_marker():
    _first, lines = lines_of("playground.agents.dqn.dqn", "q_values")
    assert lines == ["q = self.look(observations[0])"]


def test_the_lines_of_a_block_are_code_that_python_reads():
    for algorithm, code in CASES:
        _first, lines = lines_of(module_of_learner(algorithm), code)
        ast.parse("def f():\n" + "\n".join("    " + line for line in lines))


def test_a_marker_that_is_not_there_is_said():
    with pytest.raises(LookupError, match="no marker 'nothing'"):
        lines_of("playground.agents.dqn.dqn", "nothing")
