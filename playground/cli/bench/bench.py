"""`playground bench`: train on many seeds in several processes, and show a table.

What is done is written down at once and not run again: interrupted, the same command goes on where it was.
"""

from __future__ import annotations

import argparse
from collections import Counter

from playground.cli.preparing import prepare_here
from playground.cli.terminal import Progress, complain, say
from playground.errors import UnknownNameError
from playground.experiments.catalogue import EXPERIMENTS
from playground.experiments.experiment import Experiment, PendingRun, Plan, Row, carry_out, others, plan
from playground.experiments.machine import cores
from playground.experiments.markdown_blocks import benchmarks_file, write_blocks
from playground.experiments.report import as_block, as_text
from playground.experiments.results import ResultsFile
from playground.experiments.workers import Failure
from playground.i18n import _
from playground.store.safe.atomic import check_writable
from playground.store.safe.sanitize import plain


def run(arguments: argparse.Namespace) -> int:
    """Make the missing runs and show the table; return the exit code.

    With --write the table goes into resources/benchmarks.md too.
    """
    experiment = EXPERIMENTS[arguments.table]
    try:
        rows = chosen_rows(experiment, arguments.rows)
    except UnknownNameError as error:
        arguments.wrong_usage(str(error))
    check_writable(arguments.results)  # now rather than after hours
    file = ResultsFile(arguments.results)
    seeds, stored = arguments.seeds or experiment.seeds, file.read()
    made = plan(experiment, rows, seeds, stored)
    for name, why in made.missing.items():
        complain(_("{row} is left out. {error}").format(row=name, error=why))
    n_others = len(others(experiment, made, stored))
    if n_others:
        text = _("Runs in “{file}” of other settings, or of an older version of a row, that do not count: {n}.")
        complain(text.format(file=plain(file.path, 200), n=n_others))
    try:
        n_failed = _carry_out(experiment, made, arguments.jobs or len(cores()), file)
    except KeyboardInterrupt:
        text = _("Stopped. What was done is in “{file}”; the same command goes on from there.")
        complain(text.format(file=plain(file.path, 200)))
        return 1
    text = as_text(experiment, made.found, _)
    if text:
        say(text)
    if arguments.write:
        place = benchmarks_file()
        write_blocks(place, {experiment.block: as_block(experiment, file.read())})
        complain(_("Written into {file}.").format(file=plain(place, 200)))
    return 1 if n_failed or made.missing else 0


def chosen_rows(experiment: Experiment, names: list[str] | None) -> list[Row]:
    """Return the rows of these names, or all, in the order they are run.

    Raises UnknownNameError.
    """
    wanted = {experiment.rows.get(name).name for name in names or experiment.rows.names()}
    return [row for row in experiment.rows if row.name in wanted]


def _carry_out(experiment: Experiment, made: Plan, n_jobs: int, file: ResultsFile) -> int:
    """Make the runs; return how many failed."""
    n_runs, n_failed = len(made.tasks), 0
    if made.tasks:
        prepare_here()  # so that its processes find all compiled
    steps: Counter[tuple[str, int]] = Counter()  # of each run so far
    with Progress(sum(task.n_steps for task in made.tasks), _("steps")) as progress:

        def on_news(task: PendingRun, step: int) -> None:
            steps[task.row.name, task.seed] = step
            if progress.is_due():
                progress.update(steps.total(), _name(task))

        for number, (task, result) in enumerate(carry_out(experiment, made, n_jobs, file, on_news), 1):
            if isinstance(result, Failure):
                n_failed += 1
                text = _("{name} came to nothing: {reason}").format(name=_name(task), reason=result.reason)
            else:
                text = f"{_name(task)}: {experiment.news(result)}"
            progress.note(f"{number}/{n_runs}  {text}")
            on_news(task, task.n_steps)
    return n_failed


def _name(task: PendingRun) -> str:
    return _("{row}, seed {seed}").format(row=task.row.name, seed=task.seed)
