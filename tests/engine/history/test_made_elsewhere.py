"""What an older arithmetic made of a run's past is shown as it was kept, and nothing of it is made again as if here."""

from __future__ import annotations

import dataclasses

import pytest

from playground.agents.nn.backend import prepare_thread
from playground.engine.history.archive import ArchiveLimits, archive_of, timeline_from
from playground.engine.history.time_travel import TimeTravel
from playground.engine.history.timeline import PastError
from playground.engine.run.fingerprint import NAMES_BEFORE
from playground.engine.run.trace import Trace
from playground.store.session.file import parse_session, session_bytes
from tests.store.sessions import advance, bits, run_of

OLDER = dict.fromkeys(sorted(NAMES_BEFORE), "another")


@pytest.fixture(autouse=True)
def prepared():
    prepare_thread()


def opened(timeline, **bounds):
    """Return the run as it goes on here, after it was kept where the arithmetic was another."""
    archive = archive_of(timeline, bounds=ArchiveLimits(**bounds))
    return timeline_from(dataclasses.replace(archive, fingerprint=OLDER))


def kept(timeline):
    """Return the run as it comes out of its own file, kept here."""
    return timeline_from(parse_session(session_bytes(archive_of(timeline))))


def at(timeline, n_calls):
    """Return all bits of a moment."""
    return bits(timeline.branch(timeline.goto(n_calls)))


@pytest.fixture
def older():
    """Return a run of 300 steps by another arithmetic, with keyframes at 40, 80, ..., and how it goes on here."""
    return run_of("tutorial", 300, gamma=0.5)


def test_a_moment_of_its_past_is_one_that_was_kept_and_is_what_it_was(older):
    here = opened(older)
    was = {key.n_calls: key for key in older.keyframes}
    for n_calls in (41, 80, 95, 299):
        travel = TimeTravel(here)
        assert travel.goto(n_calls, Trace())
        shown = travel.session.n_calls
        assert shown in was
        assert shown <= n_calls
        assert travel.is_past
        found = here.branch(travel.session)
        assert bits(found) == bits(older.branch(older.goto(shown)))


def test_one_walks_from_one_kept_moment_to_the_next_and_back_and_arrives_at_its_end(older):
    travel = TimeTravel(opened(older))
    calls = [key.n_calls for key in older.keyframes]
    travel.goto(0)
    assert travel.session.n_calls == calls[0]  # nothing earlier was kept
    seen = [travel.session.n_calls]
    while travel.is_past:
        travel.step()
        seen.append(travel.session.n_calls)
    assert seen == sorted({*calls, 300})
    travel.goto(299)
    travel.goto(travel.session.n_calls - 1, Trace())
    assert travel.session.n_calls == calls[-2]
    travel.goto(travel.session.n_calls + 1, Trace())
    assert travel.session.n_calls == calls[-1]


def test_no_step_of_it_is_told_in_numbers_and_no_fork_begins_there(older):
    here = opened(older)
    travel, trace = TimeTravel(here), Trace()
    assert not travel.trace_last_step(trace)
    travel.goto(100, trace)
    assert not trace.step
    for change in (travel.begin_fork, lambda: travel.submit("set_hyper", {"name": "gamma", "value": 0.9})):
        with pytest.raises(PastError, match=r"older arithmetic.*Every step from 300 on can"):
            change()
    assert travel.fork is None


def test_from_where_it_goes_on_every_step_is_exact_and_forks_begin(older):
    here = opened(older)
    here.session.submit("set_hyper", {"name": "gamma", "value": 0.8})
    moments = {}
    for n_calls in range(301, 420):
        advance(here, n_calls)
        moments[n_calls] = bits(here)
    travel = TimeTravel(here)
    for n_calls in (419 - 1, 301, 350, 302):
        trace = Trace()
        assert travel.goto(n_calls, trace)
        assert trace.step == n_calls
        assert bits(here.branch(travel.session)) == moments[n_calls]
    travel.goto(300, Trace())
    assert travel.session.n_calls == 300
    travel.submit("set_hyper", {"name": "gamma", "value": 0.2})
    assert travel.fork is not None


def test_it_is_kept_with_the_run_for_later(older):
    here = advance(opened(older), 400)
    again = kept(here)
    assert again.exact_from == 300
    assert at(again, 350) == at(here, 350)
    with pytest.raises(PastError, match="older arithmetic"):
        again.check_exact(120)
    assert session_bytes(archive_of(again)) == session_bytes(archive_of(here))


def test_where_its_end_was_not_kept_the_next_moment_that_was_is_the_first_exact_one(older):
    here = advance(opened(older), 500)
    archive = archive_of(here, bounds=ArchiveLimits(keyframe_bytes=1))
    assert len(archive.keyframes) == 2
    again = timeline_from(archive)
    assert again.exact_from == archive.keyframes[0].n_calls > 300
    assert at(again, 495) == at(here, 495)


def test_a_run_kept_and_opened_where_the_arithmetic_is_the_same_has_no_such_past(older):
    assert kept(older).exact_from == 0
    assert kept(older).made_elsewhere is None
