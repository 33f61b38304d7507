"""Every moment of a run can be gone to, bit for bit, and the present is never touched by it."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.history.keyframe import keyframe_of
from playground.engine.history.keyframe_store import KeyframeStore, size_of
from playground.engine.history.timeline import PastError, Timeline
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.inputs import APPLY
from playground.engine.run.session import Session
from playground.engine.run.trace import Trace
from playground.errors import DivergedError

EDITS = {  # live, at the calls done
    0: [("set_hyper", {"name": "gamma", "value": 0.9})],
    101: [("set_hyper", {"name": "epsilon", "value": 0.3}), ("set_hyper", {"name": "gamma", "value": 0.5})],
    250: [("set_environment", {"name": "length", "value": 1.0})],  # where an evaluation is due
    333: [("release_hyper", {"name": "epsilon"}), ("set_hyper", {"name": "batch_size", "value": 24})],
    360: [("set_state", {"state": [1.0, 0.0, 0.05, 0.0]})],
    90: [("add_episode", {"start": [0.01, 0.0, -0.02, 0.0], "actions": [0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 0]})],
    350: [
        ("push", {"change": 0.5}),
        ("add_episode", {"start": [0.0, 0.1, 0.02, 0.0], "actions": [1, 0] * 7}),
        ("force_action", {"action": 0}),
    ],
    400: [("load_weights", {"weights": None})],  # filled in below
    500: [("set_hyper", {"name": "learning_rate", "value": 1e6})],  # diverges, and is put back
}


def live(settings, fingerprint, n_calls=700, looked_at=(), keep_at=()):
    """A run with changes of every kind; and all of it at some moments, before what was changed at that very one."""
    session = Session(settings)
    timeline, seen = Timeline(session, Evaluator(session, every=50)), {}
    for call in range(n_calls + 1):
        if call in looked_at:
            seen[call] = all_of(fingerprint, session)
        if call in keep_at:
            timeline.keep()
        for kind, payload in EDITS.get(call, []):
            if kind == "load_weights":
                payload = {"weights": {name: -array for name, array in session.agent.weights().items()}}
            session.submit(kind, payload)
        if call < n_calls:
            try:
                timeline.step()
            except DivergedError:
                session.roll_back()
                session.submit("set_hyper", {"name": "learning_rate", "value": 1e-3})
    return timeline, seen


def timeline_of(settings):
    session = Session(settings)
    return Timeline(session, Evaluator(session))


def all_of(fingerprint, session):
    return fingerprint(session) | {"evaluations": session.metrics.evaluations.since(0).tobytes()}


@pytest.mark.parametrize("keep_at", [(), (1, 100, 101, 249, 500), range(0, 700, 37)])
def test_every_moment_is_gone_to_with_all_its_bits_wherever_keyframes_lie(settings, fingerprint, keep_at):
    moments = sorted({0, 1, 100, 101, 102, 249, 250, 251, 333, 400, 401, 500, 501, 502, 699, 700, *range(5, 700, 83)})
    timeline, seen = live(settings, fingerprint, looked_at=moments, keep_at=keep_at)
    before = all_of(fingerprint, timeline.session)
    inputs = list(timeline.session.inputs)
    assert {entry.kind for entry in inputs} == set(APPLY)  # a new kind of input must be gone back over too
    for moment in reversed(moments[:-1]):
        found = timeline.goto(moment)
        assert found.n_calls == moment
        if not any(entry.step == moment and entry.kind == "restore" for entry in inputs):
            assert all_of(fingerprint, found) == seen[moment]
        assert [*found.inputs, *found.to_come] == inputs
    assert all_of(fingerprint, timeline.session) == before


def test_a_moment_that_was_gone_to_walks_the_same_way_on_to_the_present(settings, fingerprint):
    timeline, _ = live(settings, fingerprint, keep_at=(200,))
    walker = timeline.goto(230)
    while walker.n_calls < timeline.session.n_calls:
        walker.step()
    timeline.add_evaluations(walker)
    walker.catch_up()
    assert all_of(fingerprint, walker) == all_of(fingerprint, timeline.session)


def test_going_to_a_step_fills_the_trace_of_the_step_that_led_there(settings):
    timeline = timeline_of(settings)
    traces = {}
    for call in range(1, 121):
        traces[call] = Trace()
        timeline.session.step(traces[call])
    for call in (120, 77, 1):
        trace = Trace()
        timeline.goto(call, trace)
        assert (trace.step, trace.action, trace.die, trace.before, trace.reward) == tuple(
            getattr(traces[call], name) for name in ("step", "action", "die", "before", "reward")
        )
        np.testing.assert_array_equal(trace.update.get("positions"), traces[call].update.get("positions"))


def test_keyframes_change_no_bit_of_the_run(settings, fingerprint):
    _, plain = live(settings, fingerprint, looked_at=(700,))
    _, kept = live(settings, fingerprint, looked_at=(700,), keep_at=range(700))
    assert plain == kept


def test_keyframes_stay_within_their_budget_dense_where_it_is_new_and_the_older_the_sparser(settings):
    session = Session(settings)
    one = size_of(keyframe_of(session))
    keyframes = KeyframeStore(budget=40 * one)
    for call in range(1, 2001):
        session.n_calls = session.n_steps = call
        keyframes.add(keyframe_of(session))
        assert keyframes.n_bytes <= 40 * one
    calls = [keyframe.n_calls for keyframe in keyframes]
    gaps = np.diff([0, *calls])
    assert calls[-1] == 2000
    assert len(calls) >= 30
    assert gaps[-5:].max() <= 20 < gaps[:5].min()
    assert gaps.max() <= 600


def test_a_keyframe_counts_all_its_arrays(settings):
    session = Session(settings)
    state = keyframe_of(session)
    arrays = [value for value in state.agent.values() if isinstance(value, np.ndarray)]
    assert size_of(state) > sum(array.nbytes for array in arrays) > 0


def test_a_long_way_tells_how_far_it_is_and_can_be_stopped(settings, monkeypatch):
    monkeypatch.setattr("playground.engine.history.timeline.NEWS_S", 0.0)
    timeline = timeline_of(settings)
    for _ in range(600):
        timeline.session.step()
    told = []
    assert timeline.goto(500, on_progress=lambda done, total: told.append((done, total))) is not None
    assert [total for _, total in told] == [500] * len(told)
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert len(told) > 5
    timeline = Timeline(timeline.session, timeline.evaluator)
    assert timeline.goto(400, should_stop=lambda: True) is None


def test_a_branch_knows_what_was_found_up_to_there_and_nothing_later(settings, fingerprint):
    timeline, _ = live(settings, fingerprint, keep_at=(100, 300, 600))
    at = timeline.goto(420)
    branch = timeline.branch(at)
    assert branch.keyframe_steps() == [100, 300]
    assert branch.evaluator.findings() == timeline.findings_at(420) != timeline.findings_at(700)
    assert branch.session.metrics.evaluations.since(0)[:, 0].tolist() == list(range(50, 401, 50))


def test_a_run_whose_environment_cannot_be_put_back_says_so_and_stays(settings, monkeypatch):
    timeline = timeline_of(settings)
    timeline.step()
    object.__setattr__(card := timeline.session.card, "restored_by", "none")
    try:
        with pytest.raises(PastError, match="cannot be put back"):
            timeline.goto(0)
        timeline.keep()
        assert timeline.keyframe_steps() == []
    finally:
        object.__setattr__(card, "restored_by", "snapshot")


@pytest.mark.parametrize("preset", ["fast", "tutorial"])
def test_the_past_is_that_of_any_run_with_these_settings(preset):
    first, second = (Timeline(session := Session(PRESETS.get(preset).settings()), Evaluator(session)) for _ in range(2))
    for timeline in (first, second):
        for _ in range(300):
            timeline.step()
    np.testing.assert_array_equal(first.goto(200).log.read(0, 200), second.session.log.read(0, 200))


def test_a_moment_is_the_one_before_its_changes_though_its_keyframe_was_taken_after_them(settings, fingerprint):
    timeline = timeline_of(settings)
    for _ in range(50):
        timeline.step()
    before = fingerprint(timeline.session)
    timeline.session.submit("set_hyper", {"name": "gamma", "value": 0.5})
    timeline.keep()
    for _ in range(50):
        timeline.step()
    found = timeline.goto(50)
    assert fingerprint(found) == before
    assert [entry.step for entry in found.to_come] == [50]
    assert timeline.branch(found).keyframe_steps() == []


def test_where_somebody_went_before_does_not_hide_what_was_changed_later(settings, fingerprint, monkeypatch):
    monkeypatch.setattr("playground.engine.history.timeline.NEAR_S", 1e-9)
    timeline = timeline_of(settings)
    for _ in range(50):
        timeline.step()
    timeline.goto(45)
    timeline.session.submit("set_hyper", {"name": "gamma", "value": 0.5})
    for _ in range(50):
        timeline.step()
    expected = fingerprint(timeline.session)
    for _ in range(10):
        timeline.step()
    assert fingerprint(timeline.goto(100)) == expected


def test_an_evaluation_that_is_due_where_the_run_diverges_is_held_as_it_is_when_the_run_is_repeated(settings):
    session = Session(settings)
    timeline = Timeline(session, Evaluator(session, every=1))
    for _ in range(60):
        timeline.step()
    session.submit("set_hyper", {"name": "learning_rate", "value": 1e6})
    with pytest.raises(DivergedError):
        timeline.step()
    session.roll_back()
    again = Session(settings, session.inputs)
    evaluator = Evaluator(again, every=1)
    while again.n_calls < session.n_calls:
        again.step()
        evaluator.run()
    assert evaluator.findings().next == timeline.findings_at(61).next
    assert again.metrics.evaluations.since(0).tobytes() == session.metrics.evaluations.since(0).tobytes()
