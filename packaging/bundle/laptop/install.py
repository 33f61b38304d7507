"""Installation for this user: a virtual environment and an entry in the menu.

The environment is filled from the bundle. Each version lies in a folder of its own, which counts once `installed` is in
it. An installation that was cut short leaves a folder without it, which the next one removes; until the new version
works, the former one stays.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

from bundle.laptop import held_files, menu, places
from bundle.laptop.fitting import Bundle, check_computer, check_room, check_wheels, surroundings
from bundle.laptop.words import StopError, say, t

READY, NOT_READY = 0, 3
DISK_FULL = ("No space left on device", "Errno 28", "not enough space on the disk", "Disk quota exceeded")


def install(bundle: Bundle) -> int:
    """Install, update or repair, then check the computer; return the exit code.

    Raises
    ------
    StopError
        If that cannot be done; says what was left untouched.
    """
    check_computer(bundle)
    base = places.base()
    target = base / _name(bundle)
    if (target / "installed").exists() and _answers(target, bundle.version):
        say(t("The playground {version} is installed already, in {folder}.", version=bundle.version, folder=target))
        with _in_words(), places.alone(base):
            menu.add(base, target, bundle)
        return _check(bundle, target)
    check_wheels(bundle)
    check_room(bundle, base)
    places.make_base()
    with _in_words(), places.alone(base):
        former = [one for one in _versions(base) if one != target]
        _remove(target)
        _fill(bundle, target)
        menu.add(base, target, bundle)
        for one in former:
            _remove(one)
    say(t("The playground {version} is installed, in {folder}.", version=bundle.version, folder=target))
    return _check(bundle, target)


def python_of(target: Path) -> Path:
    """Return the Python of an installed version."""
    return target / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _fill(bundle: Bundle, target: Path) -> None:
    say(
        t(
            "Installing the playground {version} with Python {python}; that takes one to five minutes.",
            version=bundle.version,
            python=sys.version.split()[0],
        )
    )
    venv.EnvBuilder(with_pip=False, symlinks=os.name != "nt").create(target)
    pip = bundle.wheels / str(bundle.about["pip"])
    options = "--disable-pip-version-check --no-input --no-cache-dir install --quiet --no-index --no-deps"
    command = [
        *(str(python_of(target)), str(pip / "pip"), *options.split(), "--require-hashes", "--only-binary", ":all:"),
        *("--find-links", str(bundle.wheels), "--requirement", str(bundle.files / "requirements.txt")),
    ]
    result = subprocess.run(
        command,
        env=surroundings(),
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        check=False,
    )
    if result.returncode != 0:
        _remove(target)
        if any(sign in result.stderr for sign in DISK_FULL):
            raise StopError(_disk_is_full(), result.stderr)
        raise StopError(
            t("pip could not install everything; its reason is above. What was half-made is removed again."),
            result.stderr,
        )
    if not _answers(target, bundle.version):
        raise StopError(
            t(
                "The playground was installed but does not start. A virus scanner may hold back its files: look there, then start this again."
            )
        )
    (target / "installed").write_text(bundle.version, encoding="utf-8")


def _answers(target: Path, version: str) -> bool:
    """Return whether what is installed starts and is of this version."""
    command = [str(python_of(target)), "-I", "-m", "playground", "--version"]
    try:
        answer = subprocess.run(command, env=surroundings(), capture_output=True, text=True, check=False)
    except OSError:
        return False
    return answer.returncode == 0 and answer.stdout.split()[-1:] == [version]


def _check(bundle: Bundle, target: Path) -> int:
    """Let the playground check the computer, and keep its report.

    It goes into `reports` of the bundle where that can be written.
    """
    say(t("Checking this computer."))
    command = [str(python_of(target)), "-I", "-m", "playground", "doctor"]
    reports = bundle.files.parent / "reports"
    if reports.is_dir() and os.access(reports, os.W_OK):
        command += ["--report", str(reports)]
    return READY if subprocess.run(command, env=surroundings(), check=False).returncode == 0 else NOT_READY


def _name(bundle: Bundle) -> str:
    """Return the folder of this version.

    Other packages, another Python or another bundle have another one.
    """
    decides = (bundle.files / "requirements.txt").read_bytes() + sys.version.encode() + sys.base_prefix.encode()
    return f"{bundle.version}-{hashlib.sha256(decides).hexdigest()[:8]}"


def _versions(base: Path) -> list[Path]:
    return [path.parent for path in base.glob("*/pyvenv.cfg")]


def _remove(folder: Path) -> None:
    """Remove a version, its mark first.

    One that cannot be removed all at once must not look whole.
    """
    held_files.remove(folder / "installed")
    try:
        held_files.remove_tree(folder)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)  # all of it that can go
    if folder.exists():
        say(
            t(
                "{folder} is in use and stays until the next time. Close the playground before you install.",
                folder=folder,
            )
        )


@contextlib.contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StopError(_disk_is_full(), str(error)) from None
        if held_files.is_held(error):
            raise StopError(
                t(
                    "A file is held by another program: a virus scanner, one that synchronises the folder (OneDrive, say), or the playground itself. Close the playground, and start this again. What is half-made is removed then."
                ),
                str(error),
            ) from None
        raise StopError(
            t(
                "A file could not be written; the reason is above. What was half-made is removed when you install the next time."
            ),
            str(error),
        ) from None


def _disk_is_full() -> str:
    return t("The disk is full. Make room and start this again: what was half-made is removed then.")
