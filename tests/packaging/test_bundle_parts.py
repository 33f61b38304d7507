"""The parts of the workshop bundle: how it chooses a Python, what it says, what is in its lists and pages."""

from __future__ import annotations

import ast
import html
import platform
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from playground.cli.parser import build_parser
from playground.i18n import set_language

ROOT = Path(__file__).parent.parent.parent
BUNDLE = ROOT / "packaging" / "bundle"
sys.path.insert(0, str(ROOT / "packaging"))

from bundle import archive  # noqa: E402
from bundle.build import about_wheels, oldest, requirements  # noqa: E402
from bundle.laptop import fitting, held_files, places, words  # noqa: E402
from bundle.laptop.menu_linux import _quoted  # noqa: E402
from bundle.laptop.uninstall import uninstall  # noqa: E402

PAGES = ("teacher.md", "teacher-zh.md")
with_sh = pytest.mark.skipif(sys.platform != "linux", reason="this script is for Linux")


@pytest.fixture
def bundle(tmp_path):
    """Return a folder with the script for Linux, and a Python package in place of the installation that says its words."""
    folder = tmp_path / "USB 记忆棒"
    (folder / "files" / "bundle" / "laptop").mkdir(parents=True)
    for name in ("install-linux.sh", "uninstall-linux.sh"):
        (folder / name).write_text((BUNDLE / "scripts" / "install.sh").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "files" / "bundle" / "__init__.py").touch()
    (folder / "files" / "bundle" / "laptop" / "__init__.py").touch()
    (folder / "files" / "bundle" / "laptop" / "__main__.py").write_text(
        "import sys; print('here', sys.argv[1:]); sys.exit(3)"
    )
    (folder / "files" / "pythons.txt").write_text("3.13 3.12 3.11\n")
    return folder


def _python(folder, name, version):
    """Make a Python that says it is of `version`, and otherwise does what this one does."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(f'#!/bin/sh\ncase "$1" in -c) echo {version} ;; *) exec "{sys.executable}" "$@" ;; esac\n')
    program.chmod(0o755)


def _run(script, path, language="C.UTF-8"):
    environment = {"PATH": f"{path}:/usr/bin:/bin" if (path / "python3").exists() else str(path), "LANG": language}
    return subprocess.run(["/bin/sh", script], env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def tools(tmp_path):
    """Return a folder with the programs that the script calls, and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("cat", "dirname", "sed", "uname"):
        (folder / name).symlink_to(f"/bin/{name}")
    return folder


@with_sh
def test_the_script_takes_a_python_that_fits_and_returns_its_exit_code(bundle, tools):
    _python(tools, "python3", "3.9")
    _python(tools, "python3.12", "3.12")
    result = _run(bundle / "install-linux.sh", tools)
    assert (result.returncode, result.stdout) == (3, "here []\n"), result.stderr
    assert _run(bundle / "uninstall-linux.sh", tools).stdout == "here ['--uninstall']\n"


@with_sh
def test_without_a_python_the_script_says_which_it_needs(bundle, tools):
    result = _run(bundle / "install-linux.sh", tools)
    assert result.returncode == 1
    assert result.stdout.startswith("The bundle needs Python 3.13, 3.12, 3.11, and this computer has none that works.")
    assert "没有可用的 Python" in _run(bundle / "install-linux.sh", tools, "zh_CN.UTF-8").stdout


@with_sh
def test_a_python_of_another_version_is_named(bundle, tools):
    _python(tools, "python", "3.9")
    result = _run(bundle / "install-linux.sh", tools)
    assert result.returncode == 1
    assert "this computer has 3.9." in result.stdout


@with_sh
def test_half_a_bundle_is_refused(bundle, tools):
    (bundle / "files" / "pythons.txt").unlink()
    result = _run(bundle / "install-linux.sh", tools)
    assert (result.returncode, result.stderr) == (1, "")
    assert "incomplete" in result.stdout


def test_the_script_for_windows_is_plain_ascii_whatever_the_code_page_of_its_console():
    (BUNDLE / "scripts" / "install.bat").read_text(encoding="ascii")


