"""Whether a window can be opened, on systems that always have a screen."""

from __future__ import annotations

import sys

import pytest

from playground.cli.screen import has_screen, screen_problem


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_elsewhere_than_on_linux_there_is_a_screen_and_qt_knows_it(system, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", system)
    assert has_screen()
    assert screen_problem() is None


def test_a_platform_that_qt_has_not_is_a_problem_there_too(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcp")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert "xcp" in str(screen_problem())
