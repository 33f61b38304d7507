"""The drawn loops: boxes apart from each other, arrows from edge to edge, words where no box is."""

from __future__ import annotations

import itertools

import pytest

from playground.agents.plain_loop import PlainLoop, loop_of
from tests.agents.loops.traced import ALGORITHMS, combinations, session_of

LETTER, LINE = 6.4, 16  # the usual size of a letter beside an arrow, in the units of a diagram of 980
GAP = 20  # between two boxes, so that an arrow is seen


def diagrams():
    """Every loop that hyperparameters can make, with its name."""
    for algorithm in ALGORITHMS:
        seen = set()
        session = session_of(algorithm)
        explainer = session.settings.learner.make_explainer()
        for changes in combinations(algorithm):
            settings = session.settings.with_values(changes)
            diagram = explainer.diagram(settings.params, settings.space)
            if diagram not in seen:
                seen.add(diagram)
                yield pytest.param(diagram, id=f"{algorithm} {len(seen)}")
    yield pytest.param(PlainLoop().diagram(None, None), id="plain")


@pytest.fixture(params=list(diagrams()))
def diagram(request):
    return request.param


def edges(box):
    left, top, width, height = box.place
    return left, top, left + width, top + height


def overlap(one, other, apart=0):
    return (
        one[0] < other[2] + apart
        and other[0] < one[2] + apart
        and one[1] < other[3] + apart
        and other[1] < one[3] + apart
    )


def boxes_at(diagram, point):
    """The names of the boxes on whose edge a point lies, corners left out."""
    x, y = point
    return [
        box.name
        for box in diagram.boxes
        for left, top, right, bottom in [edges(box)]
        if (x in (left, right) and top < y < bottom) or (y in (top, bottom) and left < x < right)
    ]


def test_boxes_lie_in_the_canvas_and_apart(diagram):
    width, height = diagram.size
    for box in diagram.boxes:
        left, top, right, bottom = edges(box)
        assert 0 <= left < right <= width, box.name
        assert 0 <= top < bottom <= height, box.name
    for one, other in itertools.combinations(diagram.boxes, 2):
        assert not overlap(edges(one), edges(other), GAP), (one.name, other.name)


def test_arrows_run_from_the_edge_of_a_box_to_that_of_another(diagram):
    for arrow in diagram.arrows:
        first, last = boxes_at(diagram, arrow.path[0]), boxes_at(diagram, arrow.path[-1])
        assert len(first) == len(last) == 1, arrow.name
        assert first != last, arrow.name


def test_arrows_turn_at_right_angles_within_the_canvas_and_pass_through_no_box(diagram):
    width, height = diagram.size
    for arrow in diagram.arrows:
        for (x1, y1), (x2, y2) in itertools.pairwise(arrow.path):
            assert (x1 == x2) != (y1 == y2), arrow.name
            assert 0 <= x2 <= width, arrow.name
            assert 0 <= y2 <= height, arrow.name
            stretch = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
            assert not [box.name for box in diagram.boxes if overlap(stretch, edges(box))], arrow.name


def test_no_two_arrows_cross(diagram):
    for one, other in itertools.combinations(diagram.arrows, 2):
        for (a, b), (c, d) in itertools.product(itertools.pairwise(one.path), itertools.pairwise(other.path)):
            first, second = (*map(min, a, b), *map(max, a, b)), (*map(min, c, d), *map(max, c, d))
            touch = first[0] <= second[2] and second[0] <= first[2] and first[1] <= second[3] and second[1] <= first[3]
            assert not touch, (one.name, other.name)


def test_the_words_of_arrows_have_room(diagram):
    """Its symbol; what stands there with numbers is measured in test_texts.py."""
    for arrow in diagram.arrows:
        words = place_of(arrow, arrow.symbol)
        assert not [box.name for box in diagram.boxes if overlap(words, edges(box))], arrow.name
    for one, other in itertools.combinations(diagram.arrows, 2):
        if one.symbol and other.symbol:
            assert not overlap(place_of(one, one.symbol), place_of(other, other.symbol)), (one.name, other.name)
    for one, other in itertools.product(diagram.arrows, repeat=2):
        for (x1, y1), (x2, y2) in itertools.pairwise(other.path) if one.symbol else ():
            line = (min(x1, x2) - 1, min(y1, y2) - 1, max(x1, x2) + 1, max(y1, y2) + 1)
            assert not overlap(place_of(one, one.symbol), line), (one.name, other.name)


def place_of(arrow, words):
    x, y = arrow.label
    half = len(words) * LETTER / 2
    return x - half, y - LINE / 2, x + half, y + LINE / 2


def test_names_are_told_apart_and_words_are_there(diagram):
    parts = [*diagram.boxes, *diagram.arrows]
    assert len({part.name for part in parts}) == len(parts)
    assert all(part.title for part in parts)


def test_what_declares_no_loop_gets_the_plain_one_and_others_keep_theirs():
    explainer = session_of("dqn").settings.learner.make_explainer()
    assert loop_of(explainer) is explainer
    assert isinstance(loop_of(object()), PlainLoop)
