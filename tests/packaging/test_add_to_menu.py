"""The scripts of the portable folder that put it into the menu: from a folder with any name, and without a trace after."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from playground import __version__

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT / "packaging"))  # its scripts are no package

from freeze.build import Frozen  # noqa: E402
from linux import share  # noqa: E402

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have other menus")
FOLDERS = (
    "a b",
    "强化 学习",
    "it's",
    'say "x"',
    "cost $HOME",
    "100%",
    "%f",
    "back\\slash",
    "back\\nslash",
    "end\\",
    "tick`id`",
    "a=b",
    "~#&;|<>*?()",
)


@pytest.fixture(scope="module")
def portable(tmp_path_factory):
    """Return a function that makes a portable folder of a name, with a stand-in for the program that says its own name."""
    above = tmp_path_factory.mktemp("sticks")
    desktop = above / "share"
    share.write_desktop(desktop, Frozen(above, Path(sys.executable), __version__, 0))

    def make(name):
        folder = above / name
        folder.mkdir()
        shutil.copytree(desktop, folder / "share", copy_function=os.link)
        for script in (ROOT / "packaging" / "tar").glob("*.sh"):
            shutil.copy(script, folder)
        (folder / "playground").write_text('#!/bin/sh\nprintf "%s\\n" "$0" "$@"\n')
        (folder / "playground").chmod(0o755)
        return folder

    return make


def _run(script, home):
    own = {"PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8"}
    done = subprocess.run(["sh", str(script)], env=own, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def _files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def _started(value, file):
    """Return the words that a desktop starts for `file` by a value of Exec: Desktop Entry Specification 1.5, "Exec"."""
    text = re.sub(r"\\(.)", lambda found: {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}[found[1]], value)
    arguments = []
    while text := text.lstrip(" "):
        if found := re.match(r'"((?:[^"`$\\]|\\["`$\\])*)"(?= |$)', text):
            arguments.append(re.sub(r"\\(.)", r"\1", found[1]))
        else:
            found = re.match(r"[^\s\"'\\><~|&;$*?#()`]+(?= |$)", text)
            arguments.append(found[0])
        text = text[found.end() :]
    assert "=" not in arguments[0]
    assert "%" not in arguments[0]  # GLib looks for the program by the word as it stands
    codes = {"%%": "%", "%f": file}
    return [re.sub("%.", lambda found: codes[found[0]], argument) for argument in arguments]


@pytest.mark.parametrize("name", FOLDERS)
def test_the_menu_starts_the_program_from_a_folder_with_any_name(portable, tmp_path, name):
    folder = portable(name)
    _run(folder / "add-to-menu.sh", tmp_path)
    entry = configparser.RawConfigParser()
    entry.read(tmp_path / ".local/share/applications/rl-playground.desktop", encoding="utf-8")
    command = _started(entry["Desktop Entry"]["Exec"], "/a policy.rlp")
    started = subprocess.run(command, capture_output=True, text=True, check=False)
    assert started.stdout.splitlines() == [f"{folder}/playground", "/a policy.rlp"]


def test_all_that_is_added_to_the_menu_is_taken_back_and_a_neighbours_files_stay(portable, tmp_path):
    kept = tmp_path / ".local/share"
    for name in ("applications/theirs.desktop", "mime/packages/theirs.xml", "icons/hicolor/16x16/apps/theirs.png"):
        (kept / name).parent.mkdir(parents=True)
        (kept / name).write_text('<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info"/>')
    before = _files(tmp_path)
    folder = portable("USB 记忆棒")
    _run(folder / "add-to-menu.sh", tmp_path)
    assert {f".local/share/{name}" for name in _files(folder / "share")} <= _files(tmp_path)
    _run(folder / "remove-from-menu.sh", tmp_path)
    assert before <= _files(tmp_path)
    assert [name for name in _files(tmp_path) if "rl-playground" in name] == []


def test_what_was_added_to_the_menu_twice_is_taken_back_at_once(portable, tmp_path):
    (tmp_path / ".local/share").mkdir(parents=True)
    before = _files(tmp_path)
    folder = portable("twice")
    _run(folder / "add-to-menu.sh", tmp_path)
    added = _files(tmp_path)
    _run(folder / "add-to-menu.sh", tmp_path)
    assert _files(tmp_path) == added
    _run(folder / "remove-from-menu.sh", tmp_path)
    assert _files(tmp_path) == before
