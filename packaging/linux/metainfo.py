"""metainfo.xml for software centres, with the releases of the changelog."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path

TEMPLATE = Path(__file__).parent / "metainfo.xml"
_RELEASE = re.compile(r"^## +(\d[\w.]*).*$", re.MULTILINE)


def metainfo(changelog: str, version: str, epoch: int) -> bytes:
    """Return the file.

    `changelog` is Markdown with a heading for each release, `epoch` the day of `version`, in seconds. The days of the
    releases before it are not written down anywhere, so they are left out.
    """
    component = ET.fromstring(TEMPLATE.read_text(encoding="utf-8"))
    releases = ET.SubElement(component, "releases")
    day = datetime.fromtimestamp(epoch, UTC).date().isoformat()
    release = ET.SubElement(releases, "release", version=version, date=day)
    description = ET.SubElement(release, "description")
    items = None
    for kind, text in _blocks(_section(changelog, version)):
        if kind == "item":
            items = ET.SubElement(description, "ul") if items is None else items
            ET.SubElement(items, "li").text = text
        else:
            items = None
            ET.SubElement(description, "p").text = text
    if not len(description):
        release.remove(description)
    ET.indent(component)
    written: str = ET.tostring(component, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'.encode()


def _section(changelog: str, version: str) -> str:
    """Return the changelog's section of `version`; "" where there is none."""
    headings = list(_RELEASE.finditer(changelog))
    for heading, after in zip(headings, [*headings[1:], None], strict=True):
        if heading[1] == version:
            return changelog[heading.end() : after.start() if after else None]
    return ""


def _blocks(markdown: str) -> list[tuple[str, str]]:
    """Return the paragraphs and list items as plain text."""
    found: list[tuple[str, str]] = []
    for line in markdown.splitlines():
        if line.startswith("- "):
            found.append(("item", line[2:].strip()))
        elif line.strip() and found and found[-1][1]:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
        else:
            found.append(("paragraph", line.strip()))
    return [(kind, _words(text)) for kind, text in found if text]


def _words(text: str) -> str:
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"[`*]", "", text)
