"""Everything that the program does on Windows or macOS alone is entered by a test, on every system."""

from __future__ import annotations

import ast
import re

from tests.platform_branches import ENTERED, ROOT, branches


def test_every_branch_of_another_system_is_entered_by_a_test():
    missing = [
        (branch.path, branch.function, " or ".join(systems))
        for branch in branches()
        for systems in branch.systems()
        if not any((branch.path, branch.function, system) in ENTERED for system in systems)
    ]
    assert missing == [], "write a test that pretends to be that system, and name it in tests/platform_branches.py"


def test_every_test_that_is_named_is_there_and_so_is_what_it_enters():
    there = {
        (branch.path, branch.function, system) for branch in branches() for same in branch.systems() for system in same
    }
    assert set(ENTERED) - there == set()
    for test in ENTERED.values():
        path, _, name = test.partition("::")
        tree = ast.parse((ROOT / "tests" / path).read_text(encoding="utf-8"))
        assert name.partition("[")[0] in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, (
            test
        )


def test_the_system_is_asked_for_in_one_way_that_a_test_can_pretend():
    others = re.compile(r"\bos\.name\b|from sys import [^\n]*platform|platform\.system\(\) ?[=!i.]|getwindowsversion")
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "playground").rglob("*.py")
        if others.search(path.read_text(encoding="utf-8"))
    }
    assert found == set()
