"""Reasons for a pause that nobody asked for, in words."""

from __future__ import annotations

import logging

from playground.engine.history.recipe import Recipe
from playground.errors import (
    DivergedError,
    EnvironmentFault,
    HyperError,
    PlaygroundError,
    UnknownNameError,
    raised_words,
)
from playground.i18n import _
from playground.ui.support.log_file import log_path

LONGEST = 200  # characters of what an error says of itself

log = logging.getLogger(__name__)


def diverged_text(error: DivergedError, step: int) -> str:
    """Say that the numbers ran away, and after which step the network was well."""
    said = _("{error} The run is paused and the network is back as it was after step {step}.")
    return said.format(error=error, step=f"{step:,}")


def fault_text(error: EnvironmentFault) -> str:
    """Say that an environment that somebody added failed, and what is left."""
    return _(
        "{error} The run is paused and what it learned is kept: save the policy, or press Run to go on with another episode. Once the environment's code is put right, start the program again. The log file has the details: {path}"
    ).format(error=error, path=log_path())


def failed_text(error: BaseException, recipe: Recipe | None) -> str:
    """Say that training stopped for good, and why.

    An input that cannot be is the fault of the recipe that it follows.
    """
    if recipe is not None and isinstance(error, (HyperError, UnknownNameError)):
        return str(recipe.not_followed(error))
    if isinstance(error, PlaygroundError):
        return str(error)
    return _("Training stopped: {error}.").format(error=raised_words(error)[:LONGEST])


def not_begun_text(error: BaseException) -> str:
    """Say that no new run could begin, and why."""
    reason = str(error) if isinstance(error, PlaygroundError) else type(error).__name__
    return _("No new run could begin ({error}). The old one is as it was.").format(error=reason)


def log_failure(error: BaseException) -> None:
    """Write what ended training into the log, with all that a sentence leaves out."""
    if isinstance(error, EnvironmentFault):
        log.warning("%s", error.english(), exc_info=error)
    elif isinstance(error, PlaygroundError):
        log.warning("training failed: %s", error.english())
    else:
        log.error("training failed", exc_info=error)
