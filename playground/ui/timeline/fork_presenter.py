"""Presenter for forks: begin one, show both runs, promote or close it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from playground.i18n import _
from playground.store.recent_runs import LEAST_STEPS
from playground.ui.plots.presenter import PlotsPresenter
from playground.ui.support.notice import Notice
from playground.ui.timeline.fork_bar import ForkBar, difference_words, to_come_words
from playground.ui.trainer.controller import Controller
from playground.ui.trainer.snapshot import Snapshot, TrainerState
from playground.ui.view.side_by_side import SideBySide
from playground.ui.view.view_presenter import ViewPresenter

if TYPE_CHECKING:
    from playground.engine.run.metrics import Mark


class ForkPresenter(QObject):
    """Second view, second curves and fork bar, as a snapshot with a fork needs them."""

    save_run_wanted = Signal()

    def __init__(
        self,
        controller: Controller,
        view_presenter: ViewPresenter,
        pair: SideBySide,
        bar: ForkBar,
        plots: PlotsPresenter,
        fork: QAction,
        save: QAction,
        notice: Notice,
        parent: QObject,
    ) -> None:
        """`fork` begins one; `save` is what saves the run that is shown, which is B."""
        super().__init__(parent)
        self._controller, self._view_presenter, self._pair, self._bar = controller, view_presenter, pair, bar
        self._plots, self._fork, self._notice = plots, fork, notice
        self._tip = fork.toolTip()
        self._question = ""  # that promoting asks
        fork.triggered.connect(self.begin)
        pair.view.fork_requested.connect(self.begin)
        bar.save.clicked.connect(save.trigger)
        bar.save_run.clicked.connect(self.save_run_wanted)
        bar.promote.clicked.connect(self._on_promote)
        bar.close_fork.clicked.connect(self._on_close)
        notice.action_chosen.connect(self._on_notice)
        controller.snapshot_shown.connect(self._on_snapshot)
        view_presenter.replaying_changed.connect(self._on_replaying_changed)
        controller.plots_due.connect(self._on_plots_due)

    def begin(self) -> None:
        """Begin a fork at the moment that is shown.

        It stays paused there until one thing is changed.
        """
        if self._fork.isEnabled():
            self._view_presenter.leave_replay()
            self._controller.pause()
            self._controller.fork_here()

    def _on_promote(self) -> None:
        fork, to_come = self._controller.latest.fork, self._controller.latest.to_come
        said = ""
        if fork is not None and fork.a_steps > fork.from_step:
            if fork.a_steps - fork.from_step >= LEAST_STEPS:
                said = _("B becomes the run. What A did after step {step} goes with A to Run > Recent runs.")
            else:
                said = _("B becomes the run. What A did after step {step} will be gone.")
            said = said.format(step=f"{fork.from_step:,}")
        if to_come:
            coming = to_come_words(to_come)
            self._question = _("{sentence} {next}").format(sentence=said, next=coming) if said else coming
            answers = [
                ("promote", _("Promote B with these")),
                ("promote_alone", _("Promote B without them")),
                ("promote_not", _("Cancel")),
            ]
            self._notice.ask(self._question, answers)
        elif said:
            self._notice.show_message(said, name="promote", label=_("Promote B"))
        else:
            self._controller.promote_fork()

    def _on_close(self) -> None:
        latest = self._controller.latest
        if latest.fork is not None and latest.n_steps > latest.fork.from_step:
            n_steps = latest.n_steps - latest.fork.from_step
            if n_steps >= LEAST_STEPS:
                said = _("The fork, with the {n} steps it made, goes to Run > Recent runs. A is as it was.")
            else:
                said = _(
                    "The fork will be gone with the {n} steps it made; save B first if you want to keep it. A is as it was."
                )
            self._notice.show_message(said.format(n=f"{n_steps:,}"), name="close_fork", label=_("Close the fork"))
        else:
            self._controller.close_fork()

    def _on_notice(self, name: str) -> None:
        if name in ("promote", "promote_alone"):
            self._controller.promote_fork(drops_to_come=name == "promote_alone")
        elif name == "close_fork":
            self._controller.close_fork()

    def _on_replaying_changed(self) -> None:
        self._on_snapshot(self._controller.latest)

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        self._enable_action(snapshot)
        fork, settings = snapshot.fork, snapshot.settings
        if fork is None or settings is None:
            self._notice.withdraw_question(self._question)
            self._bar.end()
            self._pair.show_one()
            return
        self._bar.show_fork(fork, _marks(snapshot), snapshot.to_come)
        if self._view_presenter.shows_run:
            self._pair.show_second(fork.scene, settings.card, fork.from_step)
        else:
            self._pair.show_one()

    def _on_plots_due(self, snapshot: Snapshot) -> None:
        plots, fork = self._plots.plots, snapshot.fork
        if plots is None:
            return
        if fork is None:
            plots.set_second(None)
            plots.set_difference(None)
        else:
            plots.set_second(fork.metrics, fork.from_step)
            step = None if fork.difference is None else fork.difference.step
            plots.set_difference(step, difference_words(fork, _marks(snapshot)))

    def _enable_action(self, snapshot: Snapshot) -> None:
        """Enable the action where it is possible, and say why where it is not."""
        settings = snapshot.settings
        is_ready = snapshot.state not in (TrainerState.GETTING_READY, TrainerState.FAILED)
        restorable = settings is None or settings.card.restored_by != "none"
        self._fork.setEnabled(is_ready and restorable and snapshot.fork is None)
        if not restorable and settings is not None:
            why = _("“{environment}” cannot be put back to an earlier moment, so a run in it cannot be forked.")
            self._fork.setToolTip(why.format(environment=settings.environment))
        elif snapshot.fork is not None:
            self._fork.setToolTip(_("There is a fork beside the run already: close it or promote it first."))
        else:
            self._fork.setToolTip(self._tip)


def _marks(snapshot: Snapshot) -> tuple[Mark, ...]:
    """Return what was changed in the run beside the fork."""
    return () if snapshot.metrics is None else tuple(snapshot.metrics.marks)
