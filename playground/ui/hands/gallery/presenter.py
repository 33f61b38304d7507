"""Presenter for the gallery: watch a policy, run its recipe, keep a copy."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from playground.errors import PlaygroundError
from playground.i18n import _
from playground.lazy import lazy_import
from playground.ui.files.recent_files import RecentFiles
from playground.ui.support.background_task import BackgroundTask, BackgroundTasks
from playground.ui.support.notice import Notice
from playground.ui.support.qt_translations import label_file_dialog
from playground.ui.support.screen_room import open_dialog
from playground.ui.theme.theme import Theme

if TYPE_CHECKING:
    from playground.engine.evaluation.policy import Policy
    from playground.store import gallery
    from playground.store.gallery import GalleryPolicy
    from playground.store.policy import file as policy_file
    from playground.ui.hands.gallery import dialog as gallery_dialog
    from playground.ui.hands.gallery import thumbnails, words
    from playground.ui.hands.gallery.dialog import GalleryDialog
else:  # when the gallery is first opened
    gallery = lazy_import("playground.store.gallery")
    policy_file = lazy_import("playground.store.policy.file")
    gallery_dialog = lazy_import("playground.ui.hands.gallery.dialog")
    thumbnails = lazy_import("playground.ui.hands.gallery.thumbnails")
    words = lazy_import("playground.ui.hands.gallery.words")

SUFFIX = ".rlp"
FIRST_AGE = "solved"  # is chosen when the gallery opens


class GalleryPresenter(QObject):
    """The gallery, which is read, drawn and shown when somebody asks for it."""

    watch_wanted = Signal(object, object)  # Policy, and the path of its file
    recipe_wanted = Signal(object)  # Recipe

    def __init__(
        self,
        environment: Callable[[], str],
        theme: Theme,
        notice: Notice,
        recent: RecentFiles,
        tasks: BackgroundTasks,
        window: QWidget,
    ) -> None:
        """`environment` returns the one whose policies somebody sees first."""
        super().__init__(window)
        self._environment, self._theme, self._notice = environment, theme, notice
        self._recent, self._tasks, self._window = recent, tasks, window
        self._entries: tuple[GalleryPolicy, ...] = ()
        self._dialog: GalleryDialog | None = None
        self._copied: Policy | None = None

    def open(self) -> None:
        """Open the gallery at the environment of the run."""
        try:
            self._entries = gallery.gallery()
        except PlaygroundError as error:
            self._notice.show_message(str(error), kind="error")
            return
        self._dialog = dialog = gallery_dialog.GalleryDialog(self._entries, self._window)
        dialog.watch_requested.connect(self._on_watch)
        dialog.recipe_requested.connect(self._on_recipe)
        dialog.copy_requested.connect(self._on_copy)
        ratio = dialog.devicePixelRatioF()
        drawing = thumbnails.Thumbnails(self._entries, self._theme, ratio, self._tasks, dialog)
        drawing.drawn.connect(dialog.show_thumbnails)
        dialog.finished.connect(drawing.stop)
        dialog.finished.connect(dialog.deleteLater)
        open_dialog(dialog)
        dialog.choose(self._first().name)
        drawing.begin()

    def _first(self) -> GalleryPolicy:
        solved = [entry for entry in self._entries if entry.age == FIRST_AGE]
        return next((entry for entry in solved if entry.environment == self._environment()), solved[0])

    def _on_watch(self, entry: GalleryPolicy) -> None:
        policy = self._load(entry)
        if policy is not None:
            self._dialog.accept()
            self.watch_wanted.emit(dataclasses.replace(policy, title=words.title(entry)), entry.path)

    def _on_recipe(self, entry: GalleryPolicy) -> None:
        oldest = [other for other in self._entries if other.environment == entry.environment][-1]
        policy, last = self._load(entry), self._load(entry if entry.step else oldest)
        if policy is not None and last is not None:
            self._dialog.accept()
            self.recipe_wanted.emit(gallery.training_recipe(policy, last))

    def _on_copy(self, entry: GalleryPolicy) -> None:
        self._copied = self._load(entry)
        if self._copied is None:
            return
        path = self._recent.folder() / f"{entry.name}{SUFFIX}"
        dialog = QFileDialog(self._dialog, _("Save a copy"), str(path), _("Policies (*.rlp)"))
        dialog.setObjectName("gallery_copy_dialog")
        label_file_dialog(dialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(str(path))
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        dialog.fileSelected.connect(self.save_copy)
        dialog.finished.connect(dialog.deleteLater)
        open_dialog(dialog)

    def save_copy(self, name: str) -> None:
        """Write the policy that a copy was asked of to a file, in another thread."""
        self._tasks.start(_Copying(self._copied, Path(name)), self._on_copied, self._refuse)

    def _on_copied(self, path: Path) -> None:
        self._recent.remember(path)
        self._say(_("Saved to {path}.").format(path=path))

    def _load(self, entry: GalleryPolicy) -> Policy | None:
        try:
            return entry.load()
        except PlaygroundError as error:
            self._refuse(str(error))
            return None

    def _refuse(self, message: str) -> None:
        self._say(message, is_refusal=True)

    def _say(self, message: str, *, is_refusal: bool = False) -> None:
        """Say it in the dialog, or in the window where that was closed meanwhile."""
        if self._dialog is not None and isValid(self._dialog) and self._dialog.isVisible():
            self._dialog.show_message(message, is_refusal=is_refusal)
        else:
            self._notice.show_message(message, kind="error" if is_refusal else "info")


class _Copying:
    def __init__(self, policy: Policy, path: Path) -> None:
        self._policy, self._path = policy, path

    def __call__(self, task: BackgroundTask) -> Path:
        policy_file.save_policy(self._policy, self._path)
        return self._path
