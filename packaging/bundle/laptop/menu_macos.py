"""An application in the user's own Applications folder, to start the playground."""

from __future__ import annotations

import plistlib
import shlex
from pathlib import Path

from bundle.laptop.fitting import Bundle
from bundle.laptop.places import Record


def command(base: Path, target: Path) -> str:
    """Return the path of the command that starts the playground."""
    return shlex.quote(str(base / "playground"))


def add(base: Path, target: Path, bundle: Bundle, record: Record) -> list[Path]:
    """Write the application and the command; return other people's files, which stay."""
    script = f'#!/bin/sh\nexec {shlex.quote(str(target / "bin" / "python"))} -I -m playground "$@"\n'.encode()
    contents = Path.home() / "Applications" / "RL Playground.app" / "Contents"
    info = {
        "CFBundleName": "RL Playground",
        "CFBundleIdentifier": "org.rl-playground.playground.workshop",
        "CFBundleExecutable": "rl-playground",
        "CFBundleIconFile": "app.icns",
        "CFBundlePackageType": "APPL",
        "CFBundleShortVersionString": bundle.version,
        "NSAppSleepDisabled": True,
        "NSHighResolutionCapable": True,
    }
    wanted = {
        base / "playground": script,
        contents / "MacOS" / "rl-playground": script,
        contents / "Info.plist": plistlib.dumps(info),
        contents / "Resources" / "app.icns": (bundle.files / "desktop" / "app.icns").read_bytes(),
    }
    refused = []
    for path, data in wanted.items():
        if not record.write(path, data):
            refused.append(path)
        elif data is script:
            path.chmod(0o755)
    return refused


def refresh() -> None:
    """Do nothing: the Finder notices by itself."""
