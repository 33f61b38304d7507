"""Checks that need nothing but Python: files, versions, disk, memory, clock."""

from __future__ import annotations

import platform
import re
import shutil
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path

from playground import __version__, cpp_runtime
from playground.errors import Term
from playground.folders import config_folder, existing_parent, log_folder, size_of, state_folder
from playground.i18n import LANGUAGES, N_
from playground.readiness.check_result import CheckResult, fails, limit, ready
from playground.readiness.evidence import Evidence
from playground.readiness.memory import memory_bytes
from playground.resources import kind_of_build, resource_folder

DISTRIBUTION = "rl-playground"
PYTHONS = ((3, 11), (3, 13))  # the first and the last that it is tested with

# Measured: the window takes 440 MB while it trains. The copies for after a crash take at most 40 MB and a log 2 MB.
# A million steps of a run take 60 MB of a temporary file; sessions that a person saves may be larger.
MEMORY_MB, MEMORY_LEAST_MB = 700, 450
STATE_MB, TEMPORARY_MB = 200, 200

_PIN = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)\s*(;.*)?")
_FILES = ("icons/run.svg", *(f"locale/{name}/LC_MESSAGES/playground.mo" for name in LANGUAGES if name != "en"))
_KINDS = {
    "frozen": N_("as an installed program"),
    "package": N_("as a Python package"),
    "checkout": N_("from its sources"),
}
_REDISTRIBUTABLE = N_(
    "Install the program again. If that does not help, install the “Visual C++ Redistributable” for x64 from Microsoft."
)
_DAY = timedelta(days=1)  # clocks and file systems disagree about time zones


def check_program(evidence: Evidence) -> CheckResult:
    """Check that all files of the program are there, under a tested Python."""
    python = platform.python_version()
    missing = [name for name in _FILES if not (resource_folder() / name).is_file()]
    if missing:
        return fails(
            N_("Files of the program are missing: {files}."),
            N_("The program was damaged, or copied in part. Install it again, or copy its whole folder again."),
            files=", ".join(missing),
            version=__version__,
            python=python,
        )
    if not PYTHONS[0] <= sys.version_info[:2] <= PYTHONS[1]:
        return limit(
            N_("Version {version}, with Python {python}, with which it was never tested."),
            N_("Use Python {first} to {last}, or the installed program, which has its own."),
            version=__version__,
            python=python,
            first=".".join(map(str, PYTHONS[0])),
            last=".".join(map(str, PYTHONS[1])),
        )
    how = Term(_KINDS[kind_of_build()])
    return ready(N_("Version {version}, {how}, with Python {python}."), version=__version__, how=how, python=python)


def check_packages(evidence: Evidence) -> CheckResult:
    """Check that the packages have the versions built and tested with."""
    try:
        wanted = dict(_pins())
    except metadata.PackageNotFoundError:
        if getattr(sys, "frozen", False):
            return ready(N_("They are inside the program, as it was built."))
        return limit(
            N_("It cannot be told which versions of its packages the program needs."),
            N_("Install it with packaging/dev.py or with pip, rather than only copying its folder."),
        )
    there = {name: _version(name) for name in wanted}
    missing = [name for name, version in there.items() if not version]
    if missing:
        return fails(
            N_("Packages are missing: {packages}."),
            N_("Install the program again: python3 packaging/dev.py run, or pip install."),
            packages=", ".join(missing),
        )
    others = [f"{name} {there[name]} ({wanted[name]})" for name in wanted if there[name] != wanted[name]]
    if others:
        return limit(
            N_("Other versions than it was tested with, which are named in brackets: {packages}."),
            N_("Install the program again, into an environment of its own: python3 packaging/dev.py run."),
            packages=", ".join(others),
        )
    return ready(N_("All {n} are of the versions that it was tested with."), n=len(wanted))


def check_runtime(evidence: Evidence) -> CheckResult:
    """Check that Microsoft's C++ runtime is there, and new enough.

    Other systems have their own.
    """
    if sys.platform != "win32":
        return ready(N_("It is part of this system."))
    cpp_runtime.load()
    file = cpp_runtime.loaded()
    version = () if file is None else cpp_runtime.version_of(file)
    values = {
        "version": ".".join(map(str, version)) or "?",
        "needed": ".".join(map(str, cpp_runtime.NEEDED)),
        "file": str(file),
    }
    if file is None:
        return fails(
            N_("msvcp140.dll is missing, without which neither the compiler of the arithmetic nor torch works."),
            _REDISTRIBUTABLE,
        )
    if version < cpp_runtime.NEEDED:
        return limit(
            N_("Version {version}, in {file}; torch was made for {needed} or newer and may crash."),
            _REDISTRIBUTABLE,
            **values,
        )
    return ready(N_("Version {version}, in {file}."), **values)


