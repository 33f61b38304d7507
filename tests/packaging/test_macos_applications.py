"""The applications for macOS, as far as their property lists say what they are."""

from __future__ import annotations

import plistlib
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT / "packaging"))  # its scripts are no package

from bundle.laptop import menu_macos  # noqa: E402
from bundle.laptop.fitting import Bundle  # noqa: E402
from bundle.laptop.places import Record  # noqa: E402
from macos.plist import info_plist  # noqa: E402


@pytest.fixture
def added(tmp_path):
    """What the workshop's bundle puts into a person's Applications; tests have a home of their own."""
    (tmp_path / "files" / "desktop").mkdir(parents=True)
    (tmp_path / "files" / "desktop" / "app.icns").write_bytes(b"an icon")
    bundle = Bundle(tmp_path / "files", {"version": "1.2.3"})
    assert menu_macos.add(tmp_path / "base", tmp_path / "base" / "1.2.3", bundle, Record(tmp_path / "base")) == []
    return plistlib.loads((Path.home() / "Applications/RL Playground.app/Contents/Info.plist").read_bytes())


def test_neither_application_is_slowed_down_while_another_window_covers_its_own(added):
    for entries in (plistlib.loads(plistlib.dumps(info_plist("1.2.3"))), added):
        assert entries["NSAppSleepDisabled"] is True
        assert entries["CFBundleShortVersionString"] == "1.2.3"


def test_a_program_that_can_be_used_in_a_terminal_is_still_one_with_a_window(added):
    assert info_plist("1.2.3")["LSBackgroundOnly"] is False
    assert added["CFBundlePackageType"] == "APPL"
