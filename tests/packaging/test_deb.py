"""The .deb in the smallest Debian: without Python, with no more than what the package asks for, and without network."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from playground import __version__
from tests.packaging.chroots import debian
from tests.packaging.deb_computer import ROOT, USER, Computer

sys.path.append(str(ROOT / "packaging"))  # its scripts are no package

from deb.control import DEPENDS

PROGRAM = "/usr/lib/rl-playground"
NEEDED = re.compile(r"\(NEEDED\).*\[(.+)\]")
COMPILERS = {"3.4.28": 10, "3.4.29": 11, "3.4.30": 12}  # which libstdc++ came with which GCC

pytestmark = pytest.mark.packaging


@pytest.fixture(scope="module")
def computer():
    """Return a computer with the smallest Debian, what the package needs, and the package; it came by a stick."""
    with debian() as system:
        made = Computer(system)
        system.do("apt-get", "-q", "-y", "--no-install-recommends", "satisfy", ", ".join(DEPENDS))
        made.before = made.files()
        made.install("--no-install-recommends", network=False)
        yield made


def test_there_is_no_python_that_could_help(computer):
    assert computer.pythons() == []


def _begins_with(path, data):
    with path.open("rb") as file:
        return file.read(len(data)) == data


def _linked(computer):
    """Return all libraries and programs of the package, each with what readelf says of it."""
    program = computer.system.root / PROGRAM.strip("/")
    found = {}
    for path in program.rglob("*"):
        if path.is_file() and not path.is_symlink() and _begins_with(path, b"\x7fELF"):
            command = ["readelf", "--dynamic", "--version-info", "--wide", str(path)]
            found[path] = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert len(found) > 200
    return found


def test_it_asks_for_the_packages_that_it_is_linked_with_and_for_no_others(computer):
    linked = _linked(computer)
    own = {path.name for path in (computer.system.root / PROGRAM.strip("/")).rglob("*")}
    libraries = {name for said in linked.values() for name in NEEDED.findall(said)} - own
    places = dict(re.findall(r"^\s(\S+) .* => (\S+)$", computer.system.do("ldconfig", "-p"), flags=re.MULTILINE))
    assert libraries <= places.keys()
    packages = set()
    for name in libraries:
        place = Path(
            "/", os.path.relpath((computer.system.root / places[name].strip("/")).resolve(), computer.system.root)
        )
        said = computer.system.run("dpkg", "--search", f"*{place.name}").stdout
        packages |= {line.split(":")[0] for line in said.splitlines() if line.endswith(f"/{place.name}")}
    asked = [{either.split()[0] for either in entry.split(" | ")} for entry in DEPENDS]
    assert packages - set().union(*asked) == set()
    others = [entry for entry, names in zip(DEPENDS, asked, strict=True) if not names & packages]
    assert [entry.split()[0] for entry in others] == ["xkb-data", "fonts-dejavu-core"]  # no libraries: they are read


def test_it_asks_for_the_versions_that_it_is_linked_with(computer):
    said = "".join(_linked(computer).values())
    newest = {}
    for name in ("GLIBC", "GLIBCXX"):
        versions = re.findall(rf"Name: {name}_([\d.]+) ", said)
        newest[name] = max(versions, key=lambda version: tuple(map(int, version.split("."))))
    assert f"libc6 (>= {newest['GLIBC']})" in DEPENDS
    assert f"libstdc++6 (>= {COMPILERS[newest['GLIBCXX']]})" in DEPENDS


def test_every_library_of_it_finds_all_that_it_is_linked_with(computer):
    libraries = [f"/{path.relative_to(computer.system.root)}" for path in _linked(computer)]
    own = {"LD_LIBRARY_PATH": f"{PROGRAM}/_internal"}  # as the program sets it when it starts
    said = computer.run("ldd", *libraries, environment=own)
    assert re.findall(r".* => not found", said.stdout) == []
    assert said.returncode == 0, said.stderr


def test_it_says_its_version_and_nothing_else(computer):
    assert computer.says("/usr/bin/playground", "--version") == f"playground {__version__}"


def test_it_passes_its_own_test_in_every_step(computer):
    result = computer.playground("--self-test", "--json")
    said = json.loads(result.stdout)
    assert [step for step in said["steps"] if not step["ok"]] == []
    assert (result.returncode, said["ok"], len(said["steps"]) > 5) == (0, True, True)


def test_doctor_finds_nothing_wanting(computer):
    result = computer.playground("doctor", "--json")
    checks = {check["name"]: check for check in json.loads(result.stdout)["checks"]}
    assert {"chinese", "window", "letters", "learning", "video"} <= checks.keys()
    assert [check for check in checks.values() if check["verdict"] == "fails"] == []
    assert (result.returncode, checks["chinese"]["verdict"]) == (0, "ready")


def test_a_policy_is_trained_saved_and_evaluated(computer):
    policy = f"/home/{USER}/强化学习.rlp"
    computer.says("/usr/bin/playground", "train", "--preset", "fast", "--steps", "300", "--save", policy)
    evaluated = json.loads(computer.says("/usr/bin/playground", "evaluate", policy, "--episodes", "3", "--json"))
    assert evaluated


def test_what_is_installed_is_what_was_packed_and_root_owns_it(computer):
    assert computer.system.do("dpkg", "--verify", "rl-playground") == ""
    names = computer.system.do("dpkg", "--listfiles", "rl-playground").splitlines()
    assert all((path := computer.system.root / name.strip("/")).is_symlink() or path.exists() for name in names)
    writable = computer.system.do(
        "find", PROGRAM, "/usr/bin/playground", "!", "-user", "root", "-o", "-perm", "/022", "!", "-type", "l"
    )
    assert writable == ""


def test_what_it_says_of_licences_and_changes_can_be_read(computer):
    folder = computer.system.root / "usr/share/doc/rl-playground"
    assert {path.name for path in folder.iterdir()} == {"changelog.gz", "copyright", "sbom.cdx.json", "THIRD-PARTY.txt"}
    assert all(path.resolve().stat().st_size > 100 for path in folder.iterdir())
    assert f"## {__version__}" in computer.says("zcat", "/usr/share/doc/rl-playground/changelog.gz")


def test_it_leaves_nothing_where_temporary_files_are(computer):
    assert list((computer.system.root / "tmp").iterdir()) == []


def test_purged_it_leaves_nothing_even_where_it_was_installed_twice(computer):
    home = sorted(computer.home.rglob("*"))
    computer.install("--reinstall", network=False)
    assert computer.system.do("dpkg", "--verify", "rl-playground") == ""
    computer.purge()
    assert computer.files() ^ computer.before == set()
    assert sorted(computer.home.rglob("*")) == home
    assert list((computer.system.root / "var/lib/dpkg/info").glob("rl-playground*")) == []
