"""The package's control and copyright files."""

from __future__ import annotations

# What the program is linked with and does not bring along (freeze/lean.py says why), by the names of Debian 12 and, where
# they changed when time became 64 bits wide, of newer ones. tests/packaging holds this list against the frozen program.
DEPENDS = (
    "libc6 (>= 2.35)",
    "libstdc++6 (>= 11)",
    "libgcc-s1",
    "zlib1g",
    "libzstd1",
    "libegl1",
    "libgl1",
    "libfontconfig1",
    "libfreetype6",
    "libdbus-1-3",
    "libglib2.0-0t64 | libglib2.0-0",
    "libx11-6",
    "libx11-xcb1",
    "libxcb1",
    "libxcb-glx0",
    "libxcb-randr0",
    "libxcb-render0",
    "libxcb-shm0",
    "libxcb-sync1",
    "libxcb-xfixes0",
    "libwayland-client0",
    "libwayland-cursor0",
    "libwayland-egl1",
    "xkb-data",
    "fonts-dejavu-core | fonts-noto-core | fonts-liberation",
)
RECOMMENDS = ("shared-mime-info", "desktop-file-utils", "hicolor-icon-theme")  # who has a desktop has these

_CONTROL = """\
Package: rl-playground
Version: {version}
Section: education
Priority: optional
Architecture: amd64
Maintainer: The RL Playground developers <playground@example.invalid>
Installed-Size: {installed_kb}
Depends: {depends}
Recommends: {recommends}
Description: watch a policy learn, and take a hand in it
 A window that trains a policy by reinforcement learning while one looks:
 change gamma, epsilon or any other setting while it learns, pause, make one
 step and read its numbers, save the policy, load it, replay it frame by frame.
 Any step of a run can be returned to, changed there, and both runs watched
 side by side.
 .
 It brings all that it needs along and opens no network connection.
"""
_COPYRIGHT = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: RL Playground
Comment:
 The package holds many parts under licences of their own. All of them, with
 their texts and where their sources are, stand in THIRD-PARTY.txt in this
 folder; sbom.cdx.json lists every file.

Files: *
Copyright: the RL Playground developers
License: unstated
 The program itself does not state a licence yet.
"""


def control(version: str, installed_kb: int) -> str:
    """Return the control file."""
    return _CONTROL.format(
        version=version, installed_kb=installed_kb, depends=", ".join(DEPENDS), recommends=", ".join(RECOMMENDS)
    )


def copyright_file() -> str:
    """Return the copyright file, which points to the licences of the parts."""
    return _COPYRIGHT
