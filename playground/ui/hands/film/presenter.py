"""Presenter for the film of a training: makes it of the run and saves it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from playground.i18n import _
from playground.ui.files.file_name import file_name
from playground.ui.files.recent_files import RecentFiles
from playground.ui.files.video_dialog import VideoDialog
from playground.ui.support.background_task import BackgroundTask, BackgroundTasks
from playground.ui.support.notice import Notice
from playground.ui.support.screen_room import open_dialog
from playground.ui.theme.icons import Icons
from playground.ui.theme.theme import Theme
from playground.ui.trainer.controller import Controller
from playground.ui.trainer.snapshot import Snapshot, TrainerState

if TYPE_CHECKING:
    from playground.engine.history.ages import Lifetime
    from playground.engine.history.training_film import TrainingFilm
    from playground.ui.hands.film.dialog import TrainingFilmDialog
    from playground.ui.hands.film.work import FilmMaking


class TrainingFilmPresenter(QObject):
    """One film at a time, in a dialog.

    What takes long is done beside the window and can be given up.
    """

    def __init__(
        self,
        controller: Controller,
        action: QAction,
        notice: Notice,
        recent: RecentFiles,
        tasks: BackgroundTasks,
        theme: Theme,
        icons: Icons,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._controller, self._action, self._notice, self._recent = controller, action, notice, recent
        self._tasks, self._theme, self._icons, self._window = tasks, theme, icons, window
        self._dialog: TrainingFilmDialog | None = None
        self._asked: object | None = None  # the purpose of what the trainer was asked for last
        self._task: BackgroundTask | None = None  # that may be given up
        self._making: FilmMaking | None = None  # what it does, while that is a film
        self._saved: Path | None = None
        action.triggered.connect(self.ask)
        controller.lifetime_taken.connect(self._on_lifetime_taken)
        controller.snapshot_shown.connect(self._enable_action)

    def ask(self) -> None:
        """Open the dialog and make the film of the run, of run B if there is a fork."""
        snapshot = self._controller.latest
        if self._dialog is not None:
            return
        from playground.engine.history.ages import NotBegunError  # not before the first paint
        from playground.ui.hands.film.dialog import TrainingFilmDialog

        if snapshot.present_steps == 0:
            self._notice.show_message(str(NotBegunError()))
            return
        title = _("Film of the training") if snapshot.fork is None else _("Film of run B, the fork")
        self._dialog = dialog = TrainingFilmDialog(title, self._theme, self._icons, self._window)
        dialog.ages_chosen.connect(self._make)
        dialog.save_requested.connect(self._ask_where_to_save)
        dialog.save_cancelled.connect(self._give_up)
        dialog.open_requested.connect(self._on_open)
        dialog.folder_requested.connect(self._on_folder)
        dialog.finished.connect(self._on_closed)
        open_dialog(dialog)
        self._make()

    def _make(self) -> None:
        assert self._dialog is not None
        self._give_up()
        self._dialog.show_working()
        self._asked = object()
        self._controller.take_lifetime(self._asked)

    def _give_up(self) -> None:
        """Let nobody wait for what is under way."""
        if self._task is not None and isValid(self._task):
            self._task.requestInterruption()
        self._task = self._making = None

    def _on_lifetime_taken(self, lifetime: Lifetime, purpose: object) -> None:
        dialog = self._dialog
        if dialog is None or purpose is not self._asked:
            return
        from playground.ui.hands.film.work import FilmMaking

        self._making = making = FilmMaking(lifetime, dialog.n_ages)
        self._task = self._tasks.start(making, self._on_made, self._on_not_made, dialog.show_progress)

    def _on_made(self, result: tuple[FilmMaking, TrainingFilm]) -> None:
        making, film = result
        if self._dialog is not None and making is self._making:  # not one that was given up at its very end
            self._give_up()
            self._dialog.show_film(film)

    def _on_not_made(self, message: str) -> None:
        if self._dialog is not None and self._making is not None:
            self._give_up()
            self._dialog.show_failed(message)

    def _ask_where_to_save(self) -> None:
        dialog = self._dialog
        film = None if dialog is None else dialog.player.film
        if dialog is None or film is None:
            return
        dialog.player.pause()
        name = self._recent.folder() / f"{file_name(film.card.id)}-training.mp4"
        kinds = _("Video (*.mp4);;Animated picture (*.gif);;Page with the video (*.html)")
        asking = VideoDialog(_("Save film"), name, kinds, dialog)
        asking.fileSelected.connect(self.save)
        open_dialog(asking)

    def save(self, name: str) -> None:
        """Write the film that is shown, in the order in which it is shown."""
        dialog = self._dialog
        film = None if dialog is None else dialog.player.film
        if dialog is None or film is None:
            return
        from playground.ui.hands.film.work import FilmSaving

        dialog.player.pause()
        path = Path(name)
        saving = FilmSaving(film, dialog.player.order, path if path.suffix else path.with_suffix(".mp4"))
        dialog.show_message("")
        dialog.show_saving(0, 1)
        self._task = self._tasks.start(saving, self._on_saved, self._on_not_saved, dialog.show_saving)

    def _on_saved(self, path: Path) -> None:
        self._saved, self._task = path, None
        said = _("Video saved to {path}.").format(path=path)
        if self._dialog is None:
            self._notice.show_message(said)
        else:
            self._dialog.show_saving(1, 1)
            self._dialog.show_message(said, is_saved=True)

    def _on_not_saved(self, message: str) -> None:
        self._task = None
        if self._dialog is not None:
            self._dialog.show_saving(1, 1)
            self._dialog.show_message(message, is_refusal=True)

    def _on_open(self) -> None:
        if self._saved is not None:
            self._open(self._saved)

    def _on_folder(self) -> None:
        if self._saved is not None:
            self._open(self._saved.parent)

    def _open(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.absolute()))) and self._dialog is not None:
            said = _("No program here opens {path}. It is there all the same: open it yourself.")
            self._dialog.show_message(said.format(path=path), is_saved=True, is_refusal=True)

    def _on_closed(self) -> None:
        dialog, self._dialog, self._asked = self._dialog, None, None
        self._give_up()
        if dialog is not None:
            dialog.player.pause()
            dialog.deleteLater()

    def _enable_action(self, snapshot: Snapshot) -> None:
        self._action.setEnabled(snapshot.state not in (TrainerState.GETTING_READY, TrainerState.FAILED))
