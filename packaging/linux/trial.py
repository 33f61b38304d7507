"""Trial of the installed package as its first user: `python3 -m linux.trial`.

It needs a machine that has a virtual screen. A file is opened by its kind, as a file manager does it, and the window
that comes is looked for.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from file_kinds import KINDS, SHOWN_NAME
from freeze.build import version
from installed import try_out, wait_for
from talk import StopError, say

PROGRAM = Path("/usr/bin/playground")


def main() -> int:
    """Try everything; report what went wrong, and return 1, if something did."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            policy = try_out(PROGRAM, version(), Path(folder))
            _check_kinds(Path(folder))
            _open_by_kind(policy)
    except StopError as stop:
        print(f"{stop.details}\n{stop}", file=sys.stderr)
        return 1
    return 0


def _check_kinds(folder: Path) -> None:
    for kind in KINDS:
        file = folder / f"empty.{kind.suffix}"
        file.touch()
        answers = (
            _answer("xdg-mime", "query", "filetype", str(file)),
            _answer("xdg-mime", "query", "default", kind.mime),
        )
        if answers != (kind.mime, "rl-playground.desktop"):
            raise StopError(f"A .{kind.suffix} is said to be {answers[0]}, opened by {answers[1] or 'nothing'}.")


def _open_by_kind(policy: Path) -> None:
    screen = {"DISPLAY": ":97"}
    search = ["xdotool", "search", "--onlyvisible", "--name", SHOWN_NAME]  # which does not mind capitals
    with subprocess.Popen(["Xvfb", ":97", "-screen", "0", "1280x800x24"], stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(Path("/tmp/.X11-unix/X97").exists, "the virtual screen", 10)
            # Without a desktop it waits for the program, as a file manager does not.
            with subprocess.Popen(["xdg-open", str(policy)], env=os.environ | screen) as opened:
                try:
                    wait_for(lambda: bool(_answer(*search, **screen)), "the window of a policy that was opened", 30)
                    say("A policy that is opened by its kind is shown in the window.")
                    window = _answer(*search, **screen).splitlines()[-1]
                    _answer("xdotool", "windowfocus", "--sync", window, "key", "ctrl+q", **screen)
                    wait_for(lambda: not _answer(*search, **screen), "the end of the window by Ctrl+Q", 30)
                    if opened.wait(30) != 0:
                        raise StopError(f"The program that opened the policy exited with {opened.returncode}.")
                finally:
                    opened.terminate()
        finally:
            server.terminate()


def _answer(*command: str, **variables: str) -> str:
    done = subprocess.run(command, env=os.environ | variables, capture_output=True, text=True, check=False)
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
