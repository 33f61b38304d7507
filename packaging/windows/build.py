"""Build for Windows: an installer, and a ZIP file of a portable folder.

In two halves, because NSIS makes installers of 64 bits on Linux only: from folder packaging, `python -m windows.build freeze`
on Windows, then with its packaging/build `python3 -m windows.build pack` on Linux. `dev.py installer windows` does both on
Windows; its installer is one of 32 bits, which installs the same program.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from freeze.build import WORK, freeze, source_date_epoch, version
from freeze.lock import ROOT
from talk import StopError, say
from targets import DIST
from windows import nsis, portable, signing

PROGRAM = WORK / "frozen" / "playground"
PROGRAMS = ("RL Playground.exe", "playground.exe")
ICONS = WORK / "windows-icons"
# New computers lack Microsoft's C++ libraries. Every process loads these first: playground/cpp_runtime.py.
RUNTIME = tuple(f"_internal/shiboken6/{name}" for name in ("vcruntime140.dll", "vcruntime140_1.dll", "msvcp140.dll"))
USAGE = "python -m windows.build freeze|pack: freeze the program on Windows; pack it, there or on Linux"


def build(dist: Path) -> list[Path]:
    """Make the installer and the ZIP file in `dist`; return them."""
    freeze_here()
    return pack(dist)


def freeze_here() -> None:
    """Freeze the program, and draw what the installer needs, in packaging/build."""
    frozen = freeze()
    ICONS.mkdir(parents=True, exist_ok=True)
    for name in ("app", "document"):
        drawing, made = ROOT / "resources" / "icons" / f"{name}.svg", ICONS / f"{name}.ico"
        draw = [str(frozen.python), str(ROOT / "packaging" / "freeze" / "icons.py"), str(drawing), str(made)]
        subprocess.run(draw, check=True)


def pack(dist: Path) -> list[Path]:
    """Make the installer and the ZIP file in `dist`; return them.

    They are of what freeze_here() left.
    """
    check(PROGRAM)
    if signing.is_wanted():
        say("Signing the programs.")
        for name in PROGRAMS:
            signing.sign(PROGRAM / name)
    else:
        say(f"There is no certificate ({signing.CERTIFICATE}): nothing is signed, and Windows will say so.")
    dist.mkdir(parents=True, exist_ok=True)
    stem = f"rl-playground-{version()}-windows-x86_64"
    installer, archive = dist / f"{stem}.exe", dist / f"{stem}-portable.zip"
    icons = nsis.Icons(ICONS / "app.ico", ICONS / "document.ico")
    nsis.compile_installer(PROGRAM, icons, version(), source_date_epoch(), installer, WORK / "windows-lists")
    portable.write(PROGRAM, archive, source_date_epoch())
    return [installer, archive]


def check(program: Path) -> None:
    """Raise StopError if the folder `program` lacks something.

    A computer for building may have it, and others may not.
    """
    files = {path.relative_to(program).as_posix().lower() for path in program.rglob("*") if path.is_file()}
    missing = [name for name in (*PROGRAMS, *RUNTIME) if name.lower() not in files]
    if missing:
        raise StopError(f"The frozen program in {program} lacks {', '.join(missing)}, and would not start everywhere.")


def main(words: list[str]) -> int:
    """Do the half named by `words`; return the exit code."""
    if words not in (["freeze"], ["pack"]):
        print(USAGE, file=sys.stderr)
        return 2
    try:
        if words == ["freeze"]:
            freeze_here()
        else:
            for path in pack(DIST):
                say(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1e6:.0f} MB.")
    except StopError as stop:
        print(f"{stop.details}\n{stop}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
