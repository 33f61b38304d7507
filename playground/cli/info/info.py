"""`playground info`: describe a policy, a session or a recipe.

Which of them it is, is told by the ending of the file's name.
"""

from __future__ import annotations

import argparse
from pathlib import Path

SESSION_SUFFIX, RECIPE_SUFFIX = ".rls", ".rlr"


def run(arguments: argparse.Namespace) -> int:
    """Describe the file; return the exit code."""
    suffix = Path(arguments.file).suffix.lower()
    if suffix == SESSION_SUFFIX:
        from playground.cli.info.session import run as run_session

        return run_session(arguments)
    if suffix == RECIPE_SUFFIX:
        from playground.cli.info.recipe import run as run_recipe

        return run_recipe(arguments)
    from playground.cli.info.policy import run as run_policy

    return run_policy(arguments)
