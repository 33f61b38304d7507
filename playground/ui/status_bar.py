"""The line at the foot of the window: state, steps, episodes, rate, epsilon, time, progress."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar, QWidget

from playground.i18n import N_, _, ngettext
from playground.ui.requests import Snapshot, TrainerState
from playground.ui.theme import numbers_font

WORDS = {
    TrainerState.GETTING_READY: N_("Getting ready"),
    TrainerState.PAUSED: N_("Paused"),
    TrainerState.RUNNING: N_("Running"),
    TrainerState.FINISHED: N_("Finished"),
    TrainerState.FAILED: N_("Failed"),
}


class StatusBar(QStatusBar):
    """Shows a Snapshot in numbers whose places do not move."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setSizeGripEnabled(False)
        self.setContentsMargins(8, 0, 8, 0)
        self._state = self._label("status_state", _("State"), 96)
        self._steps = self._label("status_steps", _("Environment steps"), 110)
        self._episodes = self._label("status_episodes", _("Episodes"), 110)
        self._rate = self._label("status_rate", _("Steps per second"), 110)
        self._epsilon = self._label("status_epsilon", _("Epsilon"), 100)
        self._elapsed = self._label("status_elapsed", _("Time spent training"), 70)
        self._progress = QProgressBar()
        self._progress.setObjectName("status_progress")
        self._progress.setAccessibleName(_("Progress to the end of the run"))
        self._progress.setTextVisible(False)
        self._progress.setProperty("role", "slim")
        self._progress.setFixedSize(96, 6)
        self._goal = self._label("status_goal", _("Goal"), 0)
        self.addPermanentWidget(self._progress)
        self.addPermanentWidget(self._goal)

    def _label(self, name: str, accessible: str, width: int) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setAccessibleName(accessible)
        label.setFont(numbers_font())
        label.setMinimumWidth(width)
        if width:
            self.addWidget(label)
        return label

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the newest numbers."""
        self._state.setText(_(WORDS[snapshot.state]))
        self._state.setProperty("kind", snapshot.state.name.lower())
        self._steps.setText(
            ngettext("{n} step", "{n} steps", snapshot.n_steps).format(n=f"{snapshot.n_steps:,}")
        )  # fmt: skip
        self._episodes.setText(
            ngettext("{n} episode", "{n} episodes", snapshot.n_episodes).format(n=f"{snapshot.n_episodes:,}")
        )
        self._rate.setText(_("{n} steps/s").format(n=f"{snapshot.steps_per_s:,.0f}"))
        epsilon = snapshot.values.get("epsilon")
        self._epsilon.setText(_("epsilon {value}").format(value=f"{epsilon:.3f}") if epsilon is not None else "")
        self._elapsed.setText(_clock(snapshot.elapsed_s))
        run_length = int(snapshot.values.get("run_length", 1))
        self._progress.setMaximum(run_length)
        self._progress.setValue(min(snapshot.n_steps, run_length))
        self._progress.setToolTip(
            _("{done} of {all} steps").format(done=f"{snapshot.n_steps:,}", all=f"{run_length:,}")
        )  # fmt: skip
        self._goal.setText(_goal(snapshot))


def _goal(snapshot: Snapshot) -> str:
    if snapshot.settings is None:
        return ""
    goal = snapshot.settings.card.solved_at
    if snapshot.solved_at is not None:
        return _("solved at step {step}").format(step=f"{snapshot.solved_at:,}")
    if snapshot.best is None:
        return _("goal {goal:.0f}").format(goal=goal)
    return _("best {best:.0f} of {goal:.0f}").format(best=snapshot.best[0], goal=goal)


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
