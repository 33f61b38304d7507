"""Build of the portable folder for Linux, packed.

It runs from a stick, and from where nobody may write.
"""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from pathlib import Path

from freeze.build import WORK, freeze
from linux import share, stage
from talk import StopError, say

HERE = Path(__file__).resolve().parent
BESIDE = ("README.txt", "add-to-menu.sh", "remove-from-menu.sh", "refresh-menu.sh")
# As every zstd unpacks without being told of the window; two threads, since their number decides the bytes.
COMPRESS = ["zstd", "-19", "--long=27", "-T2", "--quiet", "--stdout"]


def build(dist: Path) -> list[Path]:
    """Build the archive; the same commit gives the same bytes.

    Raises
    ------
    StopError
        If zstd is missing, or the disk is full.
    """
    if not shutil.which("zstd"):
        raise StopError("zstd is missing, which packs the folder: sudo apt-get install zstd. Nothing was built.")
    frozen = freeze()
    tree = WORK / "tar" / f"rl-playground-{frozen.version}-linux-x86_64"
    shutil.rmtree(tree.parent, ignore_errors=True)
    stage.copy_program(frozen, tree)
    share.write_desktop(tree / "share", frozen)
    for name in BESIDE:
        shutil.copy(HERE / name, tree / name)
    stage.settle(tree, frozen.epoch)
    made = dist / f"{tree.name}.tar.zst"
    say("Packing the portable folder; that takes some three minutes.")
    _pack(tree, made, frozen.epoch)
    shutil.rmtree(tree.parent)
    return [made]


def _pack(tree: Path, made: Path, epoch: int) -> None:
    with made.open("wb") as file:
        packer = subprocess.Popen(COMPRESS, stdin=subprocess.PIPE, stdout=file)
        assert packer.stdin is not None
        with packer.stdin, tarfile.open(fileobj=packer.stdin, mode="w|", format=tarfile.PAX_FORMAT) as archive:
            for path in [tree, *sorted(tree.rglob("*"))]:
                name = path.relative_to(tree.parent).as_posix()
                entry = archive.gettarinfo(path, name)
                if (
                    entry.islnk()
                ):  # a hard link to the folder it was frozen into, or twice the same file: pack its bytes
                    entry.type, entry.linkname, entry.size = tarfile.REGTYPE, "", path.stat().st_size
                entry.uid = entry.gid = 0
                entry.uname = entry.gname = ""
                entry.mtime = epoch
                if entry.isreg():
                    with path.open("rb") as content:
                        archive.addfile(entry, content)
                else:
                    archive.addfile(entry)
    if packer.wait() != 0:
        made.unlink()
        raise StopError("zstd could not pack the folder; its reason is above. Is the disk full?")
