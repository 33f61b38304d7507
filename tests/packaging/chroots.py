"""A fresh Debian in a folder, to install into as a new user would; made by debootstrap, kept as an archive.

What this computer says of its network goes along: apt's sources, certificates, name servers, and pip's settings with the
folders they name. Mounts live in a namespace of each command, so that nothing is left behind however it ends.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlparse

import pytest

ROOT = Path(__file__).parent.parent.parent
KEPT = ROOT / "packaging" / "build" / "chroots"
RELEASE = "bookworm"
DAYS_KEPT = 7  # then packages have moved on
GOES_ALONG = ("/etc/resolv.conf", "/etc/hosts", "/etc/pip.conf")
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
NETWORK = ("PIP_", "HTTP_", "HTTPS_", "NO_PROXY", "http_", "https_", "no_proxy", "SSL_CERT_", "REQUESTS_CA_")
TOOLS = ("debootstrap", "unshare", "chroot", "tar")


class Debian:
    """A Debian below `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._shared = {path: path for name in GOES_ALONG if (path := Path(name)).exists()}
        self._shared |= {path: path for path in _folders_of_pip()}

    def share(self, path: Path, there: str | None = None) -> None:
        """Let the Debian see `path` of this computer, read-only, under the same name or as `there`."""
        self._shared[Path(there or path)] = path

    def run(
        self,
        *command: str,
        user: str = "root",
        network: bool = True,
        environment: dict[str, str] | None = None,
        seconds: float = 3600,
    ) -> subprocess.CompletedProcess[str]:
        """Run `command` in there, with nothing of our environment but what the network needs; return how it went."""
        mounts = [f"mount --bind /dev {self.root}/dev", f"mount -t proc proc {self.root}/proc"]
        for there, here in self._shared.items():
            place = self.root / there.relative_to("/")
            if here.is_dir():
                place.mkdir(parents=True, exist_ok=True)
            elif not place.is_file():
                place.parent.mkdir(parents=True, exist_ok=True)
                place.unlink(missing_ok=True)  # a link to nothing
                place.touch()
            mounts.append(f"mount --bind '{here}' '{place}' && mount -o remount,bind,ro '{place}'")
        home = "/root" if user == "root" else f"/home/{user}"
        surroundings = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": home,
            "LANG": "C.UTF-8",
            "USER": user,
            "DEBIAN_FRONTEND": "noninteractive",
            **_network_settings(),
            **(environment or {}),
        }
        script = f'set -e; {"; ".join(mounts)}; exec chroot --userspec={user} {self.root} "$@"'
        apart = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--uts", *([] if network else ["--net"])]
        return subprocess.run(
            [*apart, "sh", "-c", script, "sh", *command],
            env=surroundings,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds,
            check=False,
        )

    def do(self, *command: str, **words: object) -> str:
        """Run `command` and return what it printed; fail the test where it fails."""
        result = self.run(*command, **words)  # type: ignore[arg-type]
        if result.returncode != 0:
            pytest.fail(f"{' '.join(command)}\n{result.stdout}\n{result.stderr}", pytrace=False)
        return result.stdout

    def add_user(self, name: str) -> None:
        """Add an ordinary user with a home of their own."""
        self.do("useradd", "--create-home", "--shell", "/bin/bash", name)


@contextlib.contextmanager
def debian(packages: Sequence[str] = ()) -> Iterator[Debian]:
    """Yield a fresh Debian that holds no more than its smallest set and `packages`; it is gone afterwards."""
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    if sys.platform != "linux" or os.geteuid() != 0 or missing:
        pytest.skip("needs root on Debian, and debootstrap: .github/workflows/packaging-weekly.yml has them")
    KEPT.mkdir(parents=True, exist_ok=True)
    archive = _archive(sorted(packages))
    with tempfile.TemporaryDirectory(dir=KEPT, prefix="debian-") as folder:
        root = Path(folder)
        root.chmod(0o755)
        _unpack(archive, root)
        yield Debian(root)


def mirror() -> str:
    """Return where this computer gets Debian's packages from."""
    return _sources().split()[1]


def _archive(packages: list[str]) -> Path:
    """Return the archive of a Debian with `packages`, made where there is none that is fresh."""
    sources = _sources()
    trusted = CERTIFICATES.read_bytes() if CERTIFICATES.exists() else b""
    mark = hashlib.sha256(repr((RELEASE, packages, sources, trusted)).encode()).hexdigest()[:12]
    archive = KEPT / f"{RELEASE}-{mark}.tar"
    if archive.exists() and time.time() - archive.stat().st_mtime < DAYS_KEPT * 86_400:
        return archive
    with tempfile.TemporaryDirectory(dir=KEPT, prefix="making-") as folder:
        root = Path(folder)
        root.chmod(0o755)
        if packages:
            _unpack(_archive([]), root)
            made = Debian(root)
            made.do("apt-get", "-q", "update")
            made.do("apt-get", "-q", "install", "-y", "--no-install-recommends", *packages)
            made.do("apt-get", "clean")
        else:
            apart = ("unshare", "--mount")  # it mounts /proc in there, and may leave it
            _call(*apart, "debootstrap", "--variant=minbase", RELEASE, str(root), mirror())
            shutil.rmtree(root / "var" / "cache" / "apt" / "archives", ignore_errors=True)
            (root / "etc" / "apt" / "sources.list").write_text(sources, encoding="utf-8")
            if CERTIFICATES.exists():  # Debian's package ca-certificates adds what lies there to its own
                place = root / "usr" / "local" / "share" / "ca-certificates"
                place.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(CERTIFICATES, place / "of-this-computer.crt")
        temporary = archive.with_suffix(".new")
        _call("tar", "--create", "--numeric-owner", "--xattrs", "--file", str(temporary), "--directory", str(root), ".")
        os.replace(temporary, archive)
    return archive


def _unpack(archive: Path, root: Path) -> None:
    _call("tar", "--extract", "--numeric-owner", "--xattrs", "--file", str(archive), "--directory", str(root))


def _call(*command: str) -> None:
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        pytest.fail(f"{' '.join(command)}\n{result.stdout}\n{result.stderr}", pytrace=False)


def _sources() -> str:
    """Return the lines of sources.list: for the main archive and for security, from where this computer gets them."""
    asked = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI) $(COMPONENT)", "Created-By: Packages"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    places = {line.split()[0].rstrip("/") for line in asked.splitlines() if line.endswith(" main")}
    main = sorted(place for place in places if urlparse(place).path.rstrip("/").endswith("/debian"))
    security = sorted(place for place in places if urlparse(place).path.rstrip("/").endswith("-security"))
    lines = [f"deb {(main or ['http://deb.debian.org/debian'])[0]} {RELEASE} main"]
    lines += [f"deb {place} {RELEASE}-security main" for place in security[:1]]
    return "\n".join(lines) + "\n"


def _network_settings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.startswith(NETWORK)}


def _folders_of_pip() -> list[Path]:
    """Return the folders of this computer that pip's settings name: packages may lie there."""
    answer = subprocess.run(
        [sys.executable, "-I", "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    words = [word.strip("'\"") for line in answer.splitlines() for word in line.partition("=")[2].split()]
    paths = {Path(urlparse(word).path) for word in words if word.startswith(("/", "file:///"))}
    return sorted(path for path in paths if path.is_dir())
