"""Status bar: state, steps, episodes, rate, exploring, time, progress."""

from __future__ import annotations

import math
import time

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar, QWidget

from playground.engine.run import promise as promises
from playground.engine.run.settings import Settings
from playground.i18n import N_, _, ngettext
from playground.number_text import return_words, share_words
from playground.ui.theme.theme import numbers_font
from playground.ui.trainer.snapshot import Snapshot, TrainerState

READ_S = 0.2  # between two looks at numbers that change all the time
MANY = 1_000_000  # room is kept for so many steps; it grows when there are more
ROOM = 4
BETWEEN = 8  # px beside each number
EXPLORING = {  # curves that say how much is left to chance; the first that an algorithm has is shown
    "epsilon": N_("epsilon {value}"),
    "noise": N_("noise {value}"),
    "entropy": N_("entropy {value}"),
}

WORDS = {
    TrainerState.GETTING_READY: N_("Getting ready"),
    TrainerState.PAUSED: N_("Paused"),
    TrainerState.RUNNING: N_("Running"),
    TrainerState.FINISHED: N_("Finished"),
    TrainerState.FAILED: N_("Failed"),
}


class StatusBar(QStatusBar):
    """Numbers of a Snapshot, each in a place that does not move.

    Where there is no room for all, the less important ones are told in its tooltip.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setSizeGripEnabled(False)
        self.setContentsMargins(8, 0, 8, 0)
        self._shown: Snapshot | None = None
        self._shown_at = 0.0
        self._promised: tuple[Settings | None, int] = (None, 0)  # what it says of a run's repeating follows from these
        self._state = self._label("status_state", _("State"), *(_(word) for word in WORDS.values()))
        self._steps = self._label("status_steps", _("Environment steps"), _steps(MANY))
        self._episodes = self._label("status_episodes", _("Episodes"), _episodes(MANY))
        self._rate = self._label("status_rate", _("Steps per second"), _rate(MANY / 10))
        self._elapsed = self._label("status_elapsed", _("Time spent training"), _clock(0.0))
        # the last one, so that there is no hole while nothing is known of it
        self._exploring = self._label("status_exploring", _("How much is left to chance"), *_exploring_words(0.0))
        self._progress = QProgressBar()
        self._progress.setObjectName("status_progress")
        self._progress.setAccessibleName(_("Progress to the run length"))
        self._progress.setTextVisible(False)
        self._progress.setProperty("role", "slim")
        self._progress.setFixedSize(96, 6)
        self._done = _SteadyLabel()
        self._set_up(self._done, "status_done", _("How much of the run length is done"))
        for text in (_done(100, 100), _done(101, 100)):
            self._done.fit(text)
        self._done.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._goal = QLabel()
        self._set_up(self._goal, "status_goal", _("Goal"))
        self._promise = _SteadyLabel()
        self._set_up(self._promise, "status_promise", _("Where this run repeats"))
        for text in map(_, promises.WORDS.values()):
            self._promise.fit(text)
        self._promise.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.addPermanentWidget(self._done)
        self.addPermanentWidget(self._progress)
        self.addPermanentWidget(self._goal)
        self.addPermanentWidget(self._promise)

    def _label(self, name: str, accessible: str, *texts: str) -> _SteadyLabel:
        label = _SteadyLabel()
        self._set_up(label, name, accessible)
        for text in texts:
            label.fit(text)
        self.addWidget(label)
        return label

    def _set_up(self, label: QLabel, name: str, accessible: str) -> None:
        label.setObjectName(name)
        label.setAccessibleName(accessible)
        label.setFont(numbers_font())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        """Hide as many labels as there is no room for."""
        parts = [self._state, self._steps, self._episodes, self._rate, self._exploring, self._elapsed, self._promise]
        widths: dict[QWidget, int] = {part: part.minimumWidth() + BETWEEN for part in parts}
        widths[self._done] = self._done.minimumWidth() + BETWEEN
        kept = sum(widths.values()) + self._progress.width() + self._goal.sizeHint().width() + 3 * BETWEEN
        rest = (self._promise, self._episodes, self._rate, self._done, self._steps)
        for part in (self._elapsed, self._exploring, *rest):
            is_too_much = kept > self.contentsRect().width()
            if is_too_much:
                kept -= widths[part]
            part.setHidden(is_too_much)
        parts.append(self._done)
        self.setToolTip("\n".join(part.text() for part in parts if part.isHidden() and part.text()))

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the newest numbers; while training runs, no oftener than they can be read."""
        now = time.perf_counter()
        shown, self._shown = self._shown, snapshot
        runs_on = shown is not None and snapshot.state is shown.state is TrainerState.RUNNING
        if runs_on and snapshot.run == shown.run and now - self._shown_at < READ_S:
            return
        self._shown_at = now
        if snapshot.compiling is not None:
            return self._show_compiling(*snapshot.compiling)
        self.clearMessage()
        self._state.show_text(_(WORDS[snapshot.state]))
        self._steps.show_text(_steps(snapshot.n_steps))
        self._episodes.show_text(_episodes(snapshot.n_episodes))
        self._rate.show_text(_rate(snapshot.steps_per_s))
        self._exploring.show_text(_exploring(snapshot))
        self._elapsed.show_text(_clock(snapshot.elapsed_s))
        if not self._has_promised(snapshot):
            self._show_promise(snapshot)
        run_length = int(snapshot.values.get("run_length", 1))
        self._progress.setMaximum(run_length)
        self._progress.setValue(min(snapshot.n_steps, run_length))
        self._done.show_text(_done(snapshot.n_steps, run_length))
        measured = _(
            "{done} of the {all} steps of the run length, at which training stops; Run then goes on beyond it."
        )
        measured = measured.format(done=f"{snapshot.n_steps:,}", all=f"{run_length:,}")
        for part in (self._done, self._progress):
            part.setToolTip(measured)
        self._progress.setAccessibleDescription(measured)
        self._goal.setText(_goal(snapshot))
        self._share_out()
        return None

    def _show_compiling(self, n_done: int, n_all: int) -> None:
        """Say what the first start takes its time for, in place of numbers to come."""
        self.showMessage(_("Preparing the arithmetic for this computer, once"))
        self._progress.setMaximum(n_all)
        self._progress.setValue(n_done)
        self._done.show_text(_("{percent} %").format(percent=100 * n_done // n_all))

    def _has_promised(self, snapshot: Snapshot) -> bool:
        return self._promised[0] is snapshot.settings and self._promised[1] == snapshot.exact_from

    def _show_promise(self, snapshot: Snapshot) -> None:
        self._promised = snapshot.settings, snapshot.exact_from
        if snapshot.settings is None:
            return
        promise = promises.promise_of(snapshot.settings)
        if snapshot.exact_from:
            promise = promises.of_mixed_past(snapshot.exact_from)
        self._promise.show_text(str(promise.words))
        meaning = _("{why} The same settings, seed and changes then give the same run, bit for bit.")
        said = meaning.format(why=promise.sentence) if promise.reach != "nowhere" else str(promise.sentence)
        self._promise.setToolTip(said)
        self._promise.setAccessibleDescription(said)


class _SteadyLabel(QLabel):
    """Label of one size for all its texts.

    Others would have the whole window laid out anew, many times a second.
    """

    def fit(self, text: str) -> None:
        """Make room for this text, and keep what there is."""
        size = self.fontMetrics().size(Qt.TextFlag.TextSingleLine, text)
        if size.width() + ROOM > self.minimumWidth():
            self.setFixedSize(size.width() + ROOM, size.height() + ROOM)

    def show_text(self, text: str) -> None:
        """Show this text."""
        if text != self.text():
            self.fit(text)
            self.setText(text)


def _steps(n_steps: int) -> str:
    return ngettext("{n} step", "{n} steps", n_steps).format(n=f"{n_steps:,}")


def _episodes(n_episodes: int) -> str:
    return ngettext("{n} episode", "{n} episodes", n_episodes).format(n=f"{n_episodes:,}")


def _done(n_steps: int, run_length: int) -> str:
    """Return what the progress bar measures, in words."""
    if n_steps > run_length:
        return _("beyond the run length")
    return _("{percent} % of the run length").format(percent=100 * n_steps // run_length)


def _rate(steps_per_s: float) -> str:
    decimals = 1 if 0 < steps_per_s < 0.95 else 0
    return _("{n} steps/s").format(n=f"{steps_per_s:,.{decimals}f}")


def _exploring(snapshot: Snapshot) -> str:
    """Return the newest number, or nothing where there is none yet or none that tells."""
    epsilon = snapshot.values.get("epsilon")
    if isinstance(epsilon, float):  # it is known before the first step too
        return _(EXPLORING["epsilon"]).format(value=share_words(epsilon))
    metrics = snapshot.metrics
    name = next((name for name in EXPLORING if metrics is not None and name in metrics.curve.names), "")
    if metrics is None or not name or not metrics.curve.n_rows:
        return ""
    newest = float(metrics.curve.since(metrics.curve.n_rows - 1)[0, metrics.curve.names.index(name)])
    return _(EXPLORING[name]).format(value=share_words(newest)) if math.isfinite(newest) else ""


def _exploring_words(value: float) -> list[str]:
    return [_(words).format(value=share_words(value)) for words in EXPLORING.values()]


def _goal(snapshot: Snapshot) -> str:
    """Return how far it is from the goal.

    Where there is no goal, it is how good the best policy is.
    """
    if snapshot.settings is None:
        return ""
    if snapshot.solved_at is not None:
        return _("solved at step {step}").format(step=f"{snapshot.solved_at:,}")
    goal = snapshot.settings.card.solved_at
    if snapshot.best is None:
        return "" if goal is None else _("goal {goal}").format(goal=return_words(goal))
    best = return_words(snapshot.best[0])
    if goal is None:
        return _("best {best}").format(best=best)
    return _("best {best} of {goal}").format(best=best, goal=return_words(goal))


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
