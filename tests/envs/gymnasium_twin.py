"""Steps one of our environments and Gymnasium's own side by side and compares the bits."""

from __future__ import annotations

import numpy as np


def assert_same_bits(ours, theirs):
    assert ours.dtype == theirs.dtype
    assert ours.tobytes() == theirs.tobytes()


def walk(card, ours, theirs, choose, episodes, before_step=None):
    """Step both; return how the episodes ended and the returns. `choose(rng, observation)`, `before_step(step)`."""
    rng, ends, returns = np.random.default_rng(0), {"terminated": 0, "truncated": 0}, []
    for _ in range(episodes):
        seed = int(rng.integers(2**32))
        observation, total = ours.reset(seed), 0.0
        assert_same_bits(observation, theirs.reset(seed=seed)[0])
        for step in range(1, card.steps_per_episode + 1):
            if before_step:
                before_step(step)
            action = choose(rng, observation)
            observation, reward, terminated = ours.step(action)
            seen, their_reward, their_terminated, their_truncated, _info = theirs.step(action)
            assert_same_bits(observation, seen)
            assert np.array(ours.snapshot()).tobytes() == np.array(theirs.unwrapped.state, np.float64).tobytes()
            assert np.float64(reward).tobytes() == np.float64(their_reward).tobytes()
            assert type(reward) is float
            assert card.rewards[0] - 1e-6 <= reward <= card.rewards[1]
            assert type(terminated) is bool
            assert (terminated, step == card.steps_per_episode) == (their_terminated, their_truncated)
            total += reward
            if terminated or their_truncated:
                ends["terminated" if terminated else "truncated"] += 1
                returns.append(total)
                break
    return ends, returns


def assert_batch_is_its_members(card, parameters, n, steps, choose):
    """Step `n` together and one by one, on beyond their ends as an evaluation does; `choose(rng, n)` gives actions."""
    rng = np.random.default_rng(0)
    seeds = rng.integers(2**32, size=n, dtype=np.uint32)
    batch, members = card.make_batch(n, parameters), [card.make(parameters) for _ in range(n)]
    for _ in range(2):  # a batch is used for many evaluations
        first = np.array([one.reset(int(seed)) for one, seed in zip(members, seeds, strict=True)])
        assert_same_bits(batch.reset(seeds), first)
        for _ in range(steps):
            actions = choose(rng, n)
            observations, rewards, terminated = batch.step(actions)
            one_by_one = [one.step(action) for one, action in zip(members, actions, strict=True)]
            assert_same_bits(observations, np.array([observation for observation, _, _ in one_by_one]))
            assert_same_bits(rewards, np.array([reward for _, reward, _ in one_by_one]))
            assert terminated.tolist() == [ended for _, _, ended in one_by_one]
        seeds = seeds[::-1].copy()


def assert_snapshot_is_exact(card, choose):
    """Restore a start and a later state, in the same environment and in another, and compare what follows."""
    environment, rng = card.make(card.parameters()), np.random.default_rng(1)
    observation = environment.reset(7)
    for n_before in (0, 9):
        for _ in range(n_before):
            observation = environment.step(choose(rng, observation))[0]
        state, actions = environment.snapshot(), [choose(rng, observation) for _ in range(30)]
        assert all(type(number) is float for number in state)
        future = [environment.step(action) for action in actions]
        for again in (environment, card.make(card.parameters())):
            assert_same_bits(again.restore(state), observation)
            assert again.snapshot() == state
            for action, (observed, reward, terminated) in zip(actions, future, strict=True):
                now = again.step(action)
                assert_same_bits(now[0], observed)
                assert now[1:] == (reward, terminated)
        observation = environment.restore(state)
