"""A font with Chinese characters for the program on Linux.

Not every computer has one there; Windows and macOS do.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from talk import StopError

PACKAGE = "fonts-droid-fallback"  # of Debian: Apache-2.0, and the smallest with all of GB 18030's common characters
FONT = "usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf"
SHA256 = "acb6440a713d880a13a21b468ba7cd43f5a2b2934972e51be791c880730777b8"
TO_GET_IT = f"On Debian and Ubuntu: sudo apt-get update && sudo apt-get install {PACKAGE}. Then run this again."


def bring(resources: Path) -> Path:
    """Put the font into `resources`/fonts; return where it is.

    It is from this system or from its packages.

    Raises
    ------
    StopError
        If it cannot be had, or is another than the one that was tried out.
    """
    place = resources / "fonts" / Path(FONT).name
    place.parent.mkdir(exist_ok=True)
    if Path("/", FONT).is_file():
        shutil.copyfile(Path("/", FONT), place)
    else:
        _unpack(place)
    if hashlib.sha256(place.read_bytes()).hexdigest() != SHA256:
        raise StopError(f"{place.name} is not the font that the program was tried with. {TO_GET_IT}")
    return place


def _unpack(place: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        output = ""
        for command in (["apt-get", "-q", "download", PACKAGE], ["sh", "-c", "dpkg-deb --extract *.deb ."]):
            try:
                made = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
            except OSError as error:
                raise StopError(f"The font for Chinese characters is missing ({error}). {TO_GET_IT}") from None
            output += made.stdout + made.stderr
        if not Path(folder, FONT).is_file():
            raise StopError(f"The font for Chinese characters could not be had. {TO_GET_IT}", output)
        shutil.copyfile(Path(folder, FONT), place)
