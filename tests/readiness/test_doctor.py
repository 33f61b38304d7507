"""The doctor: what is wrong with a computer is found and said, whatever it is, and so is what to do about it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from playground.errors import Term
from playground.readiness import checks_computer as computer
from playground.readiness import checks_learning as learning
from playground.readiness import checks_parts as parts
from playground.readiness.check_result import Verdict
from playground.readiness.doctor import CHECKS, Check, Examination, conclusion, examine
from playground.readiness.evidence import Evidence
from playground.readiness.isolation import draw_unseen
from playground.readiness.libraries import LIBRARIES, missing_libraries
from playground.readiness.reference import STEPS_PER_S
from playground.readiness.report import as_json, as_page, as_text
from playground.readiness.subprocess_check import ChildLost, run_in_child
from tests.cli.conftest import playground, start  # noqa: F401  fixtures
from tests.readiness import work

ROOT = Path(__file__).parent.parent.parent
DEJAVU = Path("/usr/share/fonts/truetype/dejavu")
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>"""

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="what is broken here is Linux's")


@pytest.fixture
def seen():
    return Evidence()


@pytest.fixture
def only_fonts(tmp_path, monkeypatch):
    """Let this computer have the fonts of one folder alone."""

    def use(folder):
        (tmp_path / "fonts.conf").write_text(FONTS.format(fonts=folder, cache=tmp_path / "cache"))
        monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))

    return use


def test_on_this_computer_the_program_its_packages_and_folders_are_ready(seen):
    for check in (computer.check_program, computer.check_packages, computer.check_folders, computer.check_clock):
        finding = check(seen)
        assert finding.verdict is Verdict.READY, str(finding.text)
        assert finding.advice is None


def test_files_that_are_missing_are_named(seen, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    finding = computer.check_program(seen)
    assert finding.verdict is Verdict.FAILS
    assert "icons/run.svg" in str(finding.text)
    assert "Install it again" in str(finding.advice)


def test_a_package_of_another_version_is_named_with_the_one_that_was_tested(seen, tmp_path, monkeypatch):
    other = tmp_path / "numpy-1.2.3.dist-info"
    other.mkdir()
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: numpy\nVersion: 1.2.3\n")
    monkeypatch.syspath_prepend(tmp_path)
    finding = computer.check_packages(seen)
    assert finding.verdict is Verdict.LIMIT
    assert "numpy 1.2.3 (2." in str(finding.text)


def test_a_folder_that_cannot_be_written_is_named(seen, tmp_path, monkeypatch):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder has to be")
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(blocked))
    finding = computer.check_folders(seen)
    assert finding.verdict is Verdict.LIMIT
    assert str(blocked) in str(finding.text)


