"""Menu of recent runs: one click brings one back, another forgets it."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from playground.i18n import _
from playground.number_text import return_words
from playground.store.recent_runs import RecentRun
from playground.ui.files.recent_runs import RecentRunsPresenter, run_words
from playground.ui.window.commands.actions import stay_in_menu


class RecentRunsMenu(QObject):
    """Entries of a menu, made anew when the list has changed."""

    def __init__(self, presenter: RecentRunsPresenter, menu: QMenu, parent: QObject) -> None:
        super().__init__(parent)
        self._presenter, self._menu = presenter, menu
        self._forget: QMenu | None = None
        above = menu.parent()
        if isinstance(above, QMenu):
            above.aboutToShow.connect(presenter.look_again)
        presenter.changed.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        self._menu.clear()
        if self._forget is not None:
            self._forget.clear()  # at once: an entry of before has the number of another run by now
            self._forget.deleteLater()
        runs = self._presenter.runs
        for number, run in enumerate(runs, 1):
            self._add(self._menu, f"act_recent_run_{number}", run).triggered.connect(self._on_bring_back)
        self._menu.addSeparator()
        self._forget = self._menu.addMenu(_("&Forget"))
        self._forget.setObjectName("menu_forget_runs")
        stay_in_menu(self._forget.menuAction())
        for number, run in enumerate(runs, 1):
            self._add(self._forget, f"act_forget_run_{number}", run).triggered.connect(self._on_forget)
        self._forget.addSeparator()
        everything = stay_in_menu(self._forget.addAction(_("All of them")))
        everything.setObjectName("act_forget_all_runs")
        everything.triggered.connect(self._presenter.forget_all)
        self._menu.setEnabled(bool(runs))

    def _add(self, menu: QMenu, name: str, run: RecentRun) -> QAction:
        action = stay_in_menu(menu.addAction(_entry_words(run).replace("&", "&&")))
        action.setObjectName(name)
        action.setData(run.name)
        return action

    def _on_bring_back(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._presenter.bring_back(action.data())

    def _on_forget(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._presenter.forget(action.data())


def _entry_words(run: RecentRun) -> str:
    when = f"{run.left.astimezone():%Y-%m-%d %H:%M}"
    if run.best is None:
        return _("{run}, {when}").format(run=run_words(run), when=when)
    return _("{run}, best {best}, {when}").format(run=run_words(run), best=return_words(run.best), when=when)
