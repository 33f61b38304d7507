"""File > Add environment: what works is kept and can be chosen, what does not is refused in words on the dialog."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit, QListWidget, QPushButton
from shiboken6 import isValid

from playground.engine.evaluation.policy import policy_of
from playground.engine.presets.preset import PRESETS
from playground.engine.run.session import Session
from playground.envs.base import ENVIRONMENTS, EnvironmentParams
from playground.envs.gym_adapter import make as gymnasium_make
from playground.store.policy.file import save_policy
from playground.store.user_environments import added_path, load_added
from playground.ui import app
from playground.ui.files.file_name import file_name
from playground.ui.trainer.snapshot import TrainerState
from tests.envs.foreign_files import written
from tests.envs.user_environments import Now, let_go

OWN = "tests.envs.user_environments:"


@pytest.fixture
def dialog(window, added):
    window.actions_by_name["act_add_environment"].trigger()
    dialog = window.findChild(QDialog, "add_environment_dialog")
    yield dialog
    if isValid(dialog):
        dialog.close()
    for name in ENVIRONMENTS.names():
        if ":" in name:
            ENVIRONMENTS.remove(name)


def part(dialog, kind, name):
    return dialog.findChild(kind, f"environment_{name}")


def add(qtbot, window, dialog, name):
    part(dialog, QLineEdit, "name").setText(name)
    qtbot.mouseClick(part(dialog, QPushButton, "add"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.environments.is_busy, timeout=10_000)
    return part(dialog, QLabel, "message").text()


def offered(window):
    box = window.findChild(QComboBox, "choose_environment")
    return [box.itemData(row) for row in range(box.count())]


def test_the_dialog_says_that_its_code_runs_and_needs_a_name(window, dialog):
    assert "Its code runs on this computer" in part(dialog, QLabel, "warning").text()
    assert not part(dialog, QPushButton, "add").isEnabled()
    assert not part(dialog, QPushButton, "remove").isEnabled()
    names = [
        part(dialog, kind, name).accessibleName()
        for kind, name in (
            (QLineEdit, "name"),
            (QPushButton, "add"),
            (QPushButton, "remove"),
            (QListWidget, "list"),
            (QPushButton, "close"),
        )
    ]
    assert all(names)


def test_one_that_works_is_kept_listed_and_can_be_chosen_and_removed(qtbot, window, dialog):
    said = add(qtbot, window, dialog, OWN + "Walk-v0")
    assert "was added. Choose it under Environment." in said
    message = part(dialog, QLabel, "message")
    qtbot.waitUntil(lambda: message.height() >= message.heightForWidth(message.width()))  # all of it can be read
    assert [kept.name for kept in load_added()] == [OWN + "Walk-v0"]
    assert OWN + "Walk-v0" in offered(window)
    listed = part(dialog, QListWidget, "list")
    assert [listed.item(row).text() for row in range(listed.count())] == [OWN + "Walk-v0"]
    assert "is there already" in add(qtbot, window, dialog, OWN + "Walk-v0")
    listed.setCurrentRow(0)
    qtbot.mouseClick(part(dialog, QPushButton, "remove"), Qt.MouseButton.LeftButton)
    assert load_added() == []
    assert OWN + "Walk-v0" not in offered(window)
    assert listed.count() == 0


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (OWN + "Film-v0", "has 4800 numbers"),
        (OWN + "Nowhere-v0", "no ground to stand on"),
        ("a b", "is not the name of an environment"),
    ],
)
def test_one_that_does_not_is_refused_on_the_dialog_and_nothing_is_kept(qtbot, window, dialog, name, why):
    assert why in add(qtbot, window, dialog, name)
    assert part(dialog, QLabel, "message").property("role") == "refusal"
    assert not added_path().exists()
    assert part(dialog, QPushButton, "add").isEnabled()


def test_a_file_that_was_edited_is_run_as_it_is_now_once_it_is_added_again(qtbot, window, dialog, tmp_path):
    path, rules = Path(written(tmp_path / "a", "maze")), Path(written(tmp_path / "a", "maze_rules"))
    name = "maze:GridWorld-v0"
    assert "was added" in add(qtbot, window, dialog, f"{path}:GridWorld-v0")
    rules.write_text(rules.read_text().replace("10.0", "1234.0"))
    assert "its file has changed since" in add(qtbot, window, dialog, f"{path}:GridWorld-v0")
    written(tmp_path / "b", "maze")
    said = add(qtbot, window, dialog, f"{tmp_path}/b/maze.py:GridWorld-v0")
    assert f"Another “{name}” is there already, from the folder {tmp_path}/a" in said
    window.environments.remove(name)
    assert "was added" in add(qtbot, window, dialog, f"{path}:GridWorld-v0")
    environment = ENVIRONMENTS.get(name).make(EnvironmentParams())
    environment.reset(0)
    assert environment.step(0)[1] == 1234.0


def test_closing_the_dialog_gives_up_what_hangs_and_the_window_lives_on(qtbot, window, dialog, monkeypatch):
    monkeypatch.setattr(gymnasium_make, "LOOK_EVERY_S", 0.05)
    let_go.clear()
    part(dialog, QLineEdit, "name").setText(OWN + "Hangs-v0")
    part(dialog, QPushButton, "add").click()
    assert "Trying it out" in part(dialog, QLabel, "message").text()
    assert not part(dialog, QPushButton, "add").isEnabled()
    dialog.close()
    qtbot.waitUntil(lambda: not window.environments.is_busy, timeout=5000)
    let_go.set()
    assert load_added() == []


def test_one_in_use_is_trained_in_replayed_and_removed_only_from_the_list(qtbot, window, dialog):
    name = OWN + "Walk-v0"
    add(qtbot, window, dialog, name)
    window.pairs.choose_environment(name)
    qtbot.waitUntil(lambda: window.controller.latest.settings.environment == name, timeout=5000)
    qtbot.waitUntil(lambda: window.view.scene.picture is not None, timeout=5000)
    window.actions_by_name["act_run"].trigger()
    qtbot.waitUntil(lambda: window.controller.latest.n_steps > 50, timeout=10_000)
    Now.wrong = "nan"
    qtbot.waitUntil(lambda: "number 3 of its observation is nan" in window.notice.text, timeout=10_000)
    assert window.controller.latest.state is TrainerState.PAUSED
    window.actions_by_name["act_replay"].trigger()
    qtbot.waitUntil(lambda: "went wrong in step 1 of the episode with seed 0" in window.notice.text, timeout=5000)
    assert not window.view_presenter.replaying
    Now.wrong = ""
    window.actions_by_name["act_replay"].trigger()
    qtbot.waitUntil(lambda: window.view_presenter.replaying, timeout=5000)
    assert window.view.scene.picture is not None
    window.environments.remove(name)
    assert "It is in use" in part(dialog, QLabel, "message").text()
    assert load_added() == []
    assert name in ENVIRONMENTS


def test_a_replay_that_takes_a_while_is_recorded_beside_the_window(qtbot, window, dialog, monkeypatch, tmp_path):
    name = OWN + "Walk-v0"
    add(qtbot, window, dialog, name)
    save_policy(policy_of(Session(PRESETS.first(name, "dqn").settings())), tmp_path / "walk.rlp")
    monkeypatch.setattr("playground.ui.files.policy_presenter.AT_ONCE_US", 0)
    window.policies.open(str(tmp_path / "walk.rlp"))
    assert not window.view_presenter.replaying
    qtbot.waitUntil(lambda: window.view_presenter.replaying, timeout=10_000)
    assert window.player.policy is window.policies.loaded
    assert len(window.player.recordings) == 5


def test_a_damaged_list_is_said_when_the_window_opens(qtbot, own_folders):
    added_path().parent.mkdir(parents=True)
    added_path().write_text("[{}]")
    window = app.create([])
    qtbot.addWidget(window)
    assert "environments you added cannot be read" in window.notice.text
    qtbot.waitUntil(lambda: window.controller.latest.state is TrainerState.PAUSED, timeout=20_000)
    window.close()


def test_a_name_makes_a_file_name_that_every_system_takes():
    assert file_name("my_pkg.envs:My/Env-v0") == "my_pkg.envs-my-env-v0"
    assert file_name("CartPole-v1") == "cartpole-v1"
    assert file_name("Con") == "run-con"  # which is a device on Windows
    assert file_name("Console-v0") == "console-v0"
