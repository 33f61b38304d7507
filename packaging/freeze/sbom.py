"""The list of components of the frozen program, in CycloneDX 1.6.

It is checked to be equal to what is frozen.
"""

from __future__ import annotations

import json
import time
import uuid
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from freeze.inventory import OURS, PROGRAM, Component, hashes

NAME = "sbom.cdx.json"


def document(components: Iterable[Component], epoch: int, architecture: str) -> dict[str, Any]:
    """Return the list as CycloneDX has it; `epoch`, in seconds, is the time it bears.

    The same components make the same list: its serial number is drawn from its content.
    """
    listed = [(component, _entry(component, architecture)) for component in components]
    (program,) = (entry for component, entry in listed if component.name == PROGRAM)
    others = [entry for component, entry in listed if component.name != PROGRAM]
    made: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(epoch)),
            "component": program | {"type": "application"},
        },
        "components": others,
        "dependencies": [{"ref": program["bom-ref"], "dependsOn": [entry["bom-ref"] for entry in others]}],
        "compositions": [{"aggregate": "complete", "assemblies": [program["bom-ref"]]}],
    }
    return {"serialNumber": uuid.uuid5(uuid.NAMESPACE_OID, text(made)).urn} | made


def text(made: dict[str, Any]) -> str:
    """Return the list as the file holds it."""
    return json.dumps(made, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def differences(folder: Path) -> list[str]:
    """Return where the list of the frozen program and its files differ.

    They are those in `folder`; it is empty if they are the same.
    """
    made = json.loads((folder / OURS / NAME).read_text(encoding="utf-8"))
    claimed: dict[str, str] = {}
    listed = Counter[str]()
    found = []
    for entry in [made["metadata"]["component"], *made["components"]]:
        files = [one for one in entry.get("components", ()) if one["type"] == "file"]
        if not files:
            found.append(f"{entry['name']} is listed, but no file is its.")
        for one in files:
            listed[one["name"]] += 1
            claimed[one["name"]] = one["hashes"][0]["content"]
    there = {name: digest for name, digest, _size in hashes(folder)}
    found += [f"{name} is listed {count} times." for name, count in sorted(listed.items()) if count > 1]
    found += [f"{name} is there, but not listed." for name in sorted(there.keys() - claimed.keys())]
    found += [f"{name} is listed, but not there." for name in sorted(claimed.keys() - there.keys())]
    both = sorted(there.keys() & claimed.keys())
    return found + [f"{name} has another content than listed." for name in both if there[name] != claimed[name]]


def _entry(component: Component, architecture: str) -> dict[str, Any]:
    url = _package_url(component, architecture)
    made: dict[str, Any] = {
        "type": "library",
        "bom-ref": f"{url}#{component.within}" if component.within else url,
        "name": component.name,
        "purl": url,
        "licenses": [{"expression": component.licence}],
        "components": [
            *(_entry(inner, architecture) for inner in component.inside),
            *(_file(name, digest) for name, (digest, _size) in sorted(component.files.items())),
        ],
    }
    if component.version:
        made["version"] = component.version
    if component.within:
        made["properties"] = [{"name": f"{PROGRAM}:brought-by", "value": component.within}]
    if component.source.startswith("https://"):
        made["externalReferences"] = [{"type": "source-distribution", "url": component.source.split(",")[0]}]
    return made


def _file(name: str, digest: str) -> dict[str, Any]:
    return {"type": "file", "name": name, "hashes": [{"alg": "SHA-256", "content": digest}]}


def _package_url(component: Component, architecture: str) -> str:
    name = component.name
    if component.kind == "pypi":
        name = name.lower().replace("_", "-")
    place = "deb/debian" if component.kind == "deb" else component.kind
    version = f"@{quote(component.version, safe='')}" if component.version else ""
    rest = f"?arch={architecture}" if component.kind == "deb" else ""
    return f"pkg:{place}/{quote(name, safe='')}{version}{rest}"
