"""Compilation of the installer with makensis, on Windows or Linux.

It starts from a folder that holds the program for Windows.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bundle.laptop import path_lengths
from talk import StopError, say
from windows import lists, signing
from windows.version_info import version_of_four

SCRIPT = Path(__file__).resolve().with_name("installer.nsi")
TARGET = "amd64-unicode"
TARGET_EVERYWHERE = "x86-unicode"  # NSIS for Windows has no other: a program of 32 bits, which installs the same
PLACES = ("PROGRAMFILES(X86)", "PROGRAMFILES")  # variables that say where NSIS for Windows installs itself


@dataclass(frozen=True)
class Icons:
    """The icons of the installer and of the program's files, as ICO files."""

    app: Path
    document: Path


def compile_installer(program: Path, icons: Icons, version: str, epoch: int, out: Path, work: Path) -> None:
    """Write the installer of the folder `program` to `out`.

    `work` is for what is made on the way.

    Raises
    ------
    StopError
        If makensis is missing, or does not compile it: its warnings count as errors.
    """
    makensis = find_makensis()
    lists.write(program, work)
    kilobytes = sum(path.stat().st_size + 1023 for path in program.rglob("*") if path.is_file()) // 1024
    says = {
        "VERSION": version,
        "VERSION_OF_FOUR": version_of_four(version),
        "KILOBYTES": str(kilobytes),
        "MEGABYTES": str(kilobytes * 2 // 1024),  # what is unpacked lies in a temporary file first
        "LONGEST_FOLDER": str(path_lengths.LONGEST - 1 - lists.longest(program)),
        "TARGET": _target(makensis),
        "MADE": str(work),
        "APP_ICON": str(icons.app),
        "DOCUMENT_ICON": str(icons.document),
        "OUT": str(out),
    }
    if signing.is_wanted():
        says["SIGN"] = signing.command_text()
    command = [
        str(makensis),
        "-V2",
        "-WX",
        "-INPUTCHARSET",
        "UTF8",
        *(f"-D{name}={text}" for name, text in says.items()),
    ]
    surroundings = os.environ | {"SOURCE_DATE_EPOCH": str(epoch), "LC_ALL": "C.UTF-8"}  # in C it dies of Chinese names
    say("Compiling the installer for Windows with makensis; that takes some minutes.")
    made = subprocess.run([*command, str(SCRIPT)], env=surroundings, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise StopError("makensis could not compile the installer; its reason is above.", made.stdout + made.stderr)


def find_makensis() -> Path:
    """Return the program makensis of this computer."""
    folders = [os.environ[name] for name in PLACES if name in os.environ]
    found = shutil.which("makensis") or next(
        (path for folder in folders if (path := shutil.which("makensis", path=os.path.join(folder, "NSIS")))), None
    )
    if found is None:
        how = "from nsis.sourceforge.io" if sys.platform == "win32" else "sudo apt-get install nsis"
        raise StopError(f"makensis is missing, which makes the installer for Windows: {how}. Then run this again.")
    return Path(found)


def _target(makensis: Path) -> str:
    answer = subprocess.run([str(makensis), "-HDRINFO"], capture_output=True, text=True, check=False).stdout
    folder = re.search(r"NSISDIR=(.+?)[,\n]", answer)
    stubs = Path(folder[1]) if folder else makensis.parent
    return TARGET if (stubs / "Stubs" / f"lzma_solid-{TARGET}").exists() else TARGET_EVERYWHERE
