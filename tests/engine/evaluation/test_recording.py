"""A recorded episode is the very one that was played."""

from __future__ import annotations

import gymnasium
import pytest

from playground.engine.evaluation.recording import record_episode, record_pushed
from tests.engine.evaluation.leaning import NEARLY, PERFECT, POOR


def test_a_recorded_episode_is_gymnasiums_for_the_same_seed_and_actions(policy_leaning):
    theirs = gymnasium.make("CartPole-v1")
    for lean in (PERFECT, NEARLY, POOR):
        policy = policy_leaning(lean)
        for seed in (0, 17):
            recording = record_episode(policy, seed)
            theirs.reset(seed=seed)
            total = 0.0
            for number, action in enumerate(recording.actions):
                assert recording.states[number] == pytest.approx(theirs.unwrapped.state, abs=1e-9)
                _, reward, terminated, truncated, _ = theirs.step(action)
                total += reward
                assert (terminated or truncated) == (number == len(recording) - 1)
            assert recording.states[-1] == pytest.approx(theirs.unwrapped.state, abs=1e-9)
            assert (recording.terminated, recording.truncated) == (terminated, truncated)
            assert recording.total == total == len(recording)
    theirs.close()


def test_a_recorded_action_is_the_best_of_the_values_recorded_beside_it(policy_leaning):
    recording = record_episode(policy_leaning(NEARLY), 0)
    assert recording.values.shape == (len(recording), 2)
    assert recording.values.argmax(axis=1).tolist() == recording.actions
    assert len(recording.states) == len(recording) + 1


def test_the_frames_of_a_recording_go_from_its_start_to_its_end(policy_leaning):
    recording = record_episode(policy_leaning(POOR), 0)
    first, last = recording.scene(0), recording.scene(len(recording))
    assert (first.action, first.explored, first.step, first.episode_return) == (None, None, 0, 0.0)
    assert (last.action, last.explored, last.step) == (recording.actions[-1], False, len(recording))
    assert last.state == recording.states[-1]
    assert (last.terminated, last.truncated, last.episode_return) == (True, False, recording.total)
    for frame in range(len(recording)):
        assert not recording.scene(frame).terminated


def test_a_pushed_episode_is_the_same_up_to_the_push_and_then_goes_on_greedily_from_the_pushed_state(policy_leaning):
    policy = policy_leaning(PERFECT)
    before, card = record_episode(policy, 3), policy.settings.card
    pushed = record_pushed(policy, before, 40, 2.0)
    assert pushed.states[:40] == before.states[:40]
    assert pushed.states[40] == card.push.moved(before.states[40], 2.0)
    assert (pushed.actions[:40], pushed.rewards[:40]) == (before.actions[:40], before.rewards[:40])
    assert (pushed.values[:40] == before.values[:40]).all()
    environment, actor = card.make(policy.environment_params), policy.actor()
    observation = environment.restore(pushed.states[40])
    for number in range(40, len(pushed)):
        action, values = actor.act(observation)
        assert action == pushed.actions[number]
        assert (values == pushed.values[number]).all()
        observation, _, terminated = environment.step(action)
        assert environment.snapshot() == pushed.states[number + 1]
    assert (pushed.terminated, pushed.truncated) == (terminated, len(pushed) == card.steps_per_episode)
    assert (pushed.seed, pushed.pushes, before.pushes) == (3, ((40, 2.0),), ())


def test_a_push_forgets_the_pushes_that_came_later(policy_leaning):
    policy = policy_leaning(PERFECT)
    pushed = record_pushed(policy, record_episode(policy, 3), 10, 1.0)
    pushed = record_pushed(policy, pushed, 30, -1.0)
    assert pushed.pushes == ((10, 1.0), (30, -1.0))
    assert record_pushed(policy, pushed, 20, 0.5).pushes == ((10, 1.0), (20, 0.5))


def test_a_push_before_the_last_step_leaves_one_step_and_none_exceeds_the_time_limit(policy_leaning):
    policy = policy_leaning(PERFECT)
    before = record_episode(policy, 3)
    pushed = record_pushed(policy, before, len(before) - 1, 0.1)
    assert len(pushed) == len(before) == policy.settings.card.steps_per_episode
    assert pushed.truncated
