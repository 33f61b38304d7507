"""One training without a window, by a recipe; shared by `train` and `run`."""

from __future__ import annotations

import contextlib
import dataclasses
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType, TracebackType
from typing import Any, BinaryIO

import numpy as np

from playground.cli.preparing import prepare_here
from playground.cli.terminal import Progress, complain, mean_and_std, say
from playground.end_signals import end_signals, outlast_console
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.evaluation.policy import Policy, policy_of
from playground.engine.evaluation.result import rounded
from playground.engine.headless import RunOutcome, open_spill, train
from playground.engine.history.recipe import Reached, Recipe
from playground.engine.remarks import greedy_and_drawn, newest_returns, no_goal_yet
from playground.engine.run.promise import promise_of
from playground.engine.run.session import Session
from playground.errors import EnvironmentFault, Term
from playground.i18n import _, ngettext


@dataclass(frozen=True)
class Trained:
    """A training that has ended, and its result."""

    session: Session
    evaluator: Evaluator
    outcome: RunOutcome
    best: Policy | None  # with their evaluations on fresh starts
    final: Policy

    def result(self, saved: str | None) -> dict[str, Any]:
        """Return the object that --json asks for.

        `saved` is the policy file that was written.
        """
        seconds = self.outcome.train_seconds
        return {
            "env_steps": self.session.n_steps,
            "updates": self.session.agent.n_updates,
            "episodes": self.session.n_episodes,
            "train_seconds": round(seconds, 3),  # in Session.step(), without evaluating
            "eval_seconds": round(self.outcome.eval_seconds, 3),
            "steps_per_s": round(self.session.n_steps / seconds, 1) if seconds else None,
            "end": self.outcome.end,
            "solved_at": self.evaluator.solved_at,
            "best": _scores(self.best) if self.best is not None else None,
            "final": _scores(self.final),
            "training": _training_scores(self.session),
            "weights_sha256": self.final.weights_sha256,
            "same_on": promise_of(self.session.settings).reach,
            "saved": saved,
        }

    def recipe(self, followed: Recipe) -> Recipe:
        """Return the recipe that was followed, with the result it reached.

        That of a stopped run is as long as the run was.
        """
        evaluation = self.final.evaluation
        reached = Reached(
            self.session.n_steps, self.final.weights_sha256, None if evaluation is None else evaluation.mean
        )
        is_stopped = self.outcome.end == "stopped" and self.session.n_steps > 0
        n_steps = self.session.n_steps if is_stopped else followed.n_steps
        return dataclasses.replace(followed, n_steps=n_steps, reached=reached)


@contextlib.contextmanager
def trained(recipe: Recipe) -> Iterator[Trained]:
    """Train as `recipe` says, with a progress bar and Ctrl-C.

    It says why training ended, unless it was done. What is done within, which is a moment's work, is not interrupted.
    """
    recipe.settings.card.check_available()
    for name, words in recipe.settings.cautions().items():
        complain(_("{name}: {words}").format(name=name, words=words))
    prepare_here()
    with _spill() as spill, _Stop() as stop:
        session = Session(recipe.settings, recipe.inputs, spill)
        evaluator = Evaluator(session, recipe.eval_every)
        outcome = _train(session, evaluator, recipe, stop)
        best, final = _reported(evaluator, policy_of(session))
        stop.let_finish()
        _say_why_it_ended(session, outcome)
        yield Trained(session, evaluator, outcome, best, final)


def say_result(done: Trained) -> None:
    """Print the result in words."""
    result = done.result(saved=None)
    say(
        _("Trained {env_steps} steps, {episodes} episodes and {updates} updates in {train_seconds} s.").format(**result)
    )
    if not result["updates"]:
        say(_("Nothing was learned: no update was made, so the weights are those that the run began with."))
    elif result["best"] is not None and result["best"]["episodes"]:
        text = _("Best policy: mean return {mean} over {episodes} fresh episodes, from step {step}.")
        say(_with_scores(text, result["best"]))
    if result["final"]["episodes"]:
        say(_with_scores(_("At the end: mean return {mean} over {episodes} fresh episodes."), result["final"]))
    if n := result["training"]["episodes"]:
        text = ngettext(
            "In training: mean return {mean} over {episodes} episode.",
            "In training: mean return {mean} over the newest {episodes} episodes.",
            n,
        )
        say(_with_scores(text, result["training"]))
    if result["solved_at"] is not None:
        say(_("Solved at step {n}.").format(n=result["solved_at"]))
    for remark in _remarks(done):
        say(str(remark))
    say(str(promise_of(done.session.settings).sentence))


