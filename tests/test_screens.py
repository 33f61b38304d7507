"""Pictures of the window in its states: taken away from anybody's settings, told apart, and put on sheets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.screens.looks import FIRST

ROOT = Path(__file__).parent.parent
EVERYWHERE = 24


def screens(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "tests.screens", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False)


def colours(image: QImage) -> set[int]:
    return {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_two_states_make_two_pictures_and_a_sheet_of_them(tmp_path, own_folders):
    folder = tmp_path / "pictures"
    done = screens(folder, "--only", "start", "about")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"2 pictures and 1 contact sheets are in {folder}.\n"
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*.png")}
    assert found == {f"{FIRST.name}/start.png", f"{FIRST.name}/about.png", f"sheet-{FIRST.name}-1.png"}
    start, about = (QImage(str(folder / FIRST.name / f"{name}.png")) for name in ("start", "about"))
    assert (start.width(), start.height()) == (1366, 768)
    assert start != about
    assert all(len(colours(image)) > 20 for image in (start, about, QImage(str(folder / f"sheet-{FIRST.name}-1.png"))))
    assert [path.name for path in folder.iterdir() if path.is_dir()] == [FIRST.name]  # its home is gone
    assert list(own_folders.rglob("*.conf")) == []  # nor were our settings touched


def test_all_states_are_listed_and_two_dozen_are_looked_at_everywhere():
    said = screens("--list").stdout.splitlines()
    assert len(said) > 60
    assert sum(line.endswith("(everywhere)") for line in said) == EVERYWHERE


def test_a_state_that_does_not_exist_is_refused_with_those_that_do(tmp_path):
    done = screens(tmp_path / "pictures", "--only", "no-such-state")
    assert done.returncode == 2
    assert "start-more" in done.stderr
    assert not os.path.exists(tmp_path / "pictures")


BROKEN = """
import sys
from tests.screens import child
from tests.screens.table import state

@state("broken")
def broken(driver):
    driver.child("no_such_part")

sys.exit(child.main(sys.argv[1:]))
"""


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_a_state_that_fails_is_told_and_the_others_go_on(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    command = [sys.executable, "-P", "-c", BROKEN, str(tmp_path), FIRST.name, "broken", "about"]
    surroundings = os.environ | FIRST.variables(home)
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=surroundings, check=False)
    broken, about = map(json.loads, done.stdout.splitlines())
    assert broken["state"] == "broken"
    assert "there is no no_such_part" in broken["problem"]
    assert about == {"state": "about", "problem": ""}
    assert [path.stem for path in tmp_path.rglob("*.png")] == ["about"]
