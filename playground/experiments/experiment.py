"""An experiment: rows, each measured on several seeds, and their table."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from playground.engine.run.settings import Settings, values_of
from playground.errors import PlaygroundError
from playground.experiments.machine import commit, versions
from playground.experiments.results import Key, ResultsFile
from playground.experiments.workers import Failure, run_tasks
from playground.registry import Registry

Found = dict[str, dict[int, dict[str, Any]]]
"""What is known: by the name of the row, by seed, what its `measure` returned."""

Translate = Callable[[str], str]


class Row(Protocol):
    """One row of a table, measured on every seed.

    A frozen record that can be pickled.
    """

    @property
    def name(self) -> str:
        """Its name, as --rows takes it."""

    @property
    def version(self) -> int:
        """A number that grows when the way of measuring changes.

        Older results then no longer count.
        """

    @property
    def minutes(self) -> float:
        """Roughly how long one seed takes on one core."""

    def settings(self, seed: int) -> Settings:
        """Return the settings that its runs start from.

        Raises a PlaygroundError where part of them is not there.
        """


@dataclass(frozen=True)
class Experiment:
    """Rows in the order they are run, and how to measure and show them.

    What is soon done comes first. Texts are marked with N_() and shown translated.
    """

    name: str  # as `playground bench` takes it
    block: str  # the name of its block in resources/benchmarks.md
    title: str
    rows: Registry[Any]  # of Row
    seeds: range
    measure: Callable[..., dict[str, Any]]  # (row, seed, tell): a function of a module, for it runs in a worker
    news: Callable[[dict[str, Any]], str]  # what one run came to, in a few words of English, as logs are
    table: Callable[[Found, Translate], str]  # in Markdown
    notes: str  # how to read it


@dataclass(frozen=True)
class PendingRun:
    """One run that is still to be made."""

    row: Row
    seed: int
    key: Key
    n_steps: int


@dataclass(frozen=True)
class Plan:
    """The runs asked for: those done, those to make, those that cannot be made."""

    found: Found = field(default_factory=dict)
    done: list[Key] = field(default_factory=list)
    tasks: list[PendingRun] = field(default_factory=list)
    missing: dict[str, PlaygroundError] = field(default_factory=dict)  # rows of which something is not there yet


def plan(
    experiment: Experiment, rows: Iterable[Row], seeds: Sequence[int], stored: Mapping[Key, dict[str, Any]]
) -> Plan:
    """Return the plan for these rows and seeds and the results there are."""
    made = Plan()
    for row in rows:
        try:
            tasks = [_task(experiment, row, seed) for seed in seeds]
        except PlaygroundError as error:
            made.missing[row.name] = error
            continue
        made.found[row.name] = {task.seed: stored[task.key]["result"] for task in tasks if task.key in stored}
        made.done.extend(task.key for task in tasks if task.key in stored)
        made.tasks.extend(task for task in tasks if task.key not in stored)
    return made


def others(experiment: Experiment, made: Plan, stored: Iterable[Key]) -> list[Key]:
    """Return runs of the plan's rows and seeds that it did not ask for.

    They are in the results file, but made in another way than the plan's.
    """
    wanted = {(task.row.name, task.seed) for task in made.tasks}
    return [key for key in stored if key.experiment == experiment.name and (key.row, key.seed) in wanted]


def carry_out(
    experiment: Experiment, made: Plan, n_jobs: int, file: ResultsFile, on_news: Callable[[PendingRun, int], None]
) -> Iterator[tuple[PendingRun, dict[str, Any] | Failure]]:
    """Make the missing runs; yield each as it ends and is written down.

    `made.found` grows with them. Interrupted, it leaves everything that was done in the file.
    """
    about = {"made": datetime.now(UTC).isoformat(timespec="seconds"), "commit": commit(), "versions": versions()}

    def on_step(number: int, step: int) -> None:
        on_news(made.tasks[number], step)

    tasks = [(row_task.row, row_task.seed) for row_task in made.tasks]
    for number, result in run_tasks(experiment.measure, tasks, n_jobs, on_step):
        task = made.tasks[number]
        if not isinstance(result, Failure):
            file.append(task.key, result, about)
            made.found[task.row.name][task.seed] = result
        yield task, result


def fingerprint(settings: Settings) -> str:
    """Return a short hash of all that a run starts from.

    The name of the preset does not count.
    """
    whole = [
        settings.environment,
        settings.algorithm,
        settings.values(),
        values_of(settings.environment_params),
    ]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:16]


def _task(experiment: Experiment, row: Row, seed: int) -> PendingRun:
    settings = row.settings(seed)
    key = Key(experiment.name, row.name, row.version, seed, fingerprint(settings))
    return PendingRun(row, seed, key, settings.params.run_length)
