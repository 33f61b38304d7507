"""Licences and list of components of the frozen program.

The folder `licences` of the frozen program holds THIRD-PARTY.txt, for people, and sbom.cdx.json, for programs.
"""

from __future__ import annotations

import platform
import re
from pathlib import Path

from freeze import inventory, sbom
from freeze.inventory import OURS, PROGRAM, TEXTS, Component
from talk import StopError

NAME = "THIRD-PARTY.txt"
_RULE = "=" * 100
_HEAD = """\
The RL Playground {version}, as it is passed on ready to run, is made of the parts listed here. Each part has a chapter
below with its licence, and says where its source is. sbom.cdx.json beside this file lists the same for programs, with
every file and its SHA-256.
"""
_EXCHANGE = """\
WHAT YOU MAY EXCHANGE

These parts are under the GNU Lesser General Public License (LGPL). You may put your own build of any of them in place of
the one here, and may take the program apart as far as finding faults in what you changed needs. Their files lie each by
itself in this program's folder: put yours there under the same name. Nothing checks signatures or sums at start; on macOS
sign the program anew afterwards (codesign --force --deep --sign - "RL Playground.app").
"""
_GPL = """\
WHAT IS UNDER THE GPL

These parts are under the GNU General Public License. They are loaded into the same program as the rest, so whoever passes
this program on with them inside has to follow the GPL, version 3, for the whole of it, and to offer its source:
"""


def write(folder: Path, python: Path, tables: Path, epoch: int) -> list[Component]:
    """Write the list and the licences into the frozen program `folder`.

    Returns what it is made of. `python` is that of the environment it was made in, PyInstaller's *.toc lie in `tables`,
    `epoch` is the time that the list bears, in seconds.

    Raises
    ------
    StopError
        If it cannot be told of a file where it comes from, or a part lacks its licence.
    """
    components = inventory.take(folder, python, tables)
    place = folder / OURS
    place.mkdir(exist_ok=True)
    (place / NAME).write_text(third_party(components), encoding="utf-8", newline="\n")
    made = sbom.document(components, epoch, platform.machine().lower())
    (place / sbom.NAME).write_text(sbom.text(made), encoding="utf-8", newline="\n")
    if wrong := sbom.differences(folder):
        raise StopError("The list of what is frozen is not equal to what is frozen.", "\n".join(wrong))
    return components


def third_party(components: list[Component]) -> str:
    """Return the text that has a chapter for every component but the program itself."""
    (version,) = (component.version for component in components if component.name == PROGRAM)
    parts = [part for component in components for part in (component, *component.inside) if part.name != PROGRAM]
    blocks = [_HEAD.format(version=version), "\n".join(f"{part.title}: {part.licence}" for part in parts)]
    if bound := [part for part in parts if under_gpl(part.licence)]:
        blocks.append(_GPL + "\n" + "\n".join(f"{part.title}: {part.source}" for part in bound))
    blocks.append(_EXCHANGE + "\n" + "\n".join(_exchange(part) for part in parts if exchangeable(part.licence)))
    first_shown: dict[str, str] = {}
    blocks += [_chapter(part, first_shown) for part in parts]
    common = {name for block in blocks for name in re.findall(r"/usr/share/common-licenses/([A-Z][\w.-]*\w)", block)}
    blocks += [_common(name, first_shown) for name in sorted(common) if (TEXTS / "common" / f"{name}.txt").is_file()]
    return f"\n\n{_RULE}\n\n".join(block.strip("\n") for block in blocks) + "\n"


def under_gpl(licence: str) -> bool:
    """Whether there is no other choice than the GPL.

    One with an exception for programs that use it is another choice.
    """
    choices = [choice.split(" AND ") for choice in licence.split(" OR ")]
    return all(any(term.startswith("GPL-") and " WITH " not in term for term in terms) for terms in choices)


def exchangeable(licence: str) -> bool:
    """Whether the LGPL is the licence, or a choice; it is then the one chosen."""
    return "LGPL-" in licence


def _exchange(part: Component) -> str:
    files = sorted(part.files)
    listed = files if len(files) <= 12 else [f"{len(files)} files, see sbom.cdx.json"]
    return f"{part.title}, {part.licence}\n  source: {part.source}\n" + "".join(f"  {name}\n" for name in listed)


def _chapter(part: Component, first_shown: dict[str, str]) -> str:
    """Return the chapter of a component.

    A text that an earlier chapter shows is named, not shown again.
    """
    lines = [part.title, f"Licence: {part.licence}", f"Source: {part.source}"]
    texts = []
    for path in part.texts:
        content = path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n").strip("\n")
        if content in first_shown:
            lines.append(f"A text that applies is shown in the chapter {first_shown[content]}.")
        else:
            first_shown[content] = part.title
            texts.append(content)
    if not part.texts and not part.licence.startswith("LicenseRef-"):
        raise StopError(f"The text of the licence of {part.title} is missing. Put it into packaging/freeze/texts.")
    return "\n\n".join(["\n".join(dict.fromkeys(lines)), *texts])


def _common(name: str, first_shown: dict[str, str]) -> str:
    """Return a licence that texts of Debian name by its place on Debian."""
    content = (TEXTS / "common" / f"{name}.txt").read_text(encoding="utf-8").strip("\n")
    text = f"It is shown in the chapter {first_shown[content]}." if content in first_shown else content
    return f"The text that /usr/share/common-licenses/{name} stands for above\n\n{text}"
