"""Where settings are: in one file of the person's own, on every system, with what older versions kept elsewhere."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from platformdirs.windows import Windows
from PySide6.QtCore import QSettings

from playground.folders import config_folder
from playground.i18n import spoken_language
from playground.ui import app
from tests.conftest import FOLDER_VARIABLES
from tests.ui.kept_settings import kept_settings

PACKAGE = Path(app.__file__).parent.parent
NATIVE, USER = QSettings.Format.NativeFormat, QSettings.Scope.UserScope


@pytest.fixture
def native(tmp_path):
    """Where this system keeps what programs have it keep; no program says where that is, on Windows and macOS."""
    folder = tmp_path / "the registry"
    folder.mkdir()
    QSettings.setPath(NATIVE, USER, str(folder))
    QSettings.setDefaultFormat(NATIVE)  # as in a process that begins
    return folder


@pytest.fixture
def opened(qtbot, native, chosen):
    """Open a window as the program does."""

    def open_window():
        window = app.create([])
        qtbot.addWidget(window)
        return window

    return open_window


def before(**values):
    """Keep settings as older versions did."""
    settings = QSettings(NATIVE, USER, "rl-playground", "playground")
    for name, value in values.items():
        settings.setValue(name, value)
    settings.sync()


def test_settings_are_in_a_file_of_the_folder_of_settings_and_nothing_in_what_the_system_has_for_them(opened, native):
    window = opened()
    window.findChild(object, "act_theme_dark").trigger()
    window.close()
    assert Path(QSettings().fileName()) == config_folder() / "playground.ini"
    assert "theme=dark" in (config_folder() / "playground.ini").read_text()
    assert [path for path in native.rglob("*") if "rl-playground" in str(path)] == []


def test_settings_of_an_older_version_are_there_and_are_read_once(opened):
    before(language="zh_CN", recent=["/a.rlp", "/b.rlp"], theme="dark")
    window = opened()
    assert spoken_language() == "zh_CN"
    assert window.recent.names() == ["/a.rlp", "/b.rlp"]
    window.close()
    kept_settings().setValue("language", "en")
    before(language="zh_CN")
    opened().close()
    assert spoken_language() == "en"


def test_whatever_the_program_remembers_it_asks_for_in_the_one_way_that_heeds_its_folder():
    asked = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "QSettings"
        and (node.args or node.keywords)
    }
    assert asked == {str(Path("ui", "support", "qsettings_location.py"))}  # which reads what older versions left


def test_the_folder_of_settings_of_a_test_is_its_own_on_windows_too(monkeypatch):
    (name,) = (name for name in FOLDER_VARIABLES if name.startswith("WIN_"))
    monkeypatch.setenv(name, "C:\\home\\of a test")
    folders = Windows("rl-playground", appauthor=False)
    for folder in (folders.user_config_dir, folders.user_state_dir, folders.user_log_dir, folders.user_cache_dir):
        assert folder.startswith("C:\\home\\of a test")
