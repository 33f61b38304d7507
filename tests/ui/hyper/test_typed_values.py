"""What somebody types into the form or chooses there: taken exactly, or refused in words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.hyper.person import FAST

TYPED = [
    ("gamma", "0.95", 0.95),
    ("gamma", "1", 1.0),
    ("learning_rate", "5e-4", 5e-4),
    ("learning_rate", "1e-15", 1e-15),
    ("gamma", "0,9", 0.9),
    ("learning_rate", "2,5e-4", 2.5e-4),
    ("buffer_size", "12,345", 12345),
    ("buffer_size", "3e4", 30_000),
    ("hidden_layers", "32, 16", (32, 16)),
    ("reward_on_termination", "own", None),
    ("reward_on_termination", "-7.25", -7.25),
    ("seed", "2147483647", 2**31 - 1),
]


@pytest.mark.parametrize("finish", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_typed_value_is_taken_exactly(person, finish):
    for name, text, value in TYPED:
        person.type(f"hyper_{name}_value", text, finish)
        assert person.edits[-1][:2] == (name, value)
        assert person.panel.values()[name] == value
        if isinstance(value, (int, float)):
            assert person.find(f"hyper_{name}_value").value() == value
    assert len(person.edits) == len(TYPED)


def test_a_choice_is_taken(person):
    combo = person.focus("hyper_loss_value")
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert person.edits[0][:2] == ("loss", "huber")
    assert person.panel.values()["loss"] == "huber"


BAD = [
    ("gamma", "2", "It is a number from 0 to 1"),
    ("learning_rate", "1,125", "which may be 1.125 or 1125. Write it without the comma."),
    ("gamma", "", "gamma cannot be"),
    ("batch_size", "2.5", "a whole number from 1 to"),
    ("batch_size", "99999", "a whole number from 1 to"),
    ("buffer_size", "1,5", "buffer_size cannot be “1,5”"),
    ("hidden_layers", "24, x", "Write up to 8 whole numbers"),
    ("reward_on_termination", "nan", "or the word “own”"),
    ("buffer_size", "100", "batch_size 512 is larger than buffer_size 100"),
]


@pytest.mark.parametrize("finish", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_bad_text_is_refused_in_words_and_changes_nothing(person, finish):
    person.type("hyper_batch_size_value", "512", Qt.Key.Key_Return)
    person.edits.clear()
    before = person.panel.values()
    for name, text, words in BAD:
        box, error = person.find(f"hyper_{name}_value"), person.find(f"hyper_{name}_error")
        shown = box.text()
        person.type(f"hyper_{name}_value", text, finish)
        assert error.isVisible()
        assert words in error.text()
        person.focus("preset")  # leaving brings the old value back; the words stay
        assert box.text() == shown
        assert words in error.text()
    assert person.panel.values() == before
    assert person.edits == []


def test_the_words_of_a_refusal_go_with_the_next_change(person):
    person.type("hyper_gamma_value", "2", Qt.Key.Key_Return)
    person.type("hyper_gamma_value", "0.5", Qt.Key.Key_Return)
    assert not person.find("hyper_gamma_error").isVisible()


@pytest.mark.parametrize(("name", "shown"), [("gamma", "0.99"), ("hidden_layers", "64, 64")])
def test_a_refused_text_stays_to_be_mended_and_escape_brings_the_old_value_back(person, name, shown):
    box = person.type(f"hyper_{name}_value", "junk", Qt.Key.Key_Return)
    assert box.text() == "junk"
    assert box.property("invalid")
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == shown
    assert not box.property("invalid")
    assert not person.find(f"hyper_{name}_error").isVisible()


def test_a_box_that_shows_a_rounded_number_goes_on_with_the_exact_one(person):
    person.panel.show_values(dict(FAST, epsilon=0.31273461), set())
    box = person.focus("hyper_epsilon_value")
    assert box.text() == "0.3127"
    QTest.keyClick(box, Qt.Key.Key_Return)
    person.focus("hyper_gamma_value")
    assert person.edits == []
    QTest.keyClick(person.focus("hyper_epsilon_value"), Qt.Key.Key_Up)
    assert [edit[:2] for edit in person.edits] == [("epsilon", 0.31373)]


def test_a_line_of_text_takes_a_space(running):
    line = running.type("hyper_hidden_layers_value", "8 8", Qt.Key.Key_Return)
    assert running.edits[0][:2] == ("hidden_layers", (8, 8))
    assert line.text() == "8, 8"


def test_a_tick_does_not_take_away_what_is_being_typed(running):
    box = running.type("hyper_epsilon_value", "0.7")
    running.panel.show_values(dict(FAST, epsilon=0.05), set())
    assert box.text() == "0.7"
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert running.edits[0][:2] == ("epsilon", 0.7)
