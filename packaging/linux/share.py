"""All files for a Linux desktop, below a folder laid out as /usr/share."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from freeze.build import Frozen
from freeze.lock import ROOT
from linux.metainfo import metainfo
from talk import StopError

HERE = Path(__file__).resolve().parent
DRAWINGS = ROOT / "resources" / "icons"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)  # in pixels, what desktops look for
ICONS = (("app.svg", "apps/rl-playground"), ("document.svg", "mimetypes/rl-playground-document"))


def write_desktop(share: Path, frozen: Frozen) -> None:
    """Write menu entry, file types and icons: all that a menu and a file manager need."""
    _copy(HERE / "rl-playground.desktop", share / "applications")
    _copy(HERE / "rl-playground.xml", share / "mime" / "packages")
    words: list[str] = []
    for drawing, name in ICONS:
        scalable = share / "icons" / "hicolor" / "scalable" / f"{name}.svg"
        scalable.parent.mkdir(parents=True)
        shutil.copyfile(DRAWINGS / drawing, scalable)
        for size in SIZES:
            picture = share / "icons" / "hicolor" / f"{size}x{size}" / f"{name}.png"
            picture.parent.mkdir(parents=True)
            words += [str(DRAWINGS / drawing), str(picture), str(size)]
    _run(frozen, ROOT / "packaging" / "freeze" / "icons.py", *words)


def write_system(share: Path, frozen: Frozen) -> None:
    """Write what only root can install.

    That is the entry for software centres, man pages, completions.
    """
    changelog = (ROOT / "resources" / "changelog.md").read_text(encoding="utf-8")
    place = share / "metainfo" / "org.rl_playground.playground.metainfo.xml"
    place.parent.mkdir()
    place.write_bytes(metainfo(changelog, frozen.version, frozen.epoch))
    _run(frozen, HERE / "from_parser.py", str(share), frozen.version, str(frozen.epoch))


def _copy(file: Path, folder: Path) -> None:
    folder.mkdir(parents=True)
    shutil.copyfile(file, folder / file.name)


def _run(frozen: Frozen, script: Path, *words: str) -> None:
    command = [str(frozen.python), "-P", str(script), *words]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise StopError(f"{script.name} failed; its reason is above.", made.stdout + made.stderr)
