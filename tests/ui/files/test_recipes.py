"""Recipes in the window: saved, copied, opened, dropped and pasted; their runs are made again, bit for bit."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.policy import policy_of
from playground.engine.history.recipe import Recipe
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.inputs import Input
from playground.engine.run.session import Session
from playground.store.policy.file import save_policy
from playground.store.recipe.file import load_recipe, parse_text, recipe_text, save_recipe
from playground.ui.trainer.snapshot import TrainerState


def train(qtbot, window, n_steps):
    """Run until the run length, which is set to what is wanted."""
    window.controller.set_hyper("run_length", n_steps, 0)
    window.controller.toggle_run()
    reach_end(qtbot, window, n_steps)


def reach_end(qtbot, window, n_steps):
    qtbot.waitUntil(
        lambda: (window.controller.latest.state, window.controller.latest.n_steps) == (TrainerState.FINISHED, n_steps),
        timeout=20_000,
    )


def act(window, name):
    window.actions_by_name[name].trigger()


def choose(qtbot, window):
    qtbot.mouseClick(window.findChild(QPushButton, "notice_action"), Qt.MouseButton.LeftButton)


def says(qtbot, window, words):
    qtbot.waitUntil(lambda: words in window.notice.text, timeout=10_000)


def weights(recipe):
    """Return the hash of the weights that a recipe's run comes to, made in this thread."""
    prepare_thread()
    session = Session(recipe.settings, recipe.inputs)
    while session.n_steps < recipe.goal:
        session.step()
    session.catch_up()
    return policy_of(session).weights_sha256


def test_a_copied_recipe_makes_the_run_again_with_its_marks_and_says_that_the_bits_are_the_same(qtbot, window):
    window.controller.set_hyper("gamma", 0.5, 1)
    train(qtbot, window, 200)
    window.controller.set_hyper("epsilon", 0.25, 2)
    train(qtbot, window, 400)
    first = [vars(mark) for mark in window.controller.latest.metrics.marks]
    act(window, "act_copy_recipe")
    says(qtbot, window, "is on the clipboard")
    recipe = parse_text(QGuiApplication.clipboard().text())
    assert recipe.reached.n_steps == 400
    assert recipe.reached.weights_sha256 == weights(recipe)

    act(window, "act_paste_recipe")
    says(qtbot, window, "This one has 400 steps; save what you want to keep of it first.")
    choose(qtbot, window)
    qtbot.waitUntil(lambda: window.controller.latest.run == 2, timeout=5000)
    says(qtbot, window, "follows the recipe up to step 400, with 4 changes on its way")
    assert window.controller.latest.values["gamma"] == 0.5
    window.controller.toggle_run()
    reach_end(qtbot, window, 200)  # its own length then, where the first one paused too
    assert [vars(mark) for mark in window.controller.latest.metrics.marks] == first[:2]
    window.controller.toggle_run()
    reach_end(qtbot, window, 400)
    says(qtbot, window, "followed to its end, step 400: the weights are those that it came to, bit for bit")
    assert [vars(mark) for mark in window.controller.latest.metrics.marks] == first


def test_a_run_that_was_changed_on_its_way_is_told_from_the_recipes(qtbot, window, tmp_path):
    train(qtbot, window, 300)
    path = tmp_path / "run.rlr"
    window.recipes.save(str(path))
    says(qtbot, window, "Saved to")
    assert window.recent.names()[0] == str(path)
    recipe = load_recipe(path)
    save_recipe(dataclasses.replace(recipe, fingerprint={"arithmetic": "0"}), path)
    act(window, "act_reset")
    qtbot.waitUntil(lambda: window.controller.latest.run == 2, timeout=5000)
    window.files.open(str(path))  # at once: nothing is lost
    qtbot.waitUntil(lambda: window.controller.latest.run == 3, timeout=5000)
    says(
        qtbot,
        window,
        "Its curve may differ from the one there, and agrees with it in its statistics: version 0 of the arithmetic",
    )
    window.controller.set_hyper("gamma", 0.25, 1)
    window.controller.toggle_run()
    reach_end(qtbot, window, 300)
    says(qtbot, window, "the weights are not, bit for bit, those that it came to, as was to be expected here")


