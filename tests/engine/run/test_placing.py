"""An environment that is put somewhere begins an episode there; nothing that is learned runs across the jump."""

from __future__ import annotations

import math

import numpy as np
import pytest

from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.history.fork import Fork
from playground.engine.history.time_travel import TimeTravel
from playground.engine.history.timeline import Timeline
from playground.engine.history.to_come import changes_to_come
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.engine.run.trace import Trace
from playground.envs.base import ENVIRONMENTS
from playground.errors import HyperError
from playground.hyper import hypers

PLACED = [card for card in (ENVIRONMENTS.get(name) for name in ENVIRONMENTS.names()) if card.placing is not None]
ALGORITHMS = {preset.algorithm: preset for preset in reversed(list(PRESETS))}
SOMEWHERE = {
    "CartPole-v1": [1.0, 0.0, -0.1, 0.0],
    "CartPoleContinuous-v1": [1.0, 0.0, -0.1, 0.0],
    "MountainCar-v0": [0.25, 0.0],
    "Acrobot-v1": [0.5, -0.25, 0.0, 0.0],
    "Pendulum-v1": [1.5, 0.0],
    "GridWorld-v1": [2.0, 2.0],
}


def small(preset, **values):
    given = {"hidden_layers": (8, 8), "rollout_steps": 16, "n_environments": 2, "steps_per_episode": 30, **values}
    settings = preset.settings()
    known = hypers(settings.params).names()
    return settings.with_values({name: value for name, value in given.items() if name in known})


def ends_of(session, sub_env=0):
    """Return which rows of an environment have truncated."""
    n = len(session.sub_envs)
    return session.log.read(0, session.log.n_rows)[sub_env::n, -1].astype(bool)


def test_everything_that_is_drawn_by_us_can_be_put_somewhere():
    assert {card.id for card in PLACED} == set(SOMEWHERE)


def test_the_cart_stands_where_it_was_put_and_an_episode_begins_there(settings, run_to):
    session, twin = (run_to(Session(settings), 40) for _ in range(2))
    assert session.shown.episode_step
    session.submit("set_state", {"state": [1, 0.0, -0.1, 0.0]})
    assert session.state == (1.0, 0.0, -0.1, 0.0)
    assert (session.shown.over, session.shown.episode_step, session.shown.episode_return) == (False, 0, 0.0)
    assert session.rng.state() == twin.rng.state()
    trace = Trace()
    session.step(trace)
    np.testing.assert_array_equal(trace.observation, np.float32([1.0, 0.0, -0.1, 0.0]))
    assert session.shown.episode_step == 1


def test_the_episode_cut_off_is_not_counted_and_the_later_ones_begin_as_they_would_have(settings, run_to):
    session, twin = (run_to(Session(settings), 40) for _ in range(2))
    session.submit("set_state", {"state": [0.0, 0.0, 0.1, 0.0]})
    assert session.n_episodes == twin.n_episodes
    assert session.metrics.episodes.n_rows == session.n_episodes
    starts = []
    for one in (session, twin):
        while not one.shown.over:
            one.step()
        assert one.metrics.episodes.since(0)[-1, 2] == one.shown.episode_step
        trace = Trace()
        one.step(trace)
        starts.append(trace.observation)
    np.testing.assert_array_equal(*starts)


def test_between_two_episodes_the_next_one_begins_there(settings):
    session = Session(settings)
    session.step()
    while not session.shown.over:
        session.step()
    ends, n_episodes = ends_of(session), session.n_episodes
    session.submit("set_state", {"state": [0.5, 0.0, 0.0, 0.0]})
    assert session.state == (0.5, 0.0, 0.0, 0.0)
    assert (session.shown.over, session.shown.terminated, session.n_episodes) == (False, False, n_episodes)
    np.testing.assert_array_equal(ends_of(session), ends)
    session.step()
    assert session.shown.episode_step == 1


def test_to_put_it_twice_at_one_moment_is_to_put_it_where_it_was_put_last(settings, run_to):
    once, twice = (run_to(Session(settings), 40) for _ in range(2))
    twice.submit("set_state", {"state": [-1.0, 0.0, 0.0, 0.0]})
    for one in (once, twice):
        one.submit("set_state", {"state": [1.0, 0.0, 0.0, 0.0]})
        run_to(one, 80)
    np.testing.assert_array_equal(once.log.read(0, 80), twice.log.read(0, 80))
    np.testing.assert_array_equal(*(one.agent.weights()["q.0.weight"] for one in (once, twice)))