def check_folders(evidence: Evidence) -> CheckResult:
    """Check that settings, copies for after a crash and the log can be written."""
    folders = list(dict.fromkeys((config_folder(), state_folder(), log_folder())))
    refused = [str(folder) for folder in folders if not _can_write(folder)]
    if refused:
        return limit(
            N_("Nothing can be kept in {folders}: settings, copies of the run and the log would be lost."),
            N_(
                "Make the folder writable for this user, or start the program from a folder with “playground-data” beside it on a stick."
            ),
            folders=", ".join(refused),
        )
    return ready(
        N_("Settings, copies of the run and the log are kept in {folders}. Runs that are kept take {runs} MB there."),
        folders=", ".join(map(str, folders)),
        runs=round(size_of(state_folder()) / 1e6, 1),
    )


def check_disk(evidence: Evidence) -> CheckResult:
    """Check that there is room for copies of the run and for temporary files."""
    places = {"state": (state_folder(), STATE_MB), "temporary": (Path(tempfile.gettempdir()), TEMPORARY_MB)}
    free = {name: _free_mb(folder) for name, (folder, _needed) in places.items()}
    values = {"state": free["state"], "temporary": free["temporary"], "needed": STATE_MB + TEMPORARY_MB}
    if any(free[name] < needed for name, (_folder, needed) in places.items()):
        return limit(
            N_(
                "{state:,} MB are free for the program’s own files and {temporary:,} MB for temporary ones. It trains, and may not be able to save."
            ),
            N_("Free {needed} MB at least. Delete what is not needed any more, or empty the trash."),
            **values,
        )
    return ready(
        N_("{state:,} MB are free for the program’s own files and {temporary:,} MB for temporary ones."), **values
    )


def check_memory(evidence: Evidence) -> CheckResult:
    """Check that the window and a run fit into memory."""
    try:
        total, free = (n_bytes // 1_000_000 for n_bytes in memory_bytes())
    except (OSError, ValueError) as error:
        return limit(
            N_("The system does not say how much memory there is ({error})."),
            N_("See that {needed} MB are free before you start."),
            error=str(error),
            needed=MEMORY_MB,
        )
    values = {"total": total, "free": free, "needed": MEMORY_MB}
    if total < MEMORY_LEAST_MB:
        return fails(
            N_("{total:,} MB of memory in all, and the program needs {needed} MB."),
            N_("Use another computer."),
            **values,
        )
    if free < MEMORY_MB:
        return limit(
            N_("{free:,} MB of {total:,} MB of memory are free, and the program needs {needed} MB."),
            N_("Close other programs, a browser with many pages first."),
            **values,
        )
    return ready(N_("{free:,} MB of {total:,} MB of memory are free; the program needs {needed} MB."), **values)


def check_clock(evidence: Evidence) -> CheckResult:
    """Check that this program can have existed on the day of the clock."""
    now = datetime.now(UTC)
    made = datetime.fromtimestamp((resource_folder() / _FILES[-1]).stat().st_mtime, UTC)
    if now < made - _DAY or now.year > made.year + 20:
        return limit(
            N_("It is {now} by the clock of this computer, and the program was put here on {made}."),
            N_("Put the clock right: saved files would bear wrong dates."),
            now=_day(now),
            made=_day(made),
        )
    return ready(N_("It is {now}, UTC."), now=now.strftime("%Y-%m-%d %H:%M"))


def _pins() -> list[tuple[str, str]]:
    """Return the packages that the program was built with.

    Its own metadata names them; optional ones are left out.
    """
    found = [_PIN.fullmatch(line) for line in metadata.requires(DISTRIBUTION) or []]
    return [(match[1], match[2]) for match in found if match and not match[3]]


def _version(name: str) -> str:
    try:
        return metadata.version(name).partition("+")[0]  # the CPU build of torch says so behind a plus
    except metadata.PackageNotFoundError:
        return ""


def _can_write(folder: Path) -> bool:
    """Whether files could be written there.

    What is not there yet is not made for it.
    """
    try:
        tempfile.TemporaryFile(dir=existing_parent(folder)).close()
    except OSError:
        return False
    return True


def _free_mb(folder: Path) -> int:
    """Return how much is free where `folder` is, or will be."""
    return shutil.disk_usage(existing_parent(folder)).free // 1_000_000


def _day(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d")
