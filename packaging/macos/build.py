"""Build for macOS: a disk image with the application.

It also holds a link to the folder that the application belongs into. For Apple's processors only: PyPI has torch for
Intel's up to 2.2.2, which cannot work with NumPy 2.

Signed where PLAYGROUND_SIGN_AS names an identity of the keychain ("Developer ID Application: ..."), and notarised where
PLAYGROUND_APPLE_ID, PLAYGROUND_APPLE_PASSWORD and PLAYGROUND_APPLE_TEAM are said too; without, the signature is an empty one,
which Apple's processors want of every program, and macOS warns at the first start.
"""

from __future__ import annotations

import os
import plistlib
import shutil
import subprocess
import time
from pathlib import Path

from file_kinds import SHOWN_NAME
from freeze.build import WORK, Frozen, freeze
from freeze.inventory import OURS
from freeze.lock import ROOT
from macos.plist import DOCUMENT_ICON, chinese_strings
from talk import StopError, say

APP = f"{SHOWN_NAME}.app"
NOBODY = "-"  # the identity of a signature that says nothing
ENTITLEMENTS = {
    # Python's ctypes writes code at run time, and so does the compiler within NumPy and torch for this processor.
    "com.apple.security.cs.allow-unsigned-executable-memory": True,
    "com.apple.security.cs.allow-jit": True,
}
TRIES = 5  # hdiutil says "Resource busy" while the system's indexer reads the same folder


def build(dist: Path) -> list[Path]:
    """Make the disk image in `dist`; return it.

    Raises
    ------
    StopError
        If one of Apple's tools fails.
    """
    frozen = freeze()
    work = WORK / "macos"
    shutil.rmtree(work, ignore_errors=True)
    image = work / "image"
    image.mkdir(parents=True)
    shutil.copytree(frozen.folder.parent / APP, image / APP, symlinks=True)
    _complete(image / APP, frozen)
    _sign(image / APP, work)
    (image / "Applications").symlink_to("/Applications")
    made = dist / f"rl-playground-{frozen.version}-macos-arm64.dmg"
    _make_image(image, made)
    _notarise(made)
    return [made]


def _complete(app: Path, frozen: Frozen) -> None:
    """Add licences, the icon of files, and the Chinese texts of Info.plist.

    PyInstaller does not.
    """
    resources = app / "Contents" / "Resources"
    shutil.copytree(frozen.folder / OURS, resources / OURS)
    drawing = ROOT / "resources" / "icons" / "document.svg"
    draw = [ROOT / "packaging" / "freeze" / "icons.py", drawing, resources / DOCUMENT_ICON]
    _run("draw the icon of files", str(frozen.python), *map(str, draw))
    for language, text in {"en": "", "zh-Hans": chinese_strings()}.items():
        folder = resources / f"{language}.lproj"
        folder.mkdir(exist_ok=True)
        (folder / "InfoPlist.strings").write_text(text, encoding="utf-16")


def _sign(app: Path, work: Path) -> None:
    """Sign the application anew.

    What was added to it broke the signature that PyInstaller made.
    """
    identity = os.environ.get("PLAYGROUND_SIGN_AS") or NOBODY
    words = ["--force", "--deep", "--sign", identity]
    if identity == NOBODY:
        say("There is no identity to sign with (PLAYGROUND_SIGN_AS): macOS will warn at the first start.")
    else:
        entitlements = work / "entitlements.plist"
        entitlements.write_bytes(plistlib.dumps(ENTITLEMENTS))
        words += ["--options", "runtime", "--timestamp", "--entitlements", str(entitlements)]
    _run("sign the application", "codesign", *words, str(app))
    _run("check the signature", "codesign", "--verify", "--deep", "--strict", str(app))


def _make_image(folder: Path, made: Path) -> None:
    say("Making the disk image with hdiutil; that takes some minutes.")
    made.parent.mkdir(parents=True, exist_ok=True)
    command = [
        "hdiutil",
        "create",
        "-volname",
        SHOWN_NAME,
        "-srcfolder",
        str(folder),
        "-format",
        "ULMO",
        "-ov",
        str(made),
    ]
    for attempt in range(1, TRIES + 1):
        try:
            _run("make the disk image", *command)
            return
        except StopError as stop:
            if attempt == TRIES or "busy" not in stop.details.lower():
                raise
            time.sleep(10 * attempt)


def _notarise(image: Path) -> None:
    """Let Apple notarise the image, where an account for that is given.

    Apple's answer is fastened to the image.
    """
    names = ("PLAYGROUND_APPLE_ID", "PLAYGROUND_APPLE_PASSWORD", "PLAYGROUND_APPLE_TEAM")
    account, password, team = (os.environ.get(name, "") for name in names)
    if not (account and password and team and os.environ.get("PLAYGROUND_SIGN_AS")):
        return
    _run("sign the disk image", "codesign", "--sign", os.environ["PLAYGROUND_SIGN_AS"], "--timestamp", str(image))
    say("Sending the disk image to Apple, which looks at it for some minutes.")
    asked = ["--apple-id", account, "--password", password, "--team-id", team]
    answer = _run("notarise the disk image", "xcrun", "notarytool", "submit", str(image), *asked, "--wait")
    if "status: Accepted" not in answer:
        raise StopError("Apple did not notarise the disk image; its answer is above.", answer)
    _run("fasten the notarisation", "xcrun", "stapler", "staple", str(image))


def _run(what: str, *command: str) -> str:
    """Run one of the tools; return its output, or raise StopError with it."""
    try:
        made = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise StopError(
            f"Could not {what}: {command[0]} is missing. It comes with macOS and its Command Line Tools."
        ) from None
    if made.returncode != 0:
        raise StopError(f"Could not {what}; the reason is above.", made.stdout + made.stderr)
    return made.stdout
