"""Lists that the installer is compiled with.

They are of what it installs, deletes again, and which kinds of files it is for. An uninstaller that has the list of
what was installed deletes that and nothing else, whatever folder a person chose.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from file_kinds import KINDS
from talk import StopError

LONGEST = 160  # characters below the folder of the program: Windows takes 259 in all, and names of people can be long


def write(program: Path, made: Path) -> None:
    """Write install.nsh, delete.nsh, remove.nsh and kinds.nsh.

    They are for the folder `program`, and go into the folder `made`.
    """
    files = sorted(path.relative_to(program) for path in program.rglob("*") if path.is_file())
    _check(files)
    inner = {PurePosixPath(parent) for path in files for parent in path.parents[:-1]}
    folders = sorted(inner, key=lambda folder: (-len(folder.parts), folder))  # the innermost first
    texts = {
        "install.nsh": _install(program, files),
        "delete.nsh": "".join(f'Delete "{_installed(path)}"\n' for path in files),
        "remove.nsh": "".join(f'RMDir "{_installed(folder)}"\n' for folder in folders),
        "kinds.nsh": _kinds(),
    }
    made.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (made / name).write_text(text, encoding="utf-8")


def longest(program: Path) -> int:
    """Return how many characters the longest path below the folder `program` has."""
    return max(len(str(path.relative_to(program))) for path in program.rglob("*"))


def _check(files: list[Path]) -> None:
    long = [path for path in files if len(str(path)) > LONGEST]
    if long:
        raise StopError(f"Windows could not install these, their names are too long: {', '.join(map(str, long))}.")


def _install(program: Path, files: list[Path]) -> str:
    """Return the instructions that install `files`, folder by folder."""
    text, folder = "", None
    for path in sorted(files, key=lambda path: (path.parent, path.name)):
        if path.parent != folder:
            folder = path.parent
            text += f'SetOutPath "{_installed(folder)}"\n'
        text += f'File "{program / path}"\n'
    return text


def _installed(path: Path | PurePosixPath) -> str:
    return "\\".join(["$INSTDIR", *map(_literal, path.parts)])


def _literal(text: str) -> str:
    return text.replace("$", "$$")  # NSIS' own variables begin so


def _kinds() -> str:
    rows = "".join(f'    !insertmacro ${{DO}} "{kind.name}" "{kind.suffix}" "{kind.mime}"\n' for kind in KINDS)
    words = "".join(f'!insertmacro SAY KIND_{kind.name} "{kind.title}" "{kind.title_zh}"\n' for kind in KINDS)
    return f"!macro EACH_KIND DO\n{rows}!macroend\n{words}"
