"""Contestants: a policy, an environment's rule, or chance, to be compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from playground.agents.greedy import Actor
from playground.engine.evaluation.policy import Policy
from playground.engine.evaluation.references import RandomActor, RuleActor
from playground.envs.base import EnvironmentCard, EnvironmentParams
from playground.errors import PlaygroundError, Term
from playground.i18n import N_

Shows = Literal["q", "probabilities", "action", ""]  # what Actor.act() returns beside an action; "": nothing


class NoRuleError(PlaygroundError):
    """An environment that has no rule to be compared with."""


@dataclass(frozen=True)
class Contestant:
    """What acts, in which environment, and what it has to show for its actions."""

    name: str  # for people
    card: EnvironmentCard
    parameters: EnvironmentParams
    shows: Shows
    make_actor: Callable[[int], Actor]  # (seed of its chance, where it has any)


def policy_contestant(policy: Policy, name: str) -> Contestant:
    """Return a policy as a contestant, in the environment as it was for the policy."""
    settings = policy.settings
    shows = settings.learner.shown_in(settings.space)
    return Contestant(name, settings.card, policy.environment_params, shows, lambda seed: policy.actor())


def rule_contestant(card: EnvironmentCard, parameters: EnvironmentParams, name: str) -> Contestant:
    """Return the rule of an environment as a contestant, or raise NoRuleError."""
    rule = card.rule
    if rule is None:
        raise NoRuleError(
            N_("{environment} has no rule to compare with. Choose a policy or random actions. Nothing was changed."),
            environment=Term(card.title),
        )
    return Contestant(name, card, parameters, "", lambda seed: RuleActor(rule()))


def random_contestant(card: EnvironmentCard, parameters: EnvironmentParams, name: str) -> Contestant:
    """Return random actions as a contestant."""
    return Contestant(name, card, parameters, "", lambda seed: RandomActor(card, seed))