@on_linux
def test_a_full_disk_is_a_limit_that_says_how_much_is_needed(seen, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", "/proc/playground")  # which never has room
    finding = computer.check_disk(seen)
    assert finding.verdict is Verdict.LIMIT
    assert str(finding.text).startswith("0 MB are free")
    assert "Free 400 MB at least" in str(finding.advice)


def test_a_clock_from_before_the_program_was_there_is_a_limit(seen, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    words = tmp_path / "resources" / "locale" / "zh_CN" / "LC_MESSAGES" / "playground.mo"
    words.parent.mkdir(parents=True)
    words.touch()
    os.utime(words, (4_000_000_000, 4_000_000_000))
    finding = computer.check_clock(seen)
    assert finding.verdict is Verdict.LIMIT
    assert "2096" in str(finding.text)


@on_linux
def test_without_a_screen_no_window_opens_and_nothing_is_tried(seen, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    findings = [check(seen) for check in (parts.check_window, parts.check_screen, parts.check_opengl)]
    assert [finding.verdict for finding in findings] == [Verdict.FAILS, Verdict.LIMIT, Verdict.READY]
    assert "desktop session" in str(findings[0].advice)
    assert "screen" not in vars(seen)


@on_linux
def test_a_screen_that_does_not_answer_ends_a_child_and_not_the_check(seen, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.setenv("DISPLAY", ":4711")
    finding = parts.check_window(seen)
    assert finding.verdict is Verdict.FAILS
    assert "could not connect to display" in finding.values["details"]
    assert "QT_QPA_PLATFORM" in str(finding.advice)


def test_elsewhere_than_on_linux_no_libraries_are_missed(seen, monkeypatch):
    seen.screen = ChildLost(Term("its process ended by itself"), "libxcb-unknown.so.7: cannot open")
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.setattr(sys, "platform", "win32")
    finding = parts.check_window(seen)
    assert str(finding.text) == "No window opens: its process ended by itself."
    assert "install the program again" in str(finding.advice)


def test_letters_are_drawn_without_a_screen_where_fonts_are_the_same_without(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "cocoa")
    monkeypatch.setattr(sys, "platform", "darwin")
    draw_unseen()
    assert os.environ["QT_QPA_PLATFORM"] == "cocoa"
    monkeypatch.setattr(sys, "platform", "linux")
    draw_unseen()
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


def test_windows_that_nobody_sees_and_a_small_screen_are_limits(seen):
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
    window, screen = parts.check_window(seen), parts.check_screen(seen)
    assert (window.verdict, screen.verdict) == (Verdict.LIMIT, Verdict.LIMIT)
    assert "800 × 800" in str(screen.text)


@on_linux
def test_libraries_are_missed_by_name_and_so_are_their_packages():
    said = "libxcb-unknown.so.7: cannot open shared object file: No such file or directory"
    assert missing_libraries(said) == ["libxcb-unknown.so.7"]


def test_the_libraries_are_those_that_the_set_up_of_a_checkout_installs(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "packaging")
    import system_packages

    assert [library.name for library in LIBRARIES] == system_packages.LIBRARIES
    assert [library.debian for library in LIBRARIES] == system_packages.WINDOW


@on_linux
def test_with_latin_fonts_alone_chinese_is_a_limit(seen, only_fonts):
    only_fonts(DEJAVU)
    assert parts.check_letters(seen).verdict is Verdict.READY
    finding = parts.check_chinese(seen)
    assert finding.verdict is Verdict.LIMIT
    assert "fonts-wqy-microhei" in str(finding.advice)


@on_linux
def test_without_any_font_the_window_is_of_no_use(seen, only_fonts, tmp_path):
    only_fonts(tmp_path / "none")
    finding = parts.check_letters(seen)
    assert finding.verdict is Verdict.FAILS
    assert "Install a font" in str(finding.advice)


def test_where_the_screen_of_the_system_has_the_fonts_letters_are_tried_on_that(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "minimal:enable_fonts")
    probed = run_in_child(work.letters_on_macos, seconds=60)
    assert probed["window"]["latin"]
    assert probed["tried_on"] == "minimal:enable_fonts"


def test_the_arithmetic_is_said_with_its_target_and_where_it_is_kept(seen):
    assert learning.check_arithmetic(seen).verdict is Verdict.READY
    finding = learning.check_arithmetic(seen)
    assert finding.values["numba"] in str(finding.text)
    assert f"“{finding.values['target']}”" in str(finding.text)
    assert os.environ["NUMBA_CACHE_DIR"] in str(finding.text)
    assert finding.values["size"] > 1


def test_arithmetic_that_is_switched_off_is_said(seen, monkeypatch):
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    finding = learning.check_arithmetic(seen)
    assert finding.verdict is Verdict.READY
    assert "NUMBA_DISABLE_JIT is set" in str(finding.text)


def test_a_compiler_that_is_missing_is_a_limit_that_says_what_to_do(seen, monkeypatch, tmp_path):
    (tmp_path / "numba.py").write_text("raise ModuleNotFoundError(\"No module named 'numba'\")")
    monkeypatch.syspath_prepend(tmp_path)
    finding = learning.check_arithmetic(seen)
    assert finding.verdict is Verdict.LIMIT
    assert "some thousand times slower" in str(finding.text)
    assert "arithmetic=torch" in str(finding.text)
    assert json.loads(json.dumps(finding.values))["problem"].startswith("The compiler of the arithmetic")


def test_the_speed_is_said_beside_the_reference(seen):
    half = {name: rate / 2 for name, rate in STEPS_PER_S.items()}
    seen.learning = {"steps_per_s": half}
    finding = learning.check_speed(seen)
    assert finding.verdict is Verdict.READY
    assert "about half as fast as the reference computer" in str(finding.text)
    seen.learning = {"steps_per_s": {name: rate / 10 for name, rate in STEPS_PER_S.items()}}
    finding = learning.check_speed(seen)
    assert finding.verdict is Verdict.LIMIT
    assert "charger" in str(finding.advice)


def test_a_check_that_breaks_is_one_that_failed_and_the_others_are_made():
    def breaks(seen):
        raise PermissionError(13, "Permission denied", "/proc/meminfo")

    checks = (Check("broken", "Broken", breaks), CHECKS[0])
    (_check, broken), (_other, program) = examine(checks)
    assert broken.verdict is Verdict.FAILS
    assert "Permission denied" in str(broken.text)
    assert program.verdict is Verdict.READY


@pytest.fixture
def examination(seen):
    """Of a computer with a strange name, on which much is wrong."""
    found = Examination(computer="<b>laptop 07")
    for check in CHECKS[:6]:
        found.findings[check.name] = check.run(seen)
    broken = Check("video", "Video", lambda seen: 1 / 0)
    found.findings["video"] = next(examine((broken,)))[1]
    return found


def test_a_report_says_where_and_when_and_what_is_wrong_and_what_to_do(examination):
    text, page, told = as_text(examination), as_page(examination), as_json(examination)
    day = f"{examination.moment:%Y-%m-%d}"
    for report in (text, page):
        assert day in report
        assert "ZeroDivisionError" in report
        assert "What to do: Send this report" in report
        assert str(conclusion(Verdict.FAILS)) in report
    assert "<b>laptop 07" in text
    assert "<b>laptop" not in page
    assert "<script" not in page
    assert json.loads(json.dumps(told))["verdict"] == "fails"
    assert [check["name"] for check in told["checks"]] == [check.name for check in CHECKS[:6]] + ["video"]


def test_a_report_that_cannot_be_written_is_said_before_anything_is_looked_at(playground, tmp_path):  # noqa: F811
    told = playground("doctor", "--report", tmp_path / "missing" / "report.txt")
    assert told.returncode == 1
    assert told.stdout == ""
    assert "there is no such folder" in told.stderr


def test_a_report_of_no_known_kind_is_wrong_usage(playground):  # noqa: F811
    told = playground("doctor", "--report", "report.pdf")
    assert told.returncode == 2
    assert "must end in .html" in told.stderr


@pytest.mark.slow
def test_the_whole_check_writes_a_report_into_a_folder_under_the_name_of_the_computer(playground, tmp_path):  # noqa: F811
    told = playground("doctor", "--json", "--report", tmp_path)
    found = json.loads(told.stdout)
    verdicts = {check["name"]: check["verdict"] for check in found["checks"]}
    assert list(verdicts) == [check.name for check in CHECKS]
    assert (verdicts["window"], found["verdict"], told.returncode) == ("fails", "fails", 1)  # there is no screen
    assert verdicts["arithmetic"] == verdicts["torch"] == "ready"
    assert verdicts["learning"] == verdicts["video"] == verdicts["chinese"] == "ready"
    (report,) = tmp_path.glob("*.html")
    assert report.name.endswith(f"-{found['moment'][:10]}.html")
    assert "Training works" in report.read_text("utf-8")
