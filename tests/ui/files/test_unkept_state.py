"""A run whose state no file can keep: the window says so in words, once, and the run goes on."""

from __future__ import annotations

from playground.ui.trainer.snapshot import TrainerState
from tests.store.session.test_state_columns import diary  # noqa: F401  fixture


def test_autosaving_and_saving_say_why_not_and_the_run_goes_on(qtbot, window, diary, monkeypatch, tmp_path):  # noqa: F811
    window.controller.reset(diary)
    qtbot.waitUntil(lambda: window.controller.latest.settings == diary, timeout=10_000)
    window.controller.step()
    qtbot.waitUntil(lambda: "keeps “last” in its state" in window.notice.text, timeout=20_000)
    window.controller.step()
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == 2, timeout=5000)
    assert window.controller.latest.state is TrainerState.PAUSED
