"""The portable folder on a read-only stick: a Debian without Python and Chinese fonts, a user without rights, no network."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from playground import __version__
from playground.store.policy.file import load_policy, save_policy
from tests.packaging import screen
from tests.packaging.chroots import debian

ROOT = Path(__file__).parent.parent.parent
DIST = ROOT / "packaging" / "dist"
sys.path.append(str(ROOT / "packaging"))  # its scripts are no package

from deb.control import DEPENDS  # noqa: E402

USER = "zhang"
STICK = "/media/USB 记忆棒"
TITLE = "期末作业：倒立摆"
# What every desktop has, by its names in Debian 12, which stand last; its fonts have Latin letters only.
DESKTOP = [either.split(" | ")[-1].split()[0] for either in DEPENDS if not either.startswith("fonts-")]
DESKTOP += ["fonts-dejavu-core", "desktop-file-utils", "shared-mime-info", "xdg-utils", "libfile-mimeinfo-perl"]
DESKTOP += ["libglib2.0-bin"]  # gio, by which file managers open files

pytestmark = pytest.mark.packaging


@pytest.fixture(scope="module")
def archive():
    command = [sys.executable, str(ROOT / "packaging" / "dev.py"), "installer", "tar"]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    return DIST / f"rl-playground-{__version__}-linux-x86_64.tar.zst"


class Computer:
    """A Debian that an ordinary user puts the stick into."""

    def __init__(self, system, archive):
        self.system = system
        system.add_user(USER)
        self.home = system.root / "home" / USER
        self.unpacked = system.root / "srv" / "unpacked"
        self.unpacked.mkdir()
        command = ["tar", "--zstd", "--extract", "--file", str(archive), "--directory", str(self.unpacked)]
        subprocess.run(command, check=True)
        (self.folder,) = self.unpacked.iterdir()
        self.there = f"{STICK}/{self.folder.name}"
        system.do("mkdir", "-p", f"/home/{USER}/.local/share", user=USER)  # as every desktop does
        self.before = self.files()
        system.share(self.unpacked, STICK)

    def run(self, *command, environment=None):
        """Run a command as the user, without network, with nothing in its environment but what it says."""
        own = {"HOME": f"/home/{USER}", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **(environment or {})}
        bare = ["env", "-i", *(f"{name}={value}" for name, value in own.items())]
        return self.system.run(*bare, *command, user=USER, network=False)

    def playground(self, *words, there=None, **more):
        environment = {"QT_QPA_PLATFORM": "offscreen"} | more
        return self.run(f"{there or self.there}/playground", *words, environment=environment)

    def files(self):
        return sorted(path.relative_to(self.home).as_posix() for path in self.home.rglob("*"))

    def writable(self, name):
        """Return the folder, as the computer sees it, of a stick that the user may write to, with the same program."""
        stick = self.system.root / "media" / name / self.folder.name
        shutil.copytree(self.folder, stick, symlinks=True, copy_function=os.link)
        (stick / "playground-data").mkdir()
        (stick / "playground-data").chmod(0o777)
        return f"/media/{name}/{self.folder.name}"


@pytest.fixture(scope="module")
def computer(archive):
    with debian([*DESKTOP, *screen.PACKAGES]) as system:
        yield Computer(system, archive)


@pytest.fixture(scope="module")
def policy(computer):
    """Return the path, in the user's home, of a policy that the program on the stick trained, with a Chinese title."""
    name = "强化学习 倒立摆.rlp"
    words = ["--preset", "fast", "--until-solved", "--save", f"/home/{USER}/{name}"]
    trained = computer.playground("train", *words)
    assert trained.returncode == 0, trained.stderr
    assert "Solved at step" in trained.stdout
    file = computer.home / name
    save_policy(dataclasses.replace(load_policy(file), title=TITLE), file)  # as the window asks for one
    file.chmod(0o644)
    return f"/home/{USER}/{name}"


def test_there_is_no_python_and_no_chinese_font_that_could_help(computer):
    found = computer.run(
        "find", "/usr/bin", "/usr/local/bin", "/usr/share/fonts", "-name", "python3*", "-o", "-name", "*.tt?"
    )
    names = {Path(line).name for line in found.stdout.splitlines()}
    assert {name for name in names if not name.startswith("DejaVu")} == set()


def test_it_says_its_version_and_nothing_else(computer):
    result = computer.playground("--version")
    assert (result.returncode, result.stderr) == (0, "")
    assert __version__ in result.stdout


def test_it_passes_its_own_test_in_every_step(computer):
    result = computer.playground("--self-test", "--json")
    said = json.loads(result.stdout)
    assert [step for step in said["steps"] if not step["ok"]] == []
    assert (result.returncode, said["ok"], len(said["steps"]) > 5) == (0, True, True)


def test_doctor_finds_the_computer_ready_and_can_read_chinese_by_the_font_that_came_along(computer):
    result = computer.playground("doctor", "--json")
    checks = {check["name"]: check for check in json.loads(result.stdout)["checks"]}
    assert checks["chinese"]["verdict"] == "ready"
    assert [check["text"] for check in checks.values() if check["verdict"] == "fails"] == []


def test_a_policy_is_trained_saved_into_the_home_and_replayed(computer, policy):
    told = computer.playground("info", policy)
    assert TITLE in told.stdout, told.stderr
    film = f"/home/{USER}/film.mp4"
    replayed = computer.playground("replay", policy, "--seed", "0", "--video", film)
    assert replayed.returncode == 0, replayed.stderr
    assert (computer.system.root / film.strip("/")).stat().st_size > 10_000


