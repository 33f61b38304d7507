"""Pictures in all the forms that people draw them in; what cannot be shown says why."""

from __future__ import annotations

import io

import pytest

from playground.envs.base import EnvironmentParams, picture_of
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.gym_adapter.probe import probe
from playground.envs.gym_adapter.user_environments import card_of
from tests.envs.foreign_files import written

ORANGE, GREY, WHITE = (255, 128, 0), (100, 100, 100), (255, 255, 255)


@pytest.fixture(scope="module")
def painters(tmp_path_factory):
    return written(tmp_path_factory.mktemp("painters"), "painters")


@pytest.mark.parametrize(
    ("kind", "colour"),
    [
        ("Paints", ORANGE),
        ("Alpha", ORANGE),
        ("Grey", GREY),
        ("GreyColumn", GREY),
        ("Floats", (255, 127, 0)),
        ("LargeFloats", ORANGE),
        ("ColoursFirst", ORANGE),
        ("Truth", WHITE),
        ("Frames", ORANGE),
        ("OldKey", ORANGE),
        ("NoMode", ORANGE),
    ],
)
def test_what_can_be_shown_is_shown(painters, kind, colour):
    card = card_of(probe(f"{painters}:{kind}-v0"))
    environment = card.make(EnvironmentParams())
    environment.reset(1)
    picture = pygame.image.load(io.BytesIO(picture_of(environment, environment.snapshot())), "p.png")
    assert (picture.get_size(), tuple(picture.get_at((2, 3)))[:3]) == ((9, 6), colour)
    assert "in place of its own pictures" not in card.text


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("Nothing", "it drew nothing"),
        ("Words", "what it drew is no picture: that has a height, a width and one to four colours"),
        ("NotFinite", "its picture has numbers that are not finite"),
        ("NoInk", "OSError: no ink"),
        ("HumanOnly", "the render modes in its metadata do not name rgb_array"),
        ("Blind", "it has no render() that draws one"),
    ],
)
def test_what_cannot_be_shown_says_why_where_it_is_added_and_in_the_log(painters, kind, why, caplog):
    card = card_of(probe(f"{painters}:{kind}-v0"))
    assert f"Its numbers are shown in place of its own pictures: {why}." in card.text
    environment = card.make(EnvironmentParams())
    environment.reset(1)
    assert picture_of(environment, environment.snapshot()) is None
    assert kind in ("HumanOnly", "Blind") or "cannot be drawn" in caplog.text
