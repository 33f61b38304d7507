"""Room of policies against each other: the dialog, and who works on its pages."""

from __future__ import annotations

from PySide6.QtCore import QObject

from playground.ui.files.policy_presenter import PolicyPresenter
from playground.ui.hands.compare.dialog import CompareDialog
from playground.ui.hands.compare.folder.presenter import FolderPresenter
from playground.ui.hands.compare.gatherer import OpponentGatherer
from playground.ui.hands.compare.pair.presenter import ComparisonPresenter
from playground.ui.hands.compare.robustness.presenter import RobustnessPresenter
from playground.ui.trainer.controller import Controller


class CompareRoom(QObject):
    """All that is there while the dialog is open."""

    def __init__(self, dialog: CompareDialog, controller: Controller, policies: PolicyPresenter) -> None:
        super().__init__(dialog)
        self.dialog, self._policies = dialog, policies
        tasks = policies.tasks
        self._comparison = ComparisonPresenter(
            dialog.pair, OpponentGatherer("compare", dialog.pair.form, controller, policies, self), tasks, self
        )
        self._robustness = RobustnessPresenter(
            dialog.robustness,
            OpponentGatherer("robustness", dialog.robustness.form, controller, policies, self),
            tasks,
            self,
        )
        self._folder = FolderPresenter(dialog.folder, tasks, self)
        dialog.folder.load_requested.connect(policies.open)
        policies.loaded_changed.connect(self._offer_loaded)
        self._offer_loaded()

    def take_over(self, other: CompareRoom) -> None:
        """Show what another room shows."""
        mine, theirs = self.dialog, other.dialog
        mine.setGeometry(theirs.geometry())
        mine.pages.setCurrentIndex(theirs.pages.currentIndex())
        mine.pair.form.take_over(theirs.pair.form)
        mine.robustness.form.take_over(theirs.robustness.form)
        if theirs.pair.compared is not None:
            self._comparison.show(theirs.pair.compared)
        if theirs.robustness.pushed is not None:
            mine.robustness.show_pushed(theirs.robustness.pushed)
        if theirs.folder.entries:
            n = len(theirs.folder.entries)
            mine.folder.show_progress(theirs.folder.entries, n, n)
            mine.folder.show_ended(is_whole=True)

    def close(self) -> None:
        """Give up what is under way, and go with the dialog."""
        for presenter in (self._comparison, self._robustness, self._folder):
            presenter.give_up()
        self.dialog.pair.player.pause()
        self.dialog.deleteLater()

    def _offer_loaded(self) -> None:
        self.dialog.offer_loaded(self._policies.loaded_name)
