"""Builds the .deb once for all its tests, and puts it on a stick into a Debian that has no Python."""

from __future__ import annotations

import functools
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from playground import __version__

ROOT = Path(__file__).parent.parent.parent
DIST = ROOT / "packaging" / "dist"
USER = "zhang"
STICK = "/media/USB 记忆棒"
PACKAGE = f"{STICK}/rl-playground_{__version__}_amd64.deb"
# What others keep of all packages that are or were there, what a start of the computer empties, and the user's own.
KEPT = (
    "home",
    "run",
    "tmp",
    "var/cache/apt",
    "var/cache/debconf",
    "var/cache/ldconfig",
    "var/cache/man",
    "var/lib/apt",
    "var/lib/dpkg",
    "var/log",
)


@functools.cache
def build():
    """Build the package as a release is built."""
    command = [sys.executable, str(ROOT / "packaging" / "dev.py"), "installer", "deb"]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        pytest.fail(made.stdout + made.stderr, pytrace=False)


class Computer:
    """A Debian with a stick that holds the package, and an ordinary user."""

    def __init__(self, system):
        build()
        self.system = system
        self.home = system.root / "home" / USER
        system.add_user(USER)
        system.share(DIST, STICK)
        system.do("apt-get", "-q", "update")

    def install(self, *words, network=True):
        """Install the package from the stick with apt, which gets what it needs where there is a network."""
        self.system.do("apt-get", "-q", "-y", *words, "install", PACKAGE, network=network)

    def purge(self, *words):
        self.system.do("apt-get", "-q", "-y", *words, "purge", "rl-playground", network=False)

    def pythons(self):
        """Return all of Python that is there beside what the package brings along."""
        python = re.compile(r"^(?!usr/lib/rl-playground/).*(bin/python[\d.]*$|lib/python3|/libpython)")
        return [path for path in self.files() if python.match(path)]

    def run(self, *command, environment=None):
        """Run a command as the user, without network, with nothing in its environment but what it says."""
        own = {"HOME": f"/home/{USER}", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **(environment or {})}
        bare = ["env", "-i", *(f"{name}={value}" for name, value in own.items())]
        return self.system.run(*bare, *command, user=USER, network=False)

    def says(self, *command, **environment):
        """Return what a command prints that neither fails nor complains."""
        done = self.run(*command, environment=environment)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        return done.stdout.strip()

    def playground(self, *words):
        return self.run("/usr/bin/playground", *words, environment={"QT_QPA_PLATFORM": "offscreen"})

    def files(self):
        """Return what lies on the disk but for the lists of apt and dpkg, and what the user has."""
        root, found = self.system.root, set()
        for folder, folders, files in os.walk(root):
            here = Path(folder).relative_to(root)
            folders[:] = [name for name in folders if (here / name).as_posix() not in KEPT]
            found |= {(here / name).as_posix() for name in (*folders, *files)}
        return found
