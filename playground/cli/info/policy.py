"""`playground info` of a policy file: what it holds, in words or as JSON."""

from __future__ import annotations

import argparse
from typing import Any

from playground.cli.environment_names import open_policy
from playground.cli.info.text import made_with, say_rows, say_values
from playground.cli.terminal import mean_and_std, say, say_json
from playground.engine.evaluation.policy import Policy
from playground.engine.run.settings import values_of
from playground.hyper import hypers
from playground.i18n import _
from playground.store.policy.file import POLICY
from playground.store.policy.manifest import environment_json, manifest_of
from playground.store.safe.sanitize import plain


def run(arguments: argparse.Namespace) -> int:
    """Describe the file; return the exit code."""
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


def _as_json(policy: Policy) -> dict[str, Any]:
    evaluation = policy.evaluation
    return {
        "format": POLICY.format,
        **manifest_of(policy),
        **environment_json(policy),
        "evaluation": None
        if evaluation is None
        else {
            "mean": evaluation.mean,
            "std": evaluation.std,
            "min": min(evaluation.returns),
            "max": max(evaluation.returns),
            "episodes": len(evaluation.returns),
        },
        "weights_sha256": policy.weights_sha256,
    }


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
        (_("with"), made_with(policy.versions)),
        (_("weights"), f"SHA-256 {policy.weights_sha256}"),
    ]


def _evaluation(policy: Policy) -> str:
    evaluation = policy.evaluation
    if evaluation is None:
        return _("none")
    return _("mean return {mean} over {n} fresh episodes, from {low:g} to {high:g}").format(
        mean=mean_and_std(evaluation.mean, evaluation.std),
        n=len(evaluation.returns),
        low=min(evaluation.returns),
        high=max(evaluation.returns),
    )
