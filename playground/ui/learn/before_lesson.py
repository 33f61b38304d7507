"""The run that somebody had before a lesson: kept in memory, and brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from playground.engine.run.settings import Settings
from playground.lazy import lazy_import
from playground.ui.hyper.training_presenter import TrainingPresenter
from playground.ui.trainer.controller import Controller

if TYPE_CHECKING:
    from playground.engine.history import archive as archives
    from playground.engine.history.archive import Archive
else:  # after the first paint
    archives = lazy_import("playground.engine.history.archive")

PURPOSE = "the run before a lesson"


class BeforeLesson(QObject):
    """Keeper of one run; one without a step is its settings alone."""

    def __init__(self, controller: Controller, training: TrainingPresenter, parent: QObject) -> None:
        super().__init__(parent)
        self._controller, self._training = controller, training
        self._settings: Settings | None = None
        self._archive: Archive | None = None
        self._is_asked = self._is_wanted_back = False
        controller.session_taken.connect(self._on_taken)
        controller.run_replaced.connect(self._on_run_replaced)

    def keep(self) -> None:
        """Keep the run that is shown, at its present, before another takes its place."""
        latest = self._controller.latest
        self._settings, self._archive, self._is_wanted_back = latest.settings, None, False
        self._is_asked = latest.newest_steps > 0 and self._controller.is_ready
        if self._is_asked:
            self._controller.take_session(PURPOSE, archives.BRIEF)

    def bring_back(self) -> None:
        """Let the run that was kept take the place of the lesson's."""
        self._is_wanted_back = True
        if not self._is_asked:
            self._begin()

    def take_over(self, other: BeforeLesson) -> None:
        """Keep what another window kept."""
        self._settings, self._archive = other._settings, other._archive
        self._is_asked, self._is_wanted_back = other._is_asked, other._is_wanted_back

    def _on_taken(self, archive: Archive, purpose: object) -> None:
        if purpose == PURPOSE:
            self._archive, self._is_asked = archive, False
            if self._is_wanted_back:
                self._begin()

    def _on_run_replaced(self) -> None:
        if self._is_asked:  # it was refused, for what was asked for later is done
            self._is_asked = False
            if self._is_wanted_back:
                self._begin()

    def _begin(self) -> None:
        self._is_wanted_back = False
        archive, self._archive = self._archive, None
        if archive is not None:
            self._training.go_on_with(archive)
        elif self._settings is not None:
            self._training.begin(self._settings)
