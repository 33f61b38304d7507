"""Pictures of a lesson: PNG and SVG in its own folder, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from playground.errors import PlaygroundError
from playground.i18n import N_
from playground.store.safe.bounded_read import read_bounded
from playground.store.safe.errors import BadFileError

MOST_BYTES = 2 << 20
_IMAGE = re.compile(r"!\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
_LEADS_OUT = re.compile(rb"""<!ENTITY|href\s*=\s*["'](?!#|data:)|url\(\s*["']?(?!#|data:)|@import""", re.IGNORECASE)
_BEGINS = {".png": (b"\x89PNG\r\n\x1a\n",), ".svg": (b"<svg", b"<?xml", b"<!--", b"<!DOCTYPE svg")}


def images_in(markdown: str) -> list[str]:
    """Return the names of the pictures that a text shows."""
    return _IMAGE.findall(markdown)


def read_image(folder: Path, name: str) -> bytes:
    """Return a picture's content; raise PlaygroundError if it may not be shown."""
    path = PurePosixPath(name)
    if path.is_absolute() or len(path.parts) != 1 or path.suffix.lower() not in _BEGINS or ":" in name or "\\" in name:
        raise PlaygroundError(
            N_("The picture “{name}” is not shown: a lesson shows PNG and SVG files that lie in its own folder."),
            name=name[:80],
        )
    if (folder / name).is_symlink():
        raise PlaygroundError(
            N_("The picture “{name}” is not shown: it is a link, which could lead anywhere."), name=name[:80]
        )
    try:
        data = read_bounded(folder / name, MOST_BYTES)
    except BadFileError as error:
        reason = N_("The picture “{name}” is missing in the lesson's folder, cannot be read, or has more than 2 MiB.")
        raise PlaygroundError(reason, name=name[:80]) from error
    if not data.lstrip().startswith(_BEGINS[path.suffix.lower()]):
        raise PlaygroundError(N_("The picture “{name}” is not what its name says."), name=name[:80])
    if path.suffix.lower() == ".svg" and _LEADS_OUT.search(data):
        raise PlaygroundError(
            N_("The picture “{name}” is not shown: it refers to something outside itself."), name=name[:80]
        )
    return data


def image_fault(folder: Path, name: str) -> PlaygroundError | None:
    """Return why a picture cannot be shown, or None."""
    try:
        read_image(folder, name)
    except PlaygroundError as error:
        return error
    return None
