"""Steps one of our environments and Gymnasium's own from the same states, and compares what comes of it.

Ours has a sine and a cosine that are the same on every computer, and Gymnasium's are the C library's or NumPy's: numbers
differ in their last bits. Where they cancel out a difference of one ulp becomes one of a thousand, so it is measured
against 1 or the number itself, whichever is more.
"""

from __future__ import annotations

import math

import numpy as np

NEAR = 1e-14
NEAR32 = 2.0**-23  # of float32: what a last bit before rounding may make of it
REWARD_NEAR = {"Pendulum-v1": 1e-9}  # the square of a torque is a float32 number there


def assert_same_bits(ours, theirs):
    assert ours.dtype == theirs.dtype
    assert ours.tobytes() == theirs.tobytes()


def assert_near(ours, theirs, near=NEAR):
    ours, theirs = np.array(ours, np.float64), np.array(theirs, np.float64)
    assert ours.shape == theirs.shape
    difference = np.abs(ours - theirs) / np.maximum(1.0, np.abs(theirs))
    assert difference.max() <= near, (ours, theirs)


def walk(card, ours, theirs, choose, n_steps, before_step=None):
    """Step both, each time from the same state; return how the episodes ended and the returns.

    `choose(rng, observation)` gives an action, `before_step(step)` is called before each.
    """
    rng, ends, returns = np.random.default_rng(0), {"terminated": 0, "truncated": 0}, []
    while n_steps > 0:
        seed = int(rng.integers(2**32))
        observation, total = ours.reset(seed), 0.0
        assert_near(observation, theirs.reset(seed=seed)[0], NEAR32)
        assert ours.snapshot() == tuple(np.array(theirs.unwrapped.state, np.float64))
        for step in range(1, card.steps_per_episode + 1):
            n_steps -= 1
            if before_step:
                before_step(step)
            action = choose(rng, observation)
            theirs.unwrapped.state = np.array(ours.snapshot())
            observation, reward, terminated = ours.step(action)
            seen, their_reward, their_terminated, their_truncated, _info = theirs.step(action)
            assert observation.dtype == seen.dtype
            assert_near(observation, seen, NEAR32)
            assert_near(ours.snapshot(), theirs.unwrapped.state)
            assert_near(reward, their_reward, REWARD_NEAR.get(card.id, NEAR))
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


def assert_returns_are_alike(card, theirs, choose, episodes):
    """Let the same policy act in both, from the same starts, and compare the mean returns within their errors."""
    ours, found = card.make(card.parameters()), ([], [])
    for seed in range(episodes):
        for returns, is_ours in zip(found, (True, False), strict=True):
            rng, total = np.random.default_rng(seed), 0.0
            observation = ours.reset(seed) if is_ours else theirs.reset(seed=seed)[0]
            for _ in range(card.steps_per_episode):
                action = choose(rng, observation)
                observation, reward, terminated, *_ = (ours if is_ours else theirs).step(action)
                total += reward
                if terminated:
                    break
            returns.append(total)
    error = math.sqrt(sum(np.var(returns, ddof=1) / episodes for returns in found))
    assert error > 0
    assert abs(np.mean(found[0]) - np.mean(found[1])) <= 3 * error


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
