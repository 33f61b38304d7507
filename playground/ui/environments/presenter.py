"""What happens when somebody adds an environment of their own or takes one out again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from playground.envs.base import ENVIRONMENTS
from playground.envs.gym_adapter.make import origin_of
from playground.envs.gym_adapter.spaces import AddError
from playground.envs.gym_adapter.user_environments import Added, enter
from playground.errors import FileError, PlaygroundError
from playground.i18n import N_, _
from playground.store import user_environments as added_environments
from playground.ui.support.background_task import BackgroundTask, BackgroundTasks

if TYPE_CHECKING:
    from playground.ui.environments.dialog import AddEnvironmentDialog


class EnvironmentPresenter(QObject):
    """Tries environments out in another thread, keeps those that work, and says in `said` what came of it."""

    environments_changed = Signal()  # one more or one less can be chosen
    said = Signal(str, bool)  # a sentence, and whether it is why something was not done

    def __init__(self, tasks: BackgroundTasks, used: Callable[[], set[str]], window: QWidget) -> None:
        """`used` returns the names of environments that the run or an open policy needs."""
        super().__init__(window)
        self._tasks, self._used, self._window = tasks, used, window
        self._trial: _Trying | None = None
        self.is_busy = False

    def ask(self) -> None:
        """Open the dialog."""
        from playground.ui.environments.dialog import AddEnvironmentDialog  # not before the first paint

        dialog: AddEnvironmentDialog = AddEnvironmentDialog(self, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def names(self) -> list[str]:
        """Return those that were added on this computer; a damaged list is empty, and said when it is used."""
        try:
            return [added.name for added in added_environments.load_added()]
        except FileError:
            return []

    def add(self, text: str) -> None:
        """Try the environment out and keep it if it works: its code runs."""
        if self.is_busy:
            return
        self.is_busy = True
        self._trial = _Trying(text)
        self.said.emit(_("Trying it out: a few hundred steps, twice."), False)
        self._tasks.start(self._trial, self._on_tried, self._on_failed)

    def give_up(self) -> None:
        """Let go of what is being tried: nothing is added."""
        if self._trial is not None:
            self._trial.is_given_up = True

    def remove(self, name: str) -> None:
        """Take one out of the list; one that is in use can be chosen until the program ends."""
        try:
            added_environments.forget(name)
        except FileError as error:
            self.said.emit(str(error), True)
            return
        if name in self._used():
            self.said.emit(_("“{name}” was removed from the list. It is in use, so it goes when the program ends.").format(name=name), False)  # fmt: skip
        else:
            if name in ENVIRONMENTS:
                ENVIRONMENTS.remove(name)
            self.said.emit(_("“{name}” was removed.").format(name=name), False)
        self.environments_changed.emit()

    def _on_tried(self, added: Added) -> None:
        trial, self._trial, self.is_busy = self._trial, None, False
        if trial is None or trial.is_given_up:
            return
        try:
            added_environments.keep(added)
            card = enter(added)
        except PlaygroundError as error:
            self.said.emit(str(error), True)
            return
        self.said.emit(
            _("“{name}” was added. Choose it under Environment. {text}").format(name=added.name, text=card.text), False
        )
        self.environments_changed.emit()

    def _on_failed(self, message: str) -> None:
        self._trial, self.is_busy = None, False
        self.said.emit(message, True)


class _Trying:
    def __init__(self, text: str) -> None:
        self._text = text
        self.is_given_up = False

    def __call__(self, task: BackgroundTask) -> Added:
        self._task = task
        name = origin_of(self._text).name
        if name in ENVIRONMENTS:
            raise AddError(N_("“{name}” is there already. Nothing was changed."), name=name)
        from playground.envs.gym_adapter.probe import probe  # NumPy and Gymnasium

        return probe(self._text, self._should_stop)

    def _should_stop(self) -> bool:
        return self.is_given_up or self._task.isInterruptionRequested()
