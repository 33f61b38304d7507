"""System libraries that a window needs, and installing them with apt."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from talk import say

WINDOW = (
    "libegl1 libgl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0 libxcb-cursor0 libxkbcommon-x11-0 "
    "libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libx11-xcb1"
).split()
TESTS = ["xvfb", "xauth", "xdotool", "fonts-wqy-microhei"]  # a screen to test on, hands, and Chinese glyphs

LIBRARIES = (
    "libEGL.so.1 libGL.so.1 libxkbcommon.so.0 libfontconfig.so.1 libdbus-1.so.3 libglib-2.0.so.0 libxcb-cursor.so.0 "
    "libxkbcommon-x11.so.0 libxcb-icccm.so.4 libxcb-keysyms.so.1 libxcb-shape.so.0 libX11-xcb.so.1"
).split()
ELSEWHERE = (
    "On Fedora: sudo dnf install libglvnd-egl libglvnd-glx libxkbcommon-x11 fontconfig dbus-libs glib2 xcb-util-cursor "
    "xcb-util-wm xcb-util-keysyms libX11-xcb. On Arch: sudo pacman -S libglvnd libxkbcommon-x11 fontconfig dbus glib2 "
    "xcb-util-cursor xcb-util-wm xcb-util-keysyms libx11."
)


def missing_packages(*, tests: bool) -> list[str]:
    """Return what a Debian or Ubuntu lacks; nothing on other systems."""
    if sys.platform != "linux" or not (shutil.which("dpkg-query") and shutil.which("apt-get")):
        return []
    wanted = WINDOW + (TESTS if tests else [])
    either = [*wanted, *(f"{name}t64" for name in wanted)]  # Ubuntu renamed some when time became 64 bits wide
    query = ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\n", *either]
    answer = subprocess.run(query, capture_output=True, text=True, check=False).stdout.splitlines()
    there = {line.split()[0] for line in answer if line.endswith(" installed")}
    return [name for name in wanted if not there & {name, f"{name}t64"}]


def install(packages: list[str]) -> bool:
    """Install `packages` with apt; return whether it was done.

    It says what to do where that cannot be done.
    """
    by_hand = f"sudo apt-get install {' '.join(packages)}"
    sudo = _sudo()
    if sudo is None:
        say(
            f"Some system libraries are missing, and only root can install them. Going on without; to get them: {by_hand}"
        )
        return False
    asks = " (sudo may ask for your password)" if sudo == ["sudo"] else ""
    say(f"Installing system libraries with apt{asks}: {' '.join(packages)}")
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=60"]
    get = [*apt, "install", "-y", "--no-install-recommends", *packages]
    if _run(get) or (_run([*apt, "update"]) and _run(get)):  # the list of packages may be old, or not there yet
        return True
    say(f"apt did not install them; its reason is above. Going on without; to try again by hand: {by_hand}")
    return False


def warn_elsewhere() -> None:
    """On a Linux without apt, name the packages with missing libraries.

    They are the libraries that cannot be loaded.
    """
    if sys.platform != "linux" or shutil.which("apt-get"):
        return
    absent = [name for name in LIBRARIES if not _loads(name)]
    if absent:
        say(f"A window needs system libraries that are missing here: {' '.join(absent)}. {ELSEWHERE} Going on without.")


def _sudo() -> list[str] | None:
    if os.geteuid() == 0:  # type: ignore[attr-defined, unused-ignore]  # there is apt-get, so this is no Windows
        return []
    if not shutil.which("sudo"):
        return None
    if sys.stdin.isatty() and sys.stderr.isatty():
        return ["sudo"]
    quietly = ["sudo", "-n"]  # nobody is there to type a password
    return quietly if _run([*quietly, "true"], silent=True) else None


def _run(command: list[str], *, silent: bool = False) -> bool:
    output = subprocess.DEVNULL if silent else sys.stderr  # standard output belongs to the command that is run
    asks = None if command[0] == "sudo" and "-n" not in command else subprocess.DEVNULL
    return subprocess.run(command, stdin=asks, stdout=output, stderr=output, check=False).returncode == 0


def _loads(library: str) -> bool:
    import ctypes

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
