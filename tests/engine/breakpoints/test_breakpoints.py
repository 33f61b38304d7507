"""The numbers of a step by name, and the steps at which a condition on them begins to hold."""

from __future__ import annotations

import keyword
import math

import pytest

from playground.engine.breakpoints.breakpoints import Breakpoint, Breakpoints
from playground.engine.breakpoints.conditions import condition
from playground.engine.breakpoints.expressions import FUNCTIONS, WORDS
from playground.engine.breakpoints.variables import step_names, suggestions
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.engine.run.trace import Trace

PAIRS = sorted({(preset.environment, preset.algorithm) for preset in PRESETS})


def hits(session, texts, n_calls, breakpoints=None):
    """The steps that hit one of these, and which."""
    breakpoints = breakpoints or Breakpoints(map(Breakpoint, texts))
    breakpoints.watch_from(session)
    found = []
    for _ in range(n_calls):
        session.step()
        hit = breakpoints.hit(session)
        if hit is not None:
            found.append((session.n_steps, hit.text))
    return found


@pytest.mark.parametrize(("environment", "algorithm"), PAIRS)
def test_every_pair_has_names_that_can_be_typed_and_suggestions_that_can_be_used(environment, algorithm):
    settings = PRESETS.first(environment, algorithm).settings()
    names = step_names(settings)
    assert len(names) >= 8 + len(settings.learner.curves) + len(settings.card.observation)
    for name in names:
        assert name.isascii()
        assert name.isidentifier()
        assert name not in (*FUNCTIONS, *WORDS)
        assert not keyword.iskeyword(name)
        assert names[name].meaning
    for text, meaning in suggestions(settings):
        assert condition(text, names).names
        assert meaning


def test_every_name_has_the_number_that_the_step_had(settings):
    session, names = Session(settings), step_names(settings)
    for _ in range(60):
        trace = Trace()
        session.step(trace)
        read = {name: names[name].read(session) for name in names}
        for name in ("step", "episode", "reward", "action", "explored", "terminated", "truncated"):
            assert read[name] == getattr(trace, name), name
        assert [read[name] for name in ("position", "velocity", "angle", "angular_velocity")] == list(
            trace.next_observation
        )
        for curve, value in trace.after.items():
            assert read[curve] == value or (math.isnan(read[curve]) and math.isnan(value))
        assert read["episode_step"] == session.shown.episode_step
        assert read["episode_return"] == session.shown.episode_return


def test_before_the_first_step_nothing_is_there_and_nothing_breaks(settings):
    session, names = Session(settings), step_names(settings)
    read = {name: names[name].read(session) for name in names}
    assert [name for name in read if math.isnan(read[name])] == ["reward", "action", "loss", "mean_value"]
    assert [name for name in ("step", "episode_step", "explored", "terminated", "truncated") if read[name]] == []


def test_numbers_are_of_the_environment_that_is_shown_and_rewards_read_as_they_are_written():
    settings = PRESETS.first("GridWorld-v1", "a2c").settings()
    session, names = Session(settings), step_names(settings)
    assert len(session.sub_envs) > 1
    for _ in range(30):
        trace = Trace()
        session.step(trace)
        assert names["reward"].read(session) == trace.reward  # -0.01 has no 32 bits of its own
        assert names["column"].read(session) == trace.next_observation[0]


def test_each_number_of_a_continuous_action_has_a_name():
    settings = PRESETS.first("Pendulum-v1", "ddpg").settings()
    session, names = Session(settings), step_names(settings)
    session.step()
    assert names["action"].read(session) == session.shown.action[0]


def test_the_numbers_of_an_environment_that_somebody_added_are_counted(added):
    settings = PRESETS.first(added("Push-v0").id, "ddpg").settings()
    session, names = Session(settings), step_names(settings)
    session.step()
    assert [names[name].read(session) for name in ("action_1", "action_2")] == list(session.shown.action)
    assert [names[name].read(session) for name in ("o1", "o2", "o3")] == list(session.shown.observation)
    assert all(condition(text, names).names for text, _meaning in suggestions(settings))


