"""The numbers in a picture: grouped, with a true minus, and never over each other."""

from __future__ import annotations

import pytest

from playground.envs.drawing.frame import frame
from playground.envs.drawing.readout import Readout
from playground.envs.drawing.text import lettering, number_width
from playground.envs.scene import Scene
from tests.envs.classic_control import PENDULUM
from tests.envs.drawing.pictures import COLOURS

SIZES = [(700, 450), (300, 240), (1400, 900)]


def numbers_of(size, step, total, labels=()):
    readout = Readout(frame(size, 1.0), COLOURS, PENDULUM.captions(), labels)
    return readout, readout.numbers(Scene(state=(0.0,), step=step, episode_return=total))


def test_thousands_are_grouped():
    assert numbers_of((700, 450), 1_234, -5_678.9)[1] == ("1,234", "−5,679")


def test_small_and_large_returns_are_written_with_what_counts():
    returns = (1e-7, -0.04, 0.5, 212.0, 1e8, -8e10, 2e16)
    written = [numbers_of((700, 450), 1, total)[1][1] for total in returns]
    assert written == ["1.0e−7", "−0.040", "0.5", "212", "1.0e8", "−8e10", "2.0e16"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("power", range(-20, 21, 2))
def test_no_number_reaches_into_the_next(size, sign, power):
    place = frame(size, 1.0)
    readout, numbers = numbers_of(size, 99_999, sign * 1.23456 * 10.0**power, ("step", "return", "torque"))
    begins = [x for x, _y in readout.number_at]
    if place.small:
        begins = [x - place.text // 2 - lettering("return", place.text, COLOURS.muted).get_width() for x in begins]
    ends = [
        x + number_width(number, place.number, COLOURS.text)
        for (x, _y), number in zip(readout.number_at, numbers, strict=False)
    ]
    assert all(end <= begin for end, begin in zip(ends, begins[1:], strict=False))
    assert max(ends) <= readout.free[0]
