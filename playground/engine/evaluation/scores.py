"""Scores to beat: what a policy, a rule and chance return from one start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playground.agents.greedy import Actor
from playground.engine.evaluation.played_episode import PlayedEpisode
from playground.engine.evaluation.policy import Policy
from playground.engine.evaluation.references import RandomActor, RuleActor
from playground.errors import CancelledError, never


@dataclass(frozen=True)
class Scores:
    """Returns of one episode each, all from the same start."""

    agent: float
    random: float
    rule: float | None  # None: the environment has no rule


def scores_from(policy: Policy, seed: int, should_stop: Callable[[], bool] = never) -> Scores:
    """Play an episode with each from the start of reset(seed=seed).

    The environment is as it was when the policy was taken. Raises CancelledError where it should stop, and
    EnvironmentFault where an environment that somebody added fails.
    """
    card = policy.settings.card
    return Scores(
        agent=_return_of(policy.actor(), policy, seed, should_stop),
        random=_return_of(RandomActor(card, seed), policy, seed, should_stop),
        rule=None if card.rule is None else _return_of(RuleActor(card.rule()), policy, seed, should_stop),
    )


def _return_of(actor: Actor, policy: Policy, seed: int, should_stop: Callable[[], bool]) -> float:
    episode = PlayedEpisode(policy.settings.card, policy.environment_params, seed)
    while not episode.is_over:
        if should_stop():
            raise CancelledError
        episode.act(actor.act(episode.observation)[0])
    return episode.total
