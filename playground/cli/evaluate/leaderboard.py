"""`playground evaluate` with several policies: one table, the best first."""

from __future__ import annotations

import argparse
import os
from typing import Any

from playground.cli.environment_names import check_environment, typed_environment
from playground.cli.preparing import prepare_here
from playground.cli.terminal import Progress, complain, mean_and_std, say, say_json
from playground.cli.text_width import columns, padded
from playground.engine.evaluation.policy import Policy
from playground.i18n import _
from playground.store.gallery import typed_file
from playground.store.policy.standings import Refused, Standing, policy_files, ranked, standings
from playground.store.safe.sanitize import plain

LONGEST_NAME = 60  # columns


def run(arguments: argparse.Namespace) -> int:
    """Evaluate every policy on the same starts and report; return the exit code.

    It is 1 where a file was refused.
    """
    named = None if arguments.env is None else typed_environment(arguments.env)

    def check(file: str, policy: Policy) -> None:
        check_environment(file, policy, named)

    files, refused = policy_files(list(map(typed_file, arguments.files)))
    for each in refused:
        complain(str(each.problem))
    entries: list[Standing] = []
    prepare_here()
    with Progress(len(files), _("policies")) as progress:
        for done, found in enumerate(standings(files, arguments.episodes, arguments.seed, check), 1):
            if isinstance(found, Refused):
                refused.append(found)
                progress.note(f"{plain(found.file, 200)}: {found.problem}")
            else:
                entries.append(found)
            progress.update(done)
    entries = ranked(entries)
    if arguments.json:
        say_json(_as_json(entries, refused, arguments), arguments.output)
    else:
        _say_tables(entries, arguments)
    if refused and not arguments.json:
        complain(
            _("{n} of {all} were refused, for the reasons above.").format(
                n=len(refused), all=len(refused) + len(entries)
            )
        )
    return 1 if refused else 0


def _say_tables(entries: list[Standing], arguments: argparse.Namespace) -> None:
    names = {entry.file: plain(os.path.basename(entry.file), LONGEST_NAME) for entry in entries}
    wide = max(map(columns, names.values()), default=0) + 2
    means = {entry.file: mean_and_std(entry.evaluation.mean, entry.evaluation.std) for entry in entries}
    wide_means = max(map(columns, means.values()), default=0) + 2
    task, place = None, 0
    for entry in entries:
        if entry.task != task:
            head = _("{task}, mean return over {n} episodes:").format(task=entry.task, n=arguments.episodes)
            say(head if task is None else f"\n{head}")
            task, place = entry.task, 0
        place += 1
        low, high = min(entry.evaluation.returns), max(entry.evaluation.returns)
        span = _("from {low:g} to {high:g}").format(low=low, high=high)
        say(f"{place:4}  {padded(names[entry.file], wide)}{padded(means[entry.file], wide_means)}{span}")


def _as_json(entries: list[Standing], refused: list[Refused], arguments: argparse.Namespace) -> dict[str, Any]:
    return {
        "episodes": arguments.episodes,
        "seed": arguments.seed,
        "policies": [
            {
                "file": entry.file,
                "title": entry.policy.title,
                "task": entry.task,
                "environment": entry.policy.settings.environment,
                "algorithm": entry.policy.settings.algorithm,
                "mean": entry.evaluation.mean,
                "std": entry.evaluation.std,
                "min": min(entry.evaluation.returns),
                "max": max(entry.evaluation.returns),
                "returns": list(entry.evaluation.returns),
            }
            for entry in entries
        ],
        "refused": [{"file": each.file, "problem": each.problem.english()} for each in refused],
    }
