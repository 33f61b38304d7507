"""The .deb on a desktop without Python: its menu, its files, its pages and completions, and the window that comes."""

from __future__ import annotations

import dataclasses
import shutil
import struct
import sys

import pytest

from playground.store.policy.file import load_policy, save_policy
from tests.packaging import screen
from tests.packaging.chroots import debian
from tests.packaging.deb_computer import ROOT, USER, Computer

FIXTURES = ROOT / "tests" / "store" / "fixtures"
sys.path.append(str(ROOT / "packaging"))  # its scripts are no package

from file_kinds import KINDS, SHOWN_NAME_ZH  # noqa: E402
from linux.share import SIZES  # noqa: E402

ENTRY = "/usr/share/applications/rl-playground.desktop"
# What a desktop has that the package does not ask for, and what judges the package's files.
DESKTOP = "xdg-utils libfile-mimeinfo-perl libglib2.0-bin bash-completion zsh man-db appstream locales".split()
TITLES = ("期末作业：倒立摆", "强化学习：第一课")  # of one length: without a font for them, both are the same boxes

pytestmark = pytest.mark.packaging


@pytest.fixture(scope="module")
def desktop():
    """Return a computer with what desktops have, where somebody installed the package with the network there."""
    with debian([*DESKTOP, *screen.PACKAGES]) as system:
        computer = Computer(system)
        system.do("localedef", "-i", "zh_CN", "-f", "UTF-8", "zh_CN.UTF-8")
        computer.before = computer.files()
        computer.install()
        yield computer


def test_there_is_no_python_that_could_help(desktop):
    assert desktop.pythons() == []


def test_the_menu_entry_is_valid(desktop):
    assert desktop.says("desktop-file-validate", ENTRY) == ""


def test_software_centres_take_what_they_are_told(desktop):
    path = "/usr/share/metainfo/org.rl_playground.playground.metainfo.xml"
    judged = desktop.run("appstreamcli", "validate", "--no-net", "--pedantic", path)
    assert judged.returncode == 0, judged.stdout


@pytest.mark.parametrize("size", SIZES)
def test_there_are_icons_of_each_size(desktop, size):
    folder = desktop.system.root / f"usr/share/icons/hicolor/{size}x{size}"
    for name in ("apps/rl-playground.png", "mimetypes/rl-playground-document.png"):
        assert struct.unpack(">II", (folder / name).read_bytes()[16:24]) == (size, size)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_file_is_known_and_opened_by_the_program(desktop, kind):
    source = sorted(FIXTURES.glob(f"*.{kind.suffix}"))[0]
    name = f"/home/{USER}/学习 {kind.name}"
    for path in (f"{name}.{kind.suffix}", name):  # without a suffix, by its content
        shutil.copyfile(source, desktop.system.root / path.strip("/"))
        said = desktop.says("gio", "info", "--attributes", "standard::content-type", path)
        assert said.endswith(f"standard::content-type: {kind.mime}")
    assert desktop.says("xdg-mime", "query", "filetype", f"{name}.{kind.suffix}") == kind.mime
    assert desktop.says("xdg-mime", "query", "default", kind.mime) == "rl-playground.desktop"


@pytest.mark.parametrize(("language", "heading"), [("C.UTF-8", "EXIT STATUS"), ("zh_CN.UTF-8", "退出状态")])
def test_the_man_page_is_found_and_set_without_a_warning(desktop, language, heading):
    path = desktop.says("man", "-L", language, "--where", "playground")
    assert ("zh_CN" in path) == ("zh" in language)
    page = desktop.says("man", "-L", language, "--warnings", "--local-file", path, MANWIDTH="80")
    assert heading in page


def test_the_man_page_is_in_the_list_of_all(desktop):
    assert "train" in desktop.says("lexgrog", "/usr/share/man/man1/playground.1.gz")


def test_bash_loads_the_completion_when_it_is_asked_for(desktop):
    code = ". /usr/share/bash-completion/bash_completion; _completion_loader playground; complete -p playground"
    assert "_playground" in desktop.run("bash", "-c", code).stdout


