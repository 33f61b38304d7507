"""Trial of the disk image on a real macOS, as a user would use it.

It copies the application, opens a file with it, deletes it. From folder packaging: `python3 -m macos.trial`, with the
image in packaging/dist. For hosted machines: it installs the application for whoever starts it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import installed
from file_kinds import KINDS
from freeze.build import version
from macos.build import APP
from macos.plist import BUNDLE_ID
from talk import StopError, say
from targets import DIST

REGISTER = "/System/Library/Frameworks/CoreServices.framework/Frameworks/LaunchServices.framework/Support/lsregister"
STAYS = 15  # seconds that the window is watched


def main() -> int:
    """Try the image of this version; return the exit code."""
    if sys.platform != "darwin":
        print("This tries the application for macOS on macOS. Nothing was done.", file=sys.stderr)
        return 2
    image = DIST / f"rl-playground-{version()}-macos-arm64.dmg"
    app = Path("/Applications", APP)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            _copy_from(image, Path(scratch, "mounted"), app)
            policy = installed.try_out(app / "Contents" / "MacOS" / "playground", version(), Path(scratch))
            _try_window(policy, app)
        _call("rm", "-rf", str(app))
    except StopError as stop:
        print(f"{stop.details}\n{stop}", file=sys.stderr)
        return 1
    say("All was as it should be.")
    return 0


def _copy_from(image: Path, mounted: Path, app: Path) -> None:
    """Open the image and copy the application.

    One does so by dragging it onto the link beside it.
    """
    _call("hdiutil", "attach", str(image), "-nobrowse", "-readonly", "-mountpoint", str(mounted))
    try:
        names = {path.name for path in mounted.iterdir() if not path.name.startswith(".")}
        if names != {APP, "Applications"}:
            raise StopError(f"The disk image holds {', '.join(sorted(names))}.")
        _call("ditto", str(mounted / APP), str(app))
    finally:
        _call("hdiutil", "detach", str(mounted))
    _call("codesign", "--verify", "--deep", "--strict", str(app))


def _try_window(policy: Path, app: Path) -> None:
    """Open `policy` as a double-click does, and check that the window stays.

    It goes on until it is asked to end.
    """
    _call(REGISTER, "-f", str(app))
    known = _call(REGISTER, "-dump")
    for kind in KINDS:
        if f"org.rl-playground.{kind.name}" not in known:
            raise StopError(f"macOS does not know the files of the suffix .{kind.suffix}.")
    _call("open", str(policy))
    installed.wait_for(lambda: _is_running(app), "a window", 60)
    time.sleep(STAYS)
    if not _is_running(app):
        raise StopError(f"The program ended within {STAYS} s of its start.")
    _call("osascript", "-e", f'tell application id "{BUNDLE_ID}" to quit')
    installed.wait_for(lambda: not _is_running(app), "the end of the program", 60)


def _is_running(app: Path) -> bool:
    return subprocess.run(["pgrep", "-f", f"{app}/Contents/MacOS/"], capture_output=True, check=False).returncode == 0


def _call(*command: str) -> str:
    say(" ".join(command))
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, timeout=300)
    if done.returncode != 0:
        raise StopError(f"{command[0]} exited with {done.returncode}.", done.stdout + done.stderr)
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
