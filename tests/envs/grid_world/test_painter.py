"""What the picture of the grid world shows, pixel by pixel."""

from __future__ import annotations

import numpy as np
import pytest

from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.grid_world.captions import captions, describe
from playground.envs.grid_world.map import ALL_CELLS, COLUMNS, FREE_CELLS, MOVES, ROWS, kind
from playground.envs.grid_world.painter import draw
from playground.envs.grid_world.prerendered import lay_out
from playground.envs.scene import Scene
from tests.envs.drawing.pictures import COLOURS, SIZE

SIZES = [(320, 220, 1), (420, 300, 1), (700, 450, 1), (360, 800, 1), (1300, 260, 1), (1400, 900, 2), (1920, 1080, 1)]
GOAL, PIT = (5, 0), (5, 1)


def scene(cell=(2, 2), action=None, explored=None, **rest):
    return Scene((float(cell[0]), float(cell[1]), 7.0, 3.0), action, explored, **rest)


def picture(shown, size=SIZE, scale=1.0):
    """Return the drawn scene as an array (x, y, colour)."""
    surface = pygame.Surface(size, 0, 32)
    draw(surface, shown, COLOURS, scale, captions())
    return pygame.surfarray.array3d(surface)


def where(pixels, colour):
    return np.nonzero((pixels == np.array(colour)).all(axis=2))


def part(pixels, layout, cell, upper=0.0, lower=1.0):
    """Return the pixels of a cell, or of some of its height."""
    left, top = layout.left + cell[0] * layout.cell, layout.over + cell[1] * layout.cell
    return pixels[left : left + layout.cell, top + round(upper * layout.cell) : top + round(lower * layout.cell)]


@pytest.mark.parametrize("cell", FREE_CELLS)
def test_one_stands_in_the_middle_of_ones_cell(cell):
    x, y = where(picture(scene(cell)), COLOURS.pole)
    assert ((x.min() + x.max() + 1) / 2, (y.min() + y.max() + 1) / 2) == pytest.approx(
        lay_out(SIZE, 1).middle(cell), abs=1
    )


def test_every_wall_and_no_other_cell_is_a_block():
    pixels, layout = picture(scene()), lay_out(SIZE, 1)
    walls = {cell for cell in ALL_CELLS if len(where(part(pixels, layout, cell), COLOURS.track)[0])}
    assert walls == {cell for cell in ALL_CELLS if kind(cell) == "#"}


@pytest.mark.parametrize("cell", [GOAL, PIT])
@pytest.mark.parametrize(("width", "height", "scale"), SIZES)
def test_what_the_goal_and_the_pit_give_can_be_read_with_somebody_in_it(cell, width, height, scale):
    layout = lay_out((width, height), scale)
    without, within = (
        part(picture(scene(at, 1, False), (width, height), scale), layout, cell, 0.74) for at in ((0, 0), cell)
    )
    assert (without == within).mean() > 0.99
    assert without.max(axis=2).min() < 120  # dark: letters, if not of the purest black where they are small


@pytest.mark.parametrize("action", range(4))
def test_the_arrow_points_the_way_of_the_action(action):
    pixels = picture(scene((0, 2), action, False))
    middle = lay_out(SIZE, 1).middle((0, 2))
    arrow = np.stack(where(pixels, COLOURS.axle), axis=1) + 0.5 - middle
    along = arrow @ np.array(MOVES[action])
    assert abs(along.max() + along.min()) < 2  # as long to both sides,
    aside = np.abs(arrow @ np.array(MOVES[(action + 1) % 4]))
    assert along[aside == aside.max()].mean() > 0  # and widest in front of the middle, where its head is


def test_an_explored_action_is_hollow_and_a_greedy_one_filled():
    greedy, explored = (len(where(picture(scene(action=0, explored=said)), COLOURS.axle)[0]) for said in (False, True))
    assert 0 < explored < 0.7 * greedy
    assert not len(where(picture(scene()), COLOURS.axle)[0])


@pytest.mark.parametrize(("width", "height", "scale"), SIZES)
def test_the_maze_is_large_and_keeps_clear_of_texts_and_edges(width, height, scale):
    layout = lay_out((width, height), scale)
    assert layout.cell > 0.055 * min(width, height * 1.5)
    assert layout.left - 1.5 * layout.label_text >= 0.5 * layout.pad
    assert layout.left + COLUMNS * layout.cell <= width
    assert layout.banner_y + 1.9 * layout.text <= layout.over - 1.4 * layout.label_text + 1
    assert layout.over + ROWS * layout.cell <= layout.hud_y
    pixels = picture(scene(action=3, explored=True, step=100, truncated=True), (width, height), scale)
    edge = round(layout.pad * 0.5)
    for strip in (pixels[:edge], pixels[-edge:], pixels[:, :edge], pixels[:, -edge:]):
        assert (strip == COLOURS.ground).all()


def test_the_end_says_whether_it_was_the_goal_the_pit_or_the_time():
    layout = lay_out(SIZE, 1)
    ends = [
        picture(shown)[:, layout.banner_y : layout.banner_y + round(1.9 * layout.text)]
        for shown in (scene(GOAL, terminated=True), scene(PIT, terminated=True), scene(truncated=True), scene())
    ]
    colours = (COLOURS.reached, COLOURS.ended, COLOURS.warning)
    found = [[bool(len(where(end, colour)[0])) for colour in colours] for end in ends]
    assert found == [[True, False, False], [False, True, False], [False, False, True], [False, False, False]]


def test_a_return_shows_the_hundredths_that_a_step_costs():
    shown = [picture(scene(episode_return=value)) for value in (-0.01, -0.02, -0.0201)]
    assert (shown[0] != shown[1]).any()
    assert (shown[1] == shown[2]).all()


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (scene((3, 4)), ["In column 3, row 4", "Step 0"]),
        (scene((3, 4), 3, True, step=7), ["Wanted left, explored.", "Step 7"]),
        (scene((3, 4), np.int64(0), False), ["Wanted up, greedy."]),
        (scene(GOAL, 1, terminated=True), ["Wanted right.", "ended at the goal"]),
        (scene(PIT, 1, terminated=True), ["ended in the pit"]),
        (scene(truncated=True), ["time limit"]),
    ],
)
def test_the_scene_is_told_in_words(shown, said):
    assert all(sentence in describe(shown) for sentence in said)
