"""Trial of an installed program as its first user would use it.

It does the self-test, doctor, and trains, saves and reads a policy. A frozen program whose worker died may still exit
0, so each answer is looked at. Used on hosted machines, by windows/trial.py and macos/trial.py; needs nothing but
Python.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from talk import StopError, say

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}  # for all but the real window; hosted machines promise no screen
WITHOUT_SCREEN = {"window"}  # what doctor may find wanting there


def run(program: Path, *words: str) -> str:
    """Run the installed program with `words`; return what it prints.

    Raises StopError with it if it fails.
    """
    done = _call(program, *words)
    if done.returncode != 0:
        raise StopError(f"{program.name} {' '.join(words)} exited with {done.returncode}.", done.stdout + done.stderr)
    return done.stdout


def try_out(program: Path, version: str, folder: Path) -> Path:
    """Try everything that needs no screen.

    Returns a policy that was saved in `folder`, to open in the window.

    Raises
    ------
    StopError
        If one answer is not what it should be.
    """
    printed = run(program, "--version")
    _expect(version in printed, f"--version says {printed!r}, and this is {version}")
    tested = json.loads(run(program, "--self-test", "--json"))
    for step in tested["steps"]:
        say(f"{step['name']}: {step['seen'] or step['problem']} ({step['seconds']} s)")
    _expect(tested["ok"] is True and len(tested["steps"]) > 5, "the self-test did not pass")
    _check_doctor(program, folder)
    policy = folder / "installed policy 强化学习.rlp"
    run(program, "train", "--preset", "tutorial", "--steps", "600", "--seed", "1", "--save", str(policy))
    _expect(policy.stat().st_size > 1000, "the policy that was saved is too small")
    result = json.loads(run(program, "evaluate", str(policy), "--episodes", "3", "--seed", "0", "--json"))
    say(f"The policy, read again: {result}")
    return policy


def _check_doctor(program: Path, folder: Path) -> None:
    report = folder / "report.html"
    found: dict[str, Any] = json.loads(_call(program, "doctor", "--json", "--report", str(report)).stdout)
    for check in found["checks"]:
        say(f"{check['name']}: {check['verdict']}. {check['text']}")
    failing = {check["name"] for check in found["checks"] if check["verdict"] == "fails"} - WITHOUT_SCREEN
    _expect(
        not failing and len(found["checks"]) > 5, f"doctor finds wanting: {', '.join(sorted(failing)) or 'nothing'}"
    )
    _expect("</html>" in report.read_text(encoding="utf-8"), "the report of doctor is no page")


def wait_for(happened: Callable[[], bool], what: str, seconds: float) -> None:
    """Check every half second whether it `happened`; raise StopError after `seconds`."""
    end = time.monotonic() + seconds
    while not happened():
        _expect(time.monotonic() < end, f"{what} did not happen within {seconds:.0f} s")
        time.sleep(0.5)


def _call(program: Path, *words: str) -> subprocess.CompletedProcess[str]:
    say(f"{program.name} {' '.join(words)}")
    return subprocess.run(
        [str(program), *words],
        env=os.environ | OFFSCREEN,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",  # what it says is in the encoding of that computer; JSON is in ASCII
        check=False,
        timeout=300,
    )


def _expect(is_so: bool, otherwise: str) -> None:
    if not is_so:
        raise StopError(f"{otherwise[0].upper()}{otherwise[1:]}.")
