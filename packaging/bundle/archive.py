"""Packing of a folder into a zip that has the same bytes every time."""

from __future__ import annotations

import shutil
import time
import zipfile
from pathlib import Path

from bundle.laptop import held_files

PACKED_ALREADY = (".whl", ".deb", ".zst", ".exe", ".dmg", ".zip", ".icns")


def pack(folder: Path, made: Path, epoch: int) -> Path:
    """Pack `folder`, under its own name, into `made`.

    All bears the time `epoch`, in seconds.
    """
    temporary = made.with_name(f"{made.name}.new")
    moment = time.gmtime(epoch)[:6]
    with zipfile.ZipFile(temporary, "w") as archive:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder.parent).as_posix()
            entry = zipfile.ZipInfo(name if path.is_file() else f"{name}/", moment)
            entry.create_system = 3  # Unix, whose rights say which files can be started
            is_program = path.is_dir() or path.suffix in (".sh", ".command", ".bat")
            entry.external_attr = ((0o040755 if path.is_dir() else 0o100755) if is_program else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_STORED if path.suffix in PACKED_ALREADY else zipfile.ZIP_DEFLATED
            if path.is_dir():
                archive.writestr(entry, b"")
                continue
            entry.file_size = path.stat().st_size
            with path.open("rb") as source, archive.open(entry, "w") as target:
                shutil.copyfileobj(source, target, 1 << 20)
    return held_files.replace(temporary, made)
