"""What a Linux desktop, software centres and apt are told of the program, held against it; nothing is frozen here."""

from __future__ import annotations

import configparser
import email
import re
import struct
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from playground import __version__
from playground.store.format.container import pack
from playground.store.policy.file import POLICY
from playground.store.recipe.file import RECIPE
from playground.store.session.file import SESSION
from playground.ui.app import APP

ROOT = Path(__file__).parent.parent.parent
FIXTURES = ROOT / "tests" / "store" / "fixtures"
EPOCH = 1_700_000_000  # 2023-11-14
sys.path.insert(0, str(ROOT / "packaging"))  # its scripts are no package

from deb.control import DEPENDS, control, copyright_file  # noqa: E402
from file_kinds import KINDS, SHOWN_NAME, SHOWN_NAME_ZH  # noqa: E402
from freeze.build import Frozen  # noqa: E402
from linux import share  # noqa: E402

MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module")
def desktop(tmp_path_factory):
    """Return a folder as /usr/share, with all that menus, file managers and software centres read."""
    folder = tmp_path_factory.mktemp("desktop") / "share"
    frozen = Frozen(folder, Path(sys.executable), __version__, EPOCH)
    share.write_desktop(folder, frozen)
    share.write_system(folder, frozen)
    return folder


# Menu


def _entry(path):
    parsed = configparser.ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#",), strict=True)
    parsed.optionxform = str
    parsed.read(path, encoding="utf-8")
    assert parsed.sections() == ["Desktop Entry"]
    return dict(parsed["Desktop Entry"])


def test_the_menu_entry_starts_the_program_with_a_file_and_bears_its_names(desktop):
    entry = _entry(desktop / "applications" / "rl-playground.desktop")
    assert (entry["Type"], entry["Exec"], entry["Terminal"]) == ("Application", "playground %f", "false")
    assert (entry["Name"], entry["Name[zh_CN]"]) == (SHOWN_NAME, SHOWN_NAME_ZH)
    assert entry["MimeType"] == "".join(f"{kind.mime};" for kind in KINDS)
    assert {"Education", "Science", "Utility"} & set(entry["Categories"].split(";"))


def test_a_desktop_knows_whose_window_it_is(desktop):
    entry = _entry(desktop / "applications" / "rl-playground.desktop")
    assert entry["StartupWMClass"] == APP == "rl-playground"


def test_what_the_menu_says_it_says_in_chinese_too(desktop):
    entry = _entry(desktop / "applications" / "rl-playground.desktop")
    for name in ("Name", "GenericName", "Comment", "Keywords"):
        assert re.search("[\u4e00-\u9fff]", entry[f"{name}[zh_CN]"])
    assert [key for key in entry if "[" in key and key.split("[")[0] not in entry] == []
    assert all(value.endswith(";") for key, value in entry.items() if key.startswith(("Keywords", "Categories")))


def test_each_icon_is_a_picture_of_the_size_that_its_folder_says(desktop):
    entry = _entry(desktop / "applications" / "rl-playground.desktop")
    pictures = sorted((desktop / "icons" / "hicolor").rglob("*.png"))
    assert len(pictures) == len(share.ICONS) * len(share.SIZES)
    for picture in pictures:
        head = picture.read_bytes()[:26]
        size = int(picture.relative_to(desktop / "icons" / "hicolor").parts[0].partition("x")[0])
        assert head[:8] == b"\x89PNG\r\n\x1a\n"
        assert struct.unpack(">IIBB", head[16:26]) == (size, size, 8, 6)  # 8 bits for each of red, green, blue, alpha
    assert {path.stem for path in pictures if path.parent.name == "apps"} == {entry["Icon"]}
    kinds = ET.parse(desktop / "mime" / "packages" / "rl-playground.xml").iter(f"{MIME}icon")
    assert {icon.get("name") for icon in kinds} == {path.stem for path in pictures if path.parent.name == "mimetypes"}


# File types


def _types(desktop):
    root = ET.parse(desktop / "mime" / "packages" / "rl-playground.xml").getroot()
    assert root.tag == f"{MIME}mime-info"
    return {kind.get("type"): kind for kind in root}


def _is_met(match, data):
    """Tell whether `data` is what a <match> of shared-mime-info asks for, and one of those in it."""
    assert match.get("type") == "string"
    value = re.sub(r"\\(.)", r"\1", match.get("value")).encode()
    first, _, last = match.get("offset").partition(":")
    here = any(data.startswith(value, at) for at in range(int(first), int(last or first) + 1))
    return here and (len(match) == 0 or any(_is_met(inner, data) for inner in match))


def _kinds_by_content(desktop, data):
    types = _types(desktop).items()
    return [name for name, kind in types if any(_is_met(match, data) for match in kind.find(f"{MIME}magic"))]


