"""An error is a template and its values, translated when it is shown."""

from __future__ import annotations

import re

import pytest

from playground.errors import PlaygroundError, UnknownNameError
from playground.i18n import N_, set_language
from playground.registry import Registry


@pytest.fixture
def error():
    with pytest.raises(UnknownNameError) as caught:
        Registry(N_("preset")).get("tutorail")
    yield caught.value
    set_language("en")


def test_a_message_is_translated_in_the_language_of_the_moment_it_is_shown(error):
    english = str(error)
    assert english.startswith("There is no preset called “tutorail”, for ")
    set_language("zh_CN")
    assert re.fullmatch(r"[^A-Za-z]*“tutorail”[^A-Za-z]*", str(error))
    assert error.english() == english


def test_values_may_hold_braces_of_their_own():
    assert str(PlaygroundError("“{text}” sets nothing.", text="{text}{}")) == "“{text}{}” sets nothing."
