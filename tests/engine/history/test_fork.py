"""A fork goes on beside its run: the same run until one thing is changed, and then the first difference is told."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.history.archive import ArchiveLimits, archive_of, timeline_from
from playground.engine.history.fork import Fork
from playground.engine.history.time_travel import TimeTravel
from playground.engine.history.timeline import PastError, Timeline
from playground.engine.history.to_come import ChangesToCome, changes_to_come
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.inputs import Input
from playground.engine.run.session import Session
from playground.engine.run.trace import Trace
from playground.errors import DivergedError, HyperError


def run_of(settings, n_calls=400):
    """A run with an evaluation every 50 steps and a change at step 300."""
    session = Session(settings)
    timeline = Timeline(session, Evaluator(session, every=50))
    for call in range(n_calls):
        if call == 300:
            session.submit("set_hyper", {"name": "epsilon", "value": 0.2})
        timeline.step()
    return timeline


def steps(fork, n):
    for _ in range(n):
        fork.step()
    return fork


@pytest.mark.parametrize("at", [0, 200, 300, 400])
def test_a_fork_without_a_change_is_the_same_run_through_the_past_and_beyond_the_present(settings, fingerprint, at):
    timeline = run_of(settings)
    fork = steps(Fork(timeline, timeline.session if at == 400 else timeline.goto(at)), 500 - at)
    assert fork.a is timeline.session
    assert fork.a.n_calls == fork.b.n_calls == 500
    assert fingerprint(fork.b) == fingerprint(fork.a)
    assert fork.b.metrics.evaluations.since(0).tobytes() == fork.a.metrics.evaluations.since(0).tobytes()
    assert (fork.difference, fork.other_action) == (None, None)
    assert fork.timeline.evaluator.findings().solved_at == timeline.evaluator.findings().solved_at


def test_a_fork_without_a_change_does_not_differ_where_its_run_was_changed_at_its_present(settings):
    timeline = run_of(settings)
    weights = {name: array + np.float32(1) for name, array in timeline.session.agent.weights().items()}
    timeline.session.submit("load_weights", {"weights": weights})
    fork = steps(Fork(timeline, timeline.goto(399)), 1)
    assert fork.a is timeline.session
    assert (fork.difference, fork.other_action) == (None, None)
    assert steps(fork, 10).difference is None


@pytest.mark.parametrize("which", ["a", "b"])
def test_a_run_that_learns_where_the_other_does_not_differs(settings_with, which):
    settings = settings_with(learning_starts=100)
    timeline = run_of(settings, 90)
    fork = Fork(timeline, timeline.goto(80))
    if which == "a":
        fork.submit("set_hyper", {"name": "learning_starts", "value": 200})
    else:
        fork.submit("set_hyper", {"name": "learning_starts", "value": 81})
    found = steps(fork, 30).difference
    assert (found.first.name, found.step) == ("sample", 100 if which == "a" else 81)


def test_a_fork_leaves_the_bits_of_its_run_as_they_would_be_without_it(settings, fingerprint):
    timeline = run_of(settings)
    fork = Fork(timeline, timeline.goto(200))
    fork.submit("set_hyper", {"name": "gamma", "value": 0.5})
    steps(fork, 300)
    assert fingerprint(timeline.session) == fingerprint(run_of(settings, 500).session)
    assert fingerprint(fork.b) != fingerprint(timeline.session)


def test_what_is_changed_in_the_fork_is_its_own_from_there_on_and_the_rest_is_repeated(settings, fingerprint):
    timeline = run_of(settings)
    fork = Fork(timeline, timeline.goto(200))
    fork.submit("set_hyper", {"name": "gamma", "value": 0.5})
    steps(fork, 150)
    assert fork.b.params.epsilon == fork.a.params.epsilon == 0.2
    other = Fork(timeline, timeline.goto(200))
    other.submit("set_hyper", {"name": "epsilon", "value": 0.9})
    steps(other, 150)
    assert other.b.params.epsilon == 0.9
    by_hand = Session(settings)
    while by_hand.n_calls < 350:
        if by_hand.n_calls == 200:
            by_hand.submit("set_hyper", {"name": "epsilon", "value": 0.9})
        by_hand.step()
    assert fingerprint(other.b)["learner"] == fingerprint(by_hand)["learner"]


@pytest.mark.parametrize(
    ("change", "stage"),
    [
        (("set_hyper", {"name": "gamma", "value": 0.5}), "target"),
        (("set_hyper", {"name": "learning_rate", "value": 0.01}), "weights"),
        (("set_hyper", {"name": "batch_size", "value": 17}), "sample"),
        (("set_environment", {"name": "length", "value": 1.0}), "outcome"),
        (("set_hyper", {"name": "epsilon", "value": 1.0}), "action"),
    ],
)
def test_the_first_difference_is_found_in_the_stage_where_it_arises(settings, change, stage):
    timeline = run_of(settings)
    fork = Fork(timeline, timeline.goto(200))
    fork.submit(*change)
    steps(fork, 60)
    assert fork.difference.first.name == stage
    assert [one.same for one in fork.difference.stages[: fork.difference.stages.index(fork.difference.first)]].count(
        False
    ) == 0
    assert fork.difference.step == 201 or stage == "action"
    assert f"Step {fork.difference.step}" in fork.difference.sentence()
    plain, other = timeline.goto(200), timeline.goto(200)
    other.submit(*change)
    while other.n_calls < fork.difference.step - 1:
        plain.step()
        other.step()
    assert plain.log.read(200, plain.n_steps).tobytes() == other.log.read(200, plain.n_steps).tobytes()


def test_the_first_other_action_is_found_later_than_the_first_other_weights(settings):
    timeline = run_of(settings)
    fork = Fork(timeline, timeline.goto(200))
    fork.submit("set_hyper", {"name": "learning_rate", "value": 0.05})
    steps(fork, 200)
    a, b = (session.log.read(200, 400)[:, -4] for session in (fork.a, fork.b))
    assert fork.other_action == 201 + int(np.flatnonzero(a != b)[0]) > fork.difference.step


def test_a_fork_that_becomes_the_run_has_its_past_and_can_be_gone_back_in(settings, fingerprint):
    travel = TimeTravel(run_of(settings))
    travel.timeline.keep()
    travel.goto(200)
    travel.submit("set_hyper", {"name": "gamma", "value": 0.5})
    for _ in range(300):
        travel.step()
    b = travel.fork.b
    expected = fingerprint(b)
    travel.promote()
    assert travel.session is b
    assert travel.goto(350)
    while travel.is_past:
        travel.step()
    assert fingerprint(travel.session) == expected
    assert travel.goto(120)
    assert [entry.payload["name"] for entry in travel.session.to_come] == ["gamma", "epsilon"]


def test_a_change_in_the_past_makes_a_fork_and_the_present_stays(settings, fingerprint):
    travel = TimeTravel(run_of(settings))
    present = fingerprint(travel.session)
    travel.goto(123)
    assert travel.is_past
    assert travel.session.n_calls == 123
    travel.submit("set_hyper", {"name": "gamma", "value": 0.5})
    assert not travel.is_past
    assert travel.session is travel.fork.b
    assert (travel.session.n_calls, travel.session.params.gamma, travel.fork.from_step) == (123, 0.5, 123)
    travel.close_fork()
    assert fingerprint(travel.session) == present


def test_a_refused_change_in_the_past_makes_no_fork(settings):
    travel = TimeTravel(run_of(settings))
    travel.goto(123)
    with pytest.raises(Exception, match="gamma"):
        travel.submit("set_hyper", {"name": "gamma", "value": 5})
    assert travel.fork is None
    assert travel.session.n_calls == 123


def test_going_on_from_the_past_arrives_at_the_present_and_goes_on_there(settings, fingerprint):
    travel, plain = TimeTravel(run_of(settings)), run_of(settings, 410)
    travel.goto(395)
    for _ in range(15):
        travel.step()
    assert not travel.is_past
    assert fingerprint(travel.session) == fingerprint(plain.session)


def test_the_moment_before_any_step_can_be_shown_and_beyond_the_ends_is_the_nearest(settings):
    travel = TimeTravel(run_of(settings))
    travel.goto(-5)
    assert travel.session.n_calls == 0
    trace = Trace()
    travel.goto(10_000, trace)
    assert (travel.session.n_calls, travel.is_past, trace.step) == (400, False, 400)


def test_the_episode_before_ends_where_the_log_says(settings):
    travel = TimeTravel(run_of(settings))
    over = [int(row) + 1 for row in np.flatnonzero(travel.session.log.read(0, 400)[:, -2:].any(axis=1))]
    found = []
    while (before := travel.episode_before()) > 0:
        found.append(before)
        travel.goto(before)
    assert found == [end for end in reversed(over) if end < 400]


def test_the_episode_before_is_found_in_a_run_that_left_the_beginning_of_its_log_behind(monkeypatch):
    monkeypatch.setattr("playground.agents.replay.transition_log.BLOCK", 64)
    settings = PRESETS.get("rl-zoo", "CartPole-v1", "a2c").settings().with_values({"n_environments": 3})
    kept = TimeTravel(run_of(settings, 60))
    whole = archive_of(kept.timeline)
    for n_bytes in range(4000, 4200, 56):  # 14 numbers, 56 bytes, to a row
        there = TimeTravel(timeline_from(archive_of(kept.timeline, bounds=ArchiveLimits(n_bytes, 1 << 20, 1 << 20))))
        assert there.session.log.first % 3 == (whole.present.n_steps - n_bytes // 56) % 3
        assert there.session.log.first > 0
        assert there.episode_before() == kept.episode_before() > 0


def test_a_fork_that_diverges_where_its_run_was_given_other_weights_is_put_back_to_these(settings):
    session = Session(settings)
    timeline = Timeline(session, Evaluator(session))
    for _ in range(50):
        timeline.step()
    session.submit("set_hyper", {"name": "learning_rate", "value": 1e6})
    with pytest.raises(DivergedError):
        timeline.step()
    session.roll_back()
    session.submit("load_weights", {"weights": session.agent.weights()})
    fork = Fork(timeline, timeline.goto(45))
    fork.submit("set_hyper", {"name": "gamma", "value": 0.5})
    with pytest.raises(DivergedError):
        steps(fork, 10)
    assert fork.b.roll_back() == 51
    assert [entry.kind for entry in fork.b.inputs][-2:] == ["load_weights", "restore"]
    fork.submit("set_hyper", {"name": "learning_rate", "value": 1e-3})
    steps(fork, 10)


def test_beside_a_fork_no_other_moment_is_shown_and_there_is_no_second_fork(settings):
    travel = TimeTravel(run_of(settings))
    travel.begin_fork()
    with pytest.raises(PastError, match="fork"):
        travel.goto(5)
    with pytest.raises(PastError, match="fork"):
        travel.begin_fork()


def test_an_evaluation_asked_for_in_the_past_leaves_no_trace(settings, fingerprint):
    travel = TimeTravel(run_of(settings))
    before = fingerprint(travel.session), travel.session.metrics.evaluations.n_rows
    travel.goto(200)
    mean = travel.evaluate().mean
    assert mean > 0
    assert travel.session.metrics.evaluations.n_rows == 4
    travel.to_present()
    assert (fingerprint(travel.session), travel.session.metrics.evaluations.n_rows) == before


def test_a_promoted_fork_makes_the_changes_of_its_run_again_unless_they_are_dropped(settings):
    for drops, value in ((False, 0.2), (True, None)):
        travel = TimeTravel(run_of(settings))
        travel.goto(200)
        travel.begin_fork()
        (change,) = changes_to_come(travel.session)
        assert (change.step, change.name, change.after) == (300, "epsilon", 0.2)
        travel.promote(drops_to_come=drops)
        for _ in range(120):
            travel.step()
        assert changes_to_come(travel.session) == ()
        assert ("epsilon" in travel.session.agent.schedules.held) == (value is not None)


def test_a_drag_that_is_to_come_is_told_once_from_where_it_begins_to_its_last_value(settings):
    timeline = run_of(settings, 350)
    for value in (0.5, 0.6, 0.7):
        timeline.session.submit("set_hyper", {"name": "gamma", "value": value}, 9)
        timeline.step()
    timeline.session.submit("release_hyper", {"name": "epsilon"})
    timeline.step()
    fork = Fork(timeline, timeline.goto(200))
    told = [(mark.step, mark.name, mark.after, mark.released) for mark in changes_to_come(fork.b)]
    assert told == [(300, "epsilon", 0.2, False), (350, "gamma", 0.7, False), (353, "epsilon", None, True)]
    fork.submit("set_hyper", {"name": "gamma", "value": 0.9})
    assert [mark.name for mark in changes_to_come(fork.b)] == ["epsilon", "epsilon"]  # B's gamma is its own now


def test_changes_to_come_that_happen_one_by_one_are_those_that_are_found_at_once(settings):
    inputs = [
        Input(2, "set_hyper", {"name": "gamma", "value": 0.5}),
        *(Input(call, "set_hyper", {"name": "gamma", "value": call / 20}, 7) for call in (4, 5, 5, 8)),
        *(Input(9, "set_hyper", {"name": name, "value": 0.25}, 8) for name in ("gamma", "epsilon")),
        Input(11, "release_hyper", {"name": "epsilon"}),
    ]
    session, following = Session(settings, inputs), ChangesToCome()
    for _ in range(13):
        assert [vars(mark) | {"before": None} for mark in following.of(session)] == [
            vars(mark) | {"before": None} for mark in changes_to_come(session)
        ]
        session.step()
    assert following.of(session) == ()


@pytest.mark.parametrize("at", [30, 60, 400])
def test_a_fork_that_forces_an_action_takes_it_and_can_be_gone_back_in_as_the_run(settings, fingerprint, at):
    travel = TimeTravel(run_of(settings))
    travel.goto(at)
    travel.begin_fork(1 - taken_after(travel, at) if at < 400 else 1)
    assert (travel.is_past, travel.fork.from_step) == (False, at)
    travel.step()
    assert travel.session.shown.action == (1 - taken_after(travel, at) if at < 400 else 1)
    for _ in range(80):
        travel.step()
    then = fingerprint(travel.session)
    travel.promote()
    travel.step()
    travel.goto(at + 81)
    assert fingerprint(travel.session) == then
    travel.goto(at)
    assert [mark.name for mark in travel.timeline.session.metrics.marks if mark.step == at] == ["force_action"]
    kept = timeline_from(archive_of(travel.timeline, ArchiveLimits()))
    again = kept.goto(at + 81)
    assert fingerprint(again) == then


def taken_after(travel, step):
    """The action of run A in the step after `step`, by its log."""
    return int(travel.timeline.session.log.read(step, step + 1)[0, -4])


def test_what_was_forced_in_the_run_at_this_very_moment_gives_way_to_what_the_fork_forces(settings):
    travel = TimeTravel(run_of(settings, 50))
    travel.submit("force_action", {"action": 0})
    travel.step()
    travel.goto(50)
    travel.begin_fork(1)
    travel.step()
    assert (travel.fork.a.shown.action, travel.session.shown.action) == (0, 1)


def test_an_action_that_is_none_begins_no_fork(settings):
    travel = TimeTravel(run_of(settings, 50))
    travel.goto(20)
    with pytest.raises(HyperError, match="a number from 0 to 1"):
        travel.begin_fork(2)
    assert (travel.fork, travel.session.n_calls, travel.is_past) == (None, 20, True)
