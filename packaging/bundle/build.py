"""Build of the workshop bundles: for each system a zip with all it needs.

It has the wheels, a script that installs them, and the teacher's page.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pip_install
from bundle import archive, unpacked
from bundle.systems import PYTHONS, SYSTEMS, System
from freeze import build_environment, checksums
from freeze.build import source_date_epoch, version
from freeze.lock import ROOT
from talk import StopError, say

HERE = Path(__file__).resolve().parent
WORK = ROOT / "packaging" / "build" / "bundle"
FREEZE = ROOT / "packaging" / "freeze"
ICONS = FREEZE / "icons.py"
DRAWINGS = ROOT / "resources" / "icons"
PAGES = ("teacher.html", "teacher-zh.html")
COMPILED = 1.4  # what lies on the disk in the end, over what the wheels unpack to: compiled modules, and some room

Wheels = dict[str, dict[str, dict[str, str]]]  # Python: name: requirement and file, as wheelhouse.py says


def build(dist: Path) -> list[Path]:
    """Make a bundle for every system, and the teacher's pages.

    Systems whose wheels cannot be had are left out. Returns the files.
    """
    python, epoch = build_environment.prepare(), source_date_epoch()
    wheel = build_environment.build_wheel(epoch)
    pages = [_page(python, name, dist) for name in PAGES]
    made = []
    for system in SYSTEMS:
        folder = WORK / system.name
        found = _collect(python, system, folder, wheel)
        if not found:
            say(f"No bundle for {system.title}: there is no Python whose wheels can all be had.")
            continue
        tree = folder / f"rl-playground-{version()}-workshop-{system.name}"
        shutil.rmtree(tree, ignore_errors=True)
        _lay_out(tree, system, found, folder / "wheels", python, pages)
        made.append(archive.pack(tree, dist / f"{tree.name}.zip", epoch))
        shutil.rmtree(tree)
    if not made:
        raise StopError("No bundle was made: the wheels could not be had. The reason is above. Nothing was changed.")
    return [*made, *pages]


def _collect(python: Path, system: System, folder: Path, wheel: Path) -> Wheels:
    """Get the wheels for every Python for which all are to be had; report the others."""
    wheels = folder / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    found = {}
    for minor in PYTHONS:
        say(f"Getting the wheels for {system.title} and Python {minor}.")
        command = [str(python), "-P", str(HERE / "wheelhouse.py"), system.name, minor, str(wheels), str(wheel)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        no_torch = "No matching distribution found for torch" in result.stderr
        if no_torch and system.markers["sys_platform"] == "linux":
            more = ["--extra-index-url", pip_install.TORCH_CPU_INDEX, "--retries", "1", "--timeout", "20"]
            result = subprocess.run([*command, *more], capture_output=True, text=True, check=False)
        if result.returncode == 0:
            found[minor] = json.loads(result.stdout)
        else:
            errors = [line for line in result.stderr.splitlines() if line.startswith("ERROR")] or [result.stderr]
            say(f"Left out: Python {minor} on {system.title}. {errors[-1].strip()}")
    if found:
        shutil.copyfile(wheel, wheels / wheel.name)
    return found


def _lay_out(tree: Path, system: System, found: Wheels, wheels: Path, python: Path, pages: list[Path]) -> None:
    """Write the folder that a person unpacks.

    What to start and read is on top, the rest in `files`.
    """
    files = tree / "files"
    (files / "wheels").mkdir(parents=True)
    names = {package["file"] for packages in found.values() for package in packages.values()}
    sums = {name: _sha256(wheels / name) for name in sorted(names)}
    for name in sums:
        (files / "wheels" / name).hardlink_to(wheels / name)
    pip = _get_pip(python, files / "wheels")
    _write(files / "wheels" / "about.txt", about_wheels())
    shutil.copyfile(FREEZE / "texts" / "common" / "GPL-2.txt", files / "wheels" / "GPL-2.txt")
    _write(files / "requirements.txt", requirements(found, sums))
    about = {
        "version": version(),
        "title": system.title,
        "sys_platform": system.markers["sys_platform"],
        "machines": sorted({system.markers["platform_machine"].lower(), system.name.rpartition("-")[2]}),
        "oldest": oldest(names),
        "pip": pip.name,
        "pythons": {
            minor: {
                "files": {one["file"]: sums[one["file"]] for one in packages.values()} | {pip.name: _sha256(pip)},
                "bytes": round(COMPILED * sum(unpacked.n_bytes(wheels / one["file"]) for one in packages.values())),
                "longest_path": max(
                    len(unpacked.longest_path(wheels / one["file"], minor)) for one in packages.values()
                ),
            }
            for minor, packages in found.items()
        },
    }
    _write(files / "bundle.json", json.dumps(about, indent=1) + "\n")
    newest_first = sorted(found, key=PYTHONS.index, reverse=True)
    _write(files / "pythons.txt", " ".join(newest_first) + "\n")
    _write(files / "no-python.txt", _no_python(newest_first))
    shutil.copytree(HERE / "laptop", files / "bundle" / "laptop", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(
        HERE / "__init__.py", files / "bundle" / "__init__.py"
    )  # so that it runs under the name it has here
    _write_desktop(files / "desktop", system, python)
    for name in system.scripts:
        is_batch = name.endswith(".bat")
        text = (HERE / "scripts" / ("install.bat" if is_batch else "install.sh")).read_text(encoding="utf-8")
        (tree / name).write_text(text, encoding="utf-8", newline="\r\n" if is_batch else "\n")
        (tree / name).chmod(0o755)
    (tree / "reports").mkdir()
    _write(
        tree / "reports" / "about.txt",
        "Every computer that installs from here leaves its report in this folder.\n"
        "从这里安装的每台计算机都会把检查报告留在这个文件夹中。\n",
    )
    for page in pages:
        shutil.copyfile(page, tree / page.name)
    checksums.write(tree)


def requirements(found: Wheels, sums: dict[str, str]) -> str:
    """Return requirements.txt: every package with the hashes of its files.

    It says for which Pythons where not for all.
    """
    lines = []
    packages = {name: one["requirement"] for them in found.values() for name, one in them.items()}
    for name, requirement in sorted(packages.items()):
        having = [minor for minor in found if name in found[minor]]
        marker = "" if len(having) == len(found) else f" ; python_version in '{' '.join(having)}'"
        hashes = sorted({sums[found[minor][name]["file"]] for minor in having})
        lines.append(f"{requirement}{marker}" + "".join(f" \\\n    --hash=sha256:{digest}" for digest in hashes))
    return "\n".join(lines) + "\n"


def about_wheels() -> str:
    """Return the terms of the wheels, and where to find sources.

    The sources are those of the parts whose licences ask for it.
    """
    libraries = tomllib.loads((FREEZE / "components.toml").read_text(encoding="utf-8"))["libraries"]
    of_pyav = [one for one in libraries if one["name"] == "FFmpeg" or one["licence"].startswith("GPL-2")]
    return (
        "These are the files that their authors publish, unchanged, each a work of its own: its licence lies inside it, in\n"
        "the folder that ends in .dist-info.\n\n"
        "PyAV (av-...whl) brings libraries under the GNU General Public License, version 2 or later (GPL-2.txt). The\n"
        "installers do without them. Their sources:\n"
        + "".join(f"  {one['name']}: {one['source']}\n" for one in of_pyav)
    )


def oldest(wheels: set[str]) -> str:
    """Return the oldest glibc or macOS that all of `wheels` run on.

    It is told by their names; "" where they name none.
    """
    asked = []
    for name in wheels:
        tags = [
            (int(major), int(minor))
            for major, minor in re.findall(r"(?:manylinux|macosx)_(\d+)_(\d+)_", f"{name[:-4]}_")
        ]
        asked += [min(tags)] if tags else []
    return ".".join(map(str, max(asked, default=())))


def _get_pip(python: Path, folder: Path) -> Path:
    """Download the pip that installs on the laptops, by its hash."""
    options = "--disable-pip-version-check --no-input download --quiet --no-deps --require-hashes --only-binary :all:"
    command = [
        str(python),
        "-I",
        "-m",
        "pip",
        *options.split(),
        f"--dest={folder}",
        f"--requirement={HERE / 'pip.txt'}",
    ]
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise StopError("The pip for the laptops could not be had; the reason is above.", result.stderr)
    (wheel,) = folder.glob("pip-*.whl")
    return wheel


def _write_desktop(folder: Path, system: System, python: Path) -> None:
    """Write the files for the menu of the system."""
    folder.mkdir()
    if system.markers["sys_platform"] == "linux":
        for source in (*(ROOT / "packaging" / "linux").glob("rl-playground.*"), *DRAWINGS.glob("*.svg")):
            shutil.copyfile(source, folder / source.name)
        return
    icon = folder / {"win32": "app.ico", "darwin": "app.icns"}[system.markers["sys_platform"]]
    subprocess.run([str(python), "-P", str(ICONS), str(DRAWINGS / "app.svg"), str(icon)], check=True)


def _page(python: Path, name: str, dist: Path) -> Path:
    """Render one of the teacher's pages beside the bundles."""
    source, made = HERE / f"{name.removesuffix('.html')}.md", dist / name
    subprocess.run([str(python), "-P", str(HERE / "page.py"), str(source), str(made)], check=True, stdout=sys.stderr)
    return made


def _no_python(pythons: list[str]) -> str:
    """Return the text of the script for Windows where there is no Python.

    It cannot tell the language.
    """
    names = ", ".join(pythons)
    return (
        f"The bundle needs Python {names} (one of them, 64-bit), and this computer has none. Nothing was changed.\n"
        "Install one, or take the installer that needs no Python: see teacher.html.\n\n"
        f"安装包需要 64 位的 Python {names}（其中之一），而这台计算机上没有。没有改动任何内容。\n"
        "请安装其中一个版本，或使用不需要 Python 的安装程序：见 teacher-zh.html。\n"
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
