"""Facts of a report: what is so on this computer is said, and what makes no sense on a system is left out."""

from __future__ import annotations

import json
import sys

import pytest

from playground.readiness.doctor import Examination
from playground.readiness.evidence import Evidence
from playground.readiness.facts import encodings, kept, saves, scaling, waits, windows_paths
from playground.readiness.facts.fact import FACTS, Fact, gather
from playground.readiness.report import as_json, as_page, as_text
from playground.readiness.subprocess_check import ChildLost
from tests.readiness.pretended import as_macos, as_windows  # noqa: F401  fixtures

LONG_PATHS = r"HKLM\SYSTEM\CurrentControlSet\Control\FileSystem", "LongPathsEnabled"
DOCUMENTS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders", "Personal"
OF_WINDOWS = {"long_paths", "documents"}


@pytest.fixture
def evidence():
    """Of two screens and of kernels, as the probes bring it."""
    found = Evidence()
    found.screen = {"platform": "windows", "screens": [{"scale": 1.25}, {"scale": 1.0}]}
    found.arithmetic = {"target": "haswell"}
    return found


@pytest.fixture
def on_windows(as_windows, monkeypatch):  # noqa: F811
    """Windows as it is delivered in China, to somebody who uses no OneDrive."""
    as_windows.kernel32.GetACP = as_windows.kernel32.GetOEMCP = lambda: 936
    as_windows.kernel32.GetConsoleOutputCP = lambda: 65001
    as_windows.registry[DOCUMENTS] = r"%USERPROFILE%\Documents"
    monkeypatch.setenv("USERPROFILE", r"C:\Users\李")
    for name in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"):
        monkeypatch.delenv(name, raising=False)
    return as_windows


def look(evidence, name):
    ((_fact, found),) = gather(evidence, tuple(fact for fact in FACTS if fact.name == name))
    return str(found)


def test_windows_has_every_fact(on_windows, evidence):
    assert [fact.name for fact, _found in gather(evidence)] == [fact.name for fact in FACTS]


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_other_systems_have_all_but_those_of_windows(system, evidence, monkeypatch):
    monkeypatch.setattr(sys, "platform", system)
    assert {fact.name for fact in FACTS} - {fact.name for fact, _found in gather(evidence)} == OF_WINDOWS


def test_the_code_pages_of_windows_are_named_with_that_of_the_console(on_windows, evidence):
    assert look(evidence, "encodings") == "936, of consoles 936, of this one 65001"
    on_windows.kernel32.GetConsoleOutputCP = lambda: 0
    assert look(evidence, "encodings") == "936, of consoles 936; there is no console now"


def test_elsewhere_the_encoding_is_named_with_the_locale(as_macos, evidence, monkeypatch):  # noqa: F811
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert look(evidence, "encodings").lower() == "utf-8; locale zh_cn.utf-8"
    assert encodings.code_pages() is None


def test_long_paths_are_allowed_where_the_registry_says_so(on_windows, evidence):
    assert look(evidence, "long_paths") == "of 259 characters at most (LongPathsEnabled is 0)"
    on_windows.registry[LONG_PATHS] = 0
    assert look(evidence, "long_paths") == "of 259 characters at most (LongPathsEnabled is 0)"
    on_windows.registry[LONG_PATHS] = 1
    assert look(evidence, "long_paths") == "allowed (LongPathsEnabled is 1)"


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        (r"%USERPROFILE%\documents", r"where Windows puts them, in C:\Users\李\documents"),
        (r"D:\Work", r"moved to D:\Work"),
        (r"C:\Users\李\OneDrive - School\Documents", "synchronised by OneDrive, in"),
        (r"C:\Users\李\OneDrive - School 2\Documents", "moved to"),
        (r"\\server\home\li", r"on another computer, in \\server\home\li"),
    ],
)
def test_documents_are_said_to_be_where_they_are(on_windows, evidence, monkeypatch, folder, said):
    monkeypatch.setenv("OneDriveCommercial", r"c:\users\李\OneDrive - School")
    on_windows.registry[DOCUMENTS] = folder
    assert look(evidence, "documents").startswith(said)


def test_what_cannot_be_read_is_said_to_be_unknown_and_the_other_facts_are_there(on_windows, evidence):
    del on_windows.registry[DOCUMENTS]
    assert look(evidence, "documents").startswith("not known (FileNotFoundError: [Errno 2]")
    assert look(evidence, "long_paths")


def test_every_screen_has_its_scale_factor(evidence):
    assert str(scaling.look(evidence)) == "125 %, 100 %, by Qt’s platform “windows”"
    evidence.screen = ChildLost("its process ended")
    assert scaling.look(evidence) is None


def test_waits_are_measured_and_never_shorter_than_the_clock_can_tell(evidence):
    taken = waits.times_of_waits()
    assert len(taken) <= waits.N_WAITS
    assert min(taken) > 0
    assert "a wait of 1 ms takes " in str(waits.look(evidence))


def test_saves_are_timed_where_runs_are_kept_and_nothing_stays(evidence, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "state"))
    assert len(saves.times_of_saves(tmp_path)) == saves.N_SAVES
    assert "50 files in " in str(saves.look(evidence))
    assert not list(tmp_path.iterdir())


def test_where_nothing_can_be_saved_the_reason_is_the_fact(evidence, tmp_path, monkeypatch):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder has to be")
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(blocked))
    assert "not known (NotADirectoryError" in look(evidence, "saves")


def test_what_is_kept_is_told_with_its_size(evidence, tmp_path, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    (tmp_path / "kernels").mkdir()
    (tmp_path / "kernels" / "one.kernel").write_bytes(bytes(2_500_000))
    assert f"kernels for “haswell”, 2.5 MB in {tmp_path / 'kernels'}; runs 0.0 MB in " in str(kept.look(evidence))
    evidence.arithmetic = ChildLost("its process ended")
    assert str(kept.look(evidence)).startswith("kernels for “–”")


def test_a_report_holds_the_facts_and_hides_nothing_in_them(on_windows, evidence):
    on_windows.registry[DOCUMENTS] = r"\\server\<b>home"
    examination = Examination(facts={fact.name: found for fact, found in gather(evidence)})
    text, page, told = as_text(examination), as_page(examination), as_json(examination)
    assert "About this computer" in text
    assert r"\\server\<b>home" in text
    assert r"\\server\&lt;b&gt;home" in page
    assert "<b>" not in page
    assert json.loads(json.dumps(told))["facts"]["long_paths"].startswith("of 259")
    for title in ("Code pages", "Long paths", "Documents", "Scaling", "Timer", "Saving", "Kept files"):
        assert title in text
        assert f"<th>{title}</th>" in page


def test_without_facts_a_report_says_nothing_of_them():
    assert "About this computer" not in as_text(Examination())
    assert "<h2>" not in as_page(Examination())


def test_a_fact_that_breaks_is_unknown():
    broken = Fact("broken", "Broken", lambda evidence: 1 / 0)
    ((_fact, found),) = gather(Evidence(), (broken,))
    assert str(found) == "not known (ZeroDivisionError: division by zero)"


def test_paths_of_windows_are_nobody_elses(as_macos):  # noqa: F811
    assert windows_paths.long_paths_enabled() is None
    assert windows_paths.documents_folder() is None
