"""Presenter of a class folder: has its policies evaluated, row by row."""

from __future__ import annotations

from PySide6.QtCore import QObject

from playground.ui.hands.compare.folder.page import FolderPage
from playground.ui.hands.compare.job import Job
from playground.ui.hands.compare.work import Ranking
from playground.ui.support.background_task import BackgroundTasks

N_STARTS = 100  # of each policy


class FolderPresenter(QObject):
    """What happens on the third page."""

    def __init__(self, page: FolderPage, tasks: BackgroundTasks, parent: QObject) -> None:
        super().__init__(parent)
        self._page, self._tasks = page, tasks
        self._ranking: Ranking | None = None
        self._job: Job | None = None
        self._n_told = 0  # entries that are in the table
        page.folder_chosen.connect(self.rank)
        page.stop_requested.connect(self._on_stop)

    def rank(self, folder: str) -> None:
        """Fill the table with the policies of a folder."""
        self.give_up()
        self._n_told = 0
        self._page.show_begun()
        self._ranking = Ranking(folder, N_STARTS)
        self._job = job = Job(self._ranking, self)
        job.progressed.connect(self._on_progressed)
        job.succeeded.connect(self._on_ranked)
        job.failed.connect(self._page.show_problem)
        job.start(self._tasks)

    def give_up(self) -> None:
        """Wait for nothing that is under way."""
        if self._job is not None:
            self._job.give_up()

    def _on_stop(self) -> None:
        self.give_up()
        self._page.show_ended(is_whole=False)

    def _on_progressed(self, done: int, total: int) -> None:
        assert self._ranking is not None
        new = self._ranking.found[self._n_told :]
        self._n_told += len(new)
        self._page.show_progress(new, done, total)

    def _on_ranked(self, n: int) -> None:
        self._on_progressed(n, n)
        self._page.show_ended(is_whole=True)
