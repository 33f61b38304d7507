"""The installed program and what is started from it: a Python inside is no Python, and its libraries are its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from playground import surroundings
from playground.envs.gym_adapter.faults import fault, in_step
from playground.surroundings import hand_back_surroundings

ROOT = Path(__file__).parent.parent
BUNDLE = str(ROOT)  # as if all that is here had been frozen
# What PyInstaller's bootloader and its hooks leave in the surroundings of the program that they start.
FROZEN = {
    "LD_LIBRARY_PATH": BUNDLE,
    "_PYI_ARCHIVE_FILE": f"{BUNDLE}/playground",
    "_PYI_PARENT_PROCESS_LEVEL": "1",
    "QT_PLUGIN_PATH": f"{BUNDLE}/PySide6/Qt/plugins",
    "QML2_IMPORT_PATH": f"{BUNDLE}/PySide6/Qt/qml",
}
STARTED = "import sys; sys.frozen, sys._MEIPASS = True, sys.argv.pop(1); from playground.__main__ import main; sys.exit(main())"


@pytest.fixture
def installed(monkeypatch):
    """Let this process look like the installed program at its start."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", BUNDLE, raising=False)
    for name, value in FROZEN.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("LD_LIBRARY_PATH_ORIG", raising=False)


def seen_by_a_child():
    code = "import json, os; print(json.dumps(dict(os.environ)))"
    return json.loads(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)


def test_what_an_installed_program_starts_finds_the_systems_libraries(installed):
    hand_back_surroundings()
    assert not FROZEN.keys() & seen_by_a_child().keys()


def test_what_somebody_set_before_the_installed_program_began_is_there_again(installed, monkeypatch):
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/opt/theirs")
    monkeypatch.setenv("QT_PLUGIN_PATH", os.pathsep.join([FROZEN["QT_PLUGIN_PATH"], "/opt/plugins"]))
    hand_back_surroundings()
    seen = seen_by_a_child()
    assert (seen["LD_LIBRARY_PATH"], seen["QT_PLUGIN_PATH"]) == ("/opt/theirs", "/opt/plugins")
    assert "LD_LIBRARY_PATH_ORIG" not in seen


def test_a_program_that_is_not_installed_keeps_its_surroundings(monkeypatch):
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/theirs")
    hand_back_surroundings()
    assert seen_by_a_child()["LD_LIBRARY_PATH"] == "/opt/theirs"


@pytest.mark.parametrize(
    ("system", "platform", "windows", "expected"),
    [
        ("win32", "offscreen", "D:\\Windows", "D:\\Windows\\Fonts"),
        ("win32", "offscreen:configfile=C:\\screens.json", "C:\\WINDOWS", "C:\\WINDOWS\\Fonts"),
        ("win32", "offscreen", None, "C:\\Windows\\Fonts"),
        ("win32", None, "C:\\Windows", None),
        ("win32", "windows", "C:\\Windows", None),
        ("linux", "offscreen", None, None),
        ("darwin", "offscreen", None, None),
    ],
)
def test_qt_without_a_screen_is_told_where_windows_has_its_fonts(monkeypatch, system, platform, windows, expected):
    for name, value in (("QT_QPA_FONTDIR", None), ("QT_QPA_PLATFORM", platform), ("WINDIR", windows)):
        monkeypatch.setenv(name, value or "")  # so that it is afterwards what it was
        if value is None:
            monkeypatch.delenv(name)
    monkeypatch.setattr(surroundings, "sys", SimpleNamespace(platform=system))
    surroundings.name_fonts()
    assert os.environ.get("QT_QPA_FONTDIR") == expected
    monkeypatch.setenv("QT_QPA_FONTDIR", "E:\\mine")
    surroundings.name_fonts()
    assert os.environ["QT_QPA_FONTDIR"] == "E:\\mine"


def test_the_self_test_tells_it_too(monkeypatch, tmp_path):
    code = (
        "import os, pathlib, sys\n"
        "from types import SimpleNamespace\n"
        "from playground import surroundings\n"
        "from playground.readiness.isolation import keep_all_in\n"
        "surroundings.sys = SimpleNamespace(platform='win32')\n"
        "keep_all_in(pathlib.Path(sys.argv[1]))\n"
        "print(os.environ['QT_QPA_FONTDIR'])\n"
    )
    monkeypatch.setenv("WINDIR", "C:\\Windows")
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout == "C:\\Windows\\Fonts\n"


def started(*words):
    command = [sys.executable, "-P", "-c", STARTED, BUNDLE, *words]
    return subprocess.run(
        command,
        env=os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "words", [("-c", "print(42)"), ("-m", "pip", "install", "x"), ("my_env.py", "--quick"), ("-",)]
)
def test_an_installed_program_that_is_started_as_python_says_that_it_is_none_and_what_is_one(words):
    result = started(*words)
    assert (result.returncode, result.stdout) == (2, "")
    assert f"no Python, so it cannot run “{' '.join(words)}”" in result.stderr
    assert "workshop bundle" in result.stderr
    assert "usage" not in result.stderr


def test_an_installed_program_still_knows_its_own_flags():
    result = started("--version")
    assert (result.returncode, result.stdout.split()[0]) == (0, "playground")


def test_an_environment_that_takes_an_installed_program_for_python_is_told_what_happened(installed):
    with pytest.raises(subprocess.CalledProcessError) as caught:
        subprocess.run([sys.executable, "-c", "raise SystemExit(2)"], check=True)
    said = str(fault("my_env:MyEnv-v0", in_step(3, 7), caught.value))
    assert "no Python, so it cannot run “-c raise SystemExit(2)”" in said
    assert "workshop bundle" in said
