"""Origin of files: their package of Python or of Debian, and its licence texts."""

from __future__ import annotations

import ast
import csv
import json
import re
import subprocess
from dataclasses import dataclass
from email.parser import HeaderParser
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Environment:
    """The Python environment that the program was frozen in."""

    packages: Path  # site-packages
    base: Path  # the Python it was made from
    version: str
    owners: dict[str, Path]  # path from site-packages -> the .dist-info that lists it


def sources(tables: Any) -> dict[str, str]:
    """Return where PyInstaller took each file, or each module, from.

    A module is named like its file.
    """
    found: dict[str, str] = {}
    for table in tables:
        for rows in ast.literal_eval(table.read_text(encoding="utf-8")):
            for row in rows if isinstance(rows, list) else ():
                where, source, kind = row[:3]
                if kind == "PYMODULE":
                    where = where.replace(".", "/")
                if kind != "OPTION":
                    found[where.replace("\\", "/")] = source
    return found


def read_environment(python: Path) -> Environment:
    """Ask `python` for its folders and version, and read which package owns each file."""
    code = (
        "import json, platform, sys, sysconfig; "
        "print(json.dumps([sysconfig.get_path('purelib'), sys.base_prefix, platform.python_version()]))"
    )
    answer = subprocess.run([python, "-I", "-c", code], capture_output=True, text=True, check=True).stdout
    packages, base, version = json.loads(answer)
    owners = {}
    for record in Path(packages).glob("*.dist-info/RECORD"):
        with record.open(encoding="utf-8", newline="") as file:
            owners.update({row[0]: record.parent for row in csv.reader(file) if row})
    return Environment(Path(packages), Path(base), version, owners)


@cache
def metadata(info: Path) -> Any:
    """Return the METADATA of a .dist-info, a mapping."""
    return HeaderParser().parsestr((info / "METADATA").read_text(encoding="utf-8"))


def licence_texts(info: Path) -> list[Path]:
    """Return the licence texts that a package brings in its .dist-info."""
    names = re.compile(r"licen[cs]e|copying|notice|authors", re.IGNORECASE)
    inside = [path for path in sorted(info.rglob("*")) if path.is_file() and path.suffix not in (".py", ".pyc")]
    return [path for path in inside if names.search(path.name)]


@cache
def debian_package(source: str) -> str:
    """Return "name=version" of the Debian package that installed the file, or ""."""
    real = Path(source).resolve()
    for path in (source, str(real), f"/usr{source}", str(real).removeprefix("/usr")):
        try:
            owner = subprocess.run(["dpkg-query", "--search", path], capture_output=True, text=True, check=False)
        except FileNotFoundError:
            return ""
        if owner.returncode == 0:
            package = owner.stdout.split(": ")[0]
            version = ["dpkg-query", "--show", "--showformat", "${Package}=${Version}", package]
            return subprocess.run(version, capture_output=True, text=True, check=True).stdout
    return ""


def copyright_of(package: str) -> Path:
    return Path(f"/usr/share/doc/{package}/copyright")
