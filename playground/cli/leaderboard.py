"""`playground evaluate` with several policies: one table, the best first."""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playground.cli.environment_names import check_environment, typed_environment
from playground.cli.preparing import prepare_here
from playground.cli.terminal import Progress, complain, mean_and_std, say, say_json
from playground.cli.text_width import columns, padded
from playground.engine.evaluation.evaluation import evaluate_policy
from playground.engine.evaluation.policy import Policy
from playground.engine.evaluation.result import Evaluation
from playground.engine.run.settings import values_of
from playground.envs.base import ENVIRONMENTS
from playground.errors import FileError, PlaygroundError
from playground.i18n import N_, _
from playground.store.gallery import typed_file
from playground.store.policy.file import load_policy
from playground.store.safe.sanitize import plain

SUFFIX = ".rlp"
LONGEST_NAME = 60  # columns


@dataclass(frozen=True)
class Standing:
    """A policy and its evaluation."""

    file: str
    task: str  # environment, and its parameters where they are not the usual ones
    policy: Policy
    evaluation: Evaluation


def run(arguments: argparse.Namespace) -> int:
    """Evaluate every policy on the same starts and report; return the exit code.

    It is 1 where a file was refused.
    """
    named = None if arguments.env is None else typed_environment(arguments.env)
    files, refused = _files(arguments.files)
    entries = []
    prepare_here()
    with Progress(len(files), _("policies")) as progress:
        for done, file in enumerate(files, 1):
            try:
                policy = load_policy(typed_file(file))
                check_environment(file, policy, named)
                evaluation = evaluate_policy(policy, arguments.episodes, arguments.seed)
                entries.append(Standing(file, _task(policy), policy, evaluation))
            except PlaygroundError as error:
                refused[file] = error
                progress.note(f"{plain(file, 200)}: {error}")
            progress.update(done)
    # Returns of two tasks cannot be compared, so each has its own part of the table.
    entries.sort(key=lambda entry: (entry.task, -entry.evaluation.mean, entry.file))
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


def _files(named: list[str]) -> tuple[list[str], dict[str, PlaygroundError]]:
    """Return the policy files, each once, and the folders without any.

    Files in the folders that are named count too.
    """
    files: list[str] = []
    refused: dict[str, PlaygroundError] = {}
    for name in named:
        if not os.path.isdir(name):
            files.append(name)
            continue
        try:
            found = sorted(
                str(path) for path in Path(name).iterdir() if path.suffix.lower() == SUFFIX and path.is_file()
            )
            why = N_("There is no policy (.rlp) in the folder “{folder}”. Nothing was changed.")
        except OSError:
            found, why = [], N_("The folder “{folder}” cannot be read. Nothing was changed.")
        if not found:
            refused[name] = FileError(why, folder=plain(name, 200))
            complain(str(refused[name]))
        files += found
    return list(dict.fromkeys(files)), refused


def _task(policy: Policy) -> str:
    """Return the environment with its changed parameters, as one name.

    The same environment with other parameters is another task.
    """
    name = policy.settings.environment
    usual = values_of(ENVIRONMENTS.get(name).parameters())
    changed = [
        f"{key}={value:g}" if isinstance(value, float) else f"{key}={value}"
        for key, value in values_of(policy.environment_params).items()
        if value != usual[key]
    ]
    return plain(f"{name} ({', '.join(changed)})" if changed else name, 200)


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


def _as_json(
    entries: list[Standing], refused: dict[str, PlaygroundError], arguments: argparse.Namespace
) -> dict[str, Any]:
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
        "refused": [{"file": file, "problem": error.english()} for file, error in refused.items()],
    }
