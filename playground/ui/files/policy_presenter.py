"""Presenter for policies: save, load, replay, evaluate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from playground.errors import PlaygroundError
from playground.i18n import _
from playground.lazy import lazy_import
from playground.ui.files.policy_panel import PolicyPanel
from playground.ui.files.recent_files import RecentFiles
from playground.ui.files.save_dialog import SaveDialog
from playground.ui.support.background_task import BackgroundTask, BackgroundTasks
from playground.ui.support.notice import Notice
from playground.ui.support.screen_room import open_dialog
from playground.ui.trainer.controller import Controller
from playground.ui.view.replay_bar import ReplayBar
from playground.ui.view.replay_player import EPISODES, ReplayPlayer, recorded

if TYPE_CHECKING:
    from playground.engine.evaluation import evaluation
    from playground.engine.evaluation.policy import Policy
    from playground.engine.evaluation.recording import Recording
    from playground.engine.evaluation.result import Evaluation
    from playground.store.policy import file as policy_file
else:  # after the first paint
    evaluation = lazy_import("playground.engine.evaluation.evaluation")
    policy_file = lazy_import("playground.store.policy.file")

AT_ONCE_US = 500_000  # of an environment: more than that does not hold up the window


class PolicyPresenter(QObject):
    """Files and replays of policies. Nothing here touches the run."""

    replay_began = Signal()
    policy_loaded = Signal()
    loaded_changed = Signal()  # another policy is loaded, or none any more

    def __init__(
        self,
        controller: Controller,
        player: ReplayPlayer,
        panel: PolicyPanel,
        bar: ReplayBar,
        notice: Notice,
        recent: RecentFiles,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._controller, self._player, self._panel, self._bar = controller, player, panel, bar
        self._notice, self._recent, self._window = notice, recent, window
        self.tasks = BackgroundTasks(self)
        self.loaded: Policy | None = None
        self._path: Path | None = None  # of its file
        self._evaluation: Evaluation | None = None  # of it, in this window
        controller.policy_taken.connect(self._on_policy_taken)
        panel.replay_requested.connect(self._on_replay_loaded)
        panel.evaluate_requested.connect(self._on_evaluate_loaded)
        panel.closed.connect(self._on_panel_closed)
        bar.seed_chosen.connect(self._on_seed)

    @property
    def loaded_name(self) -> str:
        """What the loaded policy is called; "" where none is."""
        if self.loaded is None:
            return ""
        return self.loaded.title or (self._path.name if self._path else "")

    def take_over(self, other: PolicyPresenter) -> None:
        """Show the policy that was loaded in another window."""
        self._load(other.loaded, other._path)
        if other._evaluation is not None:
            self._on_evaluated(other._evaluation)

    # Saving

    def ask_where_to_save(self) -> None:
        """Ask which policy and where, then save it between two steps, in another thread."""
        dialog = SaveDialog(self._controller.latest, self._recent.folder(), self._window)
        dialog.accepted.connect(self._on_save_accepted)
        dialog.finished.connect(dialog.deleteLater)
        open_dialog(dialog)

    def _on_save_accepted(self) -> None:
        dialog = self.sender()
        assert isinstance(dialog, SaveDialog)
        self._controller.take_policy(dialog.which, dialog.path)

    def _on_policy_taken(self, policy: Policy, purpose: object) -> None:
        if isinstance(purpose, Path):
            self.tasks.start(_PolicySaving(policy, purpose), self._on_saved, self._on_failed)
        elif purpose is None:
            self._replay(policy)

    def _on_saved(self, path: Path) -> None:
        self._recent.remember(path)
        self._notice.show_message(_("Saved to {path}.").format(path=path))

    # Loading

    def open(self, name: str) -> None:
        """Open a file for replay and evaluation beside the run, which stays as it is."""
        path = Path(name)
        try:
            policy = policy_file.load_policy(path)
        except PlaygroundError as error:
            self._notice.show_message(str(error), kind="error")
            return
        self.watch(policy, path)
        self._recent.remember(path)

    def watch(self, policy: Policy, path: Path) -> None:
        """Take a policy as the loaded one and replay it."""
        self._load(policy, path)
        self._notice.withdraw()  # what it said of an earlier one is over
        self.policy_loaded.emit()
        self._replay(policy)

    def _load(self, policy: Policy | None, path: Path | None) -> None:
        self.loaded, self._path, self._evaluation = policy, path, None
        self._panel.show_policy(policy, path)
        self.loaded_changed.emit()

    # Replaying and evaluating

    def replay(self) -> None:
        """Replay the current policy of the run.

        Before the run has made a step, it is the loaded policy instead, if there is one.
        """
        if self.loaded is not None and self._controller.latest.newest_steps == 0:
            self._replay(self.loaded)
        else:
            self._controller.take_policy("current", None)

    def replay_best(self) -> None:
        """Replay the best policy of the run so far, or the current one if there is none."""
        self._controller.take_policy("best", None)

    def _replay(self, policy: Policy) -> None:
        if self._record(policy, self._bar.seed):
            self._begin_replay()

    def _begin_replay(self) -> None:
        self.replay_began.emit()
        self._player.play()

    def _record(self, policy: Policy, seed: int) -> bool:
        """Open episodes in the player; return whether they are there now.

        They are not where recording them takes a while, and is then done in another thread, or fails.
        """
        card = policy.settings.card
        if card.step_us * card.steps_per_episode * EPISODES > AT_ONCE_US:
            self._notice.show_message(_("Playing the episodes."))
            self.tasks.start(_Recording(policy, seed), self._on_recorded, self._on_failed)
            return False
        try:
            self._player.open(policy, seed)
        except PlaygroundError as error:
            self._on_failed(str(error))
            return False
        return True

    def _on_recorded(self, result: tuple[Policy, list[Recording]]) -> None:
        if result[1]:
            self._notice.withdraw()
            self._player.show(*result)
            self._begin_replay()

    def _on_replay_loaded(self) -> None:
        if self.loaded is not None:
            self._replay(self.loaded)

    def _on_seed(self, seed: int) -> None:
        if self._player.policy is not None:
            self._record(self._player.policy, seed)

    def _on_evaluate_loaded(self) -> None:
        if self.loaded is not None:
            self.tasks.start(_Evaluating(self.loaded, self._bar.seed), self._on_evaluated, self._on_failed)

    def _on_evaluated(self, result: Evaluation) -> None:
        self._evaluation = result
        self._panel.show_evaluation(result)

    def _on_panel_closed(self) -> None:
        self._load(None, None)

    def _on_failed(self, message: str) -> None:
        self._notice.show_message(message, kind="error")


class _Recording:
    def __init__(self, policy: Policy, seed: int) -> None:
        self._policy, self._seed = policy, seed

    def __call__(self, task: BackgroundTask) -> tuple[Policy, list[Recording]]:
        return self._policy, recorded(self._policy, self._seed, task.isInterruptionRequested)


class _PolicySaving:
    def __init__(self, policy: Policy, path: Path) -> None:
        self._policy, self._path = policy, path

    def __call__(self, task: BackgroundTask) -> Path:
        policy_file.save_policy(self._policy, self._path)
        return self._path


class _Evaluating:
    def __init__(self, policy: Policy, seed: int) -> None:
        self._policy, self._seed = policy, seed

    def __call__(self, task: BackgroundTask) -> Evaluation:
        return evaluation.evaluate_policy(self._policy, self._policy.settings.card.evaluation_episodes, self._seed)
