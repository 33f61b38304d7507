"""Content of the bundle, and whether this computer and this Python can use it."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import struct
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bundle.laptop.path_lengths import SETTING_KEY, longest_folder
from bundle.laptop.words import StopError, t


@dataclass(frozen=True)
class Bundle:
    """The folder that everything is installed from.

    Nothing is ever written into it but reports.
    """

    files: Path  # holds bundle.json, requirements.txt and the wheels
    about: dict[str, Any]  # bundle.json, as packaging/bundle/build.py writes it

    @classmethod
    def read(cls, files: Path) -> Bundle:
        """Read bundle.json; raise StopError where it is incomplete."""
        try:
            about = json.loads((files / "bundle.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise StopError(
                t("This copy of the bundle is incomplete. Copy or unpack it again, all of it. Nothing was changed."),
                str(error),
            ) from None
        return cls(files, about)

    @property
    def version(self) -> str:
        return str(self.about["version"])

    @property
    def wheels(self) -> Path:
        return self.files / "wheels"

    def for_this_python(self) -> dict[str, Any]:
        """Return what this Python needs.

        That is `files` with their SHA-256, the `bytes` that they take once installed, and `longest_path`: how many
        characters a path of theirs has there at most.
        """
        needed: dict[str, Any] = self.about["pythons"][minor()]
        return needed


def minor() -> str:
    """Return the version of this Python as bundles name it, such as 3.11."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def check_computer(bundle: Bundle) -> None:
    """Raise StopError where this computer or Python cannot use the bundle."""
    machine = platform.machine().lower()
    wanted = bundle.about["machines"]
    if sys.platform != bundle.about["sys_platform"] or machine not in wanted:
        raise StopError(
            t(
                "This bundle is for {wanted}, and this computer is {system} with a processor {machine}. Take the bundle for this one. Nothing was changed.",
                wanted=bundle.about["title"],
                system=platform.system(),
                machine=platform.machine(),
            )
        )
    if struct.calcsize("P") != 8:
        raise StopError(
            t(
                "This Python ({python}) is a 32-bit program, and the bundle needs a 64-bit one. Nothing was changed.",
                python=sys.executable,
            )
        )
    if minor() not in bundle.about["pythons"]:
        raise StopError(
            t(
                "This Python is {version}, and the bundle holds what Python {wanted} needs. Nothing was changed.",
                version=minor(),
                wanted=", ".join(bundle.about["pythons"]),
            )
        )
    if not (find_spec("venv") and find_spec("ssl") and find_spec("zlib")):
        raise StopError(
            t(
                "This Python ({python}) is incomplete: venv, ssl or zlib is missing. Install Python from python.org or your system's packages. Nothing was changed.",
                python=sys.executable,
            )
        )
    _check_age(bundle.about.get("oldest", ""))


def _check_age(oldest: str) -> None:
    """Raise StopError where the system is older than the wheels allow."""
    if not oldest or sys.platform == "win32":
        return
    if sys.platform == "darwin":
        found, name = platform.mac_ver()[0], "macOS"
    else:
        library, found = platform.libc_ver()
        name = "glibc"
        if library != "glibc":
            raise StopError(
                t(
                    "This Linux has another C library than glibc, which the bundle needs (Alpine, for instance, has musl). Nothing was changed."
                )
            )
    if _numbers(found) < _numbers(oldest):
        raise StopError(
            t(
                "This system is too old: it has {name} {found}, and the bundle needs {oldest} or newer. Nothing was changed.",
                name=name,
                found=found,
                oldest=oldest,
            )
        )


def check_room(bundle: Bundle, place: Path) -> None:
    """Raise StopError where the disk of `place` has too little room."""
    there = next(folder for folder in (place, *place.parents) if folder.exists())
    needed, free = bundle.for_this_python()["bytes"], shutil.disk_usage(there).free
    if free < needed:
        raise StopError(
            t(
                "The playground needs {needed} MB in {place}, and {free} MB are free. Make room there and start this again. Nothing was changed.",
                needed=round(needed / 1e6),
                free=round(free / 1e6),
                place=there,
            )
        )


def check_path_lengths(bundle: Bundle, packages: Path) -> None:
    """Raise StopError where Windows would refuse paths in the folder `packages`, which they are installed into."""
    most = longest_folder(bundle.for_this_python()["longest_path"])
    if most is not None and len(str(packages)) > most:
        raise StopError(
            t(
                "The playground would lie in {folder}, whose name has {n} characters, and Windows takes {most} there. Ask whoever looks after this computer to set LongPathsEnabled to 1 (in the registry, below {key}), and start this again. Nothing was changed.",
                folder=packages,
                n=len(str(packages)),
                most=most,
                key=SETTING_KEY,
            )
        )


def check_wheels(bundle: Bundle) -> None:
    """Raise StopError that names the files of the bundle that are missing or damaged."""
    bad = []
    for name, wanted in bundle.for_this_python()["files"].items():
        try:
            with (bundle.wheels / name).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            found = ""
        if found != wanted:
            bad.append(name)
    if bad:
        raise StopError(
            t(
                "These files of the bundle are missing or damaged, so none was used: {names}. Copy or unpack the bundle again. Nothing was changed.",
                names=", ".join(bad),
            )
        )


def surroundings() -> dict[str, str]:
    """Return the environment for Python and pip.

    None of their settings may send them elsewhere.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    return kept | {"PIP_CONFIG_FILE": os.devnull}


def _numbers(version: str) -> list[int]:
    return [int(part) if part.isdigit() else 0 for part in version.split(".")]
