"""A session file gives back the whole run."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.evaluation.policy import policy_of
from playground.engine.history.archive import ArchiveLimits, archive_of, timeline_from
from playground.engine.history.timeline import PastError, Timeline
from playground.engine.presets.preset import PRESETS
from playground.engine.run.inputs import Input
from playground.engine.run.session import Session
from playground.store.safe.errors import SaveError
from playground.store.session.file import load_session, parse_session, save_session, session_bytes
from playground.store.session.schemas import SESSION_HISTORY
from tests.engine.whole import everything
from tests.faults.resume_child import cut_and_follow
from tests.store.sessions import OF_EACH_FORM, advance, bits, new_run, run_of, small

FIXTURES = Path(__file__).parents[1] / "fixtures"


@pytest.fixture(autouse=True)
def prepared():
    prepare_thread()


def again(timeline, **bounds):
    """Return a run as it comes out of the bytes of its session file."""
    archive = archive_of(timeline, bounds=ArchiveLimits(**bounds))
    return timeline_from(parse_session(session_bytes(archive)))


def test_a_run_whose_rollouts_became_longer_than_what_it_has_in_memory_is_kept_without_its_beginning(monkeypatch):
    monkeypatch.setattr("playground.agents.replay.transition_log.BLOCK", 64)
    run = new_run(PRESETS.get("rl-zoo", "CartPole-v1", "a2c"))
    advance(run, 80, {10: [("set_hyper", "rollout_steps", 60)]})
    there = again(run, log_bytes=1)
    assert 0 < there.session.log.first < there.session.n_steps
    for timeline in (run, there):
        advance(timeline, 300)
    assert policy_of(there.session).weights_sha256 == policy_of(run.session).weights_sha256


@pytest.mark.parametrize("preset", OF_EACH_FORM, ids=lambda preset: f"{preset.algorithm}-{preset.name}")
def test_a_run_goes_on_from_its_session_file_with_the_same_bits(preset):
    assert cut_and_follow(preset, 2, 150, 150)["wrong"] == 0


def test_what_is_opened_and_saved_again_is_the_same_file():
    data = session_bytes(archive_of(run_of("fast", 240, gamma=0.5, gravity=1.6), "A title"))
    archive = parse_session(data)
    assert session_bytes(archive) == data
    assert archive.title == "A title"


def test_the_past_of_an_opened_session_is_what_it_was():
    timeline = run_of("tutorial", 300, gamma=0.5, gravity=1.6)
    opened = again(timeline)
    for n_calls in (0, 17, 100, 101, 220, 299):
        was, found = timeline.goto(n_calls), opened.goto(n_calls)
        assert bits(opened.branch(found)) == bits(timeline.branch(was))
    assert opened.keyframe_steps() == sorted({*timeline.keyframe_steps(), 300})


def test_without_the_oldest_rows_the_past_is_reached_by_making_its_steps_again():
    timeline = run_of("tutorial", 5000, gamma=0.5)
    opened = again(timeline, log_bytes=1)
    assert opened.session.log.first == 5000 - len(timeline.session.log.ring)
    assert opened.keyframe_steps() == [5000]
    assert policy_of(opened.goto(300)).weights_sha256 == policy_of(timeline.goto(300)).weights_sha256
    assert bits(advance(opened, 5050)) == bits(advance(timeline, 5050))


def test_keyframes_and_best_policies_are_thinned_to_what_a_file_has_room_for():
    timeline = run_of("tutorial", 1000)
    archive = archive_of(timeline, bounds=ArchiveLimits(keyframe_bytes=100_000, best_bytes=1))
    assert 2 < len(archive.keyframes) < len(timeline.keyframes)
    assert archive.present.n_calls == 1000
    bests = {id(found.best) for _, found in archive.findings if found.best is not None}
    assert len(bests) == 1
    assert bits(advance(timeline_from(archive), 1100)) == bits(advance(timeline, 1100))


def test_loaded_weights_and_changes_that_are_still_to_come_are_kept():
    settings = small(PRESETS.get("tutorial"))
    session = Session(settings, [Input(150, "set_hyper", {"name": "gamma", "value": 0.7})])
    weights = {name: array + np.float32(0.25) for name, array in session.agent.weights().items()}
    session.submit("load_weights", {"weights": weights})
    timeline = advance(Timeline(session, Evaluator(session, 100)), 120)
    opened = again(timeline)
    assert [entry.step for entry in opened.session.to_come] == [150]
    assert opened.session.inputs[0].payload["weights"].keys() == weights.keys()
    assert bits(advance(opened, 200)) == bits(advance(timeline, 200))
    assert opened.session.params.gamma == 0.7
    assert policy_of(opened.goto(1)).weights_sha256 == policy_of(timeline.goto(1)).weights_sha256


@pytest.mark.parametrize(("name", "algorithm"), [("Walk-v0", "dqn"), ("Push-v0", "ddpg"), ("Push-v0", "ppo")])
def test_an_environment_of_ones_own_is_put_back_in_the_middle_of_an_episode(added, name, algorithm):
    preset = PRESETS.first(added(name).id, algorithm)
    timeline = advance(new_run(preset), 130)
    while timeline.session.shown.over:
        timeline.step()
    opened = again(timeline)
    assert bits(opened) == bits(timeline)
    assert bits(advance(opened, 250)) == bits(advance(timeline, 250))


def test_a_session_is_not_saved_where_the_environment_cannot_be_put_back(added):
    timeline = new_run(PRESETS.first(added("Restless-v0").id, "dqn"))
    advance(timeline, 5)
    with pytest.raises(PastError, match="cannot be put back to where it is"):
        archive_of(timeline)


def test_a_run_that_is_too_large_for_a_session_file_is_not_saved_and_the_old_file_stays(tmp_path):
    path = tmp_path / "x.rls"
    path.write_bytes(b"old")
    archive = archive_of(run_of("tutorial", 20))
    width = archive.rows.shape[1]
    huge = dataclasses.replace(archive, rows=np.broadcast_to(np.float32(0), (10_000_000, width)))
    with pytest.raises(SaveError, match="holds up to 512 MiB"):
        save_session(huge, path)
    assert path.read_bytes() == b"old"


def test_a_drag_is_kept_with_where_it_began_and_ended():
    timeline = run_of("tutorial", 50)
    for value in (0.9, 0.7, 0.5):
        timeline.session.submit("set_hyper", {"name": "gamma", "value": value}, gesture=1)
        advance(timeline, timeline.session.n_calls + 10)
    timeline.session.submit("set_hyper", {"name": "epsilon", "value": 0.25}, gesture=2)
    marks = again(timeline).session.metrics.marks
    assert [(mark.step, mark.end, mark.held) for mark in marks] == [(50, 70, False), (80, 80, True)]
    assert marks == timeline.session.metrics.marks


# Files of every schema


def test_there_is_a_session_of_every_schema():
    schemas = {int(path.stem.split("-")[1]) for path in FIXTURES.glob("session-*.rls")}
    assert schemas == set(range(1, len(SESSION_HISTORY) + 1))


@pytest.mark.parametrize("environment", ["CartPole-v1", "Pendulum-v1"])
def test_a_push_and_an_action_that_is_yet_to_be_taken_are_kept(environment):
    session = Session(small(PRESETS.first(environment, "ppo")))
    timeline = advance(Timeline(session, Evaluator(session, 100)), 40)
    session.submit("set_state", {"state": [0.5, 0.0, 0.1, 0.0] if environment == "CartPole-v1" else [0.5, 0.0]})
    session.submit("push", {"change": -1.5})
    session.submit("force_action", {"action": [-1.5] if session.card.action_bounds else 0})
    opened = again(timeline)
    assert opened.session.inputs == session.inputs
    assert opened.session.metrics.marks == session.metrics.marks
    assert bits(advance(opened, 60)) == bits(advance(timeline, 60))


@pytest.mark.parametrize(("preset", "values"), [("tutorial", {}), ("fast", {"prioritized": "on", "buffer_size": 100})])
def test_added_episodes_are_kept_with_the_rows_that_they_made_and_no_others(preset, values):
    settings = small(PRESETS.get(preset)).with_values(values)
    session = Session(settings, [Input(130, "add_episode", {"start": [0.0] * 4, "actions": [1, 0, 1]})])
    timeline = Timeline(session, Evaluator(session, 50))
    for n, length in ((30, 10), (30, 12), (0, 1), (40, 10)):
        advance(timeline, session.n_calls + n)
        timeline.keep()
        session.submit("add_episode", {"start": [0.0, 0.1, 0.01, 0.0], "actions": [0, 1] * (length // 2) or [0]})
    opened = again(timeline)
    assert opened.session.log.n_rows == 100 + 10 + 12 + 1 + 10
    assert opened.session.inputs == session.inputs
    assert opened.session.metrics.marks == session.metrics.marks
    for call in (31, 60, 61, 99):
        assert everything(opened.goto(call)) == everything(timeline.goto(call))
    assert bits(advance(opened, 160)) == bits(advance(timeline, 160))
    assert opened.session.log.n_rows == 160 + 33 + 3


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("session-*.rls")), ids=lambda path: path.stem)
def test_a_session_of_an_earlier_schema_opens_and_goes_on(path):
    archive = load_session(path)
    assert archive.title == f"{archive.settings.algorithm}, after {archive.present.n_steps} steps"
    timeline = timeline_from(archive)
    session = timeline.session
    assert session.metrics.marks[0].after == 0.5
    assert [entry.kind for entry in session.inputs] == ["set_hyper"]
    there = session.n_calls
    advance(timeline, there + 30)
    if path.stem < "session-4":  # it was made by an older arithmetic
        assert timeline.exact_from == there
        assert timeline.goto(there - 1).n_calls in [key.n_calls for key in archive.keyframes]
    else:
        assert timeline.goto(there - 1).n_calls == there - 1
    assert timeline.goto(there + 20).n_calls == there + 20


def test_a_run_in_which_sliders_were_dragged_for_minutes_is_kept_too():
    timeline = run_of("tutorial", 50)
    for number in range(20_000):
        timeline.session.submit("set_hyper", {"name": "gamma", "value": 0.5 + number / 1e5}, gesture=1 + number // 500)
    opened = again(timeline)
    assert opened.session.inputs == timeline.session.inputs
    assert opened.session.metrics.marks == timeline.session.metrics.marks


def test_a_run_with_thousands_of_changes_is_saved_and_opened_with_all_of_them():
    changes = [Input(call, "set_hyper", {"name": "gamma", "value": 0.5 + call / 10_000}) for call in range(3000)]
    session = Session(small(PRESETS.get("tutorial")), changes)
    timeline = advance(Timeline(session, Evaluator(session, 10_000)), 3000)
    timeline.keep()
    opened = again(timeline)
    assert opened.session.metrics.marks == timeline.session.metrics.marks
    assert len(opened.session.metrics.marks) == 3000
    assert bits(opened) == bits(timeline)


def test_more_changes_than_a_file_holds_are_refused_in_words_and_not_blamed_on_the_disk(tmp_path):
    archive = archive_of(run_of("tutorial", 20))
    change = Input(20, "set_hyper", {"name": "gamma", "value": 0.5})
    with pytest.raises(SaveError, match=r"The 140,001 changes of this run are more than a session file holds"):
        save_session(dataclasses.replace(archive, inputs=(change,) * 140_001), tmp_path / "many.rls")
