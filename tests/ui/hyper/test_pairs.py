"""Choosing environment and algorithm in the window, and the environment's parameters as live sliders."""

from __future__ import annotations

import dataclasses
import importlib
import sys
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from playground.agents.base import ALGORITHMS, CommonParams
from playground.engine.presets.catalogue import PRESETS
from playground.envs.base import ENVIRONMENTS, EnvironmentParams
from playground.errors import MissingPackageError
from playground.hyper import hyper
from playground.store.policy.file import save_policy
from playground.ui.hyper.panel import HyperPanel
from playground.ui.theme.icons import Icons
from playground.ui.theme.theme import Theme
from playground.ui.trainer.snapshot import TrainerState
from tests.ui.plots.panels import at_first, shown

TOYS = {
    "tests.engine.toy_environment": (ENVIRONMENTS, "toy-stair"),
    "tests.engine.toy_algorithm": (ALGORITHMS, "toy-means"),
}


@pytest.fixture
def toys():
    for file in TOYS:
        importlib.import_module(file)
    yield
    for file, (table, name) in TOYS.items():
        table.remove(name)
        del sys.modules[file]


def child(window, name):
    found = window.findChild(QWidget, name)
    assert found is not None, name
    return found


def choose(window, box, name):
    combo = child(window, f"choose_{box}")
    combo.setCurrentIndex(combo.findData(name))


def pair(window):
    return window.training.pair


def chosen(window):
    return tuple(child(window, f"choose_{box}").currentData() for box in ("environment", "algorithm"))


def reach(qtbot, window, *wanted):
    qtbot.waitUntil(lambda: pair(window) == wanted and chosen(window) == wanted, timeout=20_000)


def train(qtbot, window, steps):
    window.actions_by_name["act_run"].trigger()
    qtbot.waitUntil(lambda: window.controller.latest.n_steps >= steps, timeout=30_000)
    window.actions_by_name["act_run"].trigger()
    qtbot.waitUntil(lambda: window.controller.latest.state is TrainerState.PAUSED, timeout=10_000)


def row(combo, name):
    index = combo.findData(name)
    flags = combo.model().flags(combo.model().index(index, 0))
    return bool(flags & Qt.ItemFlag.ItemIsEnabled), combo.itemData(index, Qt.ItemDataRole.ToolTipRole)


def test_before_the_first_step_another_environment_begins_at_once_with_an_algorithm_that_fits(qtbot, window):
    choose(window, "environment", "Pendulum-v1")
    qtbot.waitUntil(lambda: pair(window)[0] == "Pendulum-v1", timeout=20_000)
    card = ENVIRONMENTS.get("Pendulum-v1")
    settings = window.controller.latest.settings
    assert settings.preset == PRESETS.first(*pair(window)).name
    assert "DQN cannot act in Pendulum" in window.notice.text
    qtbot.waitUntil(lambda: "torque" in window.bars.accessibleDescription(), timeout=5000)
    assert len(window.view.scene.state) == len(card.idle)
    assert f"{card.steps_per_second} a second is real time" in child(window, "speed").toolTip()
    enabled, why = row(child(window, "choose_algorithm"), "dqn")
    assert not enabled
    assert "continuous numbers" in why

    choose(window, "algorithm", "ddpg")
    reach(qtbot, window, "Pendulum-v1", "ddpg")
    assert window.findChild(QWidget, "hyper_noise") is not None
    assert shown(window.plots) == at_first(window.controller.latest.metrics)
    assert {"plot_return", "plot_critic_loss", "plot_actor_loss"} < set(shown(window.plots))
    window.training.step()
    qtbot.waitUntil(lambda: "μ(s)" in texts(window.details.line), timeout=5000)
    qtbot.waitUntil(lambda: child(window, "status_exploring").text().startswith("noise 0."), timeout=5000)


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel)]


