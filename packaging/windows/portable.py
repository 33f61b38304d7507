"""The folder that runs without being installed, as a ZIP file.

It runs from a stick or a shared disk.
"""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

from file_kinds import SHOWN_NAME

README = Path(__file__).resolve().with_name("README.txt")


def write(program: Path, out: Path, epoch: int) -> None:
    """Write the folder `program` and README.txt to the ZIP file `out`.

    All files bear the time `epoch`, in seconds. The same files give the same bytes. Explorer unpacks nothing but
    Deflate, so that is what they are packed with.
    """
    files = sorted(path for path in program.rglob("*") if path.is_file())
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        text = README.read_text(encoding="utf-8").replace("\n", "\r\n")
        _add(
            archive, f"{SHOWN_NAME}/README.txt", text.encode("utf-8-sig"), epoch
        )  # the mark tells Notepad the encoding
        for path in files:
            _add(archive, f"{SHOWN_NAME}/{path.relative_to(program).as_posix()}", path.read_bytes(), epoch)


def _add(archive: zipfile.ZipFile, name: str, data: bytes, epoch: int) -> None:
    entry = zipfile.ZipInfo(name, time.gmtime(epoch)[:6])
    entry.create_system = 0  # the same from Windows and Linux
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)