def test_a_breakpoint_is_hit_where_its_condition_begins_to_hold(settings):
    session = Session(settings)
    held, expected = False, []
    for _ in range(300):
        session.step()
        holds = abs(session.shown.observation[2]) > 0.15
        if holds and not held:
            expected.append((session.n_steps, "abs(angle) > 0.15"))
        held = holds
    assert len(expected) > 5
    assert hits(Session(settings), ["abs(angle) > 0.15"], 300) == expected


def test_one_that_holds_all_the_time_is_hit_once_and_one_that_holds_in_no_step_never(settings):
    assert hits(Session(settings), ["epsilon > 0"], 100) == [(1, "epsilon > 0")]
    assert hits(Session(settings), ["epsilon > 2"], 100) == []


def test_one_about_an_episode_is_hit_in_every_episode(settings):
    session = Session(settings)
    found = hits(session, ["episode_return >= 8"], 200)
    n_long = sum(length >= 8 for length in session.metrics.episodes.column("length")) + (
        not session.shown.over and session.shown.episode_step >= 8
    )
    assert len(found) == n_long > 5


def test_going_on_from_anywhere_hits_the_same_steps(settings):
    """Pauses, breakpoints added on the way and a run taken up later make no difference."""
    text = "epsilon < 0.9"
    whole = hits(Session(settings), [text], 150)
    assert len(whole) == 1
    step = whole[0][0]
    for start in (step - 1, step, step + 10):
        session = Session(settings)
        for _ in range(start):
            session.step()
        assert hits(session, [text], 150 - start) == (whole if start < step else [])


def test_a_change_between_two_steps_counts_with_the_next(settings):
    session, breakpoints = Session(settings), Breakpoints([Breakpoint("epsilon < 0.5")])
    assert hits(session, (), 10, breakpoints) == []
    session.submit("set_hyper", {"name": "epsilon", "value": 0.1})
    assert hits(session, (), 5, breakpoints) == [(11, "epsilon < 0.5")]


def test_only_those_that_are_on_and_known_here_are_watched(settings):
    session = Session(settings)
    texts = [Breakpoint("step > 0", enabled=False), Breakpoint("column > 1"), Breakpoint("no condition")]
    assert not Breakpoints(texts).watch_from(session)
    assert not Breakpoints().watch_from(session)
    both = Breakpoints([*texts, Breakpoint("step > 0"), Breakpoint("step > 0 and loss != 7")])
    assert both.watch_from(session)
    assert hits(session, (), 3, both) == [(1, "step > 0")]
    other = Session(PRESETS.first("GridWorld-v1", "q-table").settings())
    assert "column > 1" in [text for _step, text in hits(other, (), 50, both)]  # another run: other names


def test_breakpoints_change_no_bit_of_a_run(settings, fingerprint):
    plain, watched = Session(settings), Session(settings)
    for _ in range(400):
        plain.step()
    texts = [text for text, _meaning in suggestions(settings)] + [f"{name} > 0" for name in step_names(settings)]
    found = hits(watched, texts, 400)
    assert len(found) > 10
    assert fingerprint(watched) == fingerprint(plain)


def test_explored_is_told_and_suggested_as_what_it_is_with_each_kind_of_action():
    meanings, suggested = {}, {}
    for environment, algorithm in (("CartPole-v1", "dqn"), ("CartPole-v1", "ppo"), ("Pendulum-v1", "ddpg")):
        settings = PRESETS.first(environment, algorithm).settings()
        meanings[algorithm] = step_names(settings)["explored"].meaning
        suggested[algorithm] = "explored" in dict(suggestions(settings))
    assert "chance chose" in meanings["dqn"]
    assert "not the likeliest" in meanings["ppo"]
    assert "with noise, nearly always" in meanings["ddpg"]
    assert suggested == {"dqn": True, "ppo": True, "ddpg": False}


def test_a_condition_may_be_written_with_the_minus_sign_that_people_read():
    settings = PRESETS.first("CartPole-v1", "dqn").settings()
    session = Session(settings)
    session.step()
    assert condition("angle > −5 and −1 < reward", step_names(settings)).holds(session)