def test_before_the_first_step_there_is_nothing_to_cut_off(settings):
    session = Session(settings)
    session.submit("set_state", {"state": [0.0, 0.0, 0.1, 0.0]})
    session.step()
    assert session.state[2] > 0.09
    assert not ends_of(session).any()


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_row_before_the_jump_ends_its_episode_for_every_algorithm(algorithm):
    """All look for the ends of episodes in the log: there the row is truncated, of the environment shown alone."""
    settings = small(ALGORITHMS[algorithm])
    session, twin = Session(settings), Session(settings)
    for _ in range(5):
        session.step()
        twin.step()
    session.submit("set_state", {"state": SOMEWHERE[session.card.id]})
    session.step()
    np.testing.assert_array_equal(np.flatnonzero(ends_of(session)), [4])
    for number in range(1, len(session.sub_envs)):
        assert not ends_of(session, number).any()
    assert repr(twin.rng.state()) != repr(session.rng.state())  # one step behind
    twin.step()
    assert repr(twin.rng.state()) == repr(session.rng.state())


def test_an_n_step_window_ends_where_the_cart_was_taken_away(settings_with, run_to):
    """With 5-step returns, no window that begins before the jump has a reward from beyond it."""
    session = run_to(Session(settings_with(n_steps=5, batch_size=16, learning_starts=16)), 42)
    begins = session.shown.episode_step
    assert begins >= 5, "an episode under way is what this is about"
    session.submit("set_state", {"state": [0.0, 0.0, 0.1, 0.0]})
    lengths = {}
    for _ in range(60):
        trace = Trace()
        session.step(trace)
        for position, length, truncated in zip(
            trace.update["positions"], trace.update["window_lengths"], trace.update["window_truncated"], strict=True
        ):
            if 37 <= position < 42:
                lengths[int(position)] = int(length)
                assert truncated
    assert lengths
    assert all(position + length == 42 for position, length in lengths.items())


@pytest.mark.parametrize("algorithm", ["a2c", "ppo"])
def test_no_advantage_runs_on_across_the_jump(algorithm):
    session = Session(small(PRESETS.first("CartPole-v1", algorithm), batch_size=32, n_epochs=1))
    trace = Trace()
    for step in range(60):
        if step == 7:
            session.submit("set_state", {"state": [1.0, 0.0, 0.0, 0.0]})
        trace = Trace()
        session.step(trace)
        if trace.update:
            break
    [ours], [theirs] = (np.flatnonzero(trace.update["positions"] == row) for row in (12, 13))  # step 6 of both
    assert trace.update["next_advantage"][ours] == 0.0
    assert trace.update["next_value"][ours] != 0.0, "what was reached there still has a value"
    assert trace.update["truncated"][ours]
    assert not trace.update["truncated"][theirs]


def test_no_return_of_reinforce_runs_on_across_the_jump_and_the_cut_episode_is_none_it_waits_for():
    settings = small(PRESETS.first("CartPole-v1", "reinforce"), episodes_per_update=1, baseline="on")
    session = Session(settings)
    trace = Trace()
    for step in range(60):
        if step == 4:
            session.submit("set_state", {"state": [0.0, 0.0, 0.0, 0.0]})
        trace = Trace()
        session.step(trace)
        if trace.update:
            break
    assert session.n_episodes == 1
    assert len(trace.update["positions"]) == session.n_steps, "what came before the jump is learned from too"
    assert trace.update["truncated"][3]


def test_ornstein_uhlenbeck_noise_begins_anew_where_it_was_put():
    settings = small(PRESETS.first("Pendulum-v1", "ddpg"), noise_kind="ornstein-uhlenbeck", learning_starts=0)
    session, twin = Session(settings), Session(settings)
    for one in (session, twin):
        for _ in range(20):
            one.step()
    session.submit("set_state", {"state": [1.5, 0.0]})
    before, after = (one.agent.state()["noise"] for one in (twin, session))
    assert np.any(before)
    assert not np.any(after)


@pytest.mark.parametrize("card", PLACED, ids=lambda card: card.id)
def test_every_environment_is_put_where_it_should_be_and_keeps_its_draws(card):
    preset = next(preset for preset in PRESETS if preset.environment == card.id)
    session = Session(small(preset))
    session.step()
    before = session.state
    session.submit("set_state", {"state": SOMEWHERE[card.id]})
    assert card.placing.values(session.state) == pytest.approx(SOMEWHERE[card.id])
    assert card.is_state(session.state)
    assert session.state[len(SOMEWHERE[card.id]) :] == before[len(SOMEWHERE[card.id]) :], "the draws of a maze"
    session.step()
    [mark] = session.metrics.marks
    assert mark.name == card.placing.mark


def test_angles_wrap():
    session = Session(small(PRESETS.first("Pendulum-v1", "ddpg")))
    session.submit("set_state", {"state": [1.0 + 6 * math.pi, 0.0]})
    assert session.state == pytest.approx((1.0, 0.0))
    assert session.metrics.marks[0].after == (57.3,)


