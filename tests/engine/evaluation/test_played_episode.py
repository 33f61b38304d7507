"""An episode played step by step is the one that others play from the same start, and it can be handed to a run."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

from playground.engine import catalogue as _catalogue  # noqa: F401  enters the cards
from playground.engine.evaluation.played_episode import PlayedEpisode
from playground.engine.evaluation.policy import policy_of
from playground.engine.evaluation.recording import record_episode
from playground.engine.evaluation.scores import scores_from
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.envs.base import ENVIRONMENTS
from playground.errors import CancelledError

SHIPPED = ("CartPole-v1", "CartPoleContinuous-v1", "MountainCar-v0", "Pendulum-v1", "Acrobot-v1", "GridWorld-v1")


def played(card, seed, choose, n_steps=10_000):
    episode = PlayedEpisode(card, card.parameters(), seed)
    while not episode.is_over and len(episode) < n_steps:
        episode.act(choose(episode))
    return episode


@pytest.fixture(scope="module")
def policy():
    return policy_of(Session(PRESETS.get("tutorial").settings()))


def test_it_is_the_greedy_episode_where_the_policy_is_followed(policy):
    recording, actor = record_episode(policy, 3), policy.actor()
    episode = played(policy.settings.card, 3, lambda episode: actor.act(episode.observation)[0])
    assert (episode.states, episode.rewards, episode.total) == (recording.states, recording.rewards, recording.total)
    assert (episode.terminated, episode.truncated) == (recording.terminated, recording.truncated)
    for frame, scene in ((len(episode), episode.scene()),):
        assert dataclasses.replace(scene, explored=False) == recording.scene(frame)


@pytest.mark.parametrize("name", SHIPPED)
def test_its_input_holds_what_makes_it_again(name):
    card = ENVIRONMENTS.get(name)
    rule = card.rule()
    episode = played(card, 5, lambda episode: rule(episode.observation[None])[0], 30)
    payload = json.loads(json.dumps(episode.as_input()))
    again = card.make(card.parameters())
    again.restore(tuple(payload["start"]))
    states = [again.snapshot()]
    for action in payload["actions"]:
        again.step(np.array(action, np.float32) if card.action_bounds else action)
        states.append(again.snapshot())
    assert states == episode.states


def test_it_ends_at_the_time_limit_of_the_environment_and_says_so():
    card = ENVIRONMENTS.get("Pendulum-v1")
    episode = played(card, 1, lambda episode: np.zeros(1, np.float32))
    assert (len(episode), episode.terminated, episode.truncated) == (card.steps_per_episode, False, True)


def test_a_frame_shows_what_is_held_in_place_of_what_led_there():
    card = ENVIRONMENTS.get("CartPole-v1")
    episode = played(card, 1, lambda episode: 0, 2)
    assert (episode.scene().action, episode.scene(1).action, episode.scene(1).step) == (0, 1, 2)


def test_scores_are_returns_from_the_very_same_start(policy):
    scores = scores_from(policy, 7)
    assert scores.agent == record_episode(policy, 7).total
    assert scores.rule == 500.0
    assert scores == scores_from(policy, 7)
    assert 5 < scores.random < 200
    parts = policy.settings, dataclasses.replace(policy.settings.environment_params, gravity=20.0)
    heavier = dataclasses.replace(policy, settings=parts[0], environment_params=parts[1])
    assert scores_from(heavier, 7) != scores  # played where the policy was taken


def test_scores_that_nobody_waits_for_are_given_up(policy):
    with pytest.raises(CancelledError):
        scores_from(policy, 7, lambda: True)
