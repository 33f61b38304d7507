"""The pinned wheels of Windows and macOS, read here: what each of their libraries asks for is there in every process.

Nothing of them runs here; what is held is what would keep it from starting there.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from email.parser import HeaderParser
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

import pytest

from playground import cpp_runtime

ROOT = Path(__file__).parent.parent.parent
sys.path.append(str(ROOT / "packaging"))  # its scripts are no package

import environment  # noqa: E402
from bundle import unpacked  # noqa: E402
from freeze import encoders, inventory, lean  # noqa: E402
from freeze.lock import PYTHON_VERSION  # noqa: E402

_spec = importlib.util.spec_from_file_location("playground_libraries", Path(__file__).with_name("libraries.py"))
libraries = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = libraries
_spec.loader.exec_module(libraries)

pytestmark = pytest.mark.packaging

OF_PYTHON = {"python3.dll", f"python{PYTHON_VERSION.replace('.', '')}.dll", "vcruntime140.dll", "vcruntime140_1.dll"}
# What every Windows 10 (from 1703) and 11 has.
OF_WINDOWS = set(
    "advapi32 authz avicap32 bcrypt bcryptprimitives comdlg32 crypt32 d2d1 d3d11 d3d12 d3d9 d3dcompiler_47 dbghelp dnsapi "
    "dwmapi dwrite dxgi gdi32 icuuc imagehlp imm32 iphlpapi kernel32 mf mfplat mfreadwrite mpr msvcrt ncrypt netapi32 ntdll "
    "odbc32 ole32 oleaut32 psapi secur32 setupapi shell32 shlwapi uiautomationcore user32 userenv uxtheme version winhttp "
    "winmm wintrust ws2_32 wtsapi32".split()
) | {"winspool.drv"}
OF_MACOS = ("/usr/lib/", "/System/Library/")
# What is installed and never loaded here: for databases, pages, other windows; several threads in a kernel.
NEVER_LOADED = (
    "PySide6/plugins/designer/*",
    "PySide6/plugins/imageformats/qpdf*",
    "PySide6/plugins/platforminputcontexts/*",
    "PySide6/plugins/qmltooling/*",
    "PySide6/plugins/sqldrivers/*",
    "PySide6/qml/*",
    "PySide6/Qt/qml/*",
    "PySide6/Qt/plugins/designer/*",
    "PySide6/Qt/plugins/imageformats/libqpdf*",
    "PySide6/Qt/plugins/platforminputcontexts/*",
    "PySide6/Qt/plugins/qmltooling/*",
    "PySide6/Qt/plugins/sqldrivers/*",
    "numba/np/ufunc/omppool*",
    "numba/np/ufunc/tbbpool*",
)
SYSTEMS = ("windows-x86_64", "macos-arm64")


class Wheels:
    """The wheels of one system: the names of their files, and what each holds."""

    def __init__(self, folder, names):
        self.paths = [folder / name for name in names]
        self.archives = {path.name.partition("-")[0]: zipfile.ZipFile(path) for path in self.paths}
        self.whose = {name: package for package, one in self.archives.items() for name in one.namelist()}

    def read(self, name):
        return self.archives[self.whose[name]].read(name)

    def named(self, test):
        return [name for name in self.whose if test(name) and not any(fnmatch(name, one) for one in NEVER_LOADED)]


@pytest.fixture(scope="module", params=SYSTEMS)
def wheels(request, tmp_path_factory):
    return _wheels(request.param, tmp_path_factory)


@pytest.fixture(scope="module")
def of_windows(tmp_path_factory):
    return _wheels("windows-x86_64", tmp_path_factory)


@pytest.fixture(scope="module")
def of_macos(tmp_path_factory):
    return _wheels("macos-arm64", tmp_path_factory)


_got = {}


def _wheels(system, folders):
    """Get them as the bundle does: from where pip looks, by the hashes of the lock."""
    if system not in _got:
        folder = folders.mktemp(system)
        build = [sys.executable, "-P", "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
        subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
        (program,) = folder.glob("rl_playground-*.whl")
        get = [str(ROOT / "packaging/bundle/wheelhouse.py"), system, PYTHON_VERSION, str(folder), str(program)]
        done = subprocess.run([sys.executable, "-P", *get], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        names = [one["file"] for one in json.loads(done.stdout).values() if one["file"] != program.name]
        _got[system] = Wheels(folder, names)
    return _got[system]


def _is_of_windows_itself(library):
    return library.startswith(("api-ms-win-", "ext-ms-win-")) or library.removesuffix(".dll") in OF_WINDOWS


def test_every_library_that_one_asks_for_on_windows_is_there_in_each_kind_of_process(of_windows):
    """A process has loaded Python's own, then the C++ runtime; a window also what lies beside shiboken6.

    A library looks beside itself, and in the folders that its package adds.
    """
    beside = {}
    for name in of_windows.named(libraries.is_of_windows):
        path = PurePosixPath(name)
        beside.setdefault(str(path.parent), set()).add(path.name.lower())
    added = {
        "numpy": ["numpy.libs"],
        "llvmlite": ["llvmlite.libs"],
        "av": ["av.libs"],
        "pygame": ["pygame"],
        "torch": ["torch/lib"],
        "PySide6": ["PySide6", "shiboken6"],
    }
    for package, folders in added.items():
        if package != "PySide6":
            said = "".join(of_windows.read(f"{package}/{file}").decode() for file in _beginnings(of_windows, package))
            assert "add_dll_directory" in said, package
            assert all(PurePosixPath(folder).name in said for folder in folders), package
    missing = []
    for name in of_windows.named(libraries.is_of_windows):
        top = PurePosixPath(name).parts[0].partition(".")[0]
        there = OF_PYTHON | set(cpp_runtime.NAMES)
        for folder in (str(PurePosixPath(name).parent), *added.get(top, ())):
            there |= beside.get(folder, set())
        asks = libraries.of_windows(of_windows.read(name)).libraries
        missing += [f"{name}: {one}" for one in asks if one not in there and not _is_of_windows_itself(one)]
    assert missing == []


def _beginnings(wheels, package):
    """Return the names of the files of `package` in which folders of libraries may be added."""
    names = [f"{package}/{file}" for file in ("__init__.py", "_distributor_init.py", "binding/__init__.py")]
    return [name.partition("/")[2] for name in names if name in wheels.whose]


def test_shiboken_brings_a_runtime_that_is_new_enough_for_all_that_is_linked_with_it(of_windows, tmp_path):
    for name in cpp_runtime.NAMES:
        library = tmp_path / name
        library.write_bytes(of_windows.read(f"shiboken6/{name}"))
        assert cpp_runtime.version_of(library)[:2] >= cpp_runtime.NEEDED
    import pefile

    for name in of_windows.named(libraries.is_of_windows):
        if "msvcp140.dll" in libraries.of_windows(of_windows.read(name)).libraries:
            linked = pefile.PE(data=of_windows.read(name), fast_load=True).OPTIONAL_HEADER
            version = linked.MajorLinkerVersion, linked.MinorLinkerVersion
            assert version <= (14, 44), name
            if name.startswith("torch/"):
                assert version <= cpp_runtime.NEEDED, name


def test_every_library_that_one_asks_for_on_macos_is_there(of_macos):
    missing = []
    for name in of_macos.named(lambda name: not name.endswith("/")):
        data = of_macos.read(name)
        if not libraries.is_of_macos(name, data):
            continue
        asks = libraries.of_macos(data)
        for library in asks.libraries:
            if library.startswith(OF_MACOS) or any(
                place in of_macos.whose for place in libraries.places(asks, library, name)
            ):
                continue
            missing.append(f"{name}: {library}")
    assert missing == []


def test_no_path_is_longer_than_the_set_up_measures_for(wheels):
    longest = max((unpacked.longest_path(path, PYTHON_VERSION) for path in wheels.paths), key=len)
    assert len(longest) == environment.LONGEST_PATH, longest


def test_every_library_is_one_whose_licence_is_known(wheels):
    known = tomllib.loads((inventory.HERE / "components.toml").read_text(encoding="utf-8"))
    entries = [*known["libraries"], known["own"]]
    unknown = []
    shared = wheels.named(lambda name: name.lower().endswith((".dll", ".dylib")))
    for name, _, _ in lean.needed((name, "", "BINARY") for name in shared):
        stem = inventory.library_stem(PurePosixPath(name).name)
        by_place = any(fnmatch(name, one) for entry in entries for one in entry.get("paths", ()))
        if not by_place and not any(fnmatch(stem, one) for entry in entries for one in entry["stems"]):
            unknown.append(name)
    assert unknown == []


def test_every_package_says_its_licence_and_brings_its_text(wheels):
    known = tomllib.loads((inventory.HERE / "components.toml").read_text(encoding="utf-8"))["distributions"]
    for package, archive in wheels.archives.items():
        (name,) = (one for one in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", one))
        said = HeaderParser().parsestr(archive.read(name).decode())
        entry = known.get(said["Name"], {})
        licence = entry.get("licence") or said.get("License-Expression") or said.get("License") or ""
        assert licence, package
        assert " License" not in licence, package  # no SPDX expression
        texts = [one for one in archive.namelist() if re.search(r"licen[cs]e|copying|notice", one, re.IGNORECASE)]
        assert entry.get("texts") or texts, package


def test_what_stands_in_for_two_encoders_has_every_name_that_ffmpeg_calls(wheels):
    source = encoders.STAND_IN.read_text(encoding="utf-8")
    has = set(re.findall(r"\b(x26[45]_\w+)[)\[]", source))
    called = set()
    for name in wheels.named(lambda name: re.search(r"(lib)?av(codec|filter|format)[-.]", name)):
        data = wheels.read(name)
        if libraries.is_of_windows(name):
            asks = libraries.of_windows(data).libraries
            called |= {one for library, names in asks.items() if re.match(r"(lib)?x26[45]", library) for one in names}
        else:
            called |= {name for name in libraries.undefined_of_macos(data) if re.match(r"x26[45]_", name)}
    assert len(called) > 10
    assert called <= has


def test_no_other_module_of_ours_asks_for_torch_or_numba_before_the_runtime():
    """Whoever imports one of them at the top of a file would do so before anything is loaded."""
    for path in (ROOT / "playground").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {
            alias.name.partition(".")[0] for node in tree.body if isinstance(node, ast.Import) for alias in node.names
        }
        assert not names & {"torch", "numba", "llvmlite"}, path
