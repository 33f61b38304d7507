"""Branches of the program by operating system, and the test that enters each as on a system that is not Linux.

A test that is named in ENTERED is watched while it runs (conftest.py): it fails unless it really came to the branch while
the system was, by its pretence, the one it is named for.
"""

from __future__ import annotations

import ast
import functools
import sys
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, SimpleNamespace
from typing import Any

ROOT = Path(__file__).parent.parent
HERE, OTHERS = "linux", ("win32", "darwin")
MODULE = "(module)"  # in place of the name of a function

# (file, function, system): test. Where two systems take the same way, one of them is enough.
ENTERED = {
    ("arithmetic/machine_code/folders.py", "_check_ours", "win32"): "arithmetic/test_code_cache.py::test_on_windows_a_folder_is_its_users_alone_whatever_its_mode_says",
    ("cli/screen.py", "_usual", "darwin"): "cli/test_screen.py::test_elsewhere_than_on_linux_there_is_a_screen_and_qt_knows_it[darwin]",
    ("cli/screen.py", "has_screen", "darwin"): "cli/test_screen.py::test_elsewhere_than_on_linux_there_is_a_screen_and_qt_knows_it[darwin]",
    ("cpp_runtime.py", "load", "win32"): "test_cpp_runtime.py::test_what_a_process_lacks_of_the_runtime_comes_from_shiboken_each_part_after_those_it_needs",
    ("cpp_runtime.py", "loaded", "win32"): "test_cpp_runtime.py::test_what_a_process_lacks_of_the_runtime_comes_from_shiboken_each_part_after_those_it_needs",
    ("end_signals.py", "_let_console_send_ctrl_c", "win32"): "test_end_signals.py::test_processes_that_are_started_take_no_ctrl_c_from_their_first_moment_and_afterwards_we_do",
    ("end_signals.py", "outlast_console", "win32"): "test_end_signals.py::test_one_handler_is_enough_for_a_process",
    ("held_files.py", "is_held", "win32"): "store/safe/test_held_files.py::test_a_file_that_is_not_shared_for_a_moment_is_saved_all_the_same",
    ("readiness/checks_computer.py", "check_runtime", "win32"): "test_cpp_runtime.py::test_doctor_names_a_copy_that_is_too_old_and_says_where_there_is_none",
    ("readiness/checks_parts.py", "_no_window", "win32"): "readiness/test_doctor.py::test_elsewhere_than_on_linux_no_libraries_are_missed",
    ("readiness/facts/encodings.py", "code_pages", "win32"): "readiness/test_facts.py::test_the_code_pages_of_windows_are_named_with_that_of_the_console",
    ("readiness/facts/windows_paths.py", "documents_folder", "win32"): "readiness/test_facts.py::test_windows_has_every_fact",
    ("readiness/facts/windows_paths.py", "long_paths_enabled", "win32"): "readiness/test_facts.py::test_long_paths_are_allowed_where_the_registry_says_so",
    ("readiness/isolation.py", "draw_unseen", "darwin"): "readiness/test_doctor.py::test_letters_are_drawn_without_a_screen_where_fonts_are_the_same_without",
    ("readiness/memory.py", "memory_bytes", "darwin"): "readiness/test_memory.py::test_macos_counts_pages_that_programs_may_have",
    ("readiness/memory.py", "memory_bytes", "win32"): "readiness/test_memory.py::test_windows_says_it_in_one_call",
    ("store/safe/atomic.py", "_sync_folder", "win32"): "store/safe/test_atomic.py::test_an_existing_file_is_replaced_and_nothing_else_is_left[windows]",
    ("store/safe/atomic.py", "_try_to_write", "win32"): "store/safe/test_atomic.py::test_an_existing_file_is_replaced_and_nothing_else_is_left[windows]",
    ("store/safe/process_lock.py", "(module)", "win32"): "store/safe/test_process_lock.py::test_that_of_a_killed_program_is_free_and_says_what_it_said[windows]",
    ("store/safe/process_lock.py", "remove", "win32"): "store/safe/test_process_lock.py::test_that_of_a_killed_program_is_free_and_says_what_it_said[windows]",
    ("store/safe/windows_names.py", "check_name", "win32"): "store/safe/test_windows_names.py::test_a_name_in_other_letters_is_that_of_the_file_that_is_there",
    ("surroundings.py", "name_fonts", "win32"): r"test_surroundings.py::test_qt_without_a_screen_is_told_where_windows_has_its_fonts[win32-offscreen-None-C:\\Windows\\Fonts]",
    ("ui/support/app_nap.py", "stay_awake", "darwin"): "ui/support/test_app_nap.py::test_a_system_without_these_libraries_is_no_reason_not_to_start",
    ("ui/window/commands/actions.py", "_keys", "darwin"): "ui/window/test_menus_of_macos.py::test_no_two_actions_have_the_same_key_on_macos",
}  # fmt: skip


