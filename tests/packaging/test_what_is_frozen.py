"""What the frozen program is made of: the list is equal to its files, and every part has its licence."""

from __future__ import annotations

import ctypes
import json
import marshal
import re
import shutil
import struct
import subprocess
import sys
import sysconfig
import tomllib
import zlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
sys.path.append(str(ROOT / "packaging"))  # its scripts are no package

from freeze import archives, checksums, compare, encoders, inventory, lean, licences, sbom  # noqa: E402
from talk import StopError  # noqa: E402

EPOCH = 1_700_000_000
HOOK = "pyi_rth_pkgutil"


def pack(modules, scripts):
    """Return what PyInstaller appends to an executable, after its documentation."""
    table, bodies = [], b""
    for name, code in modules.items():
        body = zlib.compress(code)
        table.append((name, (0, 12 + len(bodies), len(body))))
        bodies += body
    pyz = b"PYZ\0\0\0\0\0" + struct.pack("!i", 12 + len(bodies)) + bodies + marshal.dumps(table)
    content, entries = b"", b""
    for name, kind, data in [("PYZ.pyz", b"z", pyz), *((name, b"s", code) for name, code in scripts.items())]:
        entry = name.encode() + b"\0"
        entries += struct.pack("!IIIIBc", 18 + len(entry), len(content), len(data), len(data), 0, kind) + entry
        content += data
    length = len(content) + len(entries) + 88
    trailer = struct.pack(
        "!8sIIII64s", b"MEI\014\013\012\013\016", length, len(content), len(entries), 311, b"libpython"
    )
    return b"\x7fELF a program" + content + entries + trailer


class Build:
    """A small frozen program, and the environment and the tables that it was made from."""

    def __init__(self, folder):
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "environment"], check=True)
        self.python = folder / "environment" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        self.packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder / "environment")}))
        self.frozen, self.tables = folder / "frozen", folder / "tables"
        self.tables.mkdir()
        self.files, self.modules = [], {}
        self.package("rl-playground", "0.1.0", {"playground/__init__.py": "ours"}, licence="")
        self.package("pyinstaller", "6.0", {"PyInstaller/hooks/rthooks/pyi_rth_pkgutil.py": "a hook"})
        self.package("PySide6_Essentials", "6.11.3", {"PySide6/QtCore.abi3.so": "Python's half of Qt"})
        self.package("av", "18.1.0", {"av/core.py": "code", "av.libs/libavcodec-5e6b.so.62": "FFmpeg version 8.1.2"})
        self.put("PySide6/QtCore.abi3.so")
        self.put("av.libs/libavcodec-5e6b.so.62")
        self.modules = {"playground": "playground/__init__.py", "av.core": "av/core.py"}

    def package(self, name, version, files, licence="MIT"):
        info = f"{name.replace('-', '_')}-{version}.dist-info"
        text = f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n"
        files = files | {
            f"{info}/METADATA": text + (f"License-Expression: {licence}\n" if licence else ""),
            f"{info}/licenses/LICENSE": f"The licence of {name}.",
        }
        files[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in files)
        for path, content in files.items():
            place = self.packages / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(content)

    def put(self, where):
        """Freeze a file of one of the packages."""
        self.files.append((where, str(self.packages / where), "BINARY"))

    def freeze(self):
        """Write the frozen program with all that was put in, and what goes along with it."""
        shutil.rmtree(self.frozen, ignore_errors=True)
        for where, source, _ in self.files:
            place = self.frozen / "_internal" / where
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, place)
        modules = {name: Path(self.packages, path).read_bytes() for name, path in self.modules.items()}
        (self.frozen / "playground").write_bytes(pack(modules, {HOOK: b"a hook"}))
        rows = [(name, str(self.packages / path), "PYMODULE") for name, path in self.modules.items()]
        hook = (HOOK, str(self.packages / f"PyInstaller/hooks/rthooks/{HOOK}.py"), "PYSOURCE")
        (self.tables / "COLLECT-00.toc").write_text(
            repr(([*self.files, ("playground", "work/playground", "EXECUTABLE")],))
        )
        (self.tables / "PYZ-00.toc").write_text(repr(("PYZ.pyz", rows)))
        (self.tables / "PKG-00.toc").write_text(repr(("playground.pkg", {"BINARY": True}, [hook])))
        return licences.write(self.frozen, self.python, self.tables, EPOCH)

    @property
    def text(self):
        return (self.frozen / "licences" / licences.NAME).read_text()


@pytest.fixture
def build(tmp_path):
    made = Build(tmp_path)
    made.freeze()
    return made


def test_every_file_and_every_module_belongs_to_what_brought_it(build):
    whose = {name: component.title for component in build.freeze() for name in component.files}
    assert whose == {
        "_internal/PySide6/QtCore.abi3.so": "PySide6_Essentials 6.11.3",
        "_internal/av.libs/libavcodec-5e6b.so.62": "FFmpeg 8.1.2 (in av)",
        "playground": "pyinstaller 6.0",
        f"playground!{HOOK}": "pyinstaller 6.0",
        "playground!playground": "rl-playground 0.1.0",
        "playground!av/core": "av 18.1.0",
    }