def test_every_sentence_of_the_installation_is_in_chinese_too_with_the_same_values():
    said = set()
    for path in (BUNDLE / "laptop").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t":
                said.add(ast.literal_eval(node.args[0]))
    assert said == set(words.CHINESE)
    for english, chinese in words.CHINESE.items():
        assert sorted(re.findall(r"{\w+}", english)) == sorted(re.findall(r"{\w+}", chinese))


def _bundle_for(**about):
    usual = {
        "sys_platform": sys.platform,
        "machines": [platform.machine().lower()],
        "title": "Linux",
        "oldest": "",
        "pythons": {fitting.minor(): {}},
    }
    return fitting.Bundle(Path(), usual | about)


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"sys_platform": "plan9", "title": "Plan 9"}, "This bundle is for Plan 9, and this computer is "),
        ({"machines": ["sparc"]}, "with a processor "),
        ({"pythons": {"3.99": {}}}, "holds what Python 3.99 needs"),
        ({"oldest": "999.1"}, "This system is too old"),
    ],
)
def test_a_computer_that_the_bundle_is_not_for_is_told_why(about, said):
    fitting.check_computer(_bundle_for())
    with pytest.raises(words.StopError, match=said) as caught:
        fitting.check_computer(_bundle_for(**about))
    assert str(caught.value).endswith("Nothing was changed.")


@pytest.mark.parametrize("disk", ["here", "windows"])
def test_two_installations_at_once_are_one_too_many(tmp_path, request, disk):
    if disk == "windows":
        request.getfixturevalue("windows")
    with places.alone(tmp_path), pytest.raises(words.StopError, match="in another window"), places.alone(tmp_path):
        pass


def test_what_somebody_else_made_is_neither_replaced_nor_removed(tmp_path):
    base, foreign = tmp_path / "base", tmp_path / "bin" / "playground"
    base.mkdir()
    foreign.parent.mkdir()
    foreign.write_text("theirs")
    record = places.Record(base)
    assert not record.write(foreign, b"ours")
    assert record.write(tmp_path / "new" / "menu" / "entry", b"ours")
    again = places.Record(base)  # as the one that removes reads it
    again.undo()
    again.leave()
    assert foreign.read_text() == "theirs"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["base", "bin"]


@pytest.fixture
def installed_on_windows(windows, monkeypatch, tmp_path):
    """A version that lies where Windows has programs of one user, with an entry in the menu."""
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    entry = tmp_path / "menu" / "entry"
    base = places.make_base()
    (base / "1.0" / "Scripts").mkdir(parents=True)
    (base / "1.0" / "Scripts" / "python.exe").write_bytes(b"")
    with places.alone(base):
        assert places.Record(base).write(entry, b"ours")
    return base


def test_a_virus_scanner_holds_up_no_installation_and_no_removal(installed_on_windows, tmp_path):
    assert installed_on_windows == tmp_path / "Programs" / "rl-playground"
    assert uninstall() == 0
    assert list(tmp_path.iterdir()) == []


def test_what_runs_while_it_is_to_be_removed_is_named_and_goes_the_next_time(
    installed_on_windows, tmp_path, monkeypatch
):
    monkeypatch.setattr(held_files, "PATIENCE_S", 0.1)
    with (installed_on_windows / "1.0" / "Scripts" / "python.exe").open("rb"):
        with pytest.raises(words.StopError, match=r"is in use\. Close the playground and start this again"):
            uninstall()
    assert uninstall() == 0
    assert list(tmp_path.iterdir()) == []


def test_the_list_says_for_which_pythons_a_package_is_where_not_all_need_it():
    one = {"requirement": "one==1", "file": "one-1.whl"}
    two = {"requirement": "two==2", "file": "two-2.whl"}
    made = requirements({"3.11": {"one": one, "two": two}, "3.12": {"one": one}}, {"one-1.whl": "a", "two-2.whl": "b"})
    assert made == "one==1 \\\n    --hash=sha256:a\ntwo==2 ; python_version in '3.11' \\\n    --hash=sha256:b\n"


def test_the_oldest_system_is_that_of_the_most_demanding_wheel():
    wheels = {
        "a-1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
        "b-1-cp310-abi3-manylinux_2_34_x86_64.whl",
    }
    assert oldest(wheels) == "2.34"
    assert oldest({"a-1-cp311-cp311-macosx_10_13_universal2.whl", "b-1-cp310-abi3-macosx_14_0_arm64.whl"}) == "14.0"
    assert (
        oldest({"c-1-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl"}) == "2.27"
    )  # both of one wheel fit
    assert oldest({"d-1-py3-none-any.whl"}) == ""


