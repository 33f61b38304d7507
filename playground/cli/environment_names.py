"""Environments named on the command line.

A name that a person types may bring in code; a name in a file never does.
"""

from __future__ import annotations

import argparse

from playground.cli.terminal import complain
from playground.engine.evaluation.policy import Policy
from playground.envs.base import ENVIRONMENTS, EnvironmentCard
from playground.envs.gym_adapter.make import is_known
from playground.envs.gym_adapter.origin import origin_of
from playground.envs.gym_adapter.user_environments import enter
from playground.errors import UnknownNameError
from playground.i18n import N_, _
from playground.store.gallery import typed_file
from playground.store.policy.file import load_policy
from playground.store.safe.sanitize import plain


def typed_environment(name: str) -> str:
    """Return the environment of a typed name, added for this command if new.

    Its code then runs. Raises UnknownNameError where Gymnasium does not know it either, AddError or EnvironmentFault
    where it cannot be used.
    """
    if name in ENVIRONMENTS:
        return name
    if ":" not in name and not is_known(name):
        ENVIRONMENTS.get(name)  # which says what there is
    origin = origin_of(name)
    if origin.name in ENVIRONMENTS:
        if origin.folder in ("", ENVIRONMENTS.get(origin.name).folder):
            return origin.name
        ENVIRONMENTS.remove(origin.name)  # for this command it is the file that was named
    from playground.envs.gym_adapter.probe import probe  # NumPy and Gymnasium

    return enter(probe(name)).id


def say_doubt(card: EnvironmentCard) -> None:
    """Say why a run in the environment need not repeat, where that is so."""
    if card.doubt:
        text = _(
            "A run in “{name}” need not repeat bit for bit, and what is evaluated in it may differ from one time to the next: {why}."
        )
        complain(text.format(name=card.id, why=_(card.doubt)))


def open_policy(arguments: argparse.Namespace) -> Policy:
    """Open the named policy, after adding the environment of --env.

    That environment has to be the policy's own.
    """
    named = None if arguments.env is None else typed_environment(arguments.env)
    policy = load_policy(typed_file(arguments.file))
    try:
        check_environment(arguments.file, policy, named)
    except UnknownNameError as error:
        arguments.wrong_usage(str(error))
    say_doubt(policy.settings.card)
    return policy


def check_environment(file: str, policy: Policy, named: str | None) -> None:
    """Raise UnknownNameError if --env is not the environment of the policy."""
    own = policy.settings.environment
    if named not in (None, own):
        raise UnknownNameError(
            N_(
                "The policy in “{file}” was trained in {own}, and --env names {named}. It acts in its own environment only: leave --env out."
            ),
            file=plain(file, 200),
            own=plain(own, 100),
            named=named,
        )
