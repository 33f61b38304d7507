"""One whole run of an experiment: trained, evaluated, and its result as JSON."""

from __future__ import annotations

import contextlib
from typing import Any

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.evaluation.policy import Policy, policy_of
from playground.engine.headless import open_spill, train
from playground.engine.run.session import Session
from playground.engine.run.settings import Settings
from playground.experiments.workers import Tell


def run_trial(
    settings: Settings, *, every: int | None = None, until_solved: bool = False, tell: Tell | None = None
) -> dict[str, Any]:
    """Train for the run length of `settings`; return the result.

    `best` was chosen on starts for choosing, and it and `final` are measured on the same fresh ones, on which nothing
    was ever chosen. A run whose numbers explode ends there. The run itself is the one `playground train` makes.
    """
    prepare_thread()
    with open_spill() or contextlib.nullcontext() as spill:
        session = Session(settings, spill=spill)
        evaluator = Evaluator(session, every)

        def on_progress() -> None:
            if tell is not None:
                tell(session.n_steps)

        outcome = train(
            session,
            evaluator,
            settings.params.run_length,
            until_solved=until_solved,
            should_stop=_never,
            on_progress=on_progress,
        )
        best = evaluator.best.policy if evaluator.best else None
        found = {
            "seed": settings.params.seed,
            "best": None if best is None else _measured(evaluator, best),
            "final": _measured(evaluator, policy_of(session)),
        }
    evaluations = session.metrics.evaluations
    return found | {
        "steps": session.n_steps,
        "updates": session.agent.n_updates,
        "episodes": session.n_episodes,
        "end": outcome.end,
        "solved_at": evaluator.solved_at,
        "train_seconds": outcome.train_seconds,
        "eval_seconds": outcome.eval_seconds,
        "evaluations": [
            [int(step), mean]
            for step, mean in zip(evaluations.column("step"), evaluations.column("mean").tolist(), strict=True)
        ],
    }


def _never() -> bool:
    return False


def _measured(evaluator: Evaluator, policy: Policy) -> dict[str, Any]:
    evaluation = evaluator.report(policy).evaluation
    assert evaluation is not None
    return {
        "step": policy.step,
        "mean": evaluation.mean,
        "std": evaluation.std,
        "episodes": len(evaluation.returns),
    }
