"""The real frozen program: its list, its licences, its kernels, its films, and whether a second build is the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import av
import pytest

ROOT = Path(__file__).parent.parent.parent
sys.path.append(str(ROOT / "packaging"))  # its scripts are no package

from freeze import archives, compare, kernels, licences, sbom  # noqa: E402
from freeze.build import freeze  # noqa: E402

pytestmark = pytest.mark.packaging
VALIDATOR = "cyclonedx-python-lib[json-validation]==11.12.0"


@pytest.fixture(scope="module")
def frozen():
    return freeze()


def test_the_list_is_equal_to_what_is_frozen(frozen):
    assert sbom.differences(frozen.folder) == []


def test_the_list_follows_the_schema_of_cyclonedx(frozen, tmp_path):
    subprocess.run([sys.executable, "-m", "venv", tmp_path], check=True)
    python = tmp_path / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", VALIDATOR], check=True)
    code = (
        "import sys; from cyclonedx.schema import SchemaVersion as V; from cyclonedx.validation.json import JsonStrictValidator;"
        "wrong = JsonStrictValidator(V.V1_6).validate_str(open(sys.argv[1], encoding='utf-8').read());"
        "sys.exit(wrong and str(wrong))"
    )
    path = frozen.folder / "licences" / sbom.NAME
    checked = subprocess.run([python, "-c", code, path], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


def test_what_is_inside_the_program_is_read_as_pyinstaller_reads_it(frozen):
    program = frozen.folder / ("playground.exe" if sys.platform == "win32" else "playground")
    code = (
        "import json, sys; from PyInstaller.archive.readers import CArchiveReader;"
        "a = CArchiveReader(sys.argv[1]); p = a.open_embedded_archive('PYZ.pyz' if 'PYZ.pyz' in a.toc else 'PYZ-00.pyz');"
        "print(json.dumps([n for n, e in p.toc.items() if e[2]] + [n for n, e in a.toc.items() if e[4] != 'z']))"
    )
    theirs = subprocess.run([frozen.python, "-c", code, program], capture_output=True, text=True, check=True).stdout
    ours = [name for name, _ in archives.contents(program)]
    assert sorted(ours) == sorted(name.replace(".", "/") for name in json.loads(theirs))


def test_nothing_in_it_is_under_the_gpl_alone(frozen):
    made = json.loads((frozen.folder / "licences" / sbom.NAME).read_text(encoding="utf-8"))
    said = {entry["name"]: entry["licenses"][0]["expression"] for entry in made["components"]}
    assert [name for name, licence in said.items() if licences.under_gpl(licence)] == []


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel that looks on is Linux's")
def test_it_reaches_for_no_network_in_all_that_it_does(frozen):
    offline = [sys.executable, ROOT / "tests" / "offline.py", frozen.folder / "playground", "--self-test"]
    quiet = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(offline, env=quiet, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("target", kernels.TARGETS)
def test_its_kernels_came_compiled_and_train_to_the_weights_of_a_checkout(frozen, tmp_path, target):
    nobody = {name: value for name, value in os.environ.items() if not name.startswith(("NUMBA_", "XDG_"))}
    nobody |= {"HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen", "RL_PLAYGROUND_TARGET": target}
    train = ["train", "--preset", "fast", "--until-solved", "--json"]
    said = [
        json.loads(subprocess.run([*program, *words], env=env, capture_output=True, text=True, check=False).stdout)
        for program, words, env in (
            ([frozen.folder / "playground"], ["doctor", "--json"], nobody),
            ([frozen.folder / "playground"], train, nobody),
            ([sys.executable, "-P", "-m", "playground"], train, dict(os.environ)),
        )
    ]
    (arithmetic,) = (check for check in said[0]["checks"] if check["name"] == "arithmetic")
    assert (arithmetic["verdict"], arithmetic["values"]["target"]) == ("ready", target)
    assert frozen.folder in Path(arithmetic["values"]["folder"]).parents
    assert list(tmp_path.rglob("*.kernel")) == []
    assert said[1]["weights_sha256"] == said[2]["weights_sha256"]


def test_it_films_with_what_it_is_left(frozen, tmp_path):
    program = [frozen.folder / "playground"]
    quiet = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    policy, video = tmp_path / "a.rlp", tmp_path / "a.mp4"
    train = ["train", "--preset", "tutorial", "--steps", "300", "--save", policy]
    subprocess.run([*program, *train], env=quiet, check=True, capture_output=True)
    subprocess.run(
        [*program, "replay", policy, "--seed", "0", "--video", video], env=quiet, check=True, capture_output=True
    )
    with av.open(str(video)) as container:
        assert len(list(container.decode(video=0))) > 50


def test_a_second_build_elsewhere_is_the_same_to_the_bit(frozen, tmp_path):
    assert compare.table(compare.compare(frozen.folder, freeze(tmp_path).folder)) == "0 differences between the two."