def test_kernels_compiled_for_the_program_belong_to_it(build):
    kernel = build.packages / "playground" / "_resources" / "kernels" / "0123-haswell" / "add.kernel"
    kernel.parent.mkdir(parents=True)  # beside the files that its wheel brought
    kernel.write_text("machine code")
    build.put(str(kernel.relative_to(build.packages)))
    (program,) = (component for component in build.freeze() if component.name == inventory.PROGRAM)
    assert "_internal/playground/_resources/kernels/0123-haswell/add.kernel" in program.files


def test_the_list_is_equal_to_what_is_frozen(build):
    assert sbom.differences(build.frozen) == []


def test_a_file_that_comes_goes_or_changes_makes_the_list_wrong(build):
    (build.frozen / "_internal" / "stranger.so").write_text("from elsewhere")
    assert sbom.differences(build.frozen) == ["_internal/stranger.so is there, but not listed."]
    (build.frozen / "_internal" / "stranger.so").unlink()
    library = build.frozen / "_internal" / "av.libs" / "libavcodec-5e6b.so.62"
    library.write_text("another build")
    assert sbom.differences(build.frozen) == [
        "_internal/av.libs/libavcodec-5e6b.so.62 has another content than listed."
    ]
    library.unlink()
    assert sbom.differences(build.frozen) == ["_internal/av.libs/libavcodec-5e6b.so.62 is listed, but not there."]


def test_a_module_inside_the_program_that_changes_makes_the_list_wrong(build):
    (build.frozen / "playground").write_bytes(pack({"playground": b"ours", "av.core": b"other"}, {HOOK: b"a hook"}))
    assert sbom.differences(build.frozen) == [
        "playground has another content than listed.",
        "playground!av/core has another content than listed.",
    ]


def test_a_part_without_a_file_makes_the_list_wrong(build):
    path = build.frozen / "licences" / sbom.NAME
    made = json.loads(path.read_text())
    made["components"].append({"type": "library", "name": "ghost", "components": []})
    path.write_text(json.dumps(made))
    assert sbom.differences(build.frozen) == ["ghost is listed, but no file is its."]


def test_the_same_program_makes_the_same_list_to_the_bit(build):
    before = (build.frozen / "licences" / sbom.NAME).read_bytes()
    build.freeze()
    assert (build.frozen / "licences" / sbom.NAME).read_bytes() == before
    assert json.loads(before)["metadata"]["timestamp"] == "2023-11-14T22:13:20Z"


def test_a_library_that_nobody_looked_at_stops_the_build(build):
    build.package("newcomer", "1.0", {"newcomer.libs/libsecret-1.so.0": "what is this?"})
    build.put("newcomer.libs/libsecret-1.so.0")
    with pytest.raises(StopError, match=r"does not say what newcomer\.libs/libsecret-1\.so\.0 is"):
        build.freeze()


def test_a_file_from_nowhere_stops_the_build(build, tmp_path):
    (tmp_path / "stray.dat").write_text("left behind")
    build.files.append(("stray.dat", str(tmp_path / "stray.dat"), "DATA"))
    with pytest.raises(StopError, match=r"Nothing is known of _internal/stray\.dat"):
        build.freeze()


def test_a_package_without_a_licence_stops_the_build(build):
    build.package("lawless", "1.0", {"lawless.dat": ""}, licence="")
    build.put("lawless.dat")
    with pytest.raises(StopError, match="lawless names no licence"):
        build.freeze()


def test_every_part_has_a_chapter_with_its_licence_and_no_text_twice(build):
    chapters = build.text.split("=" * 100)
    for title in ("av 18.1.0", "FFmpeg 8.1.2 (in av)", "PySide6_Essentials 6.11.3", "pyinstaller 6.0"):
        (chapter,) = (one for one in chapters if one.strip().startswith(f"{title}\nLicence: "))
        assert "\nSource: " in chapter
    assert "The licence of av." in build.text
    assert len(re.findall(r"^ *GNU LESSER GENERAL PUBLIC LICENSE\n *Version 3,", build.text, re.MULTILINE)) == 1
    assert "A text that applies is shown in the chapter" in build.text


def test_parts_under_the_lgpl_are_said_to_be_exchangeable_file_by_file(build):
    (exchange,) = (one for one in build.text.split("=" * 100) if "WHAT YOU MAY EXCHANGE" in one)
    assert "_internal/av.libs/libavcodec-5e6b.so.62" in exchange
    assert "_internal/PySide6/QtCore.abi3.so" in exchange
    assert "av 18.1.0" not in exchange


