"""Licences of the packages that this program is made of."""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path

from playground.folders import APP
from playground.i18n import _
from playground.resources import resource_folder

TEXT = Path("licences", "THIRD-PARTY.txt")


def licences() -> str:
    """Return the licences as text.

    Of a frozen program it is the file that came with it, else what the installed packages say.
    """
    if getattr(sys, "frozen", False):
        inside = resource_folder().parent
        for folder in (Path(sys.executable).parent, inside, inside.parent / "Resources"):  # the last is macOS's
            if (folder / TEXT).is_file():
                return (folder / TEXT).read_text("utf-8", errors="replace")
    said = _(
        "These packages are installed beside this program, each under its own licence. Their folders hold the full texts."
    )
    return "\n".join([said, "", *map(_line, _packages())])


def _packages() -> list[metadata.Distribution]:
    """Return what the program needs, directly or in turn, as far as it is installed."""
    found: dict[str, metadata.Distribution] = {}
    wanted = [APP]
    while wanted:
        name = _plain_name(wanted.pop())
        if name in found:
            continue
        try:
            found[name] = metadata.distribution(name)
        except metadata.PackageNotFoundError:  # for another system, or not installed
            continue
        needs = found[name].requires or []
        wanted += [re.split(r"[^\w.-]", need, maxsplit=1)[0] for need in needs if "extra ==" not in need]
    return [found[name] for name in sorted(found) if name != APP]


def _plain_name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _line(package: metadata.Distribution) -> str:
    about = package.metadata
    stated = [line for name in ("License-Expression", "License") for line in about.get_all(name, [])]
    said = "".join(stated[:1]).strip().partition("\n")[0]
    classified = [
        line.rpartition(" :: ")[2] for line in about.get_all("Classifier", []) if line.startswith("License ::")
    ]
    licence = said or ", ".join(classified) or _("see its folder")
    return f"{about['Name']} {package.version}: {licence}"
