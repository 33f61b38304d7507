"""Choosers of environment and algorithm, with reasons where one cannot be chosen."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QWidget

from playground.i18n import _
from playground.ui.hyper.gesture import GestureTracker
from playground.ui.support.choice_box import ChoiceBox
from playground.ui.support.explanation import explain

FEWEST_LETTERS = 8  # a longer title than the box has room for is cut; the tooltip has it whole


@dataclass(frozen=True)
class Choice:
    """One environment or algorithm; all but the name is translated."""

    name: str
    title: str
    text: str
    why_not: str = ""  # why it cannot be chosen


class PairBox(QWidget):
    """Two lists that show what the run has, or what was chosen for the next one."""

    environment_chosen = Signal(str)
    algorithm_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._environments = _chooser("choose_environment", _("Environment"))
        self._algorithms = _chooser("choose_algorithm", _("Algorithm"))
        self.controls: tuple[QWidget, ...] = (self._environments, self._algorithms)
        self.labels: list[QLabel] = []
        self._wheel_filter = GestureTracker(int, self)  # for the wheel only
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (word, combo) in enumerate(
            ((_("Environment"), self._environments), (_("Algorithm"), self._algorithms))
        ):
            label = QLabel(word)
            label.setBuddy(combo)
            self.labels.append(label)
            self._wheel_filter.watch(combo)
            grid.addWidget(label, row, 0)
            grid.addWidget(combo, row, 1)
        self._environments.currentIndexChanged.connect(self._on_environment)
        self._algorithms.currentIndexChanged.connect(self._on_algorithm)

    def show_environments(self, choices: Sequence[Choice], current: str) -> None:
        """Offer these environments. Emits nothing."""
        _fill(self._environments, choices, current)

    def show_algorithms(self, choices: Sequence[Choice], current: str) -> None:
        """Offer these algorithms. Emits nothing."""
        _fill(self._algorithms, choices, current)

    def _on_environment(self) -> None:
        self.environment_chosen.emit(self._environments.currentData())

    def _on_algorithm(self) -> None:
        self.algorithm_chosen.emit(self._algorithms.currentData())


def _chooser(name: str, word: str) -> QComboBox:
    combo = ChoiceBox()
    combo.setObjectName(name)
    combo.setAccessibleName(word)
    combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    combo.setMinimumContentsLength(FEWEST_LETTERS)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return combo


def _fill(combo: QComboBox, choices: Sequence[Choice], current: str) -> None:
    combo.blockSignals(True)
    combo.clear()
    model = combo.model()
    assert isinstance(model, QStandardItemModel)
    for row, choice in enumerate(choices):
        combo.addItem(choice.title, choice.name)
        said = choice.why_not or choice.text
        combo.setItemData(row, f"<p>{html.escape(said)}</p>", Qt.ItemDataRole.ToolTipRole)
        combo.setItemData(row, said, Qt.ItemDataRole.AccessibleDescriptionRole)
        model.item(row).setEnabled(not choice.why_not)
    combo.setCurrentIndex(combo.findData(current))
    shown = next((choice for choice in choices if choice.name == current), None)
    explain(combo, f"<p>{html.escape(shown.text)}</p>" if shown else "")
    combo.blockSignals(False)
