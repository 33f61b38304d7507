"""Trial of a checkout on the system that it lies on, in some five minutes: what its first user does there.

It looks into the computer, trains, saves, measures on two seeds in two processes, films, speaks Chinese in the encoding
of Chinese Windows, and opens the window for a picture of the screen. From folder packaging: `python -m smoke FOLDER`;
what is to be looked at afterwards is left in FOLDER. For hosted machines: .github/workflows/smoke.yml.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import environment
import installed
from freeze.build import version
from talk import StopError, say

OF_CHINA = {"LC_ALL": "zh_CN.UTF-8", "PYTHONIOENCODING": "cp936"}
STAYS = 15  # seconds that the window is given to draw an episode
WINDOW_OF = "(Get-Process python* | Where-Object MainWindowTitle | Select-Object -First 1)"  # PowerShell
ON_SCREEN = """
Add-Type -AssemblyName System.Windows.Forms, System.Drawing
$all = [System.Windows.Forms.SystemInformation]::VirtualScreen
$picture = New-Object System.Drawing.Bitmap $all.Width, $all.Height
[System.Drawing.Graphics]::FromImage($picture).CopyFromScreen($all.Left, $all.Top, 0, 0, $all.Size)
$picture.Save($env:PICTURE)
"""


def main(words: list[str]) -> int:
    """Try everything, leave pictures and reports in the folder that `words` name; return the exit code."""
    if len(words) != 1:
        print("python -m smoke FOLDER", file=sys.stderr)
        return 2
    folder = Path(words[0]).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    program = environment.PYTHON.with_name("playground.exe" if sys.platform == "win32" else "playground")
    try:
        policy = installed.try_out(program, version(), folder)
        _try_bench(program, folder / "bench.jsonl")
        _try_film(program, policy, folder / "film.mp4")
        _try_chinese(program, folder)
        if sys.platform in ("win32", "darwin"):
            _try_window(policy, folder / "screen.png")
    except StopError as stop:
        print(f"{stop.details}\n{stop}", file=sys.stderr)
        return 1
    say("All was as it should be.")
    return 0


def _try_bench(program: Path, results: Path) -> None:
    words = ("--rows", "ppo-cartpole", "--seeds", "1-2", "--jobs", "2", "--results", str(results))
    say(installed.run(program, "bench", "learning", *words))
    if len(results.read_text(encoding="utf-8").splitlines()) != 2:
        raise StopError(f"Two seeds were measured, and {results} does not have two lines.")


def _try_film(program: Path, policy: Path, film: Path) -> None:
    installed.run(program, "replay", str(policy), "--video", str(film))
    if film.stat().st_size < 10_000:
        raise StopError("The film is too small to show an episode.")


def _try_chinese(program: Path, folder: Path) -> None:
    """Let it speak Chinese in the encoding that Chinese Windows has, and take Chinese names."""
    before = dict(os.environ)
    os.environ.update(OF_CHINA)
    try:
        for words in (("--help",), ("train", "--steps", "50", "--save", str(folder / "策略 一.rlp")), ("doctor",)):
            done = subprocess.run(
                [str(program), *words], env=os.environ | installed.OFFSCREEN, capture_output=True, check=False
            )
            said = done.stdout.decode("cp936", errors="replace")
            (folder / f"zh-{words[0].strip('-')}.txt").write_text(said, encoding="utf-8")
            if not any("\u4e00" <= letter <= "\u9fff" for letter in said):
                raise StopError(
                    f"`{' '.join(words)}` says nothing in Chinese.", said + done.stderr.decode("cp936", "replace")
                )
    finally:
        os.environ.clear()
        os.environ.update(before)


def _try_window(policy: Path, picture: Path) -> None:
    """Open the window as a person sees it, take a picture of the screen, and close the window as a person does."""
    command = [str(environment.PYTHON), "-P", "-m", "playground", "replay", str(policy)]
    with (picture.with_name("window.log")).open("w", encoding="utf-8") as log:
        window = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    try:
        if sys.platform == "win32":
            installed.wait_for(lambda: bool(_powershell(f"{WINDOW_OF}.MainWindowTitle")), "a window", 90)
            say(f"There is a window: {_powershell(f'{WINDOW_OF}.MainWindowTitle')}")
        time.sleep(STAYS)
        if window.poll() is not None:
            raise StopError(f"The window ended by itself, with {window.returncode}; see window.log.")
        _picture(picture)
        if sys.platform == "win32":
            _powershell(f"{WINDOW_OF}.CloseMainWindow()")
        else:
            window.terminate()
        installed.wait_for(lambda: window.poll() is not None, "the end of the window", 60)
    finally:
        window.kill()


def _picture(picture: Path) -> None:
    if sys.platform == "win32":
        _powershell(ON_SCREEN, PICTURE=str(picture))
    else:
        subprocess.run(["screencapture", "-x", str(picture)], check=True)
    say(f"The screen is in {picture}.")


def _powershell(script: str, **variables: str) -> str:
    command = ["powershell", "-NoProfile", "-Command", script]
    done = subprocess.run(
        command, env=os.environ | variables, capture_output=True, text=True, errors="replace", check=False
    )
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