def test_in_a_run_another_pair_asks_first_and_its_own_takes_the_offer_back(qtbot, window):
    train(qtbot, window, 200)  # some episodes, so that there is a curve to leave as a ghost
    choose(window, "algorithm", "ppo")
    assert "PPO in CartPole begins a new run" in window.notice.text
    assert child(window, "preset").currentText() == PRESETS.first("CartPole-v1", "ppo").name
    choose(window, "algorithm", "dqn")
    assert window.notice.isHidden()
    assert child(window, "preset").currentText() == "tutorial"
    assert pair(window) == ("CartPole-v1", "dqn")

    window.hyper_panel.value_edited.emit("gamma", 0.5, 1)
    choose(window, "algorithm", "ppo")
    window.hyper_panel.value_edited.emit("gamma", 0.6, 2)  # a row of DQN's, for the run that goes on
    qtbot.mouseClick(child(window, "notice_action"), Qt.MouseButton.LeftButton)
    reach(qtbot, window, "CartPole-v1", "ppo")
    assert window.controller.latest.values["gamma"] == PRESETS.first("CartPole-v1", "ppo").settings().params.gamma
    assert window.controller.latest.n_steps == 0
    legend = child(window, "plot_return").legend
    qtbot.waitUntil(lambda: "last run" in legend.accessibleDescription(), timeout=5000)
    assert shown(window.plots) == at_first(window.controller.latest.metrics)
    assert {"plot_return", "plot_actions", "plot_entropy"} < set(shown(window.plots))
    qtbot.waitUntil(lambda: "left" in window.bars.accessibleDescription(), timeout=5000)

    train(qtbot, window, 200)
    qtbot.waitUntil(lambda: child(window, "plot_actions").newest_step() >= 50, timeout=5000)
    choose(window, "environment", "Acrobot-v1")
    window.training.reset()
    reach(qtbot, window, "Acrobot-v1", "ppo")
    qtbot.waitUntil(lambda: "last run" not in legend.accessibleDescription(), timeout=5000)


def test_who_chooses_again_before_the_new_run_began_gets_what_was_chosen_last(qtbot, window):
    train(qtbot, window, 20)
    window.training.choose(PRESETS.first("Acrobot-v1", "dqn"), "")
    window.training.reset()
    choose(window, "algorithm", "ppo")  # the trainer has not answered yet
    assert window.notice.isHidden()
    reach(qtbot, window, "Acrobot-v1", "ppo")


def test_a_preset_chosen_for_a_pair_to_come_is_one_of_its_own(qtbot, window):
    train(qtbot, window, 10)
    choose(window, "algorithm", "q-table")
    preset = child(window, "preset")
    assert [preset.itemText(number) for number in range(preset.count())] == [
        one.name for one in PRESETS.of("CartPole-v1", "q-table")
    ]
    preset.setCurrentIndex(1)
    window.training.reset()
    reach(qtbot, window, "CartPole-v1", "q-table")
    assert window.controller.latest.settings.preset == preset.itemText(1)


def test_with_a_table_the_window_says_why_it_stops_where_it_does(qtbot, window):
    choose(window, "algorithm", "q-table")
    reach(qtbot, window, "CartPole-v1", "q-table")
    said = child(window, "preset_text")
    assert said.isVisible()
    assert "all states inside one cell are one and the same to it" in said.text()


def test_what_cannot_be_had_here_is_listed_with_its_reason(qtbot, window, toys, monkeypatch):
    def check_available():
        raise MissingPackageError("It needs a package that is not installed.")

    card = ENVIRONMENTS.get("toy-stair")
    missing = dataclasses.replace(card, check_available=check_available)
    ENVIRONMENTS.remove("toy-stair")
    ENVIRONMENTS.add("toy-stair", missing)
    window.pairs.refresh()
    combo = child(window, "choose_environment")
    assert row(combo, "toy-stair") == (False, "<p>It needs a package that is not installed.</p>")
    assert row(combo, "CartPole-v1")[0]


def test_an_environment_and_an_algorithm_of_one_file_each_are_chosen_watched_and_stepped(qtbot, window, toys):
    window.pairs.refresh()
    choose(window, "environment", "toy-stair")
    choose(window, "algorithm", "toy-means")
    reach(qtbot, window, "toy-stair", "toy-means")
    window.training.step()
    qtbot.waitUntil(lambda: window.controller.latest.trace is not None, timeout=5000)
    qtbot.waitUntil(lambda: "up" in window.bars.accessibleDescription(), timeout=5000)
    assert child(window, "status_exploring").text() == ""
    choose(window, "environment", "CartPole-v1")
    window.training.reset()
    reach(qtbot, window, "CartPole-v1", "toy-means")  # before the toys are gone