def test_zsh_finds_the_completion_and_can_read_it(desktop):
    code = "autoload -Uz compinit && compinit -u && echo $_comps[playground]"
    assert desktop.says("zsh", "-c", code) == "_playground"
    assert desktop.says("zsh", "-n", "/usr/share/zsh/vendor-completions/_playground") == ""


def test_fish_completes_verbs_and_options(desktop):
    ours = "usr/share/fish/vendor_completions.d/playground.fish"
    with debian(["fish"]) as system:  # another computer: there, fish brings Python along
        shutil.copyfile(desktop.system.root / ours, system.root / ours)
        system.do("ln", "-s", "true", "/usr/bin/playground")  # fish completes no command that is not there
        for typed, expected in (("playground evalu", "evaluate\t"), ("playground train --pres", "--preset\t")):
            said = system.do("fish", "--command", f"complete --do-complete '{typed}'", network=False)
            assert [line for line in said.splitlines() if line.startswith(expected)]


@pytest.fixture(scope="module")
def policies(desktop):
    """Return the paths of policies that differ only in their Chinese titles."""
    first, second = (f"/home/{USER}/{title}.rlp" for title in TITLES)
    desktop.says("/usr/bin/playground", "train", "--preset", "fast", "--until-solved", "--save", first)
    policy = load_policy(desktop.system.root / first.strip("/"))
    for title, path in zip(TITLES, (first, second), strict=True):
        file = desktop.system.root / path.strip("/")
        save_policy(dataclasses.replace(policy, title=title), file)  # as the window asks for one
        file.chmod(0o644)
    return first, second


def _open(computer, *command):
    """Return what the program shows to somebody who never used it, where a desktop starts it by `command`."""
    shutil.rmtree(computer.home / ".config", ignore_errors=True)  # the window comes where it was
    shot = screen.show(computer, *command, title=SHOWN_NAME_ZH, language="zh_CN.UTF-8")
    assert shot.ended == 0, shot.said
    assert shot.n_colours > 50
    return shot


def test_a_double_click_on_a_policy_shows_it_with_its_chinese_title(desktop, policies):
    first, second = (_open(desktop, "gio", "open", path) for path in policies)
    again = _open(desktop, "xdg-open", policies[0])
    first.save("deb.png")
    at_the_bottom = (0, 650, 900, 110)  # where the policy is described; above it, its replay moves
    named, other, once_more = (shot.image.copy(*at_the_bottom) for shot in (first, second, again))
    assert named == once_more
    assert named != other


def test_the_menu_opens_the_window_and_a_double_click_shows_what_is_in_a_session_or_a_recipe(desktop):
    shots = [_open(desktop, "gio", "launch", ENTRY)]
    for kind in KINDS[1:]:
        path = f"/home/{USER}/打开.{kind.suffix}"
        shutil.copyfile(sorted(FIXTURES.glob(f"*.{kind.suffix}"))[0], desktop.system.root / path.strip("/"))
        shots.append(_open(desktop, "gio", "open", path))
        shots[-1].save(f"deb-{kind.name}.png")
    menu, session, recipe = (shot.image.copy(0, 110, 310, 460) for shot in shots)  # the settings
    assert menu not in (session, recipe)
    assert session != recipe


def test_purged_the_desktop_knows_nothing_of_it_and_the_users_files_stay(desktop):
    home = sorted(path for path in desktop.home.rglob("*") if path.suffix in (".rlp", ".ini"))
    assert len(home) >= 3
    desktop.purge("--autoremove")
    assert sorted(path for path in desktop.home.rglob("*") if path.suffix in (".rlp", ".ini")) == home
    for kind in KINDS:
        assert desktop.run("xdg-mime", "query", "default", kind.mime).stdout == ""
    assert [name for name in desktop.files() - desktop.before if "playground" in name] == []
    assert desktop.files() ^ desktop.before == set()