@dataclass(frozen=True)
class Branch:
    """A place that asks which system this is."""

    path: str  # below playground/
    function: str
    question: str  # that Python can answer for any system
    line: int

    def answer(self, system: str) -> object:
        """Return what comes out on a system; the system itself where nothing else can be told."""
        return eval(self.question, {"sys": SimpleNamespace(platform=system)})

    def systems(self) -> list[tuple[str, ...]]:
        """Return the systems that take another way than Linux; those of one tuple take the same."""
        ways: dict[object, tuple[str, ...]] = {}
        for system in OTHERS:
            answer = self.answer(system)
            if answer != self.answer(HERE):
                ways[answer] = (*ways.get(answer, ()), system)
        return list(ways.values())


@functools.cache
def branches() -> tuple[Branch, ...]:
    """Return all branches of the program."""
    found: list[Branch] = []
    for path in sorted((ROOT / "playground").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "sys.platform" in text:
            _collect(ast.parse(text), path.relative_to(ROOT / "playground").as_posix(), MODULE, found)
    return tuple(found)


def _collect(node: ast.AST, path: str, function: str, found: list[Branch]) -> None:
    for child in ast.iter_child_nodes(node):
        if _is_question(child):
            assert isinstance(child, ast.expr)
            found.append(Branch(path, function, ast.unparse(child), child.lineno))
        else:
            inner = child.name if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else function
            _collect(child, path, inner, found)


def _is_question(node: ast.AST) -> bool:
    """Whether a node asks for the system: `sys.platform == ...`, `sys.platform.startswith(...)` or only `sys.platform`."""
    if isinstance(node, ast.Compare):
        return _is_system(node.left)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return _is_system(node.func.value)
    return _is_system(node)


def _is_system(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and ast.unparse(node) == "sys.platform"


class Watch:
    """What a test of ENTERED enters, from start() to end()."""

    def __init__(self, test: str) -> None:
        claims = [claim for claim, entered_by in ENTERED.items() if f"tests/{entered_by}" == test]
        self._missing = {
            (str(ROOT / "playground" / branch.path), branch.line, system)
            for path, function, system in claims
            for branch in branches()
            if (branch.path, branch.function) == (path, function) and any(system in same for same in branch.systems())
        }
        self._files = {path for path, _line, _system in self._missing}
        self._before = sys.gettrace()  # of a debugger

    def start(self) -> None:
        if self._files:
            sys.settrace(self._on_call)

    def end(self) -> list[str]:
        """Return what was not entered."""
        if self._files:
            sys.settrace(self._before)
        return [f"{Path(path).relative_to(ROOT)}:{line} as on {system}" for path, line, system in sorted(self._missing)]

    def _on_call(self, frame: FrameType, event: str, argument: object) -> Any:
        return self._on_line if frame.f_code.co_filename in self._files else None

    def _on_line(self, frame: FrameType, event: str, argument: object) -> Any:
        system = getattr(frame.f_globals.get("sys"), "platform", "")  # that module may have been given another sys
        self._missing.discard((frame.f_code.co_filename, frame.f_lineno, system))
        return self._on_line
