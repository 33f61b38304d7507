"""Menu entry, file types and icons of a Linux desktop, in the user's own folders."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

from bundle.laptop.fitting import Bundle
from bundle.laptop.places import Record, data_home

_CACHES = (("update-desktop-database", "applications"), ("update-mime-database", "mime"))


def command(base: Path, target: Path) -> str:
    """Return the path of the command that starts the playground."""
    return shlex.quote(str(base / "playground"))


def add(base: Path, target: Path, bundle: Bundle, record: Record) -> list[Path]:
    """Write all of it; return other people's files, which stay as they are."""
    program = base / "playground"
    script = f'#!/bin/sh\nexec {shlex.quote(str(target / "bin" / "python"))} -I -m playground "$@"\n'
    record.write(program, script.encode())
    program.chmod(0o755)
    here, share = bundle.files / "desktop", data_home()
    entry = (here / "rl-playground.desktop").read_text(encoding="utf-8")
    entry = entry.replace("Exec=playground ", f"Exec={_quoted(program)} ")
    icons = share / "icons" / "hicolor" / "scalable"
    wanted = {
        share / "applications" / "rl-playground.desktop": entry.encode(),
        share / "mime" / "packages" / "rl-playground.xml": (here / "rl-playground.xml").read_bytes(),
        icons / "apps" / "rl-playground.svg": (here / "app.svg").read_bytes(),
        icons / "mimetypes" / "rl-playground-document.svg": (here / "document.svg").read_bytes(),
        Path.home() / ".local" / "bin" / "playground": script.encode(),
    }
    refused = [path for path, data in wanted.items() if not record.write(path, data)]
    word = Path.home() / ".local" / "bin" / "playground"
    if word not in refused:
        word.chmod(0o755)
    refresh()
    return refused


def refresh() -> None:
    """Renew the caches of the desktop.

    Where all packages are gone, its own copies of them go too.
    """
    share = data_home()
    for program, name in _CACHES:
        folder = share / name
        if folder.is_dir() and shutil.which(program):
            subprocess.run([program, str(folder)], capture_output=True, check=False)
    packages = share / "mime" / "packages"
    if packages.is_dir() and not os.listdir(packages):
        shutil.rmtree(share / "mime", ignore_errors=True)
    if os.path.isdir(share / "applications") and os.listdir(share / "applications") == ["mimeinfo.cache"]:
        (share / "applications" / "mimeinfo.cache").unlink()


def _quoted(path: Path) -> str:
    """Return `path` as a program of an Exec line.

    See freedesktop's Desktop Entry Specification, "The Exec key".
    """
    text = str(path)
    for sign in ("\\", '"', "`", "$"):
        text = text.replace(sign, f"\\{sign}")
    return '"' + text.replace("\\", "\\\\").replace("%", "%%") + '"'
