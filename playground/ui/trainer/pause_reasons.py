"""Reasons for a pause that nobody asked for, in words."""

from __future__ import annotations

from playground.engine.history.recipe import Recipe
from playground.errors import DivergedError, EnvironmentFault, HyperError, PlaygroundError, UnknownNameError
from playground.i18n import _
from playground.ui.support.log_file import log_path


def diverged_text(error: DivergedError, step: int) -> str:
    """Say that the numbers ran away, and after which step the network was well."""
    said = _("{error} The run is paused and the network is back as it was after step {step}.")
    return said.format(error=error, step=f"{step:,}")


def fault_text(error: EnvironmentFault) -> str:
    """Say that an environment that somebody added failed, and what is left."""
    return _(
        "{error} The run is paused and what it learned is kept: save the policy, or press Run to go on with another episode. Once the environment's code is put right, start the program again. The log file has the details: {path}"
    ).format(error=error, path=log_path())


def failure_text(error: PlaygroundError, recipe: Recipe | None) -> str:
    """Say why a run failed.

    An input that cannot be is the fault of the recipe that it follows.
    """
    is_an_inputs = isinstance(error, (HyperError, UnknownNameError))
    return str(recipe.not_followed(error) if recipe is not None and is_an_inputs else error)