@pytest.mark.parametrize(
    ("environment", "state", "words"),
    [
        ("CartPole-v1", [2.5, 0.0, 0.0, 0.0], "position of the cart is from −?-?2.4 to 2.4 m, not where it is 2.5"),
        ("CartPole-v1", [0.0, 0.0, 0.3, 0.0], "angle of the pole"),
        ("MountainCar-v0", [0.6, 0.0], "position of the car is from"),
        ("Acrobot-v1", [math.pi, 0.0, 0.0, 0.0], "above the line already"),
        ("Pendulum-v1", [0.0, 9.0], "angular velocity is from"),
        ("Pendulum-v1", [math.inf, 0.0], "a list of 2 numbers"),
        ("GridWorld-v1", [1.0, 1.0], "a wall, the goal or the pit"),
        ("GridWorld-v1", [5.0, 0.0], "a wall, the goal or the pit"),
        ("GridWorld-v1", [0.5, 0.0], "a whole number, not 0.5"),
        ("GridWorld-v1", [-1.0, 0.0], "column of the cell"),
    ],
)
def test_where_no_episode_can_stand_it_cannot_be_put(environment, state, words):
    preset = next(preset for preset in PRESETS if preset.environment == environment)
    session = Session(small(preset))
    with pytest.raises(HyperError, match=words):
        session.submit("set_state", {"state": state})
    assert session.inputs == []


def test_an_environment_that_declares_no_numbers_says_so():
    from playground.engine.run.interventions import check_set_state

    with pytest.raises(HyperError, match=r"LunarLander cannot be put into a state: it does not declare"):
        check_set_state(ENVIRONMENTS.get("LunarLander-v3"), {"state": [0.0]})


def played(settings, n_calls=120, put_at=(33, 60, 61), state=(0.5, 0.0, 0.05, 0.0)):
    session = Session(settings)
    timeline = Timeline(session, Evaluator(session, every=1000))
    for call in range(n_calls):
        if call in put_at:
            session.submit("set_state", {"state": list(state)})
        timeline.step()
        if call % 10 == 9 or call + 1 in put_at:
            timeline.keep()  # also at the very moment, before what is changed there
    return timeline


def test_the_moment_before_it_was_put_has_its_episode_whole(settings, fingerprint, run_to):
    timeline = played(settings)
    for moment in (32, 33, 34, 60, 61, 62, 90):
        found = timeline.goto(moment)
        assert not ends_of(found)[32:].any() if moment <= 33 else ends_of(found)[32]
        again = run_to(Session(settings, inputs=timeline.session.inputs), moment)
        assert fingerprint(found) == fingerprint(again)
    assert not ends_of(timeline.goto(33)).any() or not ends_of(timeline.goto(33))[32]


def test_a_fork_that_is_put_elsewhere_leaves_the_run_whole(settings, fingerprint):
    timeline = played(settings, put_at=())
    before = fingerprint(timeline.session)
    travel = TimeTravel(timeline)
    travel.goto(50)
    travel.submit("set_state", {"state": [1.0, 0.0, 0.0, 0.0]})
    assert travel.fork is not None
    for _ in range(30):
        travel.step()
    assert ends_of(travel.session)[49]
    assert not ends_of(timeline.session)[49]
    assert fingerprint(timeline.session) == before
    travel.promote()
    run, n_calls = travel.timeline, travel.session.n_calls
    assert fingerprint(run.goto(n_calls - 1)) == fingerprint(
        _walked(Session(settings, inputs=run.session.inputs), n_calls - 1)
    )


def test_a_fork_that_drops_the_placing_of_the_run_has_the_episode_whole(settings):
    timeline = played(settings, put_at=(60,))
    fork = Fork(timeline, timeline.goto(60))
    [mark] = changes_to_come(fork.b)
    assert (mark.step, mark.name, mark.after) == (60, "put_cart", (0.5, 2.9))
    fork.b.to_come.clear()
    fork.step()
    assert not ends_of(fork.b)[59]
    assert ends_of(timeline.session)[59]


def test_the_end_of_the_episode_cut_off_is_one_to_go_to(settings):
    travel = TimeTravel(played(settings, put_at=(60,)))
    travel.goto(59)
    assert travel.episode_after() == 60


def test_a_cut_is_kept_when_the_log_is_longer_than_its_memory(settings_with, fingerprint, run_to):
    """The block that holds the row has been written down by then, and a fork shares it."""
    settings = settings_with(buffer_size=100, n_steps=3)
    session = Session(settings)
    timeline = Timeline(session, Evaluator(session, every=100_000))
    for _ in range(4096):
        timeline.step()
    timeline.keep()
    travel = TimeTravel(timeline)
    travel.begin_fork()
    travel.submit("set_state", {"state": [1.0, 0.0, 0.0, 0.0]})
    for _ in range(4200):
        travel.step()
    b = travel.session
    assert b.log.read(4095, 4096)[0, -2:].any()
    again = run_to(Session(settings, inputs=b.inputs), 8296)
    np.testing.assert_array_equal(b.log.read(4000, 4200), again.log.read(4000, 4200))
    assert fingerprint(b) == fingerprint(again)
    np.testing.assert_array_equal(
        travel.shown_timeline.goto(4200).log.ring[:200],
        _walked(Session(settings, inputs=b.inputs), 4200).log.ring[:200],
    )


def _walked(session, n_calls):
    while session.n_calls < n_calls:
        session.step()
    return session
