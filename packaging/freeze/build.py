"""Build of the frozen program: one folder that runs without Python."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from freeze import build_environment, encoders, fonts, kernels, lean, licences
from freeze.lock import ROOT
from talk import StopError, say
from windows import version_info

WORK = ROOT / "packaging" / "build"
SPEC = ROOT / "packaging" / "freeze" / "playground.spec"
DECIDES = (
    "playground",
    "resources",
    "packaging/freeze",
    "packaging/macos/plist.py",
    "packaging/windows/version_info.py",
    "packaging/file_kinds.py",
    "pyproject.toml",
)
FIRST_EPOCH = 315_532_800  # 1980-01-01, the oldest time that a zip file can say


@dataclass(frozen=True)
class Frozen:
    """The frozen program, and what was used to make it."""

    folder: Path  # holds the program `playground` and its libraries in `_internal`
    python: Path  # of the environment it was made in, with all packages of the lock
    version: str
    epoch: int  # seconds since 1970 of the last commit: the time that all that is made from it bears


def version() -> str:
    """Return the version of the program, from the one place that says it."""
    text = (ROOT / "playground" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"', text, re.MULTILINE)
    assert found, "playground/__init__.py says no version"
    return found[1]


def source_date_epoch() -> int:
    """Return the time that reproducible files bear.

    It is SOURCE_DATE_EPOCH where that is set, else that of the last commit.
    """
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    return int(answer.stdout) if answer.returncode == 0 and answer.stdout.strip() else FIRST_EPOCH


def freeze(work: Path = WORK) -> Frozen:
    """Freeze the program into `work`/frozen/playground, unless it is there.

    It is there if what lies there was made from the same files.

    Raises
    ------
    StopError
        If a package cannot be had, or PyInstaller fails.
    """
    python, epoch = build_environment.prepare(), source_date_epoch()
    frozen = Frozen(work / "frozen" / "playground", python, version(), epoch)
    stamp = work / "frozen" / "made-from"
    wanted = _made_from(epoch)
    if frozen.folder.is_dir() and stamp.is_file() and stamp.read_text() == wanted:
        return frozen
    stamp.unlink(missing_ok=True)
    build_environment.install_program(epoch)
    encoders.leave_out(build_environment.FOLDER)
    kernels.bring(python)
    _run_pyinstaller(python, work, epoch, _icon(python, work))
    _strip(frozen.folder / "_internal")
    if sys.platform == "linux":
        fonts.bring(frozen.folder / "_internal" / "resources")
    licences.write(frozen.folder, python, work / "pyinstaller" / "playground", epoch)
    stamp.write_text(wanted)
    return frozen


def _made_from(epoch: int) -> str:
    """Return a hash over all that decides what is frozen."""
    digest = hashlib.sha256(f"{sys.version} {epoch}".encode())
    for name in DECIDES:
        place = ROOT / name
        files = [place] if place.is_file() else sorted(path for path in place.rglob("*") if path.is_file())
        for path in files:
            if "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _icon(python: Path, work: Path) -> Path | None:
    """Draw the icon of a program on this system.

    On Linux it has none; a desktop entry names it.
    """
    suffix = {"win32": ".ico", "darwin": ".icns"}.get(sys.platform)
    if suffix is None:
        return None
    work.mkdir(parents=True, exist_ok=True)
    drawing, made = ROOT / "resources" / "icons" / "app.svg", work / f"icon{suffix}"
    subprocess.run([str(python), str(ROOT / "packaging" / "freeze" / "icons.py"), str(drawing), str(made)], check=True)
    return made


def _run_pyinstaller(python: Path, work: Path, epoch: int, icon: Path | None) -> None:
    say("Freezing the program with PyInstaller; that takes some two minutes.")
    shutil.rmtree(work / "frozen", ignore_errors=True)
    command = [
        *(str(python), "-P", "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"),
        f"--distpath={work / 'frozen'}",
        f"--workpath={work / 'pyinstaller'}",
        str(SPEC),
    ]
    # Sets of strings are gone through in another order at each start, unless this says which.
    surroundings = os.environ | {
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": str(epoch),
        "PLAYGROUND_VERSION": version(),
    }
    if icon is not None:
        surroundings["PLAYGROUND_ICON"] = str(icon)
    if sys.platform == "win32":
        properties = work / "version-info.txt"
        properties.write_text(version_info.text(version()), encoding="utf-8")
        surroundings["PLAYGROUND_VERSION_INFO"] = str(properties)
    made = subprocess.run(
        command, cwd=ROOT / "packaging", env=surroundings, capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        raise StopError("PyInstaller could not freeze the program; its reason is above.", made.stdout + made.stderr)


def _strip(libraries: Path) -> None:
    """Remove symbol tables from a few large libraries, where strip is at hand."""
    if sys.platform != "linux":
        return
    if not shutil.which("strip"):
        raise StopError("`strip` is missing, without which the program is 150 MB larger. sudo apt-get install binutils")
    for pattern in lean.STRIPPED:
        for path in sorted(libraries.glob(pattern)):
            subprocess.run(["strip", "--strip-unneeded", "--preserve-dates", str(path)], check=True)
