"""Presenter of two policies: compares them, and fetches episodes to be shown."""

from __future__ import annotations

from PySide6.QtCore import QObject

from playground.engine.evaluation.disagreements import Disagreement
from playground.i18n import _
from playground.ui.hands.compare.gatherer import OpponentGatherer
from playground.ui.hands.compare.job import Job
from playground.ui.hands.compare.opponent import Opponent
from playground.ui.hands.compare.pair.page import PairPage
from playground.ui.hands.compare.work import Compared, Comparing, Going
from playground.ui.support.background_task import BackgroundTasks


class ComparisonPresenter(QObject):
    """What happens on the first page."""

    def __init__(self, page: PairPage, gatherer: OpponentGatherer, tasks: BackgroundTasks, parent: QObject) -> None:
        super().__init__(parent)
        self._page, self._gatherer, self._tasks = page, gatherer, tasks
        self._comparing: Job | None = None
        self._going: Job | None = None
        page.form.start_requested.connect(self._on_start)
        page.form.stop_requested.connect(self._on_stop)
        page.start_chosen.connect(self._on_start_chosen)
        page.moment_chosen.connect(self._on_moment_chosen)
        gatherer.gathered.connect(self._on_gathered)
        gatherer.refused.connect(page.show_problem)

    def show(self, compared: Compared) -> None:
        """Show a comparison, and both episodes of its first start."""
        self._page.show_compared(compared)
        self._on_start_chosen(0)

    def give_up(self) -> None:
        """Wait for nothing that is under way."""
        self._gatherer.give_up()
        for job in (self._comparing, self._going):
            if job is not None:
                job.give_up()

    def _on_start(self) -> None:
        self.give_up()
        self._page.show_busy(_("Getting ready."))
        self._gatherer.gather()

    def _on_stop(self) -> None:
        self.give_up()
        self._page.show_stopped()

    def _on_gathered(self, opponents: tuple[Opponent, Opponent]) -> None:
        self._page.show_busy(_("Both play from the same starts."))
        self._comparing = job = Job(Comparing(opponents, self._gatherer.settings()), self)
        job.succeeded.connect(self.show)
        job.failed.connect(self._page.show_problem)
        job.start(self._tasks)

    def _on_start_chosen(self, start: int) -> None:
        self._go(start, None)

    def _on_moment_chosen(self, moment: Disagreement) -> None:
        self._go(moment.start, moment)

    def _go(self, start: int, moment: Disagreement | None) -> None:
        compared = self._page.compared
        if compared is None:
            return
        if self._going is not None:
            self._going.give_up()
        self._going = job = Job(Going(compared.comparison, start, moment), self)
        job.succeeded.connect(self._page.show_episodes)
        job.failed.connect(self._page.show_problem)
        job.start(self._tasks)
