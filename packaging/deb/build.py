"""Build of the package for Debian and Ubuntu.

apt installs it, a menu shows it, a double click on a file opens it.
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
import subprocess
from pathlib import Path

from deb.control import control, copyright_file
from freeze.build import WORK, Frozen, freeze
from freeze.lock import ROOT
from linux import share, stage
from talk import StopError, say

PROGRAM = "usr/lib/rl-playground"
COMPRESSION = ("-Zzstd", "-z19")  # 3 minutes for 178 MB; xz takes longer to unpack on each of thirty laptops


def build(dist: Path) -> list[Path]:
    """Build the package; the same commit gives the same bytes.

    Raises
    ------
    StopError
        If something that it is made with is missing.
    """
    if not shutil.which("dpkg-deb"):
        raise StopError("dpkg-deb is missing, which makes the package: sudo apt-get install dpkg. Nothing was built.")
    frozen = freeze()
    tree = WORK / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    lay_out(tree, frozen)
    made = dist / f"rl-playground_{frozen.version}_amd64.deb"
    say("Packing the .deb; that takes some three minutes.")
    # Root owns what is installed, whoever builds it; the time of the archive itself comes from SOURCE_DATE_EPOCH.
    command = ["dpkg-deb", "--root-owner-group", *COMPRESSION, "--build", str(tree), str(made)]
    packed = subprocess.run(
        command,
        env={"SOURCE_DATE_EPOCH": str(frozen.epoch), "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    if packed.returncode != 0:
        raise StopError("dpkg-deb could not make the package; its reason is above.", packed.stdout + packed.stderr)
    shutil.rmtree(tree)
    return [made]


def lay_out(tree: Path, frozen: Frozen) -> None:
    """Lay out below `tree` all that is installed, and the package's own files."""
    stage.copy_program(frozen, tree / PROGRAM)
    (tree / "usr" / "bin").mkdir()
    (tree / "usr" / "bin" / "playground").symlink_to(f"../{PROGRAM.removeprefix('usr/')}/playground")
    share.write_desktop(tree / "usr" / "share", frozen)
    share.write_system(tree / "usr" / "share", frozen)
    _write_documents(tree / "usr" / "share" / "doc" / "rl-playground")
    stage.settle(tree, frozen.epoch)
    about = tree / "DEBIAN"
    about.mkdir()
    (about / "control").write_text(control(frozen.version, stage.installed_kb(tree)), encoding="utf-8")
    (about / "md5sums").write_text(_sums(tree), encoding="utf-8")
    stage.settle(tree, frozen.epoch)


def _write_documents(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "copyright").write_text(copyright_file(), encoding="utf-8")
    for name in ("THIRD-PARTY.txt", "sbom.cdx.json"):
        (folder / name).symlink_to(f"../../../lib/rl-playground/licences/{name}")
    changelog = (ROOT / "resources" / "changelog.md").read_bytes()
    (folder / "changelog.gz").write_bytes(gzip.compress(changelog, mtime=0))


def _sums(tree: Path) -> str:
    """Return the sums that `dpkg --verify` compares installed files with."""
    lines = []
    for path in sorted(tree.rglob("*")):
        if path.is_file() and not path.is_symlink() and "DEBIAN" not in path.parts:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "md5").hexdigest()
            lines.append(f"{digest}  {path.relative_to(tree).as_posix()}\n")
    return "".join(lines)