def test_beside_the_wheels_stands_where_the_sources_of_the_films_libraries_are_which_are_under_the_gpl_together():
    said = dict(re.findall(r"^  (\w+): (https?://.+)$", about_wheels(), re.M))
    assert set(said) == {"FFmpeg", "x264", "x265"}
    assert all(name.lower() in source for name, source in said.items())


def test_an_entry_of_the_menu_may_lie_in_a_folder_with_any_name():
    # By the Desktop Entry Specification a value is unescaped first, and then the quotes are taken off.
    assert _quoted(Path("/home/张 三/50%")) == '"/home/张 三/50%%"'
    assert _quoted(Path('/a"b$c')) == '"/a\\\\"b\\\\$c"'


def test_the_same_folder_is_packed_into_the_same_bytes_and_scripts_can_be_started(tmp_path):
    folder = tmp_path / "bundle"
    (folder / "reports").mkdir(parents=True)
    (folder / "install-linux.sh").write_text("#!/bin/sh\n")
    first = archive.pack(folder, tmp_path / "a.zip", 1_700_000_000).read_bytes()
    (folder / "install-linux.sh").touch()
    assert archive.pack(folder, tmp_path / "b.zip", 1_700_000_000).read_bytes() == first
    with zipfile.ZipFile(tmp_path / "a.zip") as opened:
        assert opened.getinfo("bundle/install-linux.sh").external_attr >> 16 & 0o111
        assert "bundle/reports/" in opened.namelist()


@pytest.mark.parametrize("page", PAGES)
def test_every_command_on_the_teachers_page_is_one_that_the_program_knows(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for folder in ("FOLDER", "文件夹"):
        Path(folder).mkdir()  # where reports go
    text = (BUNDLE / page).read_text(encoding="utf-8")
    commands = [shlex.split(line)[1:] for line in re.findall(r"^playground .*|(?<=`)playground [^`]+(?=`)", text, re.M)]
    assert len(commands) >= 7
    for command in commands:
        build_parser().parse_args(["self-test"] if command == ["--self-test"] else command)  # as run() has it


def test_what_the_chinese_page_calls_menus_is_what_the_program_calls_them():
    page = (BUNDLE / "teacher-zh.md").read_text(encoding="utf-8")
    set_language("zh_CN")
    try:
        from playground.i18n import _

        for path in (
            ["&View", "&Language"],
            ["&View", "&Theme", "Light"],
            ["&View", "Restore layout"],
            ["&Help", "Check this computer"],
            ["&Help", "Where is the log file?"],
            ["&File", "Save recipe…"],
            ["will not work"],
            ["works, with a limit"],
            ["much slower than the reference computer"],
        ):
            shown = [re.sub(r"\(&\w\)", "", _(word)) for word in path]
            assert " > ".join(shown) in page
    finally:
        set_language("en")


def test_both_pages_hold_the_same_commands_tables_and_lists():
    def shape(page):
        text = (BUNDLE / page).read_text(encoding="utf-8")
        return [re.match(r"(#+ |\| |- \[ \] |- |```)?", line)[0] for line in text.splitlines() if line.strip()]

    assert shape(PAGES[0]) == shape(PAGES[1])


@pytest.mark.parametrize("page", PAGES)
def test_a_page_needs_no_network_and_keeps_every_word(page, tmp_path):
    made = tmp_path / "page.html"
    command = [sys.executable, "-P", str(BUNDLE / "page.py"), str(BUNDLE / page), str(made)]
    subprocess.run(command, check=True)
    text = made.read_text(encoding="utf-8")
    assert not re.search(r"https?:|<script|<link|src=|style=", text.replace("<style>", ""))
    plain = re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]+>", "", text.partition("<body>")[2])))
    for line in (BUNDLE / page).read_text(encoding="utf-8").splitlines():
        for cell in re.sub(r"^(#+|- \[ \]|-) |`", "", line).strip("| ").split(" | "):
            if not re.fullmatch(r"[-|`]*", cell):
                assert re.sub(r"\s+", "", cell) in plain
