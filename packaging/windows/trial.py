"""Trial of the installer on a real Windows, as a user would use it.

It installs, opens a file, updates, uninstalls; then tries the ZIP file. From folder packaging: `python -m
windows.trial`, with both files in packaging/dist. For hosted machines: it installs the program for whoever starts it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import installed
from file_kinds import KINDS, SHOWN_NAME
from freeze.build import version
from talk import StopError, say
from targets import DIST

USER_CLASSES = r"HKCU\Software\Classes"
UNINSTALL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\rl-playground"
WINDOW = f"{SHOWN_NAME}.exe"


def main() -> int:
    """Try both files of this version; return the exit code."""
    if sys.platform != "win32":
        print("This tries the installer for Windows on Windows. Nothing was done.", file=sys.stderr)
        return 2
    stem = DIST / f"rl-playground-{version()}-windows-x86_64"
    folder = Path(os.environ["LOCALAPPDATA"], "Programs", SHOWN_NAME)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            _try_installer(Path(f"{stem}.exe"), folder, Path(scratch))
            _try_portable(Path(f"{stem}-portable.zip"), Path(scratch))
    except StopError as stop:
        print(f"{stop.details}\n{stop}", file=sys.stderr)
        return 1
    say("All was as it should be.")
    return 0


def _try_installer(installer: Path, folder: Path, scratch: Path) -> None:
    for time in ("The first time", "Over itself"):
        say(f"{time}: {installer.name} /S")
        _succeed(subprocess.run([str(installer), "/S"], check=False), "The installer")
    policy = installed.try_out(folder / "playground.exe", version(), scratch)
    for kind in KINDS:
        if f"RLPlayground.{kind.name}" not in _registry(rf"{USER_CLASSES}\.{kind.suffix}"):
            raise StopError(f"A file of the suffix .{kind.suffix} does not belong to the program.")
    _try_window(policy)
    say("Uninstall.exe /S")
    subprocess.run([str(folder / "Uninstall.exe"), "/S"], check=True)  # it goes on in a copy of itself
    installed.wait_for(lambda: not folder.exists(), f"the end of {folder}", 120)
    for key in (UNINSTALL, *(rf"{USER_CLASSES}\RLPlayground.{kind.name}" for kind in KINDS)):
        if _registry(key):
            raise StopError(f"{key} is still in the registry.")


def _try_window(policy: Path) -> None:
    """Open `policy` as a double-click does, and close the window that comes."""
    if sys.platform == "win32":
        os.startfile(policy)  # the very thing to be tried
    installed.wait_for(lambda: bool(_window_title()), "a window", 90)
    say(f"There is a window: {_window_title()}")
    _close()


def _try_portable(archive: Path, scratch: Path) -> None:
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(scratch / "stick")
    folder = scratch / "stick" / SHOWN_NAME
    data = folder / "playground-data"
    data.mkdir()
    policy = installed.try_out(folder / "playground.exe", version(), scratch)
    window = subprocess.Popen([str(folder / WINDOW), "replay", str(policy)])
    installed.wait_for(lambda: bool(_window_title()), "a window", 90)
    _close()
    if code := window.wait(60):
        raise StopError(f"The window exited with {code}.")
    if not any(data.iterdir()):
        raise StopError(f"Nothing was kept in {data}.")


def _close() -> None:
    subprocess.run(["taskkill", "/IM", WINDOW], check=True)  # asks it to close, and does not end it by force
    installed.wait_for(lambda: WINDOW not in _tasks(), "the end of the program", 60)


def _window_title() -> str:
    ask = f"(Get-Process '{SHOWN_NAME}' -ErrorAction SilentlyContinue).MainWindowTitle"
    return subprocess.run(
        ["powershell", "-NoProfile", "-Command", ask], capture_output=True, text=True, check=False
    ).stdout.strip()


def _tasks() -> str:
    return subprocess.run(["tasklist", "/FO", "CSV", "/NH"], capture_output=True, text=True, check=True).stdout


def _registry(key: str) -> str:
    """Return the values under `key`; "" where there are none."""
    found = subprocess.run(["reg", "query", key, "/s"], capture_output=True, text=True, check=False)
    return found.stdout if found.returncode == 0 else ""


def _succeed(done: subprocess.CompletedProcess[bytes], what: str) -> None:
    if done.returncode != 0:
        raise StopError(f"{what} exited with {done.returncode}; packaging/windows/installer.nsi says what that means.")


if __name__ == "__main__":
    sys.exit(main())
