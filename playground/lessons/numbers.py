"""Numbers that a lesson's conditions can use: those of a step and of the run.

Conditions of "until" are asked after every step and know those of a step alone, as breakpoints do. What is asked when a
page has run knows both, and what earlier pages remembered.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from playground.engine.breakpoints.conditions import Variable, condition
from playground.engine.breakpoints.variables import step_names
from playground.i18n import N_, _
from playground.lessons.cell_numbers import cell_names, cell_numbers

if TYPE_CHECKING:
    from playground.engine.run.session import Session
    from playground.engine.run.settings import Settings

Numbers = Mapping[str, float]

LAST = 20  # episodes
OF_RUN = {
    "mean_return": N_("mean return of the newest {n} episodes"),
    "best_mean_return": N_("the best mean return of {n} episodes in a row"),
    "best_return": N_("the largest return of an episode so far"),
    "evaluated": N_("return of the newest evaluation"),
    "best_evaluated": N_("the best return that an evaluation found"),
    "solved": N_("1 if an evaluation found the task solved, else 0"),
    "n_updates": N_("updates of the networks or the table so far"),
}


def numbers_of(session: Session, *, is_solved: bool) -> dict[str, float]:
    """Return all numbers of this moment by name; one that is not there yet is NaN.

    `is_solved` says whether an evaluation found the task solved: Evaluator.solved_at.
    """
    found = {name: float(variable.read(session)) for name, variable in step_names(session.settings).items()}
    returns = [float(episode) for episode in session.metrics.episodes.since(0)[:, 1]]
    ends = range(LAST, len(returns) + 1)
    found["mean_return"] = _mean(returns[-LAST:])
    found["best_mean_return"] = max((_mean(returns[end - LAST : end]) for end in ends), default=math.nan)
    found["best_return"] = max(returns, default=math.nan)
    evaluated = [float(mean) for mean in session.metrics.evaluations.since(0)[:, 1]]
    found["evaluated"] = evaluated[-1] if evaluated else math.nan
    found["best_evaluated"] = max(evaluated, default=math.nan)
    found["solved"] = float(is_solved)
    found["n_updates"] = float(session.agent.n_updates)
    return found | cell_numbers(session)


def known_names(settings: Settings, remembered: Iterable[str] = ()) -> dict[str, Variable[Numbers]]:
    """Return what conditions asked at the end of a page can use."""
    names: dict[str, Variable[Numbers]] = {}
    for name, variable in step_names(settings).items():
        names[name] = Variable(name, variable.meaning, variable.unit, _reader(name), variable.is_truth, variable.symbol)
    for name, meaning in OF_RUN.items():
        names[name] = Variable(name, _(meaning).format(n=LAST), "", _reader(name), name == "solved")
    for name, meaning in cell_names(settings).items():
        names[name] = Variable(name, meaning, "", _reader(name))
    for name in remembered:
        names[name] = Variable(name, _("a number that an earlier page remembered"), "", _reader(name))
    return names


def holds(text: str, settings: Settings, numbers: Numbers) -> bool:
    """Return whether a condition holds; raise ExpressionError if it is none."""
    return condition(text, known_names(settings, numbers)).holds(numbers)


def _reader(name: str) -> Callable[[Numbers], float]:
    return lambda numbers: numbers.get(name, math.nan)


def _mean(returns: list[float]) -> float:
    return math.fsum(returns) / len(returns) if returns else math.nan
