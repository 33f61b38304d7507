"""The house is in order: folders that one can look over, names that are told apart, first lines that say what is there."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "playground"
MOST_FILES = 20  # modules in one folder
MOST_LINES = 310
LONGEST_FIRST_LINE = 80
MOST_PACKED_TABLES = 40  # that the formatter is kept from
SET_BY_PEOPLE = {"time", "time_ns", "localtime", "gmtime", "ctime"}  # of the module time
AGE_OF_FILES = {"playground/arithmetic/machine_code/folders.py"}  # their dates are of that clock


def modules():
    return sorted(PACKAGE.rglob("*.py"))


def trees():
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in modules()}


def test_no_folder_holds_more_files_than_one_can_look_over():
    counts = Counter(path.parent for path in modules() if path.name != "__init__.py")
    assert {str(folder.relative_to(ROOT)): n for folder, n in counts.items() if n > MOST_FILES} == {}


def test_no_file_is_longer_than_one_can_hold_in_mind():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {str(path.relative_to(ROOT)): n for path, n in lengths.items() if n > MOST_LINES} == {}


def test_a_package_does_nothing_when_it_is_imported():
    logic = {
        str(path.relative_to(ROOT)): [type(node).__name__ for node in tree.body]
        for path, tree in trees().items()
        if path.name == "__init__.py"
        and not all(isinstance(node, ast.Expr | ast.Assign | ast.ImportFrom) for node in tree.body)
    }
    assert logic == {}


def test_no_two_classes_share_a_name():
    names = Counter(node.name for tree in trees().values() for node in tree.body if isinstance(node, ast.ClassDef))
    assert [name for name, n in names.items() if n > 1] == []


def test_the_first_line_of_a_docstring_is_short():
    long = [
        f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and len((ast.get_docstring(node) or "").split("\n")[0]) > LONGEST_FIRST_LINE
    ]
    assert long == []


def test_nothing_is_timed_by_a_clock_that_somebody_may_set():
    def is_such(node):
        if isinstance(node, ast.ImportFrom):
            return node.module == "time" and bool(SET_BY_PEOPLE & {name.name for name in node.names})
        return (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and (node.value.id, node.attr in SET_BY_PEOPLE) == ("time", True)
        )

    found = {str(path.relative_to(ROOT)) for path, tree in trees().items() if any(map(is_such, ast.walk(tree)))}
    assert found == AGE_OF_FILES


def test_few_tables_are_packed_by_hand():
    mark = "# fmt: " + "skip"
    found = [path for folder in ("playground", "tests", "packaging") for path in (ROOT / folder).rglob("*.py")]
    written = [path for path in found if not {"build", "dist"} & set(path.relative_to(ROOT).parts[:2])]
    assert sum(path.read_text(encoding="utf-8").count(mark) for path in written) < MOST_PACKED_TABLES
