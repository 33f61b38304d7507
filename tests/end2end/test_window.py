"""The main job in a real window: train, tune, step, save, load and replay, by mouse and keys alone."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from playground.store.policy.file import load_policy

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Xvfb and xdotool are Linux programs")
PATIENCE_S = 30
OFFLINE = Path(__file__).parent.parent / "offline.py"  # where the window tried to reach a network, Linux would end it


class Person:
    """Sees what the window tells and uses mouse and keys through the X server."""

    def __init__(self, home: Path) -> None:
        for program in ("Xvfb", "xdotool"):
            assert shutil.which(program), f"{program} is missing; packaging/dev.py test installs it"
        read_end, write_end = os.pipe()
        self._screen = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
            pass_fds=[write_end],
            stderr=subprocess.DEVNULL,
        )
        os.close(write_end)
        with os.fdopen(read_end) as pipe:
            display = ":" + pipe.readline().strip()
        self._environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "HOME": str(home)}
        self._errors = (home / "errors.txt").open("w+")
        self._program = subprocess.Popen(
            [sys.executable, str(OFFLINE), sys.executable, str(Path(__file__).with_name("watched_window.py"))],
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            env=self._environment,
            cwd=home,
        )
        self._news: queue.Queue[dict] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self._program.stdout:
            self._news.put(json.loads(line))

    def look(self) -> dict:
        """Return the newest that there is to see, waiting for something newer than now."""
        while not self._news.empty():
            self._news.get()
        return self._news.get(timeout=PATIENCE_S)

    def wait_until(self, what) -> dict:
        """Look until `what` holds of what is seen."""
        end = time.monotonic() + PATIENCE_S
        seen = self.look()
        while not what(seen):
            assert time.monotonic() < end, f"not seen in {PATIENCE_S} s; {seen['state']}, {seen['texts']}"
            seen = self.look()
        return seen

    def _do(self, *words: object) -> None:
        subprocess.run(["xdotool", *map(str, words)], env=self._environment, check=True)

    def press(self, *keys: str) -> None:
        self._do("key", *keys)

    def write(self, text: str) -> None:
        self._do("type", "--delay", "5", text)

    def click(self, name: str, across: float = 0.5) -> None:
        x, y, width, height = self.look()["places"][name]
        self._do("mousemove", x + int(width * across), y + height // 2, "click", 1)

    def drag(self, name: str, start: float, *ends: float) -> None:
        x, y, width, height = self.look()["places"][name]
        middle = y + height // 2
        self._do("mousemove", x + int(width * start), middle, "mousedown", 1)
        for end in ends:
            self._do("mousemove", x + int(width * end), middle)
        self._do("mouseup", 1)

    def focus_window(self) -> None:
        """Give the window the keys; there is no window manager to do it."""
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", "RL Playground"],
            env=self._environment,
            check=True,
            capture_output=True,
            text=True,
        )
        self._do("windowfocus", "--sync", found.stdout.split()[0])

    def wait_for_the_end(self) -> tuple[int, str]:
        """Return the program's exit code and what it complained of on standard error."""
        code = self._program.wait(timeout=5)
        self._errors.seek(0)
        return code, self._errors.read()

    def leave(self) -> None:
        """End everything, whatever happened."""
        self._program.kill()
        self._program.wait()
        self._reader.join(timeout=5)
        self._program.stdout.close()
        self._screen.terminate()
        self._screen.wait()
        self._errors.close()


@pytest.fixture
def person(tmp_path):
    person = Person(tmp_path)
    yield person
    person.leave()


def test_a_person_trains_tunes_steps_saves_loads_and_replays(person, tmp_path):
    person.wait_until(lambda seen: seen["state"] == "PAUSED" and "plot_return" in seen["places"])
    person.focus_window()

    person.press("F5")
    person.wait_until(lambda seen: seen["state"] == "RUNNING" and seen["steps"] > 500)

    person.drag("hyper_gamma_slider", 0.34, 0.3, 0.25, 0.2)
    seen = person.wait_until(lambda seen: 0.6 < seen["values"]["gamma"] < 0.9)
    assert [name for name, _, _ in seen["marks"]] == ["gamma"], "one drag is one mark"
    person.drag("hyper_epsilon_slider", 0.05, 0.5, 0.9)
    seen = person.wait_until(lambda seen: seen["values"]["epsilon"] > 0.8)
    assert [name for name, _, _ in seen["marks"]] == ["gamma", "epsilon"]
    later = person.wait_until(lambda later: later["steps"] > seen["steps"] + 200)
    assert later["values"]["epsilon"] == seen["values"]["epsilon"], "held"

    person.click("button_run")
    before = person.wait_until(lambda seen: seen["state"] == "PAUSED")["steps"]
    person.press("F10")
    seen = person.wait_until(lambda seen: seen["steps"] == before + 1)
    assert "die" in seen["texts"]["inspector_line_choose"]
    assert "y = " in seen["texts"]["inspector_line_learn"]
    person.click("env_view")
    person.press("Right")
    person.wait_until(lambda seen: seen["steps"] == before + 2)
    person.press("space")
    person.wait_until(lambda seen: seen["state"] == "RUNNING")
    person.press("space")
    person.wait_until(lambda seen: seen["state"] == "PAUSED")

    path = tmp_path / "mine.rlp"
    person.press("ctrl+s")
    person.wait_until(lambda seen: "save_path" in seen["places"])
    person.click("save_path", across=0.9)
    person.press("ctrl+a")
    person.write(str(path))
    person.click("save_ok")
    person.wait_until(lambda seen: str(path) in seen["texts"].get("notice_text", ""))
    assert load_policy(path).evaluation is not None

    person.focus_window()
    person.press("ctrl+o")
    person.wait_until(lambda seen: "load_dialog" in seen["places"])
    person.write(str(path))
    person.press("Return")
    seen = person.wait_until(lambda seen: seen["replaying"])
    assert seen["texts"]["policy_title"] == "mine.rlp"
    person.wait_until(lambda seen: seen["frame"] > 3)
    person.click("replay_play")
    frame = person.look()["frame"]
    person.click("replay_forward")
    person.wait_until(lambda seen: seen["frame"] != frame)
    person.click("replay_leave")
    seen = person.wait_until(lambda seen: not seen["replaying"])

    person.focus_window()
    person.press("ctrl+q")
    assert person.wait_for_the_end() == (0, "")
