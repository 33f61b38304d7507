"""A recorded episode is the very one that was played."""

from __future__ import annotations

import gymnasium
import pytest

from playground.engine.evaluation.recording import record_episode
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
