"""The wheels of one system and one Python, each checked by its hash.

Run by the Python of the build environment, which has `packaging`: `wheelhouse.py SYSTEM PYTHON FOLDER PROGRAM.whl
[words for pip]`. Prints, as JSON, the requirement and the file of each package. What a package needs is read from its own
wheel, because the pip of one system does not know what another one needs.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from email.parser import BytesParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bundle.systems import SYSTEMS, System
from freeze.lock import LOCK


class Target:
    """One system with one Python, and the wheels found for it."""

    def __init__(self, system: System, python: str, folder: Path, words: list[str]) -> None:
        self._system = system
        self._python = python
        self._folder = folder
        self._words = words
        self._markers = {
            **system.markers,
            "python_version": python,
            "python_full_version": f"{python}.0",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
        }
        self._locked = self._read_lock()

    def collect(self, program: Path) -> dict[str, dict[str, str]]:
        """Get all that the wheel `program` needs.

        Returns {name: {requirement, file}}, the program itself included.
        """
        found: dict[str, dict[str, str]] = {}
        wave = {program}
        while wave:
            needed: set[str] = set()
            for wheel in wave:
                name, version, *_ = parse_wheel_filename(wheel.name)
                found[name] = {"requirement": f"{name}=={version}", "file": wheel.name}
                needed |= self._needs(wheel)
            wave = self._download(needed - found.keys()) if needed - found.keys() else set()
        return found

    def _needs(self, wheel: Path) -> set[str]:
        with zipfile.ZipFile(wheel) as archive:
            (name,) = (name for name in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
            lines = BytesParser().parsebytes(archive.read(name)).get_all("Requires-Dist", [])
        requirements = [Requirement(line) for line in lines]
        # Extras are left out: the only one that the program asks for, gymnasium[classic-control], is pygame-ce,
        # which it names itself.
        return {canonicalize_name(need.name) for need in requirements if self._applies(need)}

    def _applies(self, requirement: Requirement) -> bool:
        return requirement.marker is None or requirement.marker.evaluate({**self._markers, "extra": ""})

    def _download(self, names: set[str]) -> set[Path]:
        """Download what the lock says of `names`.

        Wheels that are there already are found again.
        """
        for name in names - self._locked.keys():
            raise SystemExit(f"{name} is not in {LOCK.name}: write it anew with dev.py lock.")
        asked = self._folder / "asked.txt"
        asked.write_text("".join(self._locked[name] for name in sorted(names)), encoding="utf-8")
        options = "--quiet --no-deps --require-hashes --only-binary :all: --implementation cp"
        command = [
            *(sys.executable, "-I", "-m", "pip", "--disable-pip-version-check", "--no-input", "download"),
            *options.split(),
            f"--python-version={self._python}",
            *(f"--platform={name}" for name in self._system.platforms),
            f"--dest={self._folder}",
            f"--find-links={self._folder}",
            f"--requirement={asked}",
            *self._words,
        ]
        result = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
        asked.unlink()
        if result.returncode != 0:
            raise SystemExit(result.returncode)
        return {self._found(name) for name in names}

    def _found(self, name: str) -> Path:
        """Return the wheel of `name` that pip took.

        Of those there, it is the one for this Python or for any.
        """
        tag = f"cp{self._python.replace('.', '')}"
        wheels = []
        for wheel in self._folder.glob("*.whl"):
            found, version, _build, tags = parse_wheel_filename(wheel.name)
            pinned = f"=={version} " in self._locked[name]  # a former build may have left others
            if found == name and pinned and any(one.interpreter in (tag, "py3") or one.abi == "abi3" for one in tags):
                wheels.append(wheel)
        (wheel,) = wheels
        return wheel

    def _read_lock(self) -> dict[str, str]:
        """Return the lines of the lock that this target may need, by package.

        They are without their marker.
        """
        text = LOCK.read_text(encoding="utf-8").replace("\\\n", " ")
        locked: dict[str, str] = {}
        for line in text.splitlines():
            if line.startswith("#") or not line.strip():
                continue
            wanted, *hashes = line.split("--hash=")
            requirement = Requirement(wanted.strip())
            if self._applies(requirement):
                words = "".join(f" --hash={one.strip()}" for one in hashes)
                locked[canonicalize_name(requirement.name)] = f"{requirement.name}{requirement.specifier}{words}\n"
        return locked


def main(words: list[str]) -> int:
    """Get the wheels and print what they are."""
    system = next(one for one in SYSTEMS if one.name == words[0])
    target = Target(system, words[1], Path(words[2]), words[4:])
    print(json.dumps(target.collect(Path(words[3]))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