def test_the_window_shows_a_policy_with_a_chinese_title(computer, policy):
    shot = screen.show(computer, f"{computer.there}/playground", policy, title="强化学习游乐场", language="zh_CN.UTF-8")
    assert shot.ended == 0, shot.said
    shot.save("tar.png")
    assert shot.n_colours > 50


def test_nothing_is_written_to_the_stick_and_what_is_kept_lies_where_the_system_wants_it(computer, policy):
    assert sorted(path.name for path in computer.unpacked.iterdir()) == [computer.folder.name]
    assert not (computer.folder / "playground-data").exists()
    assert list(computer.folder.rglob("__pycache__")) == []
    own = [name for name in computer.files() if name not in computer.before and not name.endswith((".rlp", ".mp4"))]
    assert own
    assert [name for name in own if not re.match(r"\.(config|cache|local)(/|$)", name)] == []


def test_with_a_folder_for_it_beside_the_program_everything_is_kept_there_and_nothing_in_the_home(computer, policy):
    there = computer.writable("张老师的 stick")
    data = computer.system.root / there.strip("/") / "playground-data"
    before = computer.files()
    while_open = screen.show(
        computer, f"{there}/playground", policy, keys=["F5"], awaited=f"'{there}'/playground-data/autosave/*/*"
    )
    assert while_open.ended == 0, while_open.said
    kept = {path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file()}
    assert "rl-playground/playground.ini" in kept
    assert "autosave" in {path.name for path in data.iterdir()}
    assert computer.files() == before


def test_the_log_is_kept_there_too(computer):
    there = computer.writable("log")
    data = computer.system.root / there.strip("/") / "playground-data"
    before = computer.files()
    (data / "autosave").mkdir()
    (data / "autosave").chmod(0o777)
    (data / "autosave" / "000001-0123abcd").mkdir(mode=0o700)  # root's: into which the program cannot look
    shown = screen.show(computer, f"{there}/playground", awaited=f"'{there}/playground-data/playground.log'")
    assert shown.ended == 0, shown.said
    assert "cannot look into" in (data / "playground.log").read_text(encoding="utf-8")
    assert computer.files() == before


def test_a_folder_for_it_that_cannot_be_written_is_told_and_the_home_serves(computer):
    there = computer.writable("read-only")
    data = computer.system.root / there.strip("/") / "playground-data"
    data.chmod(0o755)  # root's, and so as good as read-only
    said = json.loads(computer.playground("doctor", "--json", there=there).stdout)
    (folders,) = (check["text"] for check in said["checks"] if check["name"] == "folders")
    assert f"/home/{USER}/.config" in folders
    shown = screen.show(computer, f"{there}/playground")
    assert shown.ended == 0, shown.said
    shown.save("tar-read-only.png")
    assert list(data.iterdir()) == []


def test_added_to_the_menu_it_opens_its_files_and_is_taken_out_again_without_a_trace(computer, policy):
    before = computer.files()
    added = computer.run("sh", f"{computer.there}/add-to-menu.sh")
    assert added.returncode == 0, added.stderr
    entry = computer.home / ".local/share/applications/rl-playground.desktop"
    checked = computer.run("desktop-file-validate", f"/home/{USER}/{entry.relative_to(computer.home)}")
    assert (checked.returncode, checked.stdout) == (0, "")
    assert f'Exec="{computer.there}/playground" %f\n' in entry.read_text(encoding="utf-8")
    kind = computer.run("xdg-mime", "query", "filetype", policy).stdout.strip()
    assert kind == "application/x-rl-playground-policy"
    assert computer.run("xdg-mime", "query", "default", kind).stdout.strip() == "rl-playground.desktop"

    removed = computer.run("sh", f"{computer.there}/remove-from-menu.sh")
    assert removed.returncode == 0, removed.stderr
    assert computer.run("xdg-mime", "query", "default", kind).stdout == ""
    assert computer.files() == before
    assert computer.run("sh", f"{computer.there}/remove-from-menu.sh").returncode == 0  # once more does no harm


def test_what_others_put_into_the_menu_stays_there(computer):
    before = computer.files()
    theirs = computer.home / ".local/share/applications/theirs.desktop"
    computer.run("sh", f"{computer.there}/add-to-menu.sh")
    theirs.write_text("[Desktop Entry]\nType=Application\nName=Theirs\nExec=true\nMimeType=text/x-theirs;\n")
    computer.run("sh", f"{computer.there}/remove-from-menu.sh")
    left = [name for name in computer.files() if name not in before and not (computer.home / name).is_dir()]
    assert left == [f".local/share/applications/{name}" for name in ("mimeinfo.cache", "theirs.desktop")]
    assert "text/x-theirs" in theirs.with_name("mimeinfo.cache").read_text()
    shutil.rmtree(computer.home / ".local/share/applications")


def test_a_double_click_on_a_policy_opens_it_from_a_stick_with_any_name(computer, policy):
    computer.run("sh", f"{computer.there}/add-to-menu.sh")
    opened = screen.show(computer, "gio", "open", policy)
    computer.run("sh", f"{computer.there}/remove-from-menu.sh")
    assert opened.ended == 0, opened.said