def test_a_dropped_recipe_goes_on_beyond_its_end_and_ends_at_its_run_length(qtbot, window, tmp_path):
    settings = PRESETS.get("tutorial").settings().with_values({"run_length": 500})
    recipe = Recipe(settings, (Input(100, "set_hyper", {"name": "gamma", "value": 0.5}),), 250)
    path = tmp_path / "run.rlr"
    save_recipe(recipe, path)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    how = Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for event in (QDragEnterEvent(QPoint(100, 100), *how), QDropEvent(QPointF(100, 100), *how)):
        QCoreApplication.sendEvent(window, event)
    qtbot.waitUntil(lambda: window.controller.latest.run == 2, timeout=5000)
    window.controller.toggle_run()
    reach_end(qtbot, window, 250)
    with qtbot.waitSignal(window.controller.policy_taken, timeout=5000) as taken:
        window.controller.take_policy("current", None)
    assert taken.args[0].weights_sha256 == weights(recipe)
    window.controller.toggle_run()
    reach_end(qtbot, window, 500)


def test_weights_that_a_recipe_lacks_are_asked_for_and_others_refused(qtbot, window, tmp_path):
    settings = PRESETS.get("tutorial").settings().with_values({"hidden_layers": (160, 160)})
    policies = [policy_of(Session(settings.with_values({"seed": seed}))) for seed in (1, 2)]
    for number, policy in enumerate(policies):
        save_policy(policy, tmp_path / f"{number}.rlp")
    text = recipe_text(Recipe(settings, (Input(0, "load_weights", {"weights": policies[1].weights}),), 100))
    QGuiApplication.clipboard().setText(f"```\n{text}\n```")
    act(window, "act_paste_recipe")
    says(qtbot, window, f"too large to be written into it (hash {policies[1].weights_sha256[:12]}")
    choose(qtbot, window)
    window.findChild(QFileDialog, "recipe_weights_dialog").close()
    window.recipes.give_weights(str(tmp_path / "0.rlp"))
    says(qtbot, window, "not the weights that the recipe begins from")
    assert window.controller.latest.run == 1
    window.recipes.give_weights(str(tmp_path / "1.rlp"))
    qtbot.waitUntil(lambda: window.controller.latest.run == 2, timeout=5000)
    with qtbot.waitSignal(window.controller.policy_taken, timeout=5000) as taken:
        window.controller.take_policy("current", None)
    assert taken.args[0].weights_sha256 == policies[1].weights_sha256


def test_a_recipe_that_is_still_being_read_gives_way_to_the_one_that_is_asked_for_after_it(qtbot, window):
    settings = PRESETS.get("tutorial").settings()
    changes = [Input(call, "set_hyper", {"name": "gamma", "value": 0.5 + call / 20_000}) for call in range(8000)]
    for recipe in (Recipe(settings, tuple(changes), 8000), Recipe(settings, (), 100)):
        QGuiApplication.clipboard().setText(recipe_text(recipe))
        act(window, "act_paste_recipe")
    says(qtbot, window, "follows the recipe up to step 100, with 0 changes on its way")
    qtbot.waitUntil(lambda: not window.policies.tasks.is_busy, timeout=5000)
    assert window.controller.latest.run == 2


def test_what_is_no_recipe_is_refused_and_the_run_stays_and_dialogs_ask_for_the_right_endings(qtbot, window):
    for text in ("", "hello", '{"format": "rl-playground recipe"}'):
        window.notice.show_message("something else")
        QGuiApplication.clipboard().setText(text)
        act(window, "act_paste_recipe")
        says(qtbot, window, "Nothing was changed." if text else "no run begins")
    assert window.controller.latest.run == 1
    act(window, "act_save_recipe")
    dialog = window.findChild(QFileDialog, "save_recipe_dialog")
    assert dialog.selectedFiles()[0].endswith("cartpole-v1.rlr")
    dialog.close()
    act(window, "act_load")
    dialog = window.findChild(QFileDialog, "load_dialog")
    assert "*.rlr" in dialog.nameFilters()[0]
    dialog.close()


def test_a_recipe_that_fails_at_a_step_is_named(qtbot, window, tmp_path):
    settings = PRESETS.get("fast").settings()
    recipe = Recipe(settings, (Input(30, "restore", {"step": 7}, 0),), 600)  # a state that nobody remembers
    path = tmp_path / "mine.rlr"
    save_recipe(recipe, path)
    window.recipes.open(str(path))
    qtbot.waitUntil(lambda: window.controller.latest.run == 2, timeout=5000)
    window.controller.toggle_run()
    says(qtbot, window, "“mine.rlr” cannot be followed to its end. The learner's state after step 7 is not remembered")

    window.controller.reset(settings)
    qtbot.waitUntil(lambda: window.controller.latest.run == 3, timeout=5000)
    QGuiApplication.clipboard().setText(recipe_text(recipe))
    act(window, "act_paste_recipe")
    qtbot.waitUntil(lambda: window.controller.latest.run == 4, timeout=5000)
    window.controller.toggle_run()
    says(qtbot, window, "“the pasted text” cannot be followed to its end.")
