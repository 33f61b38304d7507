"""The checkout's own Python environment, .venv.

It is made, filled, remembered, and repaired when half-made. `.venv/playground-setup.json` says what is in there. It
says "busy" from before the first change until after the last one, so that a set-up that was killed is noticed and begun
anew.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import platform
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pip_install
import system_packages
from bundle.laptop import path_lengths
from talk import StopError, say

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STATE = VENV / "playground-setup.json"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
WAITING = "Another set-up of this checkout is running. Waiting for it."
NO_LOCKS = "This disk has no locks: do not start a second set-up of this checkout at the same time."
LONGEST_PATH = (
    167  # characters below site-packages: a licence inside torch's; tests/packaging/test_wheels.py looks it up
)
NEEDED_BYTES = 2_500_000_000  # .venv takes 1.5 GB; the rest is what pip holds while it unpacks


def prepare(extra: str = "") -> Path:
    """Make .venv ready for the playground; return its Python.

    `extra` are extras of pyproject.toml to install too. Raises StopError when that cannot be done.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = _fingerprint(project)
    if not _is_ready(_read_state(), extra, wanted):
        with _alone() as lock:
            state = _read_state()  # another set-up may just have finished
            if not _is_ready(state, extra, wanted):
                _fill(project, extra, wanted, state, lock)
    _prepare_system(tests=bool(extra))
    return PYTHON


def _is_ready(state: dict[str, Any], extra: str, wanted: str) -> bool:
    return not state.get("busy") and state.get("installed", {}).get(extra) == wanted and PYTHON.exists()


def _fill(project: dict[str, Any], extra: str, wanted: str, state: dict[str, Any], lock: int) -> None:
    fresh = _make_venv(state)
    kept = {} if fresh else {name: mark for name, mark in state.get("installed", {}).items() if mark == wanted}
    state = {"made_for": _made_for(), "busy": True, "installed": kept}
    _write_state(state)
    try:
        _install(project, extra, lock)
    except StopError:
        if not fresh:  # pip gives up before it changes anything: what was there still works
            _write_state(state | {"busy": False})
        raise
    installed = kept | {"": wanted, extra: wanted}
    _write_state(state | {"busy": False, "installed": installed})
    system_packages.warn_elsewhere()


def _install(project: dict[str, Any], extra: str, lock: int) -> None:
    """Install torch, then everything else as pinned, then the checkout.

    The checkout is installed editable.
    """
    packages = [*project["project"]["dependencies"], *project["build-system"]["requires"], "editables"]
    if extra:
        packages += project["project"]["optional-dependencies"][extra]
    torch = next(name for name in packages if name.startswith("torch=="))
    pip = pip_install.Pip(PYTHON, lock)
    pip_install.install_torch(pip, torch)
    say(f"Installing {len(packages)} packages and what they need, some 200 MB to download, with pip.")
    pip.install("--constraint", str(CONSTRAINTS), *packages)
    say("Installing the playground itself, so that changes to the checkout act at once.")
    pip.install("--no-deps", "--no-build-isolation", "--editable", str(ROOT))


def _make_venv(state: dict[str, Any]) -> bool:
    """Make .venv where it is missing, half-made or for another Python.

    Returns whether it is new.
    """
    if VENV.exists():
        if not state:
            return _adopt()
        if state.get("made_for") == _made_for() and not state.get("busy") and PYTHON.exists():
            return False
        why = "is half-made: its set-up was cut short" if state.get("busy") else "was made for another Python or folder"
        say(f".venv {why}. Deleting it and starting again.")
        _delete_venv()
    if not _has_ensurepip():
        raise StopError(
            f"This Python ({sys.executable}) comes without venv or ensurepip, which make .venv. On Debian and Ubuntu: "
            f"sudo apt-get install python3-venv (or python{_minor()}-venv). Then run this again. Nothing was changed."
        )
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED_BYTES:
        raise StopError(
            f"The set-up needs about {NEEDED_BYTES / 1e9:.1f} GB in {ROOT}, and {free / 1e9:.1f} GB are free. "
            "Make room there and run this again. Nothing was changed."
        )
    _check_path_lengths()
    say(f"Making .venv with Python {platform.python_version()}.")
    try:
        VENV.mkdir()
    except OSError as error:
        raise StopError(
            f"{VENV} cannot be made ({error}). Put the checkout where you may write and run this again. Nothing was changed."
        ) from None
    _write_state({"made_for": _made_for(), "busy": True, "installed": {}})
    base = getattr(sys, "_base_executable", sys.executable)  # not the Python of a .venv we may be started from
    made = subprocess.run([base, "-I", "-m", "venv", str(VENV)], stdout=sys.stderr, check=False)
    if made.returncode != 0:
        raise StopError("Python could not make .venv; its reason is above. Run this again once that is mended.")
    return True