def test_the_desktop_knows_the_three_kinds_of_files_by_their_names_and_in_both_languages(desktop):
    types = _types(desktop)
    assert list(types) == [kind.mime for kind in KINDS]
    assert [kind.suffix for kind in KINDS] == [kind.suffix.strip(".") for kind in (POLICY, SESSION, RECIPE)]
    for kind in KINDS:
        told = types[kind.mime]
        assert [glob.get("pattern") for glob in told.iter(f"{MIME}glob")] == [f"*.{kind.suffix}"]
        comments = {comment.get(LANGUAGE): comment.text for comment in told.iter(f"{MIME}comment")}
        assert comments == {None: kind.title, "zh_CN": kind.title_zh}
        above = [parent.get("type") for parent in told.iter(f"{MIME}sub-class-of")]
        assert above == (["application/json"] if kind.is_json else [])


@pytest.mark.parametrize("path", sorted(FIXTURES.iterdir()), ids=lambda path: path.name)
def test_a_file_that_the_program_ever_wrote_is_known_by_its_content(desktop, path):
    (mime,) = (kind.mime for kind in KINDS if f".{kind.suffix}" == path.suffix)
    assert _kinds_by_content(desktop, path.read_bytes()[:200]) == [mime]


@pytest.mark.parametrize("kind", [POLICY, SESSION], ids=["policy", "session"])
def test_a_file_that_the_program_writes_now_is_known_by_its_content(desktop, kind):
    data = pack(kind, {"schema": 99}, {"q.0.bias": np.zeros(2, np.float32)})
    assert [f"application/x-{kind.format.replace(' ', '-')}"] == _kinds_by_content(desktop, data)


@pytest.mark.parametrize("text", ['{"format":"rl-playground recipe",', '{\n    "format" : "rl-playground recipe",\n'])
def test_a_recipe_that_somebody_laid_out_anew_is_still_known(desktop, text):
    assert _kinds_by_content(desktop, text.encode()) == [KINDS[2].mime]


@pytest.mark.parametrize(
    "data", [b"", b'{"format": "another recipe"}', b"\0" * 8 + b'{"__metadata__":{"format":"pt"}}']
)
def test_other_peoples_files_are_not_taken_for_ours(desktop, data):
    assert _kinds_by_content(desktop, data) == []


# Software centres


def test_software_centres_are_told_this_version_and_what_is_new_in_it(desktop):
    (path,) = (desktop / "metainfo").iterdir()
    told = ET.parse(path).getroot()
    assert path.name == f"{told.findtext('id')}.metainfo.xml"
    release = told.find("releases/release")
    assert (release.get("version"), release.get("date")) == (__version__, "2023-11-14")
    changelog = (ROOT / "resources" / "changelog.md").read_text(encoding="utf-8")
    assert f"## {__version__}\n" in changelog
    items = [item.text for item in release.iter("li")]
    assert len(items) >= 1
    assert not [item for item in items if re.search(r"[`*]|\]\(", item)]  # words, no Markdown


def test_software_centres_find_the_menu_entry_the_command_and_the_kinds_of_files(desktop):
    (path,) = (desktop / "metainfo").iterdir()
    told = ET.parse(path).getroot()
    assert told.findtext("launchable") == "rl-playground.desktop"
    assert told.findtext("provides/binary") == "playground"
    assert [kind.text for kind in told.iter("mediatype")] == [kind.mime for kind in KINDS]
    assert [name.text for name in told.findall("name")] == [SHOWN_NAME, SHOWN_NAME_ZH]


# The package


def test_the_package_says_of_itself_what_debian_asks_for():
    text = control(__version__, 690_000)
    told = email.message_from_string(text)
    assert len(told.keys()) == len(set(told.keys()))
    assert {"Package", "Version", "Architecture", "Maintainer", "Description"} <= set(told.keys())
    assert (told["Package"], told["Version"], told["Installed-Size"]) == ("rl-playground", __version__, "690000")
    assert re.fullmatch(r"[^<>@]+ <[^<>@ ]+@[^<>@ ]+>", told["Maintainer"])
    assert text.endswith("\n")
    assert "\n\n" not in text  # that would be a second package
    synopsis, *rest = told["Description"].splitlines()
    assert len(synopsis) < 80
    assert all(re.fullmatch(r" (\.|\S.{,78})", line) for line in rest)


def test_what_the_package_needs_is_written_as_apt_reads_it_and_each_once():
    relation = r"[a-z0-9][a-z0-9+.-]+( \((>=|=|<<|<=|>>) [0-9][\w.+~:-]*\))?"
    told = email.message_from_string(control(__version__, 1))
    wanted = told["Depends"].split(", ")
    assert wanted == list(DEPENDS)
    assert [entry for entry in wanted if not re.fullmatch(rf"{relation}( \| {relation})*", entry)] == []
    names = [either.split()[0] for entry in wanted for either in entry.split(" | ")]
    assert len(names) == len(set(names))


def test_the_copyright_file_names_its_format_and_a_licence_for_all_files():
    about, files = (email.message_from_string(part) for part in copyright_file().split("\n\n"))
    assert about["Format"] == "https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
    assert (files["Files"], bool(files["Copyright"]), bool(files["License"])) == ("*", True, True)
