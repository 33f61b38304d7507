"""Hands on > Policies against each other: the verdict, both pictures in step, moments, pushes and a class folder."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QListWidget,
    QPushButton,
    QTableView,
    QTableWidget,
    QWidget,
)

from playground.engine.evaluation.evaluation import evaluate_policy
from playground.i18n import set_language
from playground.store.policy.file import load_policy, policy_bytes
from playground.ui import app
from playground.ui.support.qt_translations import translate_qt
from playground.ui.window.language_switch import LanguageSwitch
from tests.store.forging import make_policy
from tests.ui.window.gestures import child, train, trigger

PATIENCE_MS = 60_000


@pytest.fixture
def dialog(qtbot, window):
    trigger(window, "act_compare")
    return child(window, "compare")


@pytest.fixture
def policy_file(tmp_path):
    path = tmp_path / "mine.rlp"
    path.write_bytes(policy_bytes(make_policy()))
    return path


def said(dialog, name):
    return dialog.findChild(QLabel, name).text()


def click(qtbot, dialog, name):
    qtbot.mouseClick(dialog.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def choose(dialog, prefix, first, second):
    for number, key in ((1, first), (2, second)):
        dialog.findChild(QComboBox, f"{prefix}_policy_{number}").choose(key)


def compare(qtbot, dialog, first="current", second="rule"):
    choose(dialog, "compare", first, second)
    click(qtbot, dialog, "compare_start")
    qtbot.waitUntil(lambda: dialog.pair.player.recordings is not None, timeout=PATIENCE_MS)
    return dialog.pair.compared


def settled_at(qtbot, dialog, start, frame):
    def is_there():
        return dialog.findChild(QWidget, "pair_start").value() == start + 1 and dialog.pair.player.frame == frame

    qtbot.waitUntil(is_there, timeout=PATIENCE_MS)


def test_the_room_and_its_engine_are_loaded_when_somebody_asks_and_not_before():
    code = (
        "import sys; from playground.ui import app; import playground.ui.window.main_window\n"
        "print([name for name in sys.modules if name.startswith('playground.ui.hands.compare.')\n"
        "       or name.endswith(('evaluation.comparison', 'evaluation.robustness', 'policy.standings'))])"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['playground.ui.hands.compare.presenter']"


def test_the_current_policy_is_compared_with_the_rule_and_the_verdict_has_an_interval(qtbot, window, dialog):
    compared = compare(qtbot, dialog)
    assert said(dialog, "compare_verdict").startswith("“the rule” is better: on 100 common starts it returns ")
    assert "95 % interval" in said(dialog, "compare_verdict")
    assert "percentile bootstrap" in said(dialog, "compare_basis")
    assert dialog.findChild(QListWidget, "compare_moments").count() == len(compared.moments) == 20
    assert "95 % interval" in dialog.findChild(QWidget, "difference_strip").accessibleDescription()
    assert window.controller.latest.n_steps == 0  # the run is as it was


def test_both_pictures_play_and_step_together_and_the_shorter_episode_stands_at_its_end(qtbot, dialog):
    compared = compare(qtbot, dialog)
    views = [dialog.findChild(QWidget, f"pair_view_{number}") for number in (1, 2)]
    qtbot.keyClick(views[0], Qt.Key.Key_Right)
    assert [view.scene.step for view in views] == [1, 1]
    qtbot.keyClick(views[0], Qt.Key.Key_Left)
    assert [view.scene.step for view in views] == [0, 0]
    qtbot.keyClick(views[0], Qt.Key.Key_Space)
    assert dialog.pair.player.is_playing
    qtbot.waitUntil(lambda: views[0].scene.step > 3, timeout=PATIENCE_MS)
    qtbot.keyClick(views[0], Qt.Key.Key_Space)
    assert not dialog.pair.player.is_playing
    dialog.pair.player.seek(10_000)
    lengths = [played.evaluation.lengths[0] for played in compared.comparison.played]
    assert [view.scene.step for view in views] == lengths
    assert lengths[0] < lengths[1] == 500


def test_another_start_is_chosen_by_its_number_and_by_its_bar(qtbot, dialog):
    compared = compare(qtbot, dialog)
    box = dialog.findChild(QWidget, "pair_start")
    box.setValue(8)
    qtbot.waitUntil(lambda: dialog.pair.player.recordings[0].seed == compared.comparison.seeds[7], timeout=PATIENCE_MS)
    returns = [played.evaluation.returns[7] for played in compared.comparison.played]
    assert [recording.total for recording in dialog.pair.player.recordings] == returns
    strip = dialog.findChild(QWidget, "difference_strip")
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(strip.width() - 5, strip.height() // 2))
    differences = compared.comparison.paired.differences
    least = max(range(100), key=lambda start: (-differences[start], start))
    qtbot.waitUntil(lambda: box.value() == least + 1, timeout=PATIENCE_MS)


def test_a_moment_of_the_list_is_shown_in_both_pictures_and_each_goes_on_from_there(qtbot, dialog):
    compared = compare(qtbot, dialog)
    moments = dialog.findChild(QListWidget, "compare_moments")
    moments.setFocus()
    moments.setCurrentRow(0)
    qtbot.keyClick(moments, Qt.Key.Key_Down)
    moment = compared.moments[1]
    settled_at(qtbot, dialog, moment.start, moment.step)
    views = [dialog.findChild(QWidget, f"pair_view_{number}") for number in (1, 2)]
    assert [view.scene.state for view in views] == [moment.state, moment.state]
    dialog.pair.player.step(1)
    assert [view.scene.action for view in views] == list(moment.actions)
    told = said(dialog, "compare_moment")
    assert f"Start {moment.start + 1}, step {moment.step} of " in told
    assert "From here on “current, step 0” gets " in told


def test_files_and_chance_are_opponents_and_a_broken_file_is_refused_in_words(qtbot, dialog, policy_file, tmp_path):
    compared = compare(qtbot, dialog, policy_file, "random")
    assert compared.comparison.played[0].evaluation == evaluate_policy(load_policy(policy_file), 100, 0)
    broken = tmp_path / "broken.rlp"
    broken.write_bytes(policy_file.read_bytes()[:300])
    choose(dialog, "compare", broken, "random")
    click(qtbot, dialog, "compare_start")
    qtbot.waitUntil(lambda: "“broken.rlp”" in said(dialog, "compare_verdict"), timeout=PATIENCE_MS)
    verdict = dialog.findChild(QLabel, "compare_verdict")
    assert verdict.property("role") == "refusal"
    assert dialog.findChild(QPushButton, "compare_start").text() == "Compare"
    assert dialog.pair.compared is compared  # what was shown stays


def test_there_is_no_best_policy_before_one_was_evaluated_and_it_is_said(qtbot, dialog):
    choose(dialog, "compare", "best", "rule")
    click(qtbot, dialog, "compare_start")
    assert "no best policy yet" in said(dialog, "compare_verdict")


def test_the_best_policy_and_the_loaded_one_are_compared(qtbot, window, dialog, policy_file):
    train(qtbot, window, 600)
    window.policies.open(str(policy_file))
    dialog.show()
    compared = compare(qtbot, dialog, "best", "loaded")
    first, second = compared.comparison.contestants
    assert first.name.startswith("best, step ")
    assert second.name == window.policies.loaded_name
    window.policies.open(str(policy_file))
    assert dialog.findChild(QComboBox, "compare_policy_2").currentText() == window.policies.loaded_name


def test_stop_and_close_give_up_and_leave_what_was_shown(qtbot, window, dialog):
    compared = compare(qtbot, dialog)
    verdict = said(dialog, "compare_verdict")
    choose(dialog, "compare", "rule", "random")
    click(qtbot, dialog, "compare_start")
    click(qtbot, dialog, "compare_start")  # which says Stop now
    assert dialog.pair.compared is compared
    assert said(dialog, "compare_verdict") == verdict
    click(qtbot, dialog, "compare_start")
    dialog.close()
    qtbot.waitUntil(lambda: not window.policies.tasks.is_busy, timeout=PATIENCE_MS)
    trigger(window, "act_compare")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert window.findChild(QWidget, "compare").pair.compared is None


def test_both_are_pushed_and_curve_table_and_text_say_the_same(qtbot, window, dialog):
    dialog.pages.setCurrentIndex(1)
    choose(dialog, "robustness", "current", "rule")
    click(qtbot, dialog, "robustness_start")
    qtbot.waitUntil(lambda: dialog.robustness.pushed is not None, timeout=PATIENCE_MS)
    table = dialog.findChild(QTableWidget, "robustness_table")
    _current, rule = dialog.robustness.pushed.robustness
    assert [table.item(row, 0).text() for row in range(5)] == ["0 m/s", "1.25 m/s", "2.5 m/s", "3.75 m/s", "5 m/s"]
    assert table.item(0, 2).text() == "500 (500 to 500)"
    assert table.item(4, 2).text().startswith(f"{rule.mean[4]:.1f} (".replace(".0 (", " ("))
    assert "100 of “the rule” last until their push." in said(dialog, "robustness_said")
    click(qtbot, dialog, "robustness_copy")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["Force", "current, step 0", "the rule"]
    assert len(lines) == 6


def test_an_environment_without_pushes_says_so(qtbot, window, dialog):
    window.pairs.choose_environment("GridWorld-v1")
    qtbot.waitUntil(lambda: window.controller.latest.settings.environment == "GridWorld-v1", timeout=PATIENCE_MS)
    dialog.pages.setCurrentIndex(1)
    choose(dialog, "robustness", "rule", "random")
    click(qtbot, dialog, "robustness_start")
    qtbot.waitUntil(lambda: "can be pushed" in said(dialog, "robustness_said"), timeout=PATIENCE_MS)


@pytest.fixture
def class_folder(tmp_path, policy_file):
    folder = tmp_path / "class"
    folder.mkdir()
    content = policy_file.read_bytes()
    other = policy_bytes(make_policy(seed=4))
    for number in range(40):
        is_broken = number % 4 == 3
        (folder / f"pupil {number:03}.rlp").write_bytes(content[:400] if is_broken else (content, other)[number % 2])
    return folder


def ranked(qtbot, dialog, folder):
    dialog.pages.setCurrentIndex(2)
    dialog.folder.folder_chosen.emit(str(folder))
    button = dialog.findChild(QPushButton, "class_folder_choose")
    qtbot.waitUntil(lambda: button.text() == "Choose a folder…", timeout=PATIENCE_MS)
    return dialog.findChild(QTableView, "class_folder_table")


def test_a_class_folder_is_a_table_with_the_best_first_and_the_broken_ones_named(qtbot, window, dialog, class_folder):
    table = ranked(qtbot, dialog, class_folder)
    assert said(dialog, "class_folder_said").startswith("30 policies. 10 are out, see why.")
    rows = [[table.model().index(row, column).data() for column in range(7)] for row in range(40)]
    means = [float(row[3]) for row in rows[:30]]
    assert means == sorted(means, reverse=True)
    assert [row[1:3] for row in rows[:30]] == [["CartPole-v1", "DQN"]] * 30
    assert all(" to " in row[4] and row[5] in ("yes", "no") for row in rows[:30])
    assert all(row[3] == "" and row[0] in row[6] for row in rows[30:])
    for column, order in ((3, Qt.SortOrder.AscendingOrder), (3, Qt.SortOrder.DescendingOrder)):
        table.sortByColumn(column, order)
        shown = [table.model().index(row, 3).data() for row in range(40)]
        among = shown[10:] if order is Qt.SortOrder.AscendingOrder else shown[29::-1]
        assert [float(mean) for mean in among] == means[::-1]
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert table.model().index(0, 0).data() == "pupil 000.rlp"
    click(qtbot, dialog, "class_folder_copy")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 41
    assert lines[1].split("\t")[:3] == ["pupil 000.rlp", "CartPole-v1", "DQN"]


def test_each_task_is_ranked_by_itself(qtbot, window, dialog, class_folder):
    fixtures = Path(__file__).parents[3] / "store" / "fixtures"
    for name in ("policy-2-q-table-GridWorld-v1.rlp", "policy-2-ppo-Acrobot-v1.rlp"):
        shutil.copy(fixtures / name, class_folder)
    table = ranked(qtbot, dialog, class_folder)
    tasks = [table.model().index(row, 1).data() for row in range(42)]
    assert tasks == ["Acrobot-v1 (link_length_1=0.8)", *["CartPole-v1"] * 30, "GridWorld-v1 (slip=0.15)", *[""] * 10]


def test_a_row_is_loaded_by_the_keyboard_and_one_that_is_out_says_why(qtbot, window, dialog, class_folder):
    table = ranked(qtbot, dialog, class_folder)
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    table.setCurrentIndex(table.model().index(3, 0))
    assert "“pupil 003.rlp”" in said(dialog, "class_folder_said")
    assert not dialog.findChild(QPushButton, "class_folder_load").isEnabled()
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Up)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    first = window.policies.loaded
    assert first is not None
    dialog.findChild(QPushButton, "class_folder_load").click()
    assert window.policies.loaded is not first
    assert window.policies.loaded.weights_sha256 == first.weights_sha256


def test_an_empty_folder_and_a_stop_are_said(qtbot, window, dialog, class_folder, tmp_path):
    (tmp_path / "empty").mkdir()
    ranked(qtbot, dialog, tmp_path / "empty")
    assert "1 is out, see why." in said(dialog, "class_folder_said")
    dialog.folder.folder_chosen.emit(str(class_folder))
    click(qtbot, dialog, "class_folder_choose")
    assert "Stopped before all were read." in said(dialog, "class_folder_said")
    qtbot.waitUntil(lambda: not window.policies.tasks.is_busy, timeout=PATIENCE_MS)


def test_the_dialog_opens_once_and_the_window_goes_on_beside_it(qtbot, window, dialog):
    trigger(window, "act_compare")
    assert [each.isVisible() for each in window.findChildren(QWidget, "compare")] == [True]
    assert not dialog.isModal()
    train(qtbot, window, 50)
    assert dialog.isVisible()


@pytest.fixture
def switch(qtbot, own_folders):
    """Whatever window there is, as `window`; English at first."""
    switch = app.create([]).findChild(LanguageSwitch)
    window = switch.window
    qtbot.waitUntil(lambda: child(window, "status_state").text() == "Paused", timeout=20_000)
    yield switch
    switch.window.close()
    switch.window.deleteLater()
    set_language("en")
    translate_qt(QApplication.instance(), "en")


def test_another_language_takes_the_dialog_and_its_comparison_along(qtbot, switch):
    before = switch.window
    trigger(before, "act_compare")
    compared = compare(qtbot, child(before, "compare"), "rule", "random")
    qtbot.waitUntil(lambda: not before.policies.tasks.is_busy, timeout=PATIENCE_MS)
    before.findChild(QAction, "act_language_zh_CN").trigger()
    qtbot.waitUntil(lambda: switch.window is not before, timeout=PATIENCE_MS)
    dialog = child(switch.window, "compare")
    assert dialog.isVisible()
    assert dialog.pair.compared is compared
    assert dialog.pair.form.keys == ("rule", "random")
    qtbot.waitUntil(lambda: dialog.pair.player.recordings is not None, timeout=PATIENCE_MS)
