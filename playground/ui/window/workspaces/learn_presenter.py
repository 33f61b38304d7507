"""Presenter for the workspace Learn: the window around a lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.i18n import _
from playground.ui.files.recent_files import RecentFiles
from playground.ui.hyper.panel import HyperPanel
from playground.ui.learn.presenter import LessonPresenter
from playground.ui.plots.presenter import PlotsPresenter
from playground.ui.support.limits import NO_LIMITS, Limits
from playground.ui.support.qt_translations import label_file_dialog
from playground.ui.support.screen_room import open_dialog
from playground.ui.view.env_view import EnvView
from playground.ui.window.layout import WindowLayout
from playground.ui.window.run_bar import RunBar
from playground.ui.window.workspaces.workspaces import INSIDE, LEARN, WATCH, Workspaces

if TYPE_CHECKING:
    from playground.lessons.lesson import Lesson, Page

PICTURE = "picture"  # as lessons call a click on it


class LearnPresenter(QObject):
    """Link between a lesson and the window around it.

    What is not to be seen is seen in no workspace.
    """

    def __init__(
        self,
        lessons: LessonPresenter,
        hyper_panel: HyperPanel,
        plots: PlotsPresenter,
        run_bar: RunBar,
        view: EnvView,
        bars: QWidget,
        recent: RecentFiles,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._lessons, self._hyper_panel, self._plots, self._run_bar = lessons, hyper_panel, plots, run_bar
        self._view, self._bars, self._recent, self._window = view, bars, recent, window
        self._limits = NO_LIMITS
        self._came_from: str | None = None  # the workspace that was shown before the lesson
        self._is_listed = False
        lessons.opened.connect(self._on_opened)
        lessons.page_changed.connect(self._on_page_changed)
        lessons.left.connect(self._on_left)
        lessons.list_wanted.connect(self._on_list_wanted)
        lessons.held_back_changed.connect(run_bar.hold_back)
        view.installEventFilter(self)

    def follow(self, workspaces: Workspaces, layout: WindowLayout) -> None:
        """Arrange these from now on."""
        self._workspaces, self._layout = workspaces, layout
        workspaces.changed.connect(self._on_workspace_changed)
        self._on_workspace_changed(workspaces.current)

    def ask(self) -> None:
        """Ask for a lesson's file and open it."""
        kinds = _("Lessons ({endings})").format(endings="*.lesson.md lesson.md")
        dialog = QFileDialog(self._window, _("Open a lesson"), str(self._recent.folder()), kinds)
        dialog.setObjectName("lesson_dialog")
        label_file_dialog(dialog)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._lessons.open)
        dialog.finished.connect(dialog.deleteLater)
        open_dialog(dialog)

    def limit_plots(self) -> None:
        """Limit the plots, which are made late."""
        if self._plots.plots is not None:
            self._plots.plots.set_limits(self._limits)

    def put_aside(self) -> None:
        """Let the window be as before the lesson, which stays open: it is remembered now."""
        if self._came_from is not None:
            self._lift()

    def take_over(self, other: LearnPresenter) -> None:
        """Show the lesson of another window."""
        self._came_from = other._came_from
        self._lessons.take_over(other._lessons)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a click on the picture, or Enter there, as an answer."""
        is_click = event.type() == QEvent.Type.MouseButtonPress
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_click = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_click:
            self._lessons.take_click(PICTURE)
        return False

    def _on_workspace_changed(self, name: str) -> None:
        if name == LEARN and not self._is_listed:
            self._is_listed = True
            if self._lessons.lesson is None:
                self._lessons.show_list()

    def _on_list_wanted(self) -> None:
        self._workspaces.show(LEARN)

    def _on_opened(self, lesson: Lesson) -> None:
        self._came_from = self._came_from or self._workspaces.current
        self._workspaces.keep()
        limits = Limits(frozenset(lesson.shown), frozenset(lesson.locked), frozenset(lesson.hidden))
        self._workspaces.put_beside_lesson(lesson.workspace)
        self._workspaces.show(LEARN)
        self._apply(limits)

    def _on_page_changed(self, page: Page) -> None:
        """Have the loop beside a question that it answers."""
        lesson, question = self._lessons.lesson, page.question
        if lesson is not None:
            needs_loop = question is not None and question.kind == "click" and question.right != PICTURE
            self._workspaces.put_beside_lesson(INSIDE if needs_loop else lesson.workspace)

    def _on_left(self) -> None:
        came_from, self._came_from = self._came_from, None
        self._lift()
        self._workspaces.put_beside_lesson(WATCH)
        self._workspaces.show(came_from or WATCH)

    def _lift(self) -> None:
        self._apply(NO_LIMITS)
        self._workspaces.bring_kept_back()

    def _apply(self, limits: Limits) -> None:
        self._limits = limits
        self._hyper_panel.set_limits(limits)
        self.limit_plots()
        away = {f"dock_{name}" for name in limits.hidden}
        if self._hyper_panel.is_empty:
            away.add("dock_hypers")
        if limits.shown and not any(name.startswith("plot_") for name in limits.shown):
            away.add("dock_plots")
        self._layout.keep_away(frozenset(away))
        self._workspaces.keep_away(frozenset(away))
        self._bars.setHidden("bars" in limits.hidden)
