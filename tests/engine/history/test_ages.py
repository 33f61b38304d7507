"""The ages of a training are policies that the run had, bit for bit, told in order; the run is not touched."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import pytest

from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.evaluation.policy import policy_of
from playground.engine.history.ages import KeptPolicies, NotBegunError, ages_of, growing_numbers, lifetime_of
from playground.engine.history.archive import archive_of
from playground.engine.history.fork import Fork
from playground.engine.history.timeline import Timeline
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.fingerprint import NAMES_BEFORE
from playground.engine.run.session import Session
from playground.errors import CancelledError
from playground.store.session.file import parse_session, session_bytes
from tests.store.sessions import OF_EACH_FORM, advance, bits, new_run, run_of, small

STEPS = 900


def hashes(ages):
    return {age.policy.step: age.policy.weights_sha256 for age in ages}


def all_along(preset, n_calls):
    """Return a run, and the hash of its policy at every step of it."""
    timeline = new_run(preset)
    seen = {0: policy_of(timeline.session).weights_sha256}
    while timeline.session.n_calls < n_calls:
        timeline.step()
        seen[timeline.session.n_steps] = policy_of(timeline.session).weights_sha256
        if timeline.session.n_calls % 150 == 0:
            timeline.keep()
    return timeline, seen


@pytest.mark.parametrize("preset", OF_EACH_FORM, ids=lambda preset: f"{preset.algorithm}-{preset.name}")
def test_each_age_is_the_very_policy_of_then(preset):
    timeline, seen = all_along(preset, 300)
    before = bits(timeline)
    ages = ages_of(lifetime_of(timeline), 6)
    steps = [age.policy.step for age in ages]
    assert steps == sorted(set(steps))
    assert steps[0] == 0
    assert steps[-1] == timeline.session.n_steps
    assert 3 <= len(ages) <= 6
    assert {step: seen[step] for step in steps} == hashes(ages)
    assert bits(timeline) == before


def test_the_best_and_the_newest_are_told_from_the_others():
    timeline = run_of("tutorial", STEPS)
    ages = ages_of(lifetime_of(timeline), 6)
    best = timeline.evaluator.best.policy
    assert [age.policy.step for age in ages if age.is_best] == [best.step]
    assert [age.policy.step for age in ages if age.is_newest] == [timeline.session.n_steps]
    assert next(age for age in ages if age.is_best).policy.weights_sha256 == best.weights_sha256


def test_ages_are_counted_in_episodes_from_where_it_began_to_learn():
    timeline = run_of("tutorial", STEPS)
    first, *others = ages_of(lifetime_of(timeline), 9)
    assert len(others) == 8
    assert all(age.policy.n_updates > first.policy.n_updates for age in others)
    ends = timeline.session.metrics.episodes.column("step").tolist()
    for age in others:
        if not (age.is_best or age.is_newest):
            assert age.policy.step == ends[age.policy.n_episodes - 1]
    gaps = [later.policy.n_episodes - age.policy.n_episodes for age, later in pairwise(others)]
    assert gaps[-1] > gaps[0]


def test_the_same_ages_come_of_the_run_whatever_keyframes_it_has_and_of_its_file():
    runs = [new_run(PRESETS.get("tutorial")) for _ in range(2)]
    for number, timeline in enumerate(runs):
        while timeline.session.n_calls < STEPS:
            timeline.step()
            if number and timeline.session.n_calls % 70 == 0:
                timeline.keep()
    archive = parse_session(session_bytes(archive_of(runs[1])))
    found = [hashes(ages_of(lifetime, 9)) for lifetime in (lifetime_of(runs[0]), lifetime_of(runs[1]), archive)]
    assert found[0] == found[1] == found[2]


def test_a_run_of_few_episodes_is_told_in_steps_and_one_that_learned_nothing_in_two_ages():
    short = run_of("tutorial", 8)
    ages = ages_of(lifetime_of(short), 6)
    assert [(age.policy.step, age.policy.n_episodes) for age in ages] == [(0, 0), (8, 0)]
    few = run_of("tutorial", 110)
    assert 0 < few.session.n_episodes < 10
    ages = ages_of(lifetime_of(few), 9)
    assert len(ages) > 4
    assert not {age.policy.step for age in ages} <= set(few.session.metrics.episodes.column("step").tolist())


def test_a_run_that_has_not_begun_says_so():
    with pytest.raises(NotBegunError, match="has not begun"):
        ages_of(lifetime_of(new_run(PRESETS.get("tutorial"))), 6)


def test_a_run_from_other_weights_begins_with_those():
    timeline = new_run(PRESETS.get("tutorial"))
    weights = {name: -array for name, array in timeline.session.agent.weights().items()}
    timeline.session.submit("load_weights", {"weights": weights})
    begun_with = policy_of(timeline.session).weights_sha256
    advance(timeline, 300)
    assert ages_of(lifetime_of(timeline), 4)[0].policy.weights_sha256 == begun_with


def test_of_a_fork_the_ages_before_it_are_those_of_the_run_and_later_ones_its_own():
    timeline = run_of("tutorial", 600)
    fork = Fork(timeline, timeline.goto(400))
    fork.submit("set_hyper", {"name": "learning_rate", "value": 0.02})
    while fork.b.n_calls < 900:
        fork.step()
    of_a, of_b = (hashes(ages_of(lifetime_of(run), 12)) for run in (timeline, fork.timeline))
    assert max(of_b) == 900
    for step, weights in of_b.items():
        past = policy_of(timeline.goto(step)).weights_sha256 if step <= 400 else None
        assert past in (None, weights)
    later = [step for step in of_b if 400 < step < 900]
    assert later
    assert all(policy_of(timeline.goto(step)).weights_sha256 != of_b[step] for step in later if step > 420)
    assert of_a[0] == of_b[0]


def test_of_a_past_that_was_made_elsewhere_the_kept_moments_are_the_ages():
    timeline = run_of("tutorial", 600, gamma=0.5)
    kept = {key.n_steps: policy_of(timeline.goto(key.n_calls)).weights_sha256 for key in timeline.keyframes}
    other = dataclasses.replace(archive_of(timeline), fingerprint=dict.fromkeys(sorted(NAMES_BEFORE), "another"))
    ages = ages_of(other, 9)
    assert len(ages) > 3
    for age in ages:
        if not (age.is_best or age.is_newest):
            assert kept[age.policy.step] == age.policy.weights_sha256


def test_where_there_is_no_way_back_the_first_the_bests_and_the_newest_are_the_ages(added):
    card = added("Restless-v0")
    assert card.restored_by == "none"
    settings = small(PRESETS.first(card.id, "dqn")).with_values({"learning_starts": 20})
    session = Session(settings)
    timeline = Timeline(session, Evaluator(session, 100))
    first = policy_of(session).weights_sha256
    advance(timeline, 1000)
    lifetime = lifetime_of(timeline)
    assert isinstance(lifetime, KeptPolicies)
    ages = ages_of(lifetime, 6)
    assert ages[0].policy.weights_sha256 == first
    assert ages[-1].policy.weights_sha256 == policy_of(session).weights_sha256
    bests = {found.best.policy.weights_sha256 for _, found in timeline.findings if found.best is not None}
    assert {age.policy.weights_sha256 for age in ages[1:-1]} <= bests
    assert any(age.is_best for age in ages)


def test_working_them_out_can_be_stopped_at_any_moment():
    timeline = run_of("tutorial", STEPS)
    lifetime = lifetime_of(timeline)
    looks = []
    ages_of(lifetime, 6, should_stop=lambda: looks.append(1) is not None)
    for stop_at in range(0, len(looks), max(1, len(looks) // 7)):
        seen = []
        with pytest.raises(CancelledError):
            ages_of(lifetime, 6, should_stop=lambda seen=seen, stop_at=stop_at: seen.append(1) or len(seen) > stop_at)


def test_how_many_are_worked_out_is_told_to_the_end():
    told = []
    ages_of(lifetime_of(run_of("tutorial", STEPS)), 9, lambda done, total: told.append((done, total)))
    assert [done for done, _total in told] == list(range(1, len(told) + 1))
    assert told[-1] == (len(told), len(told))


@pytest.mark.parametrize(
    ("low", "high", "n"), [(1, 1000, 6), (14, 57, 3), (3, 400, 9), (1, 2, 3), (5, 5, 2), (1, 9, 0)]
)
def test_the_numbers_between_grow_and_stay_within(low, high, n):
    numbers = sorted(growing_numbers(low, high, n))
    assert len(numbers) <= n
    assert all(low <= number < high for number in numbers)


def test_the_numbers_of_a_long_run_are_quickly_read():
    assert sorted(growing_numbers(3, 1000, 3)) == [60, 200, 550]
    assert sorted(growing_numbers(3, 1000, 6)) == [45, 75, 150, 250, 450, 750]
