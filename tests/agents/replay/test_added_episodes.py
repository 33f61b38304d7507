"""Which rows of a log somebody added, looked up for any row and any step, as one would count them."""

from __future__ import annotations

import numpy as np
import pytest

from playground.agents.replay.added_episodes import AddedEpisodes

LAYOUTS = {  # the run's own rows and then those of an episode, in turn; an end of the run's own
    "none": [20],
    "at the beginning": [0, 5, 10],
    "one in between": [7, 3, 10],
    "two at the same moment, and one at the end": [4, 3, 0, 2, 6, 1],
    "rows one by one": [1, 1, 1, 1, 1, 1, 2],
}


@pytest.fixture(params=LAYOUTS.values(), ids=list(LAYOUTS))
def laid_out(request):
    """What the log looks like, and for each row the number of its episode, 0 for the run's own."""
    episodes, kinds = AddedEpisodes(), []
    for number, length in enumerate(request.param):
        if number % 2:
            episodes.add(len(kinds), length)
        kinds += [number if number % 2 else 0] * length
    return episodes, np.array(kinds)


def test_every_row_is_known_for_what_it_is(laid_out):
    episodes, kinds = laid_out
    rows = np.arange(len(kinds))
    assert episodes.hold(rows).tolist() == (kinds > 0).tolist()
    own = [int((kinds[:row] == 0).sum()) for row in rows]
    assert episodes.own_before(rows).tolist() == own
    assert episodes.n_rows == (kinds > 0).sum()
    for own_number, row in enumerate(np.flatnonzero(kinds == 0).tolist()):
        assert episodes.row_of(own_number) == row
    assert episodes.own_before(5).shape == episodes.hold(5).shape == ()


def test_any_part_of_the_log_tells_what_was_added_in_it(laid_out):
    episodes, kinds = laid_out
    whole = {number: np.flatnonzero(kinds == number) for number in set(kinds.tolist()) - {0}}
    for begin in range(len(kinds)):
        for end in range(begin, len(kinds)):
            assert episodes.n_within(begin, end) == (kinds[begin:end] > 0).sum()
            inside = [len(rows) for rows in whole.values() if begin <= rows[0] and rows[-1] < end]
            assert sorted(episodes.lengths_within(begin, end).tolist()) == sorted(inside)


def test_a_window_has_room_up_to_the_next_added_episode(laid_out):
    episodes, kinds = laid_out
    firsts = [int(np.flatnonzero(kinds == number)[0]) for number in sorted(set(kinds.tolist()) - {0})]
    rows = np.arange(len(kinds))
    for most in (1, 3, 100):
        expected = [min([most, *(first - row for first in firsts if first > row)]) for row in rows.tolist()]
        assert episodes.room_before(rows, most).tolist() == expected


def test_what_the_inputs_say_of_the_runs_own_rows_gives_the_same():
    episodes = AddedEpisodes([(0, 5), (7, 3), (7, 2)])
    assert episodes.hold(np.arange(20)).tolist() == [True] * 5 + [False] * 7 + [True] * 5 + [False] * 3
