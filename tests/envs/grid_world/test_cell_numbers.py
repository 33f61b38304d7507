"""What the picture of the grid world says of its cells: colours, arrows, numbers that can be read."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.grid_world.captions import captions
from playground.envs.grid_world.map import ALL_CELLS, FREE, FREE_CELLS, kind
from playground.envs.grid_world.painter import draw
from playground.envs.grid_world.prerendered import lay_out
from playground.envs.grid_world.value_scale import MOST_VISITED, STRONGEST, end_word, number_word
from playground.envs.scene import CellNumbers, Scene, mixed
from playground.ui.theme.palette import DARK, LIGHT, contrast, scene_palette
from tests.envs.drawing.pictures import COLOURS, SIZE

LAYOUT = lay_out(SIZE, 1)
AWAY = (0, 4)  # where the agent stands, in pictures of other cells


def picture(numbers, cell=AWAY, size=SIZE, scale=1.0, palette=COLOURS):
    surface = pygame.Surface(size, 0, 32)
    shown = Scene((float(cell[0]), float(cell[1]), 7.0, 3.0), 1, False, cells=numbers)
    draw(surface, shown, palette, scale, captions())
    return pygame.surfarray.array3d(surface)


def cells(name, row, **others):
    """Return numbers that are `row` everywhere but in `others`, named c<column><row>."""
    by_name = {f"c{column}{line}": (column, line) for column, line in FREE_CELLS}
    other = {by_name[name]: value for name, value in others.items()}
    return CellNumbers(name, tuple(other.get(cell, row) for cell in FREE_CELLS))


def at(pixels, cell, across=0.0, down=0.0):
    """Return the colour at a place in a cell, as shares of its side from the middle."""
    x, y = LAYOUT.middle(cell)
    return tuple(int(part) for part in pixels[x + round(across * LAYOUT.cell), y + round(down * LAYOUT.cell)])


def inside(pixels, cell):
    x, y = LAYOUT.middle(cell)
    half = LAYOUT.cell // 2
    return pixels[x - half : x + half, y - half : y + half]


def test_good_and_bad_cells_have_the_colours_of_goal_and_pit():
    pixels = picture(cells("values", (0.0,), c20=(1.0,), c22=(-1.0,), c24=(0.5,)))
    corner = 0.36, -0.36  # beside the number
    assert at(pixels, (2, 0), *corner) == mixed(COLOURS.panel, COLOURS.reached, STRONGEST)
    assert at(pixels, (2, 2), *corner) == mixed(COLOURS.panel, COLOURS.ended, STRONGEST)
    assert at(pixels, (2, 4), *corner) == mixed(COLOURS.panel, COLOURS.reached, STRONGEST / 2)
    assert at(pixels, (0, 0), *corner) == COLOURS.panel


def test_small_values_look_small():
    pixels = picture(cells("values", (0.01,)))
    assert at(pixels, (2, 0), 0.36, -0.36) == mixed(COLOURS.panel, COLOURS.reached, STRONGEST * 0.01)


@pytest.mark.parametrize("action", range(4))
def test_the_quarter_of_a_cell_shows_the_value_of_the_action_that_leads_there(action):
    pixels = picture(cells("actions", tuple(float(number == action) for number in range(4))))
    beside_numbers = [(0.12, -0.22), (0.22, 0.12), (0.12, 0.22), (-0.22, 0.12)]
    strong = mixed(COLOURS.panel, COLOURS.reached, STRONGEST)
    shown = [at(pixels, (2, 2), *place) == strong for place in beside_numbers]
    assert shown == [number == action for number in range(4)]


def test_the_policy_has_an_arrow_to_every_side_it_may_go_and_a_dot_where_all_are_alike():
    pixels = picture(cells("policy", (0.25,) * 4, c20=(0.0, 1.0, 0.0, 0.0), c22=(0.5, 0.0, 0.5, 0.0)))

    def sides(cell):
        part = (inside(pixels, cell) == np.array(COLOURS.text)).all(axis=2)
        across, down = np.nonzero(part)
        half = LAYOUT.cell / 2
        return (
            (across > 1.5 * half).any(),
            (across < 0.5 * half).any(),
            (down > 1.4 * half).any(),
            (down < 0.6 * half).any(),
        )

    assert sides((2, 0)) == (True, True, False, False)  # one arrow through the cell
    assert sides((2, 2)) == (False, False, True, True)  # up and down
    assert not (inside(pixels, (0, 0)) == np.array(COLOURS.text)).all(axis=2).any()
    assert at(pixels, (0, 0)) == COLOURS.muted


@pytest.mark.parametrize("name", ["values", "visits", "policy", "actions"])
def test_walls_goal_and_pit_look_as_ever(name):
    row = (0.0, 1.0, 0.0, 0.0) if name in ("policy", "actions") else (3.0,)
    plain, numbered = picture(None), picture(cells(name, row))
    for cell in ALL_CELLS:
        is_alike = (inside(plain, cell) == inside(numbered, cell)).all()
        assert is_alike == (kind(cell) != FREE), cell


def test_the_number_of_the_cell_one_stands_in_is_written_below_the_agent():
    within, without = (picture(cells("values", (0.57,)), cell=cell) for cell in ((2, 2), AWAY))
    text = [(inside(pixels, (2, 2)) == np.array(COLOURS.text)).all(axis=2) for pixels in (within, without)]
    foot = round(LAYOUT.cell * 0.68)
    assert text[0][:, foot:].sum() > 10
    assert text[1][:, foot:].sum() == 0
    assert text[1].sum() > 10


@pytest.mark.parametrize(
    ("size", "scale"), [((160, 120), 1), ((240, 160), 1), ((480, 320), 2), ((700, 450), 1), ((1400, 900), 2)]
)
@pytest.mark.parametrize("name", ["values", "actions", "visits"])
def test_numbers_stay_inside_their_cells_and_are_left_out_where_too_small(size, scale, name):
    """No number reaches over the edge of its cell, whatever its size."""
    layout = lay_out(size, scale)
    worst = {"values": (-123.45,), "actions": (-1.23,) * 4, "visits": (123_456.0,)}[name]
    pixels = picture(cells(name, worst), size=size, scale=scale)
    text = (pixels == np.array(COLOURS.text)).all(axis=2)
    n_gaps = round(layout.cell * 0.03)
    x, y = layout.middle((2, 2))
    for offset in range(-n_gaps, n_gaps + 1):
        assert not text[x - layout.cell // 2 + offset, y - layout.cell // 2 : y + layout.cell // 2].any()
    has_number = text[x - layout.cell // 2 : x + layout.cell // 2, y - layout.cell // 2 : y + layout.cell // 2].any()
    assert has_number or layout.cell < 60 * scale


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_numbers_stand_out_from_every_colour_of_a_cell(theme):
    palette = scene_palette(theme)
    strongest = ((palette.reached, STRONGEST), (palette.ended, STRONGEST), (palette.pole, MOST_VISITED))
    for (colour, most), share in itertools.product(strongest, (0.0, 0.5, 1.0)):
        ground = "#{:02X}{:02X}{:02X}".format(*mixed(palette.panel, colour, most * share))
        assert contrast(theme.text, ground) >= 4.5, (theme.name, colour, share)


def test_numbers_are_short_and_have_a_true_minus():
    assert [number_word(value, is_count=False, end=1.0) for value in (0.834, -0.5, -0.001, float("nan"))] == [
        "0.83",
        "−0.50",
        "0.00",
        "–",
    ]
    assert [number_word(value, is_count=False, end=200.0) for value in (100.4, -7.0)] == ["100", "−7"]
    assert [number_word(value, is_count=True, end=1.0) for value in (0, 9_999, 12_345, 2_500_000)] == [
        "0",
        "9,999",
        "12.3k",
        "2.5M",
    ]
    assert [end_word(value) for value in (-1.0, 0.0, 500.0, 20_000.0)] == ["−1", "0", "500", "20k"]


def test_the_same_numbers_give_the_same_bytes():
    numbers = cells("actions", (0.1, 0.2, 0.3, 0.4))
    assert (picture(numbers) == picture(CellNumbers("actions", numbers.rows))).all()
