"""`playground train`: a run without a window, from its settings to a saved policy and a result in numbers."""

from __future__ import annotations

import argparse
import contextlib
import signal
from types import FrameType, TracebackType
from typing import Any, BinaryIO

import numpy as np

from playground.agents.arrays import prepare_thread
from playground.agents.base import ALGORITHMS, PairError
from playground.cli.terminal import Progress, complain, mean_and_std, say, say_json
from playground.cli.typed import typed_environment
from playground.engine.evaluation import Evaluator, rounded
from playground.engine.headless import Outcome, open_spill, train
from playground.engine.policy import Policy, policy_of
from playground.engine.preset import ALGORITHM, ENVIRONMENT, Preset
from playground.engine.presets import PRESETS
from playground.engine.session import Session
from playground.engine.settings import Settings
from playground.envs.gymnasium_form import AddError
from playground.errors import EnvironmentFault, HyperError, PlaygroundError, UnknownNameError
from playground.hyper import parse_assignment
from playground.i18n import N_, _
from playground.registry import Registry
from playground.store.plain import plain
from playground.store.policy_file import check_can_save, save_policy

_EPISODES_IN_MEAN = 20


def run(arguments: argparse.Namespace) -> int:
    """Train, save and report; return the exit code."""
    try:
        settings = settings_from(arguments)
    except (HyperError, UnknownNameError, PairError, AddError) as error:
        arguments.wrong_usage(str(error))
    settings.card.check_available()
    if arguments.save is not None:
        check_can_save(settings, arguments.save)
    prepare_thread()
    with _spill() as spill, _Stop() as stop:
        session = Session(settings, spill=spill)
        evaluator = Evaluator(session, arguments.eval_every)
        outcome = _train(session, evaluator, stop, arguments.until_solved)
        best, final = _reported(evaluator, policy_of(session))
        stop.let_finish()
        if best is None:  # the environment failed in every evaluation: what was learned is kept all the same
            arguments.save_which = "current"
        _say_why_it_ended(session, outcome, will_save=arguments.save is not None)
        is_saved = _save(arguments, best if arguments.save_which == "best" else final, session.n_steps)
        result = _result(session, evaluator, outcome, best, final)
        result["saved"] = arguments.save if is_saved else None
        if arguments.json:
            if is_saved and outcome.end in ("stopped", "diverged", "failed"):  # who pressed Ctrl-C wants to know
                complain(_saved(arguments))
            say_json(result, arguments.output)
        else:
            _say_result(result, arguments)
    return 0 if outcome.error is None and is_saved == (arguments.save is not None) else 1


def settings_from(arguments: argparse.Namespace) -> Settings:
    """Return the settings that the flags ask for; raise HyperError or UnknownNameError."""
    settings = _preset(arguments).settings()
    physics = dict(parse_assignment(settings.environment_params, text, "length=1") for text in arguments.set_env)
    settings = settings.with_environment(physics)
    values = dict(parse_assignment(settings.params, text) for text in arguments.set)
    flags = {"seed": arguments.seed, "run_length": arguments.steps}
    return settings.with_values(values | {name: value for name, value in flags.items() if value is not None})


def _preset(arguments: argparse.Namespace) -> Preset:
    """Return the preset that --preset names, or the first one of the environment and algorithm that are asked for.

    Where only an algorithm is asked for, its environment is the first that somebody made a preset of it for. A preset
    that this pair has not brings the environment or the algorithm that no flag names.
    """
    any_environment, any_algorithm = arguments.env is None, arguments.algo is None
    if any_algorithm and not any_environment:
        environment = typed_environment(arguments.env)
        algorithm = _algorithm_for(environment)
    else:
        algorithm = ALGORITHMS.get(ALGORITHM if any_algorithm else arguments.algo).name
        made_for = [preset.environment for preset in PRESETS if preset.algorithm == algorithm]
        environment = typed_environment(next(iter(made_for), ENVIRONMENT) if any_environment else arguments.env)
    if arguments.preset is None:
        return PRESETS.first(environment, algorithm)
    named: Registry[Preset] = Registry(N_("preset"))
    for preset in (*PRESETS.offered(environment, algorithm), *PRESETS):
        fits_environment = any_environment or preset.environment == environment
        fits_algorithm = any_algorithm or preset.algorithm == algorithm
        if fits_environment and fits_algorithm and preset.name not in named:
            named.add(preset.name, preset)
    return named.get(arguments.preset)


def _algorithm_for(environment: str) -> str:
    """Return the algorithm that an environment is begun with: that of its first preset, or the first that can act in it."""
    for preset in PRESETS:
        if preset.environment == environment:
            return preset.algorithm
    for algorithm in (ALGORITHM, *ALGORITHMS.names()):
        with contextlib.suppress(PairError):
            PRESETS.first(environment, algorithm).settings()
            return algorithm
    return ALGORITHM


def _train(session: Session, evaluator: Evaluator, stop: _Stop, until_solved: bool) -> Outcome:
    n_steps = session.settings.params.run_length
    with Progress(n_steps, _("steps")) as progress:

        def show() -> None:
            if progress.is_due():
                progress.update(session.n_steps, _news(session))

        return train(
            session, evaluator, n_steps, until_solved=until_solved, should_stop=stop.is_asked, on_progress=show
        )