def _remarks(done: Trained) -> list[Term]:
    """Return what else there is to say of the run."""
    settings, metrics = done.session.settings, done.session.metrics
    evaluation = done.final.evaluation if done.session.agent.n_updates else None
    remarks = [
        no_goal_yet(settings, metrics),
        None if evaluation is None else greedy_and_drawn(settings, metrics, evaluation.mean, evaluation.std),
    ]
    return [remark for remark in remarks if remark is not None]


def _train(session: Session, evaluator: Evaluator, recipe: Recipe, stop: _Stop) -> RunOutcome:
    n_steps = recipe.n_steps
    with Progress(n_steps, _("steps")) as progress:

        def show() -> None:
            if progress.is_due():
                progress.update(session.n_steps, _news(session))

        return train(
            session, evaluator, n_steps, until_solved=recipe.until_solved, should_stop=stop.is_asked, on_progress=show
        )


def _reported(evaluator: Evaluator, final: Policy) -> tuple[Policy | None, Policy]:
    """Return the best and the final policy with their evaluations.

    Where the environment fails they go without, for they can be saved all the same.
    """
    best = evaluator.best.policy if evaluator.best is not None else None
    try:
        reported = evaluator.report(final)
        if best is not None and best.step == final.step:
            return dataclasses.replace(best, evaluation=reported.evaluation), reported
        return best and evaluator.report(best), reported
    except EnvironmentFault as error:
        complain(_("The policies were not evaluated. {error}").format(error=error))
        return best, final


def _news(session: Session) -> str:
    recent = newest_returns(session.metrics)
    mean = float(np.mean(recent)) if len(recent) else session.shown.episode_return
    epsilon = getattr(session.params, "epsilon", None)
    if epsilon is None:
        return _("return {mean}").format(mean=rounded(mean))
    return _("return {mean}, epsilon {epsilon:.3f}").format(mean=rounded(mean), epsilon=epsilon)


def _say_why_it_ended(session: Session, outcome: RunOutcome) -> None:
    if outcome.end == "failed":
        text = _("Training ended at step {n}. {reason} Put its code right and train again.")
        complain(text.format(n=session.n_steps, reason=outcome.error))
    elif outcome.error is not None:
        complain(_("Training ended at step {n}. {reason}").format(n=session.n_steps, reason=outcome.error))
    elif outcome.end == "stopped":
        complain(_("Stopped at step {n}.").format(n=session.n_steps))


def _scores(policy: Policy) -> dict[str, Any]:
    evaluation = policy.evaluation
    if evaluation is None:
        return {"step": policy.step, "mean": None, "std": None, "episodes": 0}
    return {
        "step": policy.step,
        "mean": evaluation.mean,
        "std": evaluation.std,
        "episodes": len(evaluation.returns),
    }


def _training_scores(session: Session) -> dict[str, Any]:
    """Return the scores of the newest episodes of training."""
    returns = newest_returns(session.metrics)
    if not len(returns):
        return {"mean": None, "std": None, "episodes": 0}
    return {"mean": float(returns.mean()), "std": float(returns.std()), "episodes": len(returns)}


def _with_scores(text: str, scores: dict[str, Any]) -> str:
    return text.format(**scores | {"mean": mean_and_std(scores["mean"], scores["std"])})


def _spill() -> contextlib.AbstractContextManager[BinaryIO | None]:
    """Return a file for the older part of the transition log, closed at the end."""
    return open_spill() or contextlib.nullcontext()


class _Stop:
    """The first Ctrl-C, or request to end, answered between two steps.

    The second does what it always does: it interrupts at once. Saving and reporting, which is a moment's work, are
    not interrupted.
    """

    def __enter__(self) -> _Stop:
        self._asked = False
        self._before = {number: signal.signal(number, self._on_signal) for number in end_signals()}
        outlast_console()
        return self

    def is_asked(self) -> bool:
        return self._asked

    def let_finish(self) -> None:
        """Ignore every further request."""
        for number in self._before:
            signal.signal(number, signal.SIG_IGN)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._asked = True
        self._restore()

    def _restore(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._restore()
