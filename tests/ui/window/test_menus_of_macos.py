"""Menus and keys as macOS has them: what goes into the program's own menu, and keys that its keyboards have."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

from playground.ui.theme.icons import Icons
from playground.ui.theme.theme import Theme
from playground.ui.window.commands import actions

ROLE = QAction.MenuRole


def entries(menu):
    for action in menu.actions():
        yield action
        if action.menu() is not None:
            yield from entries(action.menu())


def test_quit_and_about_are_for_the_menu_of_the_program_and_nothing_else_ever_moves_there(window, tmp_path):
    window.recent.remember(tmp_path / "settings.rlp")
    roles = {
        action.objectName() or action.text(): action.menuRole()
        for action in entries(window.menuBar())
        if not action.isSeparator()
    }
    assert {name: role for name, role in roles.items() if role is not ROLE.NoRole} == {
        "act_quit": ROLE.QuitRole,
        "act_about": ROLE.AboutRole,
    }
    assert str(tmp_path / "settings.rlp") in roles
    assert {"act_dock_plots", "act_theme_dark", "act_language_zh_CN", "act_forget_all_runs"} <= roles.keys()


@pytest.fixture
def on_macos(qtbot, monkeypatch):
    """The actions of a window on macOS."""
    monkeypatch.setattr(actions, "sys", SimpleNamespace(platform="darwin"))
    window, theme = QMainWindow(), Theme("light")
    qtbot.addWidget(window)
    yield actions.make_actions(window, Icons(theme, window))
    window.close()


def test_every_key_that_keyboards_of_macs_lack_or_use_otherwise_has_another_beside_it(on_macos):
    for action in on_macos.values():
        keys = [each.toString() for each in action.shortcuts()]
        if any(part in ("End", "Home", "F1", "F5", "F10") for each in keys for part in each.split("+")):
            assert keys[0].startswith("Ctrl+"), keys  # which Qt has as Command there
            assert action.shortcut().toString() == keys[0], "the menu shows the first"


def test_no_two_actions_have_the_same_key_on_macos(on_macos):
    keys = Counter(each.toString() for action in on_macos.values() for each in action.shortcuts())
    assert [each for each, n in keys.items() if n > 1] == []
    hidden = {
        QKeySequence(keys).toString() for keys in ("Ctrl+H", "Ctrl+M", "Ctrl+W", "Ctrl+,", "Ctrl+Space", "Ctrl+Tab")
    }
    assert not hidden & keys.keys(), "the system has those"


def test_elsewhere_the_keys_are_what_they_were(window):
    made = window.actions_by_name
    assert [made[name].shortcuts() for name in ("act_run", "act_to_present")] == [["F5"], ["Alt+End"]]
    assert made["act_run"].toolTip().endswith("(F5; Space in the picture)")
