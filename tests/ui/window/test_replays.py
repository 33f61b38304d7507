"""Replays in the window: frame by frame, other episodes, a video."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QPushButton

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


def test_the_seed_in_the_box_is_that_of_the_picture_and_another_replay_begins_where_the_first_did(qtbot, window):
    trigger(window, "act_replay")
    qtbot.waitUntil(lambda: window.replaying, timeout=5000)
    seed, episodes = child(window, "replay_seed"), child(window, "replay_episode")
    seed.setValue(100)
    for number in (3, 0, 4):
        window.player.step_episode(9)
        window.player.choose_episode(number)
        assert seed.value() == 100 + number
        assert f"seed {seed.value()}" in window.view.scene.caption
        assert episodes.currentIndex() == number
    trigger(window, "act_replay")
    qtbot.waitUntil(lambda: window.player.episode == 0, timeout=5000)
    assert [recording.seed for recording in window.player.recordings] == [100, 101, 102, 103, 104]
    assert seed.value() == 100


def test_a_video_can_be_saved_from_the_menu_and_by_a_button_with_words_while_there_is_a_replay(qtbot, window):
    action, button = window.actions_by_name["act_save_video"], child(window, "replay_video")
    assert action in window.findChild(QMenu, "menu_file").actions()
    assert not action.isEnabled()
    trigger(window, "act_replay")
    qtbot.waitUntil(lambda: window.replaying, timeout=5000)
    assert action.isEnabled()
    assert button.text() == "Save video"
    assert button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    for way in (button.click, action.trigger):
        way()
        dialog = window.findChild(QFileDialog, "video_dialog")
        assert dialog.isVisible()
        dialog.reject()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    child(window, "replay_leave").click()
    assert not action.isEnabled()


class Desktop(QObject):
    """What opens files, in place of the person's own programs."""

    def __init__(self):
        super().__init__()
        self.opened = []

    @Slot(QUrl)
    def open(self, url):
        self.opened.append(url.toLocalFile())


def test_a_saved_video_can_be_opened_and_its_folder_shown(qtbot, window, tmp_path):
    desktop = Desktop()
    QDesktopServices.setUrlHandler("file", desktop, "open")
    try:
        trigger(window, "act_replay")
        qtbot.waitUntil(lambda: window.replaying, timeout=5000)
        for label, opened in (("Open", tmp_path / "film.mp4"), ("Show folder", tmp_path)):
            window.videos.save(str(tmp_path / "film.mp4"))
            qtbot.waitUntil(lambda: "Video saved" in window.notice.text and window.notice.isVisible(), timeout=30_000)
            buttons = {each.text(): each for each in window.notice.findChildren(QPushButton) if each.isVisible()}
            assert list(buttons) == ["Open", "Show folder", "Dismiss"]
            buttons[label].click()
            assert Path(desktop.opened[-1]) == opened
    finally:
        QDesktopServices.unsetUrlHandler("file")


def test_the_video_of_an_episode_is_written_with_progress(qtbot, window, tmp_path):
    trigger(window, "act_replay")
    qtbot.waitUntil(lambda: window.replaying, timeout=5000)
    path = tmp_path / "film.mp4"
    window.videos.save(str(path))
    qtbot.waitUntil(lambda: str(path) in window.notice.text, timeout=20_000)
    assert path.stat().st_size > 1000