def _reported(evaluator: Evaluator, final: Policy) -> tuple[Policy | None, Policy]:
    """Return the best policy and the final one with their evaluations.

    Where the environment fails they go without, for they can be saved all the same.
    """
    best = evaluator.best.policy if evaluator.best is not None else None
    try:
        return best and evaluator.report(best), evaluator.report(final)
    except EnvironmentFault as error:
        complain(_("The policies were not evaluated. {error}").format(error=error))
        return best, final


def _news(session: Session) -> str:
    episodes = session.metrics.episodes
    recent = episodes.since(max(0, episodes.n_rows - _EPISODES_IN_MEAN))[:, episodes.names.index("episode_return")]
    mean = float(np.mean(recent)) if len(recent) else session.shown.episode_return
    epsilon = getattr(session.params, "epsilon", None)
    if epsilon is None:
        return _("return {mean}").format(mean=rounded(mean))
    return _("return {mean}, epsilon {epsilon:.3f}").format(mean=rounded(mean), epsilon=epsilon)


def _say_why_it_ended(session: Session, outcome: Outcome, *, will_save: bool) -> None:
    if outcome.end == "failed":
        text = _(
            "Training ended at step {n}. {reason} Put its code right and train again; what was learned until then is kept where --save says."
        )
        if not will_save:
            text = _(
                "Training ended at step {n}. {reason} Put its code right and train again, with --save to keep what is learned until such a moment."
            )
        complain(text.format(n=session.n_steps, reason=outcome.error))
    elif outcome.error is not None:
        complain(_("Training ended at step {n}. {reason}").format(n=session.n_steps, reason=outcome.error))
    elif outcome.end == "stopped":
        complain(_("Stopped at step {n}.").format(n=session.n_steps))


def _save(arguments: argparse.Namespace, policy: Policy | None, n_steps: int) -> bool:
    """Save what --save asks for; return whether something was saved. A failure is said, and the result still given."""
    if arguments.save is None:
        return False
    if policy is None or not n_steps:
        complain(_("Nothing was learned yet, so nothing was saved."))
        return False
    try:
        save_policy(policy, arguments.save)
    except PlaygroundError as error:
        complain(str(error))
        return False
    return True


def _result(
    session: Session, evaluator: Evaluator, outcome: Outcome, best: Policy | None, final: Policy
) -> dict[str, Any]:
    seconds = outcome.train_seconds
    return {
        "env_steps": session.n_steps,
        "updates": session.agent.n_updates,
        "episodes": session.n_episodes,
        "train_seconds": round(seconds, 3),  # in Session.step(), without evaluating
        "eval_seconds": round(outcome.eval_seconds, 3),
        "steps_per_s": round(session.n_steps / seconds, 1) if seconds else None,
        "end": outcome.end,
        "solved_at": evaluator.solved_at,
        "best": _scores(best) if best is not None else None,
        "final": _scores(final),
        "weights_sha256": final.weights_sha256,
    }


def _scores(policy: Policy) -> dict[str, Any]:
    evaluation = policy.evaluation
    if evaluation is None:
        return {"step": policy.step, "mean": None, "std": None, "episodes": 0}
    return {
        "step": policy.step, "mean": evaluation.mean, "std": evaluation.std, "episodes": len(evaluation.returns),
    }  # fmt: skip


def _say_result(result: dict[str, Any], arguments: argparse.Namespace) -> None:
    say(
        _("Trained {env_steps} steps, {episodes} episodes and {updates} updates in {train_seconds} s.").format(**result)
    )
    if result["best"] is not None and result["best"]["episodes"]:
        text = _("Best policy: mean return {mean} over {episodes} fresh episodes, from step {step}.")
        say(_with_scores(text, result["best"]))
    if result["final"]["episodes"]:
        say(_with_scores(_("At the end: mean return {mean} over {episodes} fresh episodes."), result["final"]))
    if result["solved_at"] is not None:
        say(_("Solved at step {n}.").format(n=result["solved_at"]))
    if result["saved"] is not None:
        say(_saved(arguments))


def _saved(arguments: argparse.Namespace) -> str:
    is_best = arguments.save_which == "best"
    text = _("Saved the best policy to {file}.") if is_best else _("Saved the policy at the end to {file}.")
    return text.format(file=plain(arguments.save, 200))


def _with_scores(text: str, scores: dict[str, Any]) -> str:
    return text.format(**scores | {"mean": mean_and_std(scores["mean"], scores["std"])})


def _spill() -> contextlib.AbstractContextManager[BinaryIO | None]:
    """Return where the older part of the transition log goes, to be closed at the end."""
    return open_spill() or contextlib.nullcontext()


class _Stop:
    """Turns the first Ctrl-C, or request to end, into a question that training answers between two steps.

    The second does what it always does: it interrupts at once. Saving and reporting, which is a moment's work, are
    not interrupted.
    """

    _SIGNALS = (signal.SIGINT, signal.SIGTERM)

    def __enter__(self) -> _Stop:
        self._asked = False
        self._before = {number: signal.signal(number, self._on_signal) for number in self._SIGNALS}
        return self

    def is_asked(self) -> bool:
        return self._asked

    def let_finish(self) -> None:
        """Ignore every further request."""
        for number in self._SIGNALS:
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
