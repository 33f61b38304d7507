"""Presenter for a person's own environments: try out, add, remove."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from playground.envs.base import ENVIRONMENTS
from playground.envs.gym_adapter.origin import origin_of
from playground.envs.gym_adapter.user_environments import Added, enter, is_there
from playground.errors import FileError, PlaygroundError
from playground.i18n import _
from playground.store import user_environments as added_environments
from playground.ui.support.background_task import BackgroundTask, BackgroundTasks
from playground.ui.support.screen_room import open_dialog


class EnvironmentPresenter(QObject):
    """Tries environments out in another thread and keeps those that work."""

    environments_changed = Signal(list)  # names of those that were added: one more or one less can be chosen
    said = Signal(str, bool)  # a sentence, and whether it is why something was not done
    busy_changed = Signal(bool)

    def __init__(self, tasks: BackgroundTasks, used: Callable[[], set[str]], window: QWidget) -> None:
        """`used` returns the names of environments that the run or an open policy needs."""
        super().__init__(window)
        self._tasks, self._used, self._window = tasks, used, window
        self._trial: _Trial | None = None

    @property
    def is_busy(self) -> bool:
        """Whether an environment is being tried out."""
        return self._trial is not None

    def ask(self) -> None:
        """Open the dialog."""
        from playground.ui.environments.dialog import AddEnvironmentDialog  # not before the first paint

        dialog = AddEnvironmentDialog(self._window)
        dialog.show_names(self.names())
        dialog.set_busy(self.is_busy)
        dialog.add_requested.connect(self.add)
        dialog.remove_requested.connect(self.remove)
        dialog.finished.connect(self.give_up)
        dialog.finished.connect(dialog.deleteLater)
        self.said.connect(dialog.show_message)
        self.busy_changed.connect(dialog.set_busy)
        self.environments_changed.connect(dialog.show_names)
        open_dialog(dialog)

    def names(self) -> list[str]:
        """Return those added on this computer; none where their list is damaged.

        That it is damaged is said at the start of the program and when it is used.
        """
        try:
            return [added.name for added in added_environments.load_added()]
        except FileError:
            return []

    def add(self, text: str) -> None:
        """Try the environment out and keep it if it works: its code runs."""
        if self.is_busy:
            return
        self._set_trial(_Trial(text))
        self.said.emit(_("Trying it out: a few hundred steps, twice."), False)
        self._tasks.start(self._trial, self._on_tried, self._on_failed)

    def give_up(self) -> None:
        """Add nothing of what is being tried out."""
        if self._trial is not None:
            self._trial.is_given_up = True

    def remove(self, name: str) -> None:
        """Take one out of the list; one in use can be chosen until the program ends."""
        try:
            added_environments.forget(name)
        except FileError as error:
            self.said.emit(str(error), True)
            return
        if name in self._used():
            said = _("“{name}” was removed from the list. It is in use, so it goes when the program ends.")
        else:
            if name in ENVIRONMENTS:
                ENVIRONMENTS.remove(name)
            said = _("“{name}” was removed.")
        self.said.emit(said.format(name=name), False)
        self.environments_changed.emit(self.names())

    def _on_tried(self, added: Added) -> None:
        trial = self._trial
        self._set_trial(None)
        if trial is None or trial.is_given_up:
            return
        try:
            added_environments.keep(added)
            card = enter(added)
        except PlaygroundError as error:
            self.said.emit(str(error), True)
            return
        said = _("“{name}” was added. Choose it under Environment. {text}")
        self.said.emit(said.format(name=added.name, text=card.text), False)
        self.environments_changed.emit(self.names())

    def _on_failed(self, message: str) -> None:
        self._set_trial(None)
        self.said.emit(message, True)

    def _set_trial(self, trial: _Trial | None) -> None:
        self._trial = trial
        self.busy_changed.emit(self.is_busy)


class _Trial:
    def __init__(self, text: str) -> None:
        self._text = text
        self.is_given_up = False

    def __call__(self, task: BackgroundTask) -> Added:
        self._task = task
        from playground.envs.gym_adapter.make import located  # these take NumPy and Gymnasium
        from playground.envs.gym_adapter.probe import probe

        origin = located(origin_of(self._text))
        if origin.name in ENVIRONMENTS:
            raise is_there(origin)
        return probe(self._text, self._should_stop)

    def _should_stop(self) -> bool:
        return self.is_given_up or self._task.isInterruptionRequested()
