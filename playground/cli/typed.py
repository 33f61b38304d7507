"""Environments that a person names on the command line: a typed name may bring in code, a name in a file never does."""

from __future__ import annotations

import argparse

from playground.envs.added import enter
from playground.envs.base import ENVIRONMENTS
from playground.envs.gymnasium_make import is_known, origin_of


def typed_environment(name: str) -> str:
    """Return the environment of a name that a person typed: it is added for this command where it is not there yet.

    Its code then runs. Raises UnknownNameError where Gymnasium does not know it either, AddError or EnvironmentFault
    where it cannot be used.
    """
    if name in ENVIRONMENTS:
        return name
    if ":" not in name and not is_known(name):
        ENVIRONMENTS.get(name)  # which says what there is
    known = origin_of(name).name
    if known in ENVIRONMENTS:
        return known
    from playground.envs.gymnasium_probe import probe  # NumPy and Gymnasium

    return enter(probe(name)).id


def enter_typed(arguments: argparse.Namespace) -> None:
    """Add what --env names, before a policy file is opened that was trained in it."""
    if arguments.env is not None:
        typed_environment(arguments.env)
