"""Presenter for the lines of reference: what random actions and a rule return."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from playground.errors import CancelledError
from playground.i18n import _
from playground.lazy import lazy_import
from playground.ui.plots.presenter import PlotsPresenter
from playground.ui.support.background_task import BackgroundTask, BackgroundTasks
from playground.ui.trainer.controller import Controller
from playground.ui.trainer.snapshot import Snapshot

if TYPE_CHECKING:
    from playground.engine.evaluation import evaluation, references
    from playground.engine.evaluation.references import References
    from playground.engine.run.settings import Settings
    from playground.envs.base import EnvironmentCard, EnvironmentParams
    from playground.ui.plots.kinds import reference_lines
else:  # after the first paint
    evaluation = lazy_import("playground.engine.evaluation.evaluation")
    references = lazy_import("playground.engine.evaluation.references")
    reference_lines = lazy_import("playground.ui.plots.kinds.reference_lines")

SETTLED_MS = 400  # after which a change of the environment counts as made: a drag is many
MOST_KEPT = 100

_found: dict[tuple[str, EnvironmentParams], References] = {}  # in this process, by environment and parameters


class ReferencePresenter(QObject):
    """Returns of random actions and of the rule, in the environment as it is shown.

    They are computed apart, once for each environment and its parameters. For an environment that somebody added
    there are none: it may be slow, and its code need not bear to be run beside itself.
    """

    def __init__(
        self, controller: Controller, plots_presenter: PlotsPresenter, tasks: BackgroundTasks, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._plots_presenter, self._tasks = plots_presenter, tasks
        self._seen: tuple[Settings | None, dict[str, object]] = (None, {})  # of the newest snapshot
        self._computed: tuple[EnvironmentCard, EnvironmentParams] | None = None  # that is under way
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLED_MS)
        self._timer.timeout.connect(self._compute)
        controller.plots_due.connect(self._on_plots_due)

    @property
    def is_busy(self) -> bool:
        """Whether lines are still to come."""
        return self._timer.isActive() or self._computed is not None

    def _on_plots_due(self, snapshot: Snapshot) -> None:
        settings, values = snapshot.settings, snapshot.environment_values
        if snapshot.metrics is None or settings is None or self._plots_presenter.plots is None:
            return  # getting ready
        seen_settings, seen_values = self._seen
        if settings is seen_settings and values == seen_values:
            return
        self._seen = settings, values
        if seen_settings is None or settings.card is not seen_settings.card:
            self._plots_presenter.plots.set_references(None)  # those of another environment
        self._show_or_wait()

    def _wanted(self) -> tuple[EnvironmentCard, EnvironmentParams]:
        settings, values = self._seen
        assert settings is not None
        return settings.card, settings.card.parameters(**values)

    def _show_or_wait(self) -> None:
        """Show what is known, or compute it once nothing changes any more."""
        settings, _values = self._seen
        assert settings is not None
        self._timer.stop()
        if not settings.card.is_added and not self._show():
            self._timer.start()

    def _show(self) -> bool:
        """Show what is known of the environment as it is now; return whether it is."""
        card, parameters = self._wanted()
        found = _found.get((card.id, parameters))
        plots = self._plots_presenter.plots
        if found is None or plots is None:
            return False
        plots.set_references(reference_lines.ShownReferences(found, _(card.rule_name) if card.rule_name else ""))
        return True

    def _compute(self) -> None:
        if self._computed is None:
            self._computed = self._wanted()
            self._tasks.start(_Evaluations(*self._computed), self._on_computed, self._on_failed)

    def _on_computed(self, found: References) -> None:
        assert self._computed is not None
        card, parameters = self._computed
        self._computed = None
        if len(_found) >= MOST_KEPT:
            _found.clear()
        _found[card.id, parameters] = found
        self._show_or_wait()

    def _on_failed(self, message: str) -> None:
        """Show no lines: the log has the reason, and nobody asked for anything."""
        failed, self._computed = self._computed, None
        if failed != self._wanted():
            self._show_or_wait()


class _Evaluations:
    def __init__(self, card: EnvironmentCard, parameters: EnvironmentParams) -> None:
        self._card, self._parameters = card, parameters

    def __call__(self, task: BackgroundTask) -> References:
        try:
            return references.references_of(self._card, self._parameters, task.isInterruptionRequested)
        except evaluation.EvaluationStopped:
            raise CancelledError from None
