"""What a DQN remembers can be kept, gone back to and replaced, all of it."""

from __future__ import annotations

import numpy as np
import pytest

OPTIMIZERS = pytest.mark.parametrize("optimizer", ["adam", "rmsprop"])
AVERAGES = pytest.mark.parametrize("average_part", [None, 0.25])


def same(one, other):
    """Whether two states are equal in every entry, as deep as they go."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return np.array_equal(one, other) if isinstance(one, np.ndarray) else repr(one) == repr(other)  # NaN is itself


def updated(agent, times):
    for _ in range(times):
        agent.update()
    return agent


@OPTIMIZERS
@AVERAGES
def test_restoring_brings_back_every_network_and_all_of_the_optimisers_memory(
    make_trained_dqn, optimizer, average_part
):
    agent = updated(make_trained_dqn(optimizer=optimizer, average_part=average_part)[0], 20)
    state = agent.state()
    updated(agent, 20)
    assert not same(agent.state(), state)
    agent.restore(state)
    assert same(agent.state(), state)
    assert ("average" in state) == (average_part is not None)


@OPTIMIZERS
@AVERAGES
def test_loaded_weights_replace_every_network_and_begin_without_moments(make_trained_dqn, optimizer, average_part):
    agent = updated(make_trained_dqn(optimizer=optimizer, average_part=average_part)[0], 20)
    other = updated(make_trained_dqn(seed=2, average_part=average_part)[0], 20)
    agent.load_weights(other.weights())
    for name, array in other.weights().items():
        np.testing.assert_allclose(agent.weights()[name], array, rtol=1e-5, atol=1e-7)
    state = agent.state()
    np.testing.assert_array_equal(state["online"], state["target"])
    assert all(not memory.any() for memory in state["optimizer"].values())


@OPTIMIZERS
def test_a_step_that_is_refused_leaves_weights_and_moments_as_they_were(make_trained_dqn, optimizer):
    agent = updated(make_trained_dqn(optimizer=optimizer)[0], 20)
    state = agent.state()
    agent.params.learning_rate = 1e6
    with pytest.raises(Exception, match="exploding"):
        agent.update()
    assert same(agent.state(), state)


def test_large_weights_that_were_loaded_can_be_moved_at_a_high_rate(make_trained_dqn):
    agent = make_trained_dqn(learning_rate=0.03)[0]
    agent.load_weights({name: 1e4 * array for name, array in agent.weights().items()})
    before = agent.state()
    updated(agent, 5)
    assert not same(agent.state(), before)


def test_the_curve_of_q_is_the_mean_over_the_minibatch(make_trained_dqn):
    agent, _ = make_trained_dqn(gamma=0.0, learning_rate=0.0)
    weights = {name: np.zeros_like(array) for name, array in agent.weights().items()}
    weights["q.2.bias"][:] = 3.0
    agent.load_weights(weights)
    updated(agent, 1)
    assert agent.stats.mean_value == pytest.approx(3.0)
