"""Somebody's environments, as files in a folder of their own."""

from __future__ import annotations

import shutil
from pathlib import Path

FOREIGN = Path(__file__).parent / "foreign"


def written(folder, name, as_name=None):
    """Return the path of a copy of one of `foreign`, as a person would type it."""
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / f"{as_name or name}.py"
    shutil.copy(FOREIGN / f"{name}.py", copy)
    return str(copy)
