"""Opponents: what a person may set against another policy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playground.engine.evaluation.contestant import (
    Contestant,
    policy_contestant,
    random_contestant,
    rule_contestant,
)
from playground.engine.evaluation.policy import Policy
from playground.engine.run.settings import Settings
from playground.envs.base import EnvironmentCard, EnvironmentParams
from playground.store.policy.file import load_policy
from playground.ui.hands.compare.chooser import RULE


@dataclass(frozen=True)
class Opponent:
    """A policy, the file of one, the chooser's RULE or RANDOM, and what it is called."""

    name: str
    what: Policy | Path | str


def contestants(opponents: tuple[Opponent, Opponent], settings: Settings) -> tuple[Contestant, Contestant]:
    """Return what acts, by opponent.

    A rule and random actions act where the other one does, or else in the environment of these settings. Raises BadFileError, or NoRuleError.
    """
    policies = [_policy(opponent) for opponent in opponents]
    of = next((policy for policy in policies if policy is not None), None)
    card, parameters = (
        (settings.card, settings.environment_params) if of is None else (of.settings.card, of.environment_params)
    )
    found = [
        _contestant(opponent, policy, card, parameters) for opponent, policy in zip(opponents, policies, strict=True)
    ]
    return found[0], found[1]


def _policy(opponent: Opponent) -> Policy | None:
    if isinstance(opponent.what, Path):
        return load_policy(opponent.what)
    return None if isinstance(opponent.what, str) else opponent.what


def _contestant(
    opponent: Opponent, policy: Policy | None, card: EnvironmentCard, parameters: EnvironmentParams
) -> Contestant:
    if policy is not None:
        return policy_contestant(policy, opponent.name)
    make = rule_contestant if opponent.what == RULE else random_contestant
    return make(card, parameters, opponent.name)
