"""Controller of the trainer: requests go in, snapshots come out on a tick.

No other object of the window talks to the trainer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from playground.ui.trainer import messages
from playground.ui.trainer.snapshot import Snapshot, TrainerState

if TYPE_CHECKING:
    from playground.engine.breakpoints.breakpoints import Breakpoint
    from playground.engine.evaluation.policy import Policy
    from playground.engine.history.archive import Archive, ArchiveLimits
    from playground.engine.history.recipe import Recipe
    from playground.engine.run.settings import Settings
    from playground.ui.trainer.thread import Trainer

TICK_MS = 36  # 28 pictures a second, and each plot more than five times
CLOSE_WITHIN_MS = 1500
PASSED_ON = (  # signals of the trainer
    *("evaluated", "policy_taken", "numbers_taken", "recipe_taken", "session_taken"),
    *("lifetime_taken", "run_left", "refused", "environment_refused"),
)


class Controller(QObject):
    """Methods that post requests, and signals for what the mailbox holds.

    While nothing runs the tick stands still. The trainer is made by `start`: all that it imports would hold up the
    first paint.
    """

    snapshot_shown = Signal(Snapshot)  # up to 30 a second
    plots_due = Signal(Snapshot, bool)  # whether all of them are, or the next one in turn
    run_replaced = Signal(Snapshot)  # another run than before
    evaluated = Signal(object)  # Evaluation, or None: it was interrupted
    policy_taken = Signal(object, object)
    numbers_taken = Signal(object, object)
    recipe_taken = Signal(object, object)
    session_taken = Signal(object, object)
    lifetime_taken = Signal(object, object)
    run_left = Signal(object)  # LeftRun: another one takes its place
    refused = Signal(str, str)  # name of the hyperparameter or "", why
    environment_refused = Signal(str, str)  # likewise, of a parameter of the environment

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._trainer: Trainer | None = None
        self._early: list[messages.Request] = []  # asked before there is a trainer
        self._closed = False
        self._at_first = Snapshot(settings=settings)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self._shown_run = 0
        self._runs_once_ready = self._is_held_back = False

    @property
    def latest(self) -> Snapshot:
        """The newest snapshot."""
        return self._at_first if self._trainer is None else self._trainer.latest

    @property
    def is_running(self) -> bool:
        return self.latest.state is TrainerState.RUNNING

    @property
    def is_ready(self) -> bool:
        """Whether there is a run by now, or was."""
        return self.latest.state is not TrainerState.GETTING_READY

    def has_loaded(self) -> bool:
        """Return whether the trainer imports nothing, any more or yet.

        Who imports beside it may come to wait for its modules, as it does for theirs.
        """
        return self._trainer is None or self._trainer.is_loaded

    def start(self) -> None:
        """Start the trainer, which gets ready by itself; show one that was taken over."""
        if self._closed:
            return
        if self._trainer is not None:
            self._on_changed()
            return
        from playground.ui.trainer.thread import Trainer

        trainer = Trainer(self._settings)
        self._serve(trainer)
        trainer.start()

    def take_over(self, other: Controller) -> None:
        """Let the trainer of another controller go on under this one.

        The other one passes on what it was told so far, and is idle from then on.
        """
        trainer = other._trainer
        if trainer is None:
            self._early = other._early + self._early
        else:
            self._serve(trainer)  # before the other lets go: nothing that it says is lost
            other.destroyed.disconnect(trainer.end)
            for signal, answer in other._answers(trainer):
                signal.disconnect(answer)
            QCoreApplication.sendPostedEvents(other)
        other._tick.stop()
        other._trainer, other._closed = None, True

    def _serve(self, trainer: Trainer) -> None:
        self._trainer = trainer
        trainer.setParent(self)
        self.destroyed.connect(trainer.end)  # where nobody closed the window: a thread deleted while it runs is a crash
        for signal, answer in self._answers(trainer):
            signal.connect(answer)
        for request in self._early:
            trainer.post(request)

    def _answers(self, trainer: Trainer) -> list[tuple[Any, Any]]:
        passed_on = ((getattr(trainer, name), getattr(self, name)) for name in PASSED_ON)
        return [(trainer.changed, self._on_changed), *passed_on]

    def hold_back(self, holds: bool) -> None:
        """Let nobody run or step, or let them again; what runs can be paused."""
        self._is_held_back = holds

    def toggle_run(self) -> None:
        """Run, or pause when running; what is asked before it is ready is done then."""
        if self._is_held_back and not self.is_running:
            return
        if not self.is_ready:
            self._runs_once_ready = not self._runs_once_ready
        stops = self.is_running if self.is_ready else not self._runs_once_ready
        self._post(messages.Pause() if stops else messages.Run())

    def run_until(self, condition: str, at_most: int, number: int) -> None:
        """Run until a condition holds, for so many env steps; snapshots bear `number`."""
        self._post(messages.RunUntil(condition, at_most, number))

    def pause(self) -> None:
        self._post(messages.Pause())

    def run(self) -> None:
        """Go on running, whether or not it is known yet that it paused."""
        self._post(messages.Run())

    def step(self) -> None:
        """Pause and make one step whose numbers are shown."""
        self._runs_once_ready = False
        if not self._is_held_back:
            self._post(messages.StepOnce())

    def step_episode(self) -> None:
        """Run until the episode ends."""
        self._runs_once_ready = not self._is_held_back
        if not self._is_held_back:
            self._post(messages.Run(to_episode_end=True))

    def reset(self, settings: Settings, policy: Policy | None = None, recipe: Recipe | None = None) -> None:
        """Begin a new run; with `policy`, from its weights; with `recipe`, its run."""
        self._post(messages.Reset(settings, policy, recipe))

    def set_hyper(self, name: str, value: Any, gesture: int) -> None:
        self._post(messages.SetHyper(name, value, gesture))

    def set_environment(self, name: str, value: Any, gesture: int) -> None:
        self._post(messages.SetEnvironment(name, value, gesture))

    def release_hyper(self, name: str) -> None:
        self._post(messages.ReleaseHyper(name))

    def intervene(self, kind: str, payload: dict[str, Any]) -> None:
        """Do something to the environment that is shown, at its next step.

        The kinds are those of engine/run/interventions.py. Where it cannot be done, `refused` has the reason.
        """
        self._post(messages.Intervene(kind, payload))

    def set_speed(self, steps_per_s: float | None) -> None:
        self._post(messages.SetSpeed(steps_per_s))

    def look_inside(self, looks: bool) -> None:
        """Tell whether somebody looks inside; while nobody does it costs nothing."""
        self._post(messages.Look(looks))

    def evaluate(self) -> None:
        self._post(messages.Evaluate())

    def goto(self, n_steps: int) -> None:
        """Pause and show the moment when so many env steps were done."""
        self._post(messages.Goto(n_steps))

    def step_back(self) -> None:
        """Pause and show the moment one step earlier."""
        self._post(messages.StepBack())

    def episode_back(self) -> None:
        """Pause and show the end of the episode before."""
        self._post(messages.EpisodeBack())

    def episode_forward(self) -> None:
        """Pause and show the end of the next episode, or the present."""
        self._post(messages.EpisodeForward())

    def cancel_goto(self) -> None:
        """Stop on the way to a moment that is far."""
        self._post(messages.CancelGoto())

    def to_present(self) -> None:
        """Show the present again."""
        self._post(messages.Goto(self.latest.present_steps))

    def fork_here(self, action: Any = None) -> None:
        """Begin a fork at the moment that is shown.

        Its next step takes `action`, where one is given. Where it cannot be begun, `refused` has the reason.
        """
        self._post(messages.ForkHere(action))

    def close_fork(self) -> None:
        self._post(messages.CloseFork())

    def promote_fork(self, *, drops_to_come: bool = False) -> None:
        """Let the fork become the run, with the changes to come in it or without them."""
        self._post(messages.Promote(drops_to_come))

    def set_breakpoints(self, breakpoints: tuple[Breakpoint, ...]) -> None:
        """Pause at these from now on, and at no others."""
        self._post(messages.SetBreakpoints(breakpoints))

    def show_cells(self, shown: bool) -> None:
        """Let snapshots tell what the learner makes of each cell of a grid, or no longer."""
        self._post(messages.ShowCells(shown))

    def take_policy(self, which: str, purpose: Any) -> None:
        """Ask for the "best", the "current", or the current but "untested" policy.

        It comes back with `purpose` in policy_taken. The "untested best" is None where none is the best yet.
        """
        self._post(messages.TakePolicy(which, purpose))

    def take_numbers(self, purpose: Any) -> None:
        """Ask for all numbers of what is shown: `purpose` comes back with them."""
        self._post(messages.TakeNumbers(purpose))

    def take_recipe(self, purpose: Any) -> None:
        """Ask for the recipe of what is shown; it comes back with `purpose`."""
        self._post(messages.TakeRecipe(purpose))

    def take_session(self, purpose: Any, bounds: ArchiveLimits, *, beside_fork: bool = False) -> None:
        """Ask for the run that is shown, at its present, or the one beside a fork.

        It comes back with `purpose` in session_taken; where it cannot be had, `refused` has the reason.
        """
        self._post(messages.TakeSession(purpose, bounds, beside_fork))

    def take_lifetime(self, purpose: Any) -> None:
        """Ask for what the ages of the run that is shown are worked out from.

        It comes back with `purpose` in lifetime_taken.
        """
        self._post(messages.TakeLifetime(purpose))

    def open_session(self, archive: Archive) -> None:
        """Go on with a run that was kept.

        If it cannot, the run that is shown stays, and `refused` has the reason.
        """
        self._post(messages.OpenSession(archive))

    def close(self) -> bool:
        """End the trainer; return whether it ended.

        While it imports torch, nothing can interrupt it.
        """
        self._tick.stop()
        self._closed = True
        self._post(messages.Close())
        return self._trainer is None or self._trainer.wait(CLOSE_WITHIN_MS)

    def _post(self, request: messages.Request) -> None:
        if self._trainer is None:
            self._early.append(request)
        else:
            self._trainer.post(request)

    def _on_changed(self) -> None:
        if self.is_running and not self._tick.isActive():
            self._tick.start()
        self._show(self.latest, all_plots=not self._tick.isActive())

    def _on_tick(self) -> None:
        snapshot = self.latest
        running = snapshot.state is TrainerState.RUNNING
        if not running:
            self._tick.stop()
        self._show(snapshot, all_plots=not running)

    def _show(self, snapshot: Snapshot, all_plots: bool) -> None:
        if snapshot.run != self._shown_run:
            self._shown_run = snapshot.run
            self.run_replaced.emit(snapshot)
        self.snapshot_shown.emit(snapshot)
        self.plots_due.emit(snapshot, all_plots)