def _check_path_lengths() -> None:
    most = path_lengths.longest_folder(len("Lib/site-packages/") + LONGEST_PATH)
    if most is not None and len(str(VENV)) > most:
        raise StopError(
            f"The set-up would put torch into {VENV}, whose name has {len(str(VENV))} characters, and Windows takes {most} "
            "there. Move the checkout to a shorter folder; or set LongPathsEnabled to 1 in the registry, below "
            f"{path_lengths.SETTING_KEY}. Then run this again. Nothing was changed."
        )


def _adopt() -> bool:
    """Use a .venv that somebody else made, if it works.

    An editor may have: it is not ours to delete.
    """
    probe = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
    with contextlib.suppress(OSError):
        answer = subprocess.run([PYTHON, "-I", "-c", probe], capture_output=True, text=True, check=False)
        if answer.stdout.strip() == _minor():
            say("Using the .venv that is there already.")
            return False
    raise StopError(
        f"{VENV} is there, but it was not made by this set-up and is no working environment of Python {_minor()} with "
        "pip. Delete it or move it away, then run this again. Nothing was changed."
    )


def _delete_venv() -> None:
    try:
        shutil.rmtree(VENV)
    except OSError as error:
        raise StopError(
            f"{VENV} could not be deleted ({error}). Close the programs that use it, delete it, and run this again."
        ) from None


def _prepare_system(*, tests: bool) -> None:
    """Get missing system libraries; report a failure once, not at every start."""
    missing = system_packages.missing_packages(tests=tests)
    state = _read_state()
    if missing and state.get("going_without") != missing and not system_packages.install(missing):
        _write_state(state | {"going_without": missing})


def _fingerprint(project: dict[str, Any]) -> str:
    """Return a hash over all that decides what is installed."""
    decides = [project["project"], project["build-system"], project["tool"]["hatch"], _made_for()]
    text = json.dumps(decides, sort_keys=True) + CONSTRAINTS.read_text(encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def _made_for() -> list[str]:
    return [_minor(), str(ROOT)]  # programs in .venv name its folder: a moved checkout needs a new one


def _minor() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _has_ensurepip() -> bool:
    from importlib.util import find_spec

    return find_spec("venv") is not None and find_spec("ensurepip") is not None


def _read_state() -> dict[str, Any]:
    try:
        state = json.loads(STATE.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        return {"busy": True}  # cut short while it was written
    return state if isinstance(state, dict) else {"busy": True}


def _write_state(state: dict[str, Any]) -> None:
    try:
        STATE.write_text(json.dumps(state), encoding="utf-8")
    except OSError as error:
        raise StopError(f"{STATE} cannot be written ({error}). Make that possible and run this again.") from None


@contextlib.contextmanager
def _alone() -> Iterator[int]:
    """Hold off other set-ups of this checkout.

    Yields the descriptor that does, for pip to hold as well. The lock is on constraints.txt, which is always there, so
    that none is left behind.
    """
    with CONSTRAINTS.open("rb") as file:
        _lock(file)
        yield file.fileno()


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(1 << 30)  # far behind the end: a locked byte cannot be read by others
        while True:
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # tries for ten seconds
                return
            except OSError as error:
                if error.errno != errno.EDEADLOCK:
                    say(NO_LOCKS)
                    return
            say(WAITING)
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say(WAITING)
        fcntl.flock(file, fcntl.LOCK_EX)
    except OSError:
        say(NO_LOCKS)
