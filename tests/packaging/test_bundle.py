"""The workshop bundle on a laptop: a Debian with Python and no pip, a user without rights, and no network."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from playground import __version__
from tests.packaging.chroots import debian

ROOT = Path(__file__).parent.parent.parent
DIST = ROOT / "packaging" / "dist"
USER = "zhang"
STICK = "/media/USB 记忆棒"
WINDOW = (  # what every desktop has
    "libegl1 libgl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0 fonts-wqy-microhei desktop-file-utils "
    "shared-mime-info"
).split()

pytestmark = pytest.mark.packaging


@pytest.fixture(scope="module")
def archive():
    command = [sys.executable, str(ROOT / "packaging" / "dev.py"), "installer", "bundle"]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    (archive,) = DIST.glob("rl-playground-*-workshop-linux-x86_64.zip")
    return archive


class Laptop:
    """A Debian that has a stick with the bundle in it, and an ordinary user."""

    def __init__(self, system, archive):
        self.system = system
        system.add_user(USER)
        self.home = system.root / "home" / USER
        self.before = self.files()
        stick = system.root / STICK.strip("/")
        stick.mkdir(parents=True)
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(stick)
        (self.bundle,) = stick.iterdir()
        (self.bundle / "reports").chmod(0o777)
        self.there = f"{STICK}/{self.bundle.name}"

    def run(self, *command, environment=None):
        """Run a command as the user, without network, and with no window but an unseen one."""
        settings = {"QT_QPA_PLATFORM": "offscreen"} | (environment or {})
        return self.system.run(*command, user=USER, network=False, environment=settings)

    def install(self, **environment):
        return self.run("sh", f"{self.there}/install-linux.sh", environment=environment)

    def uninstall(self):
        return self.run("sh", f"{self.there}/uninstall-linux.sh")

    def playground(self, *words):
        return self.run(f"/home/{USER}/.local/bin/playground", *words)

    def files(self):
        return sorted(path.relative_to(self.home).as_posix() for path in self.home.rglob("*"))

    def versions(self):
        return sorted((self.home / ".local/share/rl-playground-workshop").glob("*/installed"))


@pytest.fixture(scope="module")
def laptop(archive):
    with debian(["python3", *WINDOW]) as system:
        made = Laptop(system, archive)
        made.first = made.install()
        yield made


def test_it_installs_without_network_and_without_rights_and_finds_the_laptop_ready(laptop):
    assert laptop.first.returncode == 0, laptop.first.stdout + laptop.first.stderr
    assert "is installed, in /home/zhang/.local/share/rl-playground-workshop/" in laptop.first.stdout


def test_what_was_installed_trains_saves_replays_and_opens_a_window(laptop):
    result = laptop.playground("--self-test")
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_laptop_leaves_its_report_on_the_stick(laptop):
    (report,) = (path for path in (laptop.bundle / "reports").iterdir() if path.name != "about.txt")
    assert report.suffix == ".html"
    assert f"Version {__version__}, as a Python package" in report.read_text(encoding="utf-8")


def test_the_entry_in_the_menu_is_valid_and_knows_the_files(laptop):
    entry = f"/home/{USER}/.local/share/applications/rl-playground.desktop"
    valid = laptop.run("desktop-file-validate", entry)
    assert valid.returncode == 0, valid.stdout
    caches = laptop.home / ".local/share"
    assert "application/x-rl-playground-policy:*.rlp" in (caches / "mime/globs").read_text()
    assert (
        "application/x-rl-playground-policy=rl-playground.desktop"
        in (caches / "applications/mimeinfo.cache").read_text()
    )


def test_a_second_time_it_says_that_it_is_installed_and_in_chinese_where_that_is_spoken(laptop):
    again = laptop.install(LANG="zh_CN.UTF-8")
    assert again.returncode == 0, again.stderr
    assert "已经安装在" in again.stdout


def test_what_somebody_damaged_is_repaired(laptop):
    (version,) = laptop.versions()
    (version.parent / "lib/python3.11/site-packages/playground/__main__.py").unlink()
    assert laptop.playground("--version").returncode != 0
    assert laptop.install().returncode == 0
    assert laptop.playground("--version").returncode == 0


def test_an_update_replaces_the_former_version(laptop):
    (former,) = laptop.versions()
    with (laptop.bundle / "files/requirements.txt").open("a") as file:
        file.write("# another version\n")
    assert laptop.install().returncode == 0
    (version,) = laptop.versions()
    assert version.parent.name != former.parent.name
    assert laptop.playground("--version").returncode == 0


def test_a_damaged_wheel_is_refused_by_name_and_what_was_installed_stays(laptop):
    (wheel,) = laptop.bundle.glob("files/wheels/numpy-*")
    whole, versions = wheel.read_bytes(), laptop.versions()
    wheel.write_bytes(whole[:5000] + b"\0" + whole[5001:])
    with (laptop.bundle / "files/requirements.txt").open("a") as file:
        file.write("# so that it is to be installed\n")
    refused = laptop.install()
    wheel.write_bytes(whole)
    assert refused.returncode == 1
    assert f"missing or damaged, so none was used: {wheel.name}" in refused.stdout
    assert "Traceback" not in refused.stderr
    assert laptop.versions() == versions
    assert laptop.playground("--version").returncode == 0


def test_pip_takes_no_wheel_with_another_hash_than_the_one_in_the_list(laptop):
    wanted = laptop.bundle / "files/requirements.txt"
    text, versions = wanted.read_text(), laptop.versions()
    wanted.write_text(re.sub("(?<=sha256:)[0-9a-f]{64}", "0" * 64, text, count=1))
    refused = laptop.install()
    wanted.write_text(text)
    assert refused.returncode == 1
    assert "pip could not install everything" in refused.stdout
    assert "DO NOT MATCH THE HASHES" in refused.stderr
    assert laptop.versions() == versions


def test_an_installation_that_is_cut_short_is_begun_anew_by_the_next(laptop):
    with (laptop.bundle / "files/requirements.txt").open("a") as file:
        file.write("# yet another version\n")
    former = laptop.versions()
    cut_short = (
        'setsid sh "$1/install-linux.sh" & until [ "$(ls -d "$2"/*/lib/python3.11/site-packages/numpy | wc -l)" = 2 ] '
        "|| ! kill -0 $! 2>/dev/null; do sleep 0.1; done; kill -KILL -- -$!; wait"
    )
    laptop.run("bash", "-c", cut_short, "bash", laptop.there, f"/home/{USER}/.local/share/rl-playground-workshop")
    assert laptop.versions() == former
    assert laptop.playground("--version").returncode == 0  # the former version stays until the new one works
    assert laptop.install().returncode == 0
    (version,) = laptop.versions()
    assert version not in former


def test_removing_it_leaves_nothing_but_what_the_user_made(laptop):
    removed = laptop.uninstall()
    assert removed.returncode == 0, removed.stdout + removed.stderr
    own = (".config", ".cache", ".local/state")  # what the program itself keeps for the user
    left = [name for name in laptop.files() if name not in laptop.before and not name.startswith(own)]
    assert left in ([], [".local"])
    assert "not installed" in laptop.uninstall().stdout


@pytest.mark.parametrize(("said_to_need", "words"), [(None, "MB are free"), (0, "The disk is full")])
def test_a_full_disk_is_told_before_or_while_it_fills(laptop, said_to_need, words):
    about = laptop.bundle / "files/bundle.json"
    text = about.read_text()
    if said_to_need is not None:
        changed = json.loads(text)
        for needed in changed["pythons"].values():
            needed["bytes"] = said_to_need
        about.write_text(json.dumps(changed))
    script = 'mount -t tmpfs -o size=200m tmpfs /mnt && HOME=/mnt sh "$1/install-linux.sh"; echo "rc $?"; du -s /mnt'
    result = laptop.system.run("sh", "-c", script, "sh", laptop.there, network=False)
    about.write_text(text)
    assert words in result.stdout
    assert "rc 1" in result.stdout
    assert "Traceback" not in result.stderr


def test_a_home_that_cannot_be_written_is_told_and_left(laptop):
    script = 'mount -t tmpfs -o ro tmpfs /mnt && HOME=/mnt sh "$1/install-linux.sh"; echo "rc $?"'
    result = laptop.system.run("sh", "-c", script, "sh", laptop.there, network=False)
    assert "cannot be written" in result.stdout
    assert "rc 1" in result.stdout
    assert "Traceback" not in result.stderr


def test_a_laptop_that_lacks_what_a_window_needs_is_told_so_and_its_command_line_works(archive):
    with debian(["python3"]) as system:
        bare = Laptop(system, archive)
        installed = bare.install(QT_QPA_PLATFORM="")
        assert installed.returncode == 3
        assert "is installed, in " in installed.stdout
        assert "What to do:" in installed.stdout
        assert "Traceback" not in installed.stderr + installed.stdout
        assert bare.playground("train", "--preset", "fast", "--until-solved").returncode == 0
