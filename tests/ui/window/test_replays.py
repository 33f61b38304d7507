"""Replays in the window: frame by frame, other episodes, a video."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.ui.window.gestures import child, trigger


def test_replay_scrubs_and_goes_frame_by_frame(qtbot, window):
    trigger(window, "act_replay")
    qtbot.waitUntil(lambda: window.replaying, timeout=5000)
    window.player.pause()
    scrubber = child(window, "replay_scrubber")
    scrubber.setValue(5)
    assert window.player.frame == 5
    qtbot.mouseClick(child(window, "replay_forward"), Qt.MouseButton.LeftButton)
    assert window.player.frame == 6
    qtbot.mouseClick(child(window, "replay_back"), Qt.MouseButton.LeftButton)
    window.view.setFocus()
    qtbot.keyClick(window.view, Qt.Key.Key_Left)
    assert window.player.frame == 4
    assert window.view.scene.step == 4


def test_another_seed_replays_other_episodes(qtbot, window):
    trigger(window, "act_replay")
    qtbot.waitUntil(lambda: window.replaying, timeout=5000)
    seed = child(window, "replay_seed")
    before = [recording.states[0] for recording in window.player.recordings]
    seed.setValue(100)
    assert [recording.seed for recording in window.player.recordings] == [100, 101, 102, 103, 104]
    assert before != [recording.states[0] for recording in window.player.recordings]


def test_running_again_leaves_the_replay(qtbot, window):
    trigger(window, "act_replay")
    qtbot.waitUntil(lambda: window.replaying, timeout=5000)
    trigger(window, "act_step")
    assert not window.replaying


def test_the_video_of_an_episode_is_written_with_progress(qtbot, window, tmp_path):
    trigger(window, "act_replay")
    qtbot.waitUntil(lambda: window.replaying, timeout=5000)
    path = tmp_path / "film.mp4"
    window.videos.save(str(path))
    qtbot.waitUntil(lambda: str(path) in window.notice.text, timeout=20_000)
    assert path.stat().st_size > 1000
