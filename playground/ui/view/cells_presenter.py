"""Presenter for what the picture says of each cell of a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings

from playground.envs.scene import CellNumbers
from playground.i18n import _
from playground.ui.trainer.controller import Controller
from playground.ui.trainer.snapshot import Snapshot
from playground.ui.view.cells_chooser import CHOICES, PLAIN, CellsChooser
from playground.ui.view.env_view import EnvView

if TYPE_CHECKING:
    from playground.engine.cells import CellReadings
    from playground.engine.run.settings import Settings

SETTING = "grid_values"
ALIKE = 1e-6  # relative difference of Q-values between which nobody can choose


class CellsPresenter(QObject):
    """Choice of what the view shows of each cell; it is remembered.

    The trainer reads the learner in every cell only while something is chosen, and the environment has cells.
    """

    def __init__(self, controller: Controller, view: EnvView, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._controller, self._view = controller, view
        self._settings, self._why_closed = settings, ""
        self._is_asked = False
        self._readings: CellReadings | None = None
        self._shown: tuple[CellReadings | None, str] = (None, PLAIN)
        self._chooser = CellsChooser(view)
        remembered = str(QSettings().value(SETTING, PLAIN))
        self._chooser.show_choice(remembered if remembered in CHOICES else PLAIN)
        self._chooser.chosen.connect(self._on_chosen)
        controller.snapshot_shown.connect(self._on_snapshot)
        self._refresh()

    def show(self, settings: Settings, *, why_closed: str = "") -> None:
        """Follow the run with these settings, or something else in their environment.

        `why_closed` is then why nothing of the learner is shown in it.
        """
        if settings is not self._settings or why_closed != self._why_closed:
            self._settings, self._why_closed, self._readings = settings, why_closed, None
            self._refresh()

    def _on_chosen(self, choice: str) -> None:
        QSettings().setValue(SETTING, choice)
        self._refresh()

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        if self._is_asked and snapshot.settings is self._settings and snapshot.cells is not self._readings:
            self._readings = snapshot.cells
            self._offer()
            self._show_numbers()

    def _refresh(self) -> None:
        has_cells = bool(self._settings.card.cells)
        self._chooser.setVisible(has_cells)
        is_asked = has_cells and self._chooser.choice != PLAIN and not self._why_closed
        if is_asked != self._is_asked:
            self._is_asked = is_asked
            self._controller.show_cells(is_asked)
        if not is_asked:
            self._readings = None
        self._offer()
        self._show_numbers()

    def _offer(self) -> None:
        missing = set() if self._settings.learner.shows == "q" else {"actions"}
        if self._readings is not None and self._readings.values is None:
            missing.add("values")
        why_not = self._why_closed
        if not why_not and self._chooser.choice in missing:
            why_not = _("{algorithm} has no such values. Choose something else.").format(
                algorithm=_(self._settings.learner.title)
            )
        self._chooser.offer(frozenset(CHOICES) - missing, why_not, is_open=not self._why_closed)

    def _show_numbers(self) -> None:
        shown = self._readings, self._chooser.choice
        if shown[0] is not self._shown[0] or shown[1] != self._shown[1]:
            self._shown = shown
            self._view.show_cells(None if shown[0] is None else cell_numbers(shown[0], shown[1]))


def cell_numbers(readings: CellReadings, choice: str) -> CellNumbers | None:
    """Return the numbers for the picture, None where the learner has no such ones."""
    if choice == "visits":
        return CellNumbers("visits", tuple((float(n),) for n in readings.visits.tolist()))
    if choice == "values":
        return None if readings.values is None else CellNumbers("values", tuple((v,) for v in readings.values.tolist()))
    if choice == "actions":
        return None if readings.are_probabilities else CellNumbers("actions", _rows(readings.looks.tolist()))
    if choice == "policy":
        rows = readings.looks.tolist()
        return CellNumbers("policy", _rows(rows if readings.are_probabilities else map(_greedy, rows)))
    return None


def _greedy(values: list[float]) -> list[float]:
    """Return how likely each action is where the largest Q-value decides.

    Equal ones are equally likely.
    """
    largest = max(values)
    best = [largest - value <= ALIKE * max(abs(largest), 1.0) for value in values]
    return [is_best / max(sum(best), 1) for is_best in best]


def _rows(rows) -> tuple[tuple[float, ...], ...]:
    return tuple(map(tuple, rows))
