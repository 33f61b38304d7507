"""`playground info`: what a policy file holds, in words or as JSON; of other files, see info_session.py, info_recipe.py."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playground.cli.environment_names import open_policy
from playground.cli.terminal import mean_and_std, say, say_json
from playground.cli.text_width import columns, padded
from playground.engine.evaluation.policy import Policy
from playground.engine.run.settings import values_of
from playground.hyper import Hyper, Value, hypers
from playground.i18n import _
from playground.registry import Registry
from playground.store.policy.file import POLICY
from playground.store.policy.manifest import environment_json, manifest_of
from playground.store.safe.sanitize import plain

SESSION_SUFFIX, RECIPE_SUFFIX = ".rls", ".rlr"


def run(arguments: argparse.Namespace) -> int:
    """Describe the file; return the exit code."""
    suffix = Path(arguments.file).suffix.lower()
    if suffix == SESSION_SUFFIX:
        from playground.cli.info_session import run as run_session

        return run_session(arguments)
    if suffix == RECIPE_SUFFIX:
        from playground.cli.info_recipe import run as run_recipe

        return run_recipe(arguments)
    policy = open_policy(arguments)
    if arguments.json:
        say_json(_as_json(policy), arguments.output)
        return 0
    say(plain(arguments.file, 200))
    say_rows(_rows(policy))
    say("")
    say(_("Hyperparameters at the start, and when it was saved where that differs:"))
    settings = policy.settings
    say_values(hypers(settings.params), settings.values(), policy.values)
    records = hypers(settings.environment_params)
    if records.names():
        say("")
        say(_("Parameters of the environment at the start, and when it was saved where that differs:"))
        say_values(records, values_of(settings.environment_params), values_of(policy.environment_params))
    return 0


def say_rows(rows: Sequence[tuple[str, str]]) -> None:
    """Say what is called what."""
    width = max(columns(label) for label, _text in rows)
    for label, text in rows:
        say(f"  {padded(label, width)}  {plain(text, 200)}")


def say_values(records: Registry[Hyper], first: dict[str, Value], last: dict[str, Value]) -> None:
    """Say every value at the start, and later where it was another then."""
    width = max(map(len, records.names()))
    for record in records:
        say(f"  {record.name:{width}}  {_value(record, first[record.name], last[record.name])}")


def _as_json(policy: Policy) -> dict[str, Any]:
    evaluation = policy.evaluation
    return {
        "format": POLICY.format,
        **manifest_of(policy),
        **environment_json(policy),
        "evaluation": None if evaluation is None else {
            "mean": evaluation.mean, "std": evaluation.std, "min": min(evaluation.returns),
            "max": max(evaluation.returns), "episodes": len(evaluation.returns),
        },
        "weights_sha256": policy.weights_sha256,
    }  # fmt: skip


def _rows(policy: Policy) -> list[tuple[str, str]]:
    settings = policy.settings
    progress = _("{steps} steps, {episodes} episodes, {updates} updates")
    return [
        (_("title"), policy.title or "–"),
        (_("algorithm"), _(settings.learner.title)),
        (_("environment"), settings.environment),
        (_(settings.learner.body).lower(), " – ".join(map(str, policy.layer_sizes))),
        (_("preset"), settings.preset or "–"),
        (_("seed"), str(settings.params.seed)),
        (_("trained"), progress.format(steps=policy.step, episodes=policy.n_episodes, updates=policy.n_updates)),
        (_("evaluation"), _evaluation(policy)),
        (_("made"), policy.created.replace("T", " ")),
        (_("with"), ", ".join(f"{name} {version}" for name, version in policy.versions.items())),
        (_("weights"), f"SHA-256 {policy.weights_sha256}"),
    ]


def _evaluation(policy: Policy) -> str:
    evaluation = policy.evaluation
    if evaluation is None:
        return _("none")
    return _("mean return {mean} over {n} fresh episodes, from {low:g} to {high:g}").format(
        mean=mean_and_std(evaluation.mean, evaluation.std), n=len(evaluation.returns),
        low=min(evaluation.returns), high=max(evaluation.returns),
    )  # fmt: skip


def _value(record: Hyper, first: Value, last: Value) -> str:
    if first != last and isinstance(last, float):
        last = float(f"{last:.6g}")  # many small steps down a line leave 0.0100000000000037 where it says 0.01
    if first == last:
        return record.format(first)
    return _("{first}, then {last}").format(first=record.format(first), last=record.format(last))