def test_what_is_under_the_gpl_is_said_to_bind_the_whole(build):
    assert "WHAT IS UNDER THE GPL" not in build.text
    build.package("av-gpl", "1.0", {"av_gpl.libs/libx264-d653.so.165": "x264_encoder_open_165"})
    build.put("av_gpl.libs/libx264-d653.so.165")
    build.freeze()
    (bound,) = (one for one in build.text.split("=" * 100) if "WHAT IS UNDER THE GPL" in one)
    assert "x264 165 (in av-gpl)" in bound


@pytest.mark.parametrize(
    ("licence", "gpl", "lgpl"),
    [
        ("GPL-2.0-or-later", True, False),
        ("MIT AND GPL-3.0-only", True, False),
        ("LGPL-3.0-only OR GPL-2.0-only", False, True),
        ("GPL-3.0-or-later WITH GCC-exception-3.1 AND LGPL-2.1-or-later", False, True),
        ("FTL OR GPL-2.0-or-later", False, False),
    ],
)
def test_a_licence_is_understood(licence, gpl, lgpl):
    assert licences.under_gpl(licence) == gpl
    assert licences.exchangeable(licence) == lgpl


def test_every_text_that_is_asked_for_is_kept_and_none_for_nothing():
    known = tomllib.loads((inventory.HERE / "components.toml").read_text(encoding="utf-8"))
    entries = [*known["libraries"], *known["inside"], *known["distributions"].values()]
    asked = {name for entry in entries for name in entry.get("texts", ())}
    kept = {path.relative_to(inventory.TEXTS).with_suffix("").as_posix() for path in inventory.TEXTS.rglob("*.txt")}
    assert asked <= kept
    assert {name for name in kept - asked if not name.startswith("common/")} == set()
    for name in kept:
        if not name.startswith("common/"):
            assert (inventory.TEXTS / f"{name}.txt").read_text(encoding="utf-8").startswith("Source of this text: ")


def test_sums_are_as_sha256sum_checks_them(tmp_path):
    (tmp_path / "a b.deb").write_bytes(b"one")
    (tmp_path / "c.zip").write_bytes(b"two")
    sums = checksums.write(tmp_path)
    assert checksums.write(tmp_path).read_text() == sums.read_text()  # which are not among them
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "--check", "--strict", sums.name], cwd=tmp_path, check=True, capture_output=True)
    assert [line[66:] for line in sums.read_text().splitlines()] == ["a b.deb", "c.zip"]


def test_two_programs_are_compared_file_by_file_and_module_by_module(build, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(build.frozen, other)
    assert compare.compare(build.frozen, other) == []
    (other / "playground").write_bytes(pack({"playground": b"ours", "av.core": b"other"}, {HOOK: b"a hook"}))
    (other / "_internal" / "more").write_text("")
    (other / "licences" / licences.NAME).chmod(0o444)
    said = compare.table(compare.compare(build.frozen, other)).splitlines()
    assert said[0] == f"_internal/more is in {other} only"
    assert said[1].startswith(f"licences/{licences.NAME} has mode ")
    assert said[2:] == ["playground!av/core has other content", "3 differences between the two."]


def test_a_program_that_holds_the_same_in_another_order_is_told_apart(build, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(build.frozen, other)
    (other / "playground").write_bytes(pack({"av.core": b"code", "playground": b"ours"}, {HOOK: b"a hook"}))
    (difference,) = compare.compare(build.frozen, other)
    assert difference.what == "holds the same things, wrapped otherwise"


def test_what_is_no_archive_holds_nothing(tmp_path):
    (tmp_path / "plain").write_bytes(b"\x7fELF and nothing more")
    assert list(archives.contents(tmp_path / "plain")) == []


@pytest.mark.skipif(not shutil.which("cc"), reason="needs a C compiler; .github/workflows/installers.yml has one")
def test_encoders_under_the_gpl_are_exchanged_for_what_fails_and_counts_as_ours(build):
    build.package("av-gpl", "1.0", {"av_gpl.libs/libx264-d653.so.165": "x264_encoder_open_165"})
    build.put("av_gpl.libs/libx264-d653.so.165")

    (exchanged,) = encoders.leave_out(build.packages)
    assert encoders.leave_out(build.packages) == []  # once is enough
    whose = {name: component.name for component in build.freeze() for name in component.files}

    assert whose["_internal/av_gpl.libs/libx264-d653.so.165"] == "rl-playground"
    assert "WHAT IS UNDER THE GPL" not in build.text
    library = ctypes.CDLL(str(exchanged))
    library.x264_encoder_open_165.restype = ctypes.c_void_p
    assert library.x264_encoder_open_165() is None
    assert library.x264_param_parse() == -1


def test_files_whose_lines_are_shown_are_shipped_as_they_stand():
    shipped = {f"{place}/{Path(file).name}" for file, place in lean.shown_sources(ROOT / "playground" / "agents")}
    shown = {path.relative_to(ROOT).as_posix() for path in (ROOT / "playground" / "agents").rglob("*.py")}
    assert shipped == shown
    assert {"playground/agents/dqn/dqn.py", "playground/agents/dqn/torch_twin.py"} <= shipped
