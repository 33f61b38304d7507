"""`playground evaluate`: greedy episodes with a saved policy."""

from __future__ import annotations

import argparse
import os

from playground.cli.environment_names import open_policy
from playground.cli.preparing import prepare_here
from playground.cli.terminal import mean_and_std, say, say_json
from playground.engine.evaluation.evaluation import evaluate_policy
from playground.i18n import _


def run(arguments: argparse.Namespace) -> int:
    """Evaluate and report; return the exit code."""
    if arguments.against is not None:
        from playground.cli.evaluate.versus import run as compare_two

        return compare_two(arguments)
    if len(arguments.files) > 1 or os.path.isdir(arguments.files[0]):
        from playground.cli.evaluate.leaderboard import run as compare

        return compare(arguments)
    arguments.file = arguments.files[0]
    policy = open_policy(arguments)
    prepare_here()
    evaluation = evaluate_policy(policy, arguments.episodes, arguments.seed)
    low, high = min(evaluation.returns), max(evaluation.returns)
    if arguments.json:
        say_json(
            {
                "mean": evaluation.mean,
                "std": evaluation.std,
                "min": low,
                "max": high,
                "episodes": len(evaluation.returns),
                "seed": arguments.seed,
                "returns": list(evaluation.returns),
            },
            arguments.output,
        )
        return 0
    say(
        _("Mean return {mean} over {n} episodes, from {low:g} to {high:g}.").format(
            mean=mean_and_std(evaluation.mean, evaluation.std), n=len(evaluation.returns), low=low, high=high
        )
    )
    return 0
