"""Presenter of robustness: has two policies pushed."""

from __future__ import annotations

from PySide6.QtCore import QObject

from playground.i18n import _
from playground.ui.hands.compare.gatherer import OpponentGatherer
from playground.ui.hands.compare.job import Job
from playground.ui.hands.compare.opponent import Opponent
from playground.ui.hands.compare.robustness.page import RobustnessPage
from playground.ui.hands.compare.work import Pushing
from playground.ui.support.background_task import BackgroundTasks


class RobustnessPresenter(QObject):
    """What happens on the second page."""

    def __init__(
        self, page: RobustnessPage, gatherer: OpponentGatherer, tasks: BackgroundTasks, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._page, self._gatherer, self._tasks = page, gatherer, tasks
        self._pushing: Job | None = None
        page.form.start_requested.connect(self._on_start)
        page.form.stop_requested.connect(self._on_stop)
        gatherer.gathered.connect(self._on_gathered)
        gatherer.refused.connect(page.show_problem)

    def give_up(self) -> None:
        """Wait for nothing that is under way."""
        self._gatherer.give_up()
        if self._pushing is not None:
            self._pushing.give_up()

    def _on_start(self) -> None:
        self.give_up()
        self._page.show_busy(_("Getting ready."))
        self._gatherer.gather()

    def _on_stop(self) -> None:
        self.give_up()
        self._page.show_stopped()

    def _on_gathered(self, opponents: tuple[Opponent, Opponent]) -> None:
        self._page.show_busy(_("Both are pushed, 100 episodes at every force."))
        self._pushing = job = Job(Pushing(opponents, self._gatherer.settings()), self)
        job.succeeded.connect(self._page.show_pushed)
        job.failed.connect(self._page.show_problem)
        job.start(self._tasks)
