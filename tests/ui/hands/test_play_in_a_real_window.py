"""A player of another process plays in a real window, by keys of the X server and by looking at the state alone."""

from __future__ import annotations

import sys

import pytest

from tests.bench import play


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="Xvfb is a Linux program")
def test_a_scripted_player_keeps_the_pole_up_at_the_first_speed(monkeypatch):
    monkeypatch.setattr(play, "SPEEDS", (12,))
    monkeypatch.setattr(play, "EPISODES", 1)
    measured = play.measure()["12"]
    assert measured["lengths"] == [play.GOAL_STEPS]
    assert len(measured["seen_ms"]) > 20
