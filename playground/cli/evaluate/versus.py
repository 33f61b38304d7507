"""`playground evaluate A --against B`: two policies on the same starts."""

from __future__ import annotations

import argparse
import os
from typing import Any

from playground.cli.environment_names import open_policy
from playground.cli.preparing import prepare_here
from playground.cli.terminal import mean_and_std, say, say_json
from playground.engine.evaluation.comparison import Comparison, compare
from playground.engine.evaluation.comparison_words import basis_words, disagreement_words, verdict_words
from playground.engine.evaluation.contestant import (
    Contestant,
    policy_contestant,
    random_contestant,
    rule_contestant,
)
from playground.engine.evaluation.disagreements import Disagreement, disagreements
from playground.i18n import _
from playground.store.gallery import typed_file
from playground.store.policy.file import load_policy
from playground.store.safe.sanitize import plain

MOST_NAMED = 5  # disagreements; --json has all


def run(arguments: argparse.Namespace) -> int:
    """Compare and report; return the exit code."""
    if len(arguments.files) > 1:
        arguments.wrong_usage(_("--against takes one policy to hold against another."))
    arguments.file = arguments.files[0]
    policy = open_policy(arguments)
    first = policy_contestant(policy, _name(arguments.file))
    second = _other(arguments.against, first)
    prepare_here()
    comparison = compare(first, second, arguments.episodes, arguments.seed)
    moments = disagreements(comparison)
    if arguments.json:
        say_json(_as_json(comparison, moments, arguments), arguments.output)
        return 0
    for contestant, played in zip(comparison.contestants, comparison.played, strict=True):
        evaluation = played.evaluation
        said = _("“{name}”: mean return {mean} over {n} episodes.")
        say(
            said.format(
                name=contestant.name, mean=mean_and_std(evaluation.mean, evaluation.std), n=len(evaluation.returns)
            )
        )
    say(verdict_words(comparison))
    say(basis_words(comparison))
    for moment in moments[:MOST_NAMED]:
        say(disagreement_words(comparison, moment))
    return 0


def _other(name: str, first: Contestant) -> Contestant:
    if name == "rule":
        return rule_contestant(first.card, first.parameters, _("the rule"))
    if name == "random":
        return random_contestant(first.card, first.parameters, _("random actions"))
    return policy_contestant(load_policy(typed_file(name)), _name(name))


def _name(file: str) -> str:
    return plain(os.path.basename(file), 60)


def _as_json(
    comparison: Comparison, moments: tuple[Disagreement, ...], arguments: argparse.Namespace
) -> dict[str, Any]:
    paired = comparison.paired
    return {
        "files": [arguments.file, arguments.against],
        "episodes": len(comparison.seeds),
        "seed": arguments.seed,
        "mean": [played.evaluation.mean for played in comparison.played],
        "returns": [list(played.evaluation.returns) for played in comparison.played],
        "difference": {
            "mean": paired.mean,
            "interval": [paired.low, paired.high],
            "better": paired.wins,
            "worse": paired.losses,
            "same": paired.ties,
        },
        "otherwise": comparison.share_otherwise,
        "disagreements": [
            {
                "start": moment.start + 1,
                "seed": int(comparison.seeds[moment.start]),
                "step": moment.step,
                "visitor": moment.visitor,
                "state": list(moment.state),
                "actions": [_plain(action) for action in moment.actions],
                "gaps": list(moment.gaps),
                "distance": moment.distance,
                "returns": list(moment.returns),
            }
            for moment in moments
        ],
    }


def _plain(action: Any) -> Any:
    return action if isinstance(action, int) else [float(number) for number in action]
