"""Steps of the self-test for learning: every algorithm, and other processes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playground.agents.base import ALGORITHMS
from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.evaluation import Evaluator, evaluate_policy
from playground.engine.evaluation.policy import policy_of
from playground.engine.headless import train
from playground.engine.presets.catalogue import PRESETS
from playground.engine.presets.preset import Preset
from playground.engine.run.session import Session
from playground.engine.run.settings import Settings
from playground.experiments.trial import run_trial
from playground.experiments.workers import Failure, Tell, run_tasks
from playground.hyper import hypers
from playground.i18n import N_
from playground.readiness.probes import probe_arithmetic
from playground.readiness.self_test import StepError
from playground.store.policy.file import load_policy, save_policy

LEARNED = "learned.rlp"  # by the first step, for those after it
GOOD = 400.0  # of 500: whoever balances by luck gets 20

_SEED = 2  # which solves it soon on the computer this was written on; elsewhere, whenever it does
_N_UPDATES = 3
_MOST_CALLS = 2000
_SHORT = {
    "learning_starts": 50,
    "rollout_steps": 16,
    "n_environments": 2,
    "n_epochs": 1,
    "episodes_per_update": 2,
    "train_every": 1,
    "updates_per_training": 1,
    "steps_per_episode": 60,
}
_RUN_LENGTH = 600


def prepare_arithmetic(folder: Path) -> str:
    """Compile the kernels, or find them compiled; what was compiled can be kept."""
    found = probe_arithmetic()
    if found["problem"] is not None:
        raise StepError(N_("{problem}"), problem=found["problem"])
    return ", ".join(f"{name} {value}" for name, value in found.items() if name != "problem")


def learn(folder: Path) -> str:
    """Train until CartPole is solved, and confirm it on fresh starts."""
    prepare_thread()
    session = Session(PRESETS.get("fast").settings().with_values({"seed": _SEED}))
    evaluator = Evaluator(session)
    n_steps = session.params.run_length
    outcome = train(session, evaluator, n_steps, until_solved=True, should_stop=_never, on_progress=_nothing)
    best = None if evaluator.best is None else evaluator.report(evaluator.best.policy)
    if outcome.end != "solved" or best is None or best.evaluation is None or best.evaluation.mean < GOOD:
        raise StepError(
            N_("CartPole was not solved within {n} steps: training ended with “{end}”."),
            n=session.n_steps,
            end=outcome.end,
        )
    save_policy(best, folder / LEARNED)
    return f"solved after {evaluator.solved_at} steps, mean return {best.evaluation.mean:.0f} on 100 fresh starts"


def learn_with_each(folder: Path) -> str:
    """Update every algorithm a few times: its weights change, and stay finite."""
    import numpy as np

    prepare_thread()
    for algorithm in ALGORITHMS.names():
        session = Session(short(next(preset for preset in PRESETS if preset.algorithm == algorithm)))
        before = {name: array.copy() for name, array in session.agent.weights().items()}
        while session.agent.n_updates < _N_UPDATES and session.n_calls < _MOST_CALLS:
            session.step()
        after = session.agent.weights()
        is_sound = all(bool(np.isfinite(array).all()) for array in after.values())
        if session.agent.n_updates < _N_UPDATES or not is_sound or same(before, after):
            raise StepError(
                N_("{algorithm} did not learn: {n} updates in {calls} calls."),
                algorithm=algorithm,
                n=session.agent.n_updates,
                calls=session.n_calls,
            )
    return ", ".join(ALGORITHMS.names())


def evaluate(folder: Path) -> str:
    """Evaluate the learned policy twice: the same starts give the same returns.

    It is read from its file.
    """
    policy = load_policy(folder / LEARNED)
    first, second = evaluate_policy(policy, 20, seed=7), evaluate_policy(policy, 20, seed=7)
    if first != second or first.mean < GOOD:
        raise StepError(
            N_("What was learned came to a mean return of {first} and then of {second}."),
            first=round(first.mean, 1),
            second=round(second.mean, 1),
        )
    return f"mean return {first.mean:.0f} on 20 starts, the same twice"


def learn_in_processes(folder: Path) -> str:
    """Make two runs in two processes, as experiments do.

    One of them is made here too: it has to come to the same.
    """
    results: dict[int, Any] = {}
    for number, result in run_tasks(short_run, [(1,), (2,)], 2, _nothing_new):
        if isinstance(result, Failure):
            raise StepError(N_("A process that trains came to nothing: {reason}"), reason=result.reason[-500:])
        results[number] = result
    here = short_run(1, None)
    if [results[number]["steps"] for number in sorted(results)] != [_RUN_LENGTH] * 2 or results[0]["final"] != here[
        "final"
    ]:
        raise StepError(N_("Runs in processes of their own came to something else than here."))
    return f"2 runs of {_RUN_LENGTH} steps in 2 processes, the first with the bits that it has here"


def short_run(seed: int, tell: Tell | None) -> dict[str, Any]:
    """Make one run; also called in a worker."""
    settings = PRESETS.get("fast").settings().with_values({"seed": seed, "run_length": _RUN_LENGTH})
    return run_trial(settings, every=_RUN_LENGTH, tell=tell)


def short(preset: Preset) -> Settings:
    """Return the settings of a preset, changed to learn after a few steps."""
    settings = preset.settings()
    known = hypers(settings.params).names()
    return settings.with_values({name: value for name, value in _SHORT.items() if name in known})


def same(weights: dict[str, Any], others: dict[str, Any]) -> bool:
    """Whether two sets of weights are the same, bit for bit."""
    return weights.keys() == others.keys() and all(
        weights[name].tobytes() == others[name].tobytes() for name in weights
    )


def final_weights(session: Session, n_calls: int) -> str:
    """Let a run go on until so many calls are done; return its weights' hash."""
    while session.n_calls < n_calls:
        session.step()
    session.catch_up()
    return policy_of(session).weights_sha256


def _never() -> bool:
    return False


def _nothing() -> None:
    pass


def _nothing_new(number: int, step: int) -> None:
    pass