def test_a_parameter_of_the_environment_is_a_live_slider_and_one_drag_is_one_mark(qtbot, window):
    opener = child(window, "env_more")
    qtbot.mouseClick(opener, Qt.MouseButton.LeftButton)
    slider = child(window, "env_gravity_slider")
    assert slider.isVisible()
    train(qtbot, window, 30)
    slider.setFocus()
    qtbot.keyPress(slider, Qt.Key.Key_PageDown)
    slider.setValue(slider.value() - 1)  # still held
    qtbot.keyRelease(slider, Qt.Key.Key_PageDown)
    now = child(window, "env_gravity_value").value()
    assert now < 9.0
    qtbot.waitUntil(lambda: window.controller.latest.environment_values["gravity"] == now, timeout=5000)
    marks = window.controller.latest.metrics.marks
    assert [(mark.name, mark.before) for mark in marks] == [("gravity", 9.8)]
    assert child(window, "preset_note").isVisible()

    window.training.reset()
    qtbot.waitUntil(lambda: window.controller.latest.run == 2, timeout=5000)
    assert window.controller.latest.environment_values["gravity"] == now
    assert window.controller.latest.settings.environment_params.gravity == now
    window.hyper_panel.preset_chosen.emit("tutorial")
    qtbot.waitUntil(lambda: window.controller.latest.environment_values["gravity"] == 9.8, timeout=5000)


def test_a_refused_parameter_of_the_environment_is_told_on_its_row(qtbot, window):
    window.hyper_panel.environment_edited.emit("length", -1.0, 1)
    qtbot.waitUntil(lambda: child(window, "env_length_error").isVisible(), timeout=5000)
    assert "length cannot be" in child(window, "env_length_error").text()
    assert window.controller.latest.environment_values["length"] == 0.5


def test_a_policy_of_another_environment_is_replayed_in_its_own_picture(qtbot, window, tmp_path):
    from playground.engine.evaluation.policy import policy_of
    from playground.engine.run.session import Session

    save_policy(policy_of(Session(PRESETS.first("Acrobot-v1", "a2c").settings())), tmp_path / "acrobot.rlp")
    window.policies.open(str(tmp_path / "acrobot.rlp"))
    qtbot.waitUntil(lambda: window.replaying and len(window.player.recordings) > 0, timeout=20_000)
    window.player.pause()
    window.player.seek(3)
    recording = window.player.recording
    assert window.view.scene.state == recording.states[3]
    assert window.view.grab().toImage().width() > 0  # drawn by the acrobot's painter
    shown = window.bars.accessibleDescription
    qtbot.waitUntil(
        lambda: f"Taken: {ENVIRONMENTS.get('Acrobot-v1').actions[recording.actions[2]]}" in shown()
    )  # the step that led here
    window.player.seek(len(recording))
    qtbot.waitUntil(lambda: "ext: none" in shown(), timeout=5000)
    qtbot.mouseClick(child(window, "replay_leave"), Qt.MouseButton.LeftButton)
    assert len(window.view.scene.state) == 4
    qtbot.waitUntil(lambda: "left" in shown(), timeout=5000)
    assert pair(window) == ("CartPole-v1", "dqn")


@dataclass
class Params(CommonParams):
    gravity: float = hyper(0.5, low=0.0, high=1.0, doc="A hyperparameter.")


@dataclass(frozen=True)
class Physics(EnvironmentParams):
    gravity: float = hyper(9.8, low=0.0, high=50.0, doc="A parameter of the environment.")


def test_a_hyperparameter_and_a_parameter_of_the_environment_may_have_one_name(qtbot, qapp):
    panel = HyperPanel(Icons(Theme("light")))
    qtbot.addWidget(panel)
    values = {"gravity": 0.5, "steps_per_episode": 500, "run_length": 1000, "seed": 1}
    panel.set_params(Params, values, values)
    panel.set_environment(Physics, {"gravity": 9.8}, {"gravity": 9.8})
    edits = []
    panel.value_edited.connect(lambda *edit: edits.append(("hyper", *edit[:2])))
    panel.environment_edited.connect(lambda *edit: edits.append(("env", *edit[:2])))
    panel.findChild(QWidget, "env_gravity_value").setValue(1.5)
    panel.findChild(QWidget, "hyper_gravity_value").setValue(0.25)
    assert edits == [("env", "gravity", 1.5), ("hyper", "gravity", 0.25)]
    assert panel.environment_values() == {"gravity": 1.5}
    assert panel.values()["gravity"] == 0.25
    panel.set_environment(EnvironmentParams, {}, {})
    assert panel.findChild(QWidget, "env_more").isHidden()
    assert isinstance(panel.findChild(QComboBox, "choose_environment"), QComboBox)
