"""Walk through the stages of a step: which step is shown, and which card is open."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from playground.agents.loop import Diagram, LoopExplainer, Stage, StepFacts
from playground.agents.plain_loop import loop_of
from playground.ui.trainer.snapshot import Snapshot, TrainerState

if TYPE_CHECKING:
    from playground.engine.insight.buffer import BufferView
    from playground.engine.run.trace import Trace

READABLE = 5.0  # steps/s at most at which the numbers of single steps are shown
WALKED = 0.5  # steps/s at most at which a run walks through the stages of each
LEAST_MS = 150  # of a stage,
SHARE = 0.9  # and of the time between two steps, for all of them

NOTHING_RUNS = (TrainerState.GETTING_READY, TrainerState.FAILED)


@dataclass(frozen=True)
class ReplayFrame:
    """What is known of a step that is replayed: nothing is learned in it."""

    values: tuple[float, ...] = ()  # what chose the action, as the bars show it
    action: Any = None  # None at the start of an episode


@dataclass(frozen=True)
class _Wanted:
    """Step that was asked for from the last card, or from the first one."""

    n_steps: int  # env steps of what was shown then
    is_ahead: bool


class StageWalk(QObject):
    """Step whose facts are shown, its stages, and which of them is meant.

    It follows snapshots. A run of half a step a second or less walks through the stages by itself while somebody
    watches; up to five a second only the facts change; above there is no single step, and the facts are about now.
    """

    facts_changed = Signal()  # also where the diagram, the stages, or what else is shown changed
    stage_changed = Signal(int)
    step_wanted = Signal()
    step_back_wanted = Signal()
    pause_wanted = Signal()
    watched_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.snapshot = Snapshot()
        self.explainer: LoopExplainer | None = None
        self.diagram = Diagram((1, 1), (), ())
        self.stages: tuple[Stage, ...] = ()
        self.index = 0
        self.facts: StepFacts | None = None
        self.replay: ReplayFrame | None = None  # shown in place of the run
        self._declared: tuple[Any, Any] = (None, None)  # settings, and hyperparameters that the diagram is for
        self._all_stages: tuple[Stage, ...] = ()
        self._values: dict[str, Any] = {}
        self._wanted: _Wanted | None = None
        self._is_asked = False  # whether an answer to what is wanted is still to come
        self._steps_per_s: float | None = None
        self._watchers: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_timer)

    # What is shown

    @property
    def stage(self) -> Stage | None:
        """The stage whose card is open."""
        return self.stages[self.index] if self.stages else None

    @property
    def lit(self) -> Stage | None:
        """The stage that is lit: none while steps go by without being walked through."""
        if self.replay is not None or self.snapshot.state in NOTHING_RUNS or (self._runs and not self._is_walked):
            return None
        has_numbers = self.facts is not None and self.facts.trace is not None
        return self.stage if has_numbers or self.is_at_first else None

    @property
    def is_at_first(self) -> bool:
        """Whether what is shown is the run before its first step."""
        return self.snapshot.n_steps == 0

    @property
    def buffer(self) -> BufferView | None:
        """What is kept of the past, at the moment that the facts are of."""
        trace, inside = self.snapshot.fresh_trace, self.snapshot.inside
        if trace is not None and trace.buffer is not None:
            return trace.buffer
        return None if inside is None else inside.buffer

    @property
    def is_watched(self) -> bool:
        return bool(self._watchers)

    @property
    def _runs(self) -> bool:
        return self.snapshot.state is TrainerState.RUNNING

    @property
    def _is_walked(self) -> bool:
        return self._steps_per_s is not None and self._steps_per_s <= WALKED

    # What happens

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the run: take the facts of the moment that is shown."""
        if snapshot.settings is None or snapshot.state is TrainerState.GETTING_READY:
            return  # the words of an algorithm take a while to import, and there is no run yet
        before, self.snapshot = self.snapshot, snapshot
        is_other_run = snapshot.run != before.run or snapshot.settings is not before.settings
        if is_other_run:
            self._wanted = None
        if not self._runs:
            self._timer.stop()
            self._is_asked = self._is_asked and snapshot.busy is not None
        trace = self._readable_trace()
        facts = self.facts
        is_other_step = facts is None or trace is not facts.trace or is_other_run
        is_other = (
            is_other_step
            or (snapshot.values != self._values and not self._runs)  # schedules move them at every step
            or snapshot.inside is not before.inside
            or snapshot.state is not before.state
            or snapshot.is_past != before.is_past
            or (snapshot.n_steps == 0) != (before.n_steps == 0)
            or (snapshot.fork is None) != (before.fork is None)
        )
        if not is_other:
            return
        self._take_facts(trace, keeps_row=not is_other_step)
        self._go(0 if is_other_run else self._index_now(is_other_step), is_other_stages=True)

    def set_speed(self, steps_per_s: float | None) -> None:
        """Take how many steps a second the run makes; None: as many as it can."""
        self._steps_per_s = steps_per_s
        if not self._is_walked:
            self._timer.stop()
        if self.facts is not None:
            self._take_facts(self._readable_trace(), keeps_row=True)
            self._go(self.index, is_other_stages=True)

    def show_replay(self, frame: ReplayFrame | None) -> None:
        """Show a step that is replayed in place of the run; None: the run again."""
        self.replay = frame
        self.facts_changed.emit()

    def set_watched(self, by: str, is_watched: bool) -> None:
        """Take whether a panel can be seen: a run walks for somebody only."""
        before = self.is_watched
        (self._watchers.add if is_watched else self._watchers.discard)(by)
        if self.is_watched != before:
            if before:
                self._timer.stop()
            self.watched_changed.emit(self.is_watched)

    # What a person does

    def forward(self) -> None:
        """Go to the next card; from the last one, ask for the next step."""
        has_cards = self.facts is not None and (self.facts.trace is not None or self.is_at_first)
        if has_cards and self._wanted is None and self.index + 1 < len(self.stages):
            self._hold()
            self._go(self.index + 1)
        else:
            self._ask(is_ahead=True)

    def back(self) -> None:
        """Go to the card before; from the first one, ask for the step before."""
        if self.index > 0 and self._wanted is None:
            self._hold()
            self._go(self.index - 1)
        elif not self.is_at_first:
            self._ask(is_ahead=False)

    def open(self, index: int) -> None:
        """Go to a card, where there is such a one."""
        if 0 <= index < len(self.stages):
            self._hold()
            self._go(index)

    def open_stage_of(self, name: str) -> None:
        """Go to the next card that is about a box or an arrow."""
        about = [number for number, stage in enumerate(self.stages) if name in stage.lights]
        if about:
            self.open(next((number for number in about if number > self.index), about[0]))

    def choose(self, row: int) -> None:
        """Let the cards speak of another row of the minibatch."""
        if self.facts is not None and row != self.facts.chosen:
            self.facts = dataclasses.replace(self.facts, chosen=row)
            self.facts_changed.emit()

    def _hold(self) -> None:
        """Stop where somebody reads: a run that is walked through would go on."""
        self._timer.stop()
        if self._runs and self._is_walked:
            self.pause_wanted.emit()

    def _ask(self, *, is_ahead: bool) -> None:
        if self._is_asked or self.snapshot.state in NOTHING_RUNS:
            return
        self._wanted, self._is_asked = _Wanted(self.snapshot.n_steps, is_ahead), True
        self._timer.stop()
        (self.step_wanted if is_ahead else self.step_back_wanted).emit()

    # How it follows

    def _readable_trace(self) -> Trace | None:
        """Return the numbers of the very step that led to what is shown, if readable."""
        is_readable = not self._runs or (self._steps_per_s is not None and self._steps_per_s <= READABLE)
        return self.snapshot.fresh_trace if is_readable and self.snapshot.state not in NOTHING_RUNS else None

    def _take_facts(self, trace: Trace | None, *, keeps_row: bool) -> None:
        settings = self.snapshot.settings
        assert settings is not None
        before, space = self.facts, settings.space
        self._values = self.snapshot.values
        params = None if trace is None else trace.params
        if params is None:
            params = dataclasses.replace(settings.params, **self._values)
        self._declare(params)
        chosen = before.chosen if before is not None and keeps_row else None
        inside, newest = self.snapshot.inside, self.snapshot.fresh_trace
        self.facts = StepFacts(
            params,
            space,
            settings.card.actions,
            trace,
            chosen,
            insight=inside.insight if inside is not None else {} if newest is None else newest.insight,
            rates={} if inside is None else inside.rates,
            observed=settings.card.observed,
        )

    def _declare(self, params: Any) -> None:
        """Take diagram and stages of what is shown; they depend on the hyperparameters."""
        settings = self.snapshot.settings
        assert settings is not None
        if self._declared[0] is not settings:
            self.explainer = loop_of(settings.learner.make_explainer())
        assert self.explainer is not None
        if (self._declared[0], self._declared[1]) != (settings, params):
            self._declared = settings, params
            diagram = self.explainer.diagram(params, settings.space)
            if diagram != self.diagram:
                self.diagram = diagram
            self._all_stages = self.explainer.stages(params, settings.space)
        first = tuple(stage for stage in self._all_stages if stage.is_setup)
        rest = tuple(stage for stage in self._all_stages if not stage.is_setup)
        self.stages = first if self.is_at_first and first else rest

    def _index_now(self, is_other_step: bool) -> int:
        """Return which card is open once the facts are those of what is shown."""
        wanted, facts = self._wanted, self.facts
        assert facts is not None
        if wanted is not None and self.snapshot.n_steps != wanted.n_steps and (facts.trace or self.is_at_first):
            self._wanted, self._is_asked = None, False
            if (self.snapshot.n_steps > wanted.n_steps) == wanted.is_ahead:
                return 0 if wanted.is_ahead else len(self.stages) - 1
        if is_other_step and facts.trace is not None and self._runs and self._is_walked and self.is_watched:
            self._begin_to_walk()
            return 0
        return self.index

    def _begin_to_walk(self) -> None:
        assert self._steps_per_s is not None
        between_ms = 1000 / self._steps_per_s
        n_stages = max(len(self.stages), 1)
        self._timer.start(int(min(max(SHARE * between_ms / n_stages, LEAST_MS), between_ms / n_stages)))

    def _on_timer(self) -> None:
        if self.index + 1 < len(self.stages):
            self._go(self.index + 1)
        if self.index + 1 < len(self.stages):
            self._timer.start()

    def _go(self, index: int, *, is_other_stages: bool = False) -> None:
        index = max(0, min(index, len(self.stages) - 1))
        is_other = index != self.index
        self.index = index
        if is_other_stages:
            self.facts_changed.emit()
        if is_other:
            self.stage_changed.emit(index)
