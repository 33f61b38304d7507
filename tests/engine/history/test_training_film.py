"""The film of a training: one start for all ages, each end seen for a while, in either order."""

from __future__ import annotations

import pytest

from playground.agents.nn.backend import prepare_thread
from playground.agents.rng import evaluation_seeds
from playground.engine.evaluation.evaluation import REPORT
from playground.engine.evaluation.recording import record_episode
from playground.engine.history.ages import ages_of, lifetime_of
from playground.engine.history.training_film import LAST_FRAME_S, Order, film_of
from playground.errors import CancelledError
from tests.store.sessions import run_of


@pytest.fixture(scope="module")
def ages():
    prepare_thread()
    return ages_of(lifetime_of(run_of("tutorial", 900)), 6)


@pytest.fixture(scope="module")
def film(ages):
    return film_of(ages)


def test_all_episodes_begin_at_the_same_start_which_no_policy_was_chosen_by(ages, film):
    seed = evaluation_seeds(ages[0].policy.settings.params.seed, REPORT, 0, 100)[0]
    assert {shot.recording.seed for shot in film.shots} == {int(seed)}
    assert len({shot.recording.states[0] for shot in film.shots}) == 1
    for age, shot in zip(ages, film.shots, strict=True):
        assert shot.age is age
        assert shot.recording.states == record_episode(age.policy, int(seed)).states


def test_side_by_side_all_are_shown_and_who_is_done_waits_for_the_longest(film):
    lengths = [len(shot.recording) for shot in film.shots]
    assert min(lengths) < max(lengths)
    n_frames = film.n_frames(Order.SIDE_BY_SIDE)
    assert n_frames == max(lengths) + 1 + round(LAST_FRAME_S * film.frames_per_s)
    for number in (0, min(lengths), max(lengths), n_frames - 1):
        shown = film.at(Order.SIDE_BY_SIDE, number)
        assert [shot for shot, _ in shown] == list(film.shots)
        assert [frame for _, frame in shown] == [min(number, length) for length in lengths]
    assert film.starts(Order.SIDE_BY_SIDE) == [0]


def test_one_after_the_other_each_is_shown_from_its_start_to_its_end(film):
    order, number = Order.ONE_BY_ONE, 0
    for shot, start in zip(film.shots, film.starts(order), strict=True):
        assert number == start
        length = len(shot.recording)
        for frame in (*range(length + 1), *[length] * round(LAST_FRAME_S * film.frames_per_s)):
            assert film.at(order, number) == [(shot, frame)]
            number += 1
    assert number == film.n_frames(order)


def test_playing_the_episodes_can_be_stopped_within_any_of_them(ages):
    played = []
    film_of(ages, lambda done, total: played.append((done, total)))
    assert played == [(number + 1, len(ages)) for number in range(len(ages))]
    looks, ended = [], []
    with pytest.raises(CancelledError):
        film_of(ages, lambda done, _total: ended.append(done), lambda: looks.append(1) or len(looks) > 15)
    assert len(looks) == 16
    assert len(ended) <= 2
