"""Standings: the policies of a class folder, each evaluated on the same starts.

The command line makes a table of them, and so does the window.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from playground.agents.rng import evaluation_seeds
from playground.engine.evaluation.evaluation import ASKED, evaluate
from playground.engine.evaluation.policy import Policy
from playground.engine.evaluation.result import Evaluation
from playground.engine.evaluation.statistics import bootstrap_interval, mean
from playground.engine.evaluation.task import task_of
from playground.errors import FileError, PlaygroundError
from playground.i18n import N_
from playground.store.policy.file import POLICY, load_policy
from playground.store.safe.sanitize import plain

N_RESAMPLES = 10_000


@dataclass(frozen=True)
class Standing:
    """A policy and its evaluation."""

    file: str
    policy: Policy
    evaluation: Evaluation

    @cached_property
    def task(self) -> str:
        """The environment with its changed parameters: another one with other parameters."""
        return plain(task_of(self.policy.settings.card, self.policy.environment_params), 200)

    @cached_property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the mean return, by percentile bootstrap over starts."""
        return bootstrap_interval(self.evaluation.returns, mean, n_resamples=N_RESAMPLES)

    @property
    def solves(self) -> bool | None:
        """Whether the mean return reaches what counts as solved; None where nothing does."""
        goal = self.policy.settings.card.solved_at
        return None if goal is None else self.evaluation.mean >= goal


@dataclass(frozen=True)
class Refused:
    """A file or folder that is out, and why."""

    file: str
    problem: PlaygroundError


def policy_files(named: Iterable[str]) -> tuple[list[str], list[Refused]]:
    """Return the policy files, each once, and the folders without any.

    Files in the folders that are named count too.
    """
    files: list[str] = []
    refused: list[Refused] = []
    for name in named:
        if not os.path.isdir(name):
            files.append(name)
            continue
        try:
            found = sorted(
                str(path) for path in Path(name).iterdir() if path.suffix.lower() == POLICY.suffix and path.is_file()
            )
            why = N_("There is no policy (.rlp) in the folder “{folder}”. Nothing was changed.")
        except OSError:
            found, why = [], N_("The folder “{folder}” cannot be read. Nothing was changed.")
        if not found:
            refused.append(Refused(name, FileError(why, folder=plain(name, 200))))
        files += found
    return list(dict.fromkeys(files)), refused


def standings(
    files: Iterable[str],
    episodes: int,
    seed: int,
    check: Callable[[str, Policy], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Iterator[Standing | Refused]:
    """Yield the standing of each file in turn, or why it is refused.

    `check(file, policy)` may refuse it too. The starts depend on `seed` alone. Raises EvaluationStopped where it should stop.
    """
    seeds = evaluation_seeds(seed, ASKED, 0, episodes)
    for file in files:
        try:
            policy = load_policy(file)
            if check is not None:
                check(file, policy)
            card, parameters = policy.settings.card, policy.environment_params
            yield Standing(file, policy, evaluate(policy.actor(), card, seeds, parameters, should_stop))
        except PlaygroundError as error:
            yield Refused(file, error)


def ranked(entries: Sequence[Standing]) -> list[Standing]:
    """Return them by task, the best of each first."""
    return sorted(entries, key=lambda entry: (entry.task, -entry.evaluation.mean, entry.file))
