"""Inventory of the frozen program: where each of its files comes from.

That is a package, a library or the system. The tables that PyInstaller leaves behind name the source of each file and
each module; the environment it was made in knows which package brought that source; components.toml knows the libraries
inside the packages.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from freeze import archives, encoders, kernels
from freeze.origins import copyright_of, debian_package, licence_texts, metadata, read_environment, sources
from talk import StopError

HERE = Path(__file__).resolve().parent
TEXTS = HERE / "texts"
OURS = "licences"  # the folder of the frozen program that holds what is written from this
PROGRAM = "rl-playground"
_SHARED = re.compile(r"\.(dll|dylib|so(\.[\d.]+)?)$", re.IGNORECASE)
_PYTHON_EXTENSION = re.compile(r"\.(cpython-|cp\d+-|abi3\.)|\.pyd$", re.IGNORECASE)


@dataclass
class Component:
    """One part that the frozen program is made of, and its files there.

    A file is named by its path from the frozen folder; what lies inside the executable by `executable!name`.
    """

    name: str
    version: str
    kind: str  # "pypi", "deb" or "generic": the type of its package URL
    licence: str  # an SPDX expression
    source: str  # where its source is
    texts: list[Path] = field(default_factory=list)  # of its licences
    within: str = ""  # the package that brought it along
    files: dict[str, tuple[str, int]] = field(default_factory=dict)  # SHA-256 and bytes
    inside: list[Component] = field(default_factory=list)  # linked into its files, without a file of their own

    @property
    def title(self) -> str:
        """Name, version, and what brought it along."""
        return " ".join(filter(None, (self.name, self.version, self.within and f"(in {self.within})")))


def take(folder: Path, python: Path, tables: Path) -> list[Component]:
    """Return the components of the frozen program in `folder`.

    They are sorted, each with its files. `python` is that of the environment it was made in; PyInstaller's *.toc lie in
    `tables`.

    Raises
    ------
    StopError
        If a file's origin cannot be told.
    """
    return sorted(_Inventory(python, tables).take(folder), key=lambda one: (one.within, one.name.lower(), one.version))


def hashes(folder: Path) -> Iterator[tuple[str, str, int]]:
    """Yield name, SHA-256 and size of every file of the frozen program.

    All that is inside its executables is among them.
    """
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not path.is_file() or name.startswith(f"{OURS}/"):
            continue
        data = path.read_bytes()
        yield name, hashlib.sha256(data).hexdigest(), len(data)
        if "/" not in name:
            for inner, content in archives.contents(path):
                yield f"{name}!{inner}", hashlib.sha256(content).hexdigest(), len(content)


class _Inventory:
    def __init__(self, python: Path, tables: Path) -> None:
        self._known: dict[str, Any] = tomllib.loads((HERE / "components.toml").read_text(encoding="utf-8"))
        self._environment = read_environment(python)
        self._files = sources(tables.glob("COLLECT-*.toc"))
        self._modules = sources([*tables.glob("PYZ-*.toc"), *tables.glob("PKG-*.toc")])
        self._found: dict[tuple[str, str], Component] = {}

    def take(self, folder: Path) -> list[Component]:
        for name, digest, size in hashes(folder):
            component = self._owner(name, folder)
            component.files[name] = (digest, size)
        for component in self._found.values():
            component.inside = [
                inner for entry in self._known.get("inside", []) for inner in self._inside(entry, component, folder)
            ]
        return list(self._found.values())

    def _owner(self, name: str, folder: Path) -> Component:
        if "!" in name:
            return self._of_source(self._modules.get(name.split("!")[1], ""), name, folder)
        inner = name.split("/", 1)[1] if name.startswith("_internal/") else name
        if entry := self._library_of(inner):
            if encoders.MARK in (folder / name).read_bytes():
                return self._distribution(PROGRAM)
            source = self._files.get(inner, "")
            return self._library(entry, self._package_of(source), folder / name)
        if "/" not in name:
            return self._distribution("pyinstaller")  # the executable, but for what is inside
        return self._of_source(self._files.get(inner, ""), name, folder)

    def _of_source(self, source: str, name: str, folder: Path) -> Component:
        """Return what `source`, from which PyInstaller took the file `name`, belongs to."""
        path = Path(source)
        if package := self._package_of(source):
            return self._distribution(package)
        if HERE in path.parents or self._environment.packages / kernels.INSTALLED in path.parents:
            return self._distribution(PROGRAM)
        if path.parent.name == "localpycs" or PurePosixPath(name).name.startswith(("pyimod", "pyi_")):
            return self._distribution("pyinstaller")
        if path.name == "base_library.zip" or self._environment.base in path.parents:
            return self._python()
        if source and (debian := debian_package(source)):
            return self._debian(debian)
        raise StopError(
            f"Nothing is known of {name} in the frozen program (from {source or 'nowhere'}). If it belongs there, say in "
            "packaging/freeze/components.toml what it is. Nothing was changed."
        )

    def _package_of(self, source: str) -> str:
        """Return the name of the package that installed `source`, or ""."""
        if compiled := re.search(r"/localpycs/\d/(.+\.py)c$", Path(source).as_posix()):
            inner = compiled[1]  # compiled by PyInstaller, to go along as a file of its own
        elif source and self._environment.packages in Path(source).parents:
            inner = Path(source).relative_to(self._environment.packages).as_posix()
        else:
            return ""
        info = self._environment.owners.get(inner)
        return metadata(info)["Name"] if info else ""

    def _library_of(self, inner: str) -> dict[str, Any] | None:
        """Return the entry of a shared library in components.toml.

        None if the library `inner` belongs to its package itself.
        """
        entries: list[dict[str, Any]] = self._known["libraries"]
        for entry in entries:
            if any(fnmatch(inner, path) for path in entry.get("paths", ())):
                return entry
        file = PurePosixPath(inner).name
        source = self._files.get(inner, "")
        foreign = bool(self._package_of(source)) or self._environment.base in Path(source).parents
        if foreign and _SHARED.search(file) and not _PYTHON_EXTENSION.search(file) and not file.startswith("libpython"):
            stem = library_stem(file)
            for entry in entries:
                if any(fnmatch(stem, known) for known in entry["stems"]):
                    return entry
            if any(fnmatch(stem, known) for known in self._known["own"]["stems"]):
                return None
            raise StopError(
                f"packaging/freeze/components.toml does not say what {inner} is, a library inside the package "
                f"{self._package_of(source) or 'Python'}. Look it up and add it. Nothing was changed."
            )
        return None

    def _library(self, entry: dict[str, Any], within: str, path: Path) -> Component:
        made = self._keep(
            Component(
                entry["name"], "", "generic", entry["licence"], entry["source"], _texts(entry["texts"]), within=within
            )
        )
        if not made.version and "version_of" in entry:
            made.version = self._distribution_version(entry["version_of"])
        elif not made.version and "version" in entry:
            made.version = _search(entry["version"], path)
        return made

    def _inside(self, entry: dict[str, Any], component: Component, folder: Path) -> Iterator[Component]:
        for name in component.files if entry["of"] == component.name else ():
            if name.removeprefix("_internal/") in entry["files"] and entry["sign"].encode() in _bytes(folder / name):
                version = _search(entry["version"], folder / name)
                yield Component(
                    entry["name"],
                    version,
                    "generic",
                    entry["licence"],
                    entry["source"],
                    _texts(entry["texts"]),
                    within=component.name,
                )

    def _distribution(self, name: str) -> Component:
        if found := self._found.get((name, "")):
            return found
        info = self._info(name)
        about = metadata(info)
        known = self._known["distributions"].get(name, {})
        licence = known.get("licence") or about.get("License-Expression") or about.get("License") or ""
        if name == PROGRAM:
            licence = "LicenseRef-not-licensed"  # until its owners choose one
        elif not licence or " License" in licence:
            raise StopError(
                f"The package {name} names no licence. Say in packaging/freeze/components.toml which it is."
            )
        texts = _texts(known["texts"]) if "texts" in known else licence_texts(info)
        source = f"the source distribution of {name} {about['Version']}, where its wheel is had from"
        return self._keep(Component(name, about["Version"], "pypi", licence, source, texts))

    def _distribution_version(self, name: str) -> str:
        return str(metadata(self._info(name))["Version"])

    def _info(self, name: str) -> Path:
        """Return the .dist-info of the package."""
        return next(info for info in set(self._environment.owners.values()) if metadata(info)["Name"] == name)

    def _python(self) -> Component:
        version = self._environment.version
        places = [self._environment.base / "LICENSE.txt", *self._environment.base.glob("lib/python3*/LICENSE.txt")]
        texts = [path for path in places if path.is_file()][:1]
        source = f"https://www.python.org/downloads/source/, version {version}"
        return self._keep(Component("CPython", version, "generic", "PSF-2.0", source, texts))

    def _debian(self, package: str) -> Component:
        name, version = package.split("=")
        for pattern, licence in self._known["debian"].items():
            if fnmatch(name, pattern):
                source = f"`apt-get source {name}={version}` on Debian"
                return self._keep(Component(name, version, "deb", licence, source, [copyright_of(name)]))
        raise StopError(f"Say in packaging/freeze/components.toml which licence Debian's package {name} has.")

    def _keep(self, component: Component) -> Component:
        return self._found.setdefault((component.name, component.within), component)


def library_stem(file: str) -> str:
    """Return the name of a library without "lib", version and ending.

    That is x264 for libx264-d6533a8d.so.165.
    """
    return re.split(r"[-.]", file.lower().removeprefix("lib"))[0]


def _texts(names: list[str]) -> list[Path]:
    return [TEXTS / f"{name}.txt" for name in names]


@cache
def _bytes(path: Path) -> bytes:
    return path.read_bytes()


def _search(pattern: str, path: Path) -> str:
    found = re.search(pattern.encode(), path.read_bytes())
    return found[1].decode().rstrip(".") if found else ""
